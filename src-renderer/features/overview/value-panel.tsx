// What is it worth, how did that go, and what would doing nothing have given?
import { type ReactNode, useMemo, useState } from "react";
import { useStore } from "zustand";
import { type EquityBenchmark, EquityChart } from "#renderer/charts/equity-chart.tsx";
import { Doubted } from "#renderer/components/doubted.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { ChangePercent, Figure, Money } from "#renderer/components/money.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { Skeleton } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useBookQuery } from "#renderer/hooks/use-book-query.ts";
import { useBooks } from "#renderer/hooks/use-books.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { classNames } from "#renderer/lib/class-names.ts";
import { formatPercent } from "#renderer/lib/format-percent.ts";
import { PERIOD_WORDS, PERIODS } from "#renderer/lib/periods.ts";
import { doubtOfPortfolio, type PriceDoubt } from "#renderer/lib/price-doubt.ts";
import { portfolioStore } from "#renderer/stores/engine-stores.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { Equity, Period } from "#shared/contract/views.ts";
import { ALL_IN_BTC, toBenchmark, toEquityCurve } from "./equity-curve.ts";

const EQUITY_EVERY_MS = 15_000;
const PERFORMANCE_EVERY_MS = 60_000;
const CURVE_LABEL: Readonly<Record<Period, string>> = {
  "1d": "Value over 24 hours, against doing nothing",
  "1w": "Value over 7 days, against doing nothing",
  "1m": "Value over 30 days, against doing nothing",
  "90d": "Value over 90 days, against doing nothing",
  "1y": "Value over a year, against doing nothing",
  all: "Value since the start, against doing nothing",
};

export function ValuePanel() {
  const client = useClient();
  const books = useBooks();
  const { profile } = useActiveProfile();
  const remote = useStore(portfolioStore);
  const portfolio = remote.value;
  const now = useNow();
  const [period, setPeriod] = useState<Period>("1m");
  const [withBtc, setWithBtc] = useState(false);
  const equity = useQuery({
    key: `${profile.id} ${period}`,
    ask: (signal) => client.portfolio.equity({ profileId: profile.id, period }, { signal }),
    everyMs: EQUITY_EVERY_MS,
  });
  const report = useBookQuery({
    key: `${profile.id} ${period}`,
    ask: (signal) => books.performance({ profileId: profile.id, period }, { signal }),
    everyMs: PERFORMANCE_EVERY_MS,
  });
  const performance = report.value;
  const rate = performance?.moneyWeighted;
  const btc = useMemo(() => toBenchmark(performance?.allInBtc ?? []), [performance]);
  const state = toPanelState(equity, { now });
  const shown = toPanelState(remote, { now });
  const old = shown.state === "stale" ? shown : state.state === "stale" ? state : null;
  const answer = equity.value;
  const doubt = doubtOfPortfolio(portfolio);
  return (
    <section className="panel over-value" aria-label="Value">
      <div className={old === null ? "value-head" : "value-head stale-content"}>
        <div>
          <Doubted doubt={doubt}>
            <Figure amount={portfolio?.totalValue ?? undefined} currency={profile.currency} />
          </Doubted>
          <div className="f12 value-gain">
            {answer?.gain == null ? (
              <span className="t3" title="Needs the value at the start of the period and now">
                n/a
              </span>
            ) : (
              <Doubted doubt={doubt} className="med">
                <Money amount={answer.gain} currency={profile.currency} change />
              </Doubted>
            )}{" "}
            <span className="t3">{PERIOD_WORDS[period]}</span>
          </div>
        </div>
        <Measure
          name="Time-weighted"
          doubt={doubt}
          absent="Needs the value before and after each deposit in this period"
        >
          {answer?.timeWeighted == null ? null : <ChangePercent share={answer.timeWeighted} />}
        </Measure>
        <Measure
          name="Money-weighted"
          doubt={doubt}
          absent={rate?.reason ?? report.error?.message ?? "Needs the value at the start of the period and now"}
        >
          {rate?.value == null ? null : <ChangePercent share={rate.value} />}
        </Measure>
        <Measure
          name="Against holding"
          doubt={doubt}
          absent="Needs a price now for every coin that was held at the start of the period"
        >
          {answer?.againstHolding == null ? null : (
            <Money amount={answer.againstHolding} currency={profile.currency} change />
          )}
        </Measure>
        <Measure name="Deepest fall" doubt={null} absent="Needs two values in this period" wideOnly>
          {answer?.maxDrawdown == null ? null : formatPercent(answer.maxDrawdown)}
        </Measure>
        <span className="grow" />
        <Segmented label="Period" options={PERIODS} value={period} onChange={setPeriod} compact />
        <span className="row value-keys">
          {old === null ? (
            <CurveKey benchmark={btc} shown={withBtc} onToggle={() => setWithBtc(!withBtc)} />
          ) : (
            <StaleChip ageMs={old.ageMs} />
          )}
          <a
            className="btn ghost icon"
            href={hashOf("performance")}
            aria-label="Performance"
            title="All figures, and each day's gain"
          >
            <Icon name="chevronRight" size="small" />
          </a>
        </span>
      </div>
      <div className="value-chart col">
        <LoadableView
          data={state}
          skeleton={<Skeleton width="100%" />}
          empty={{ children: "The curve begins with the first value that is written down." }}
        >
          {(value) => (
            <Curve
              equity={value}
              period={period}
              currency={profile.currency}
              endDoubt={doubt?.reason ?? null}
              benchmark={withBtc ? (btc ?? undefined) : undefined}
            />
          )}
        </LoadableView>
      </div>
    </section>
  );
}

interface CurveKeyProps {
  /** Null where no price of bitcoin is known at the start. */
  readonly benchmark: EquityBenchmark | null;
  readonly shown: boolean;
  readonly onToggle: () => void;
}

function CurveKey({ benchmark, shown, onToggle }: CurveKeyProps) {
  return (
    <span className="row f11 t2 curve-key">
      <i className="key-line" style={{ background: "var(--chart-you)" }} aria-hidden="true" />
      You
      <i className="key-line dashed" style={{ color: "var(--chart-hold)" }} aria-hidden="true" />
      Did nothing
      <button
        type="button"
        className="curve-toggle"
        aria-pressed={shown}
        disabled={benchmark === null}
        title={
          benchmark === null
            ? "Needs the price of bitcoin at the start of the period"
            : "The same money in bitcoin alone"
        }
        onClick={onToggle}
      >
        <i className="key-line dotted" style={{ color: "var(--chart-ma-2)" }} aria-hidden="true" />
        {ALL_IN_BTC}
      </button>
    </span>
  );
}

interface CurveProps {
  readonly equity: Equity;
  readonly period: Period;
  readonly currency: string;
  readonly benchmark: EquityBenchmark | undefined;
  /** Why the last value may be wrong; null while nothing is against it. */
  readonly endDoubt: string | null;
}

function Curve({ equity, period, currency, benchmark, endDoubt }: CurveProps) {
  const { hideAmounts, timeZone } = usePreferences();
  const curve = useMemo(() => toEquityCurve(equity.points), [equity.points]);
  if (curve.points.length < 2) {
    return <p className="f12 t2 value-none">The curve begins with the second value that is written down.</p>;
  }
  return (
    <EquityChart
      points={curve.points}
      flows={curve.flows}
      benchmark={benchmark}
      currency={currency}
      timeZone={timeZone}
      hidden={hideAmounts}
      endDoubt={endDoubt}
      label={CURVE_LABEL[period]}
    />
  );
}

interface MeasureProps {
  readonly name: string;
  /** Against the value now, where it rests on that. */
  readonly doubt: PriceDoubt | null;
  /** Why there is no number, when there is none. */
  readonly absent: string;
  /** Where there is room for it. */
  readonly wideOnly?: boolean;
  readonly children: ReactNode;
}

function Measure({ name, doubt, absent, wideOnly, children }: MeasureProps) {
  return (
    <div className={classNames("value-measure", wideOnly && "value-wide")}>
      <div className="lab trunc" title={name}>
        {name}
      </div>
      <div className="fig3">
        {children === null ? (
          <span className="t3" title={absent}>
            n/a
          </span>
        ) : (
          <Doubted doubt={doubt}>{children}</Doubted>
        )}
      </div>
    </div>
  );
}
