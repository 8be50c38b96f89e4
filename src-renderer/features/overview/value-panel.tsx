// What is it worth, how did that go, and what would doing nothing have given?
import { type ReactNode, useMemo, useState } from "react";
import { useStore } from "zustand";
import { EquityChart } from "#renderer/charts/equity-chart.tsx";
import { Doubted } from "#renderer/components/doubted.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { ChangePercent, Figure, Money } from "#renderer/components/money.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { Skeleton } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { formatPercent } from "#renderer/lib/format-percent.ts";
import { doubtOfPortfolio, type PriceDoubt } from "#renderer/lib/price-doubt.ts";
import { portfolioStore } from "#renderer/stores/engine-stores.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { Equity, Period } from "#shared/contract/views.ts";
import { PERIOD_WORDS, PERIODS, toEquityCurve } from "./equity-curve.ts";

const EQUITY_EVERY_MS = 15_000;
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
  const { profile } = useActiveProfile();
  const remote = useStore(portfolioStore);
  const portfolio = remote.value;
  const now = useNow();
  const [period, setPeriod] = useState<Period>("1m");
  const equity = useQuery({
    key: `${profile.id} ${period}`,
    ask: (signal) => client.portfolio.equity({ profileId: profile.id, period }, { signal }),
    everyMs: EQUITY_EVERY_MS,
  });
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
          name="Against holding"
          doubt={doubt}
          absent="Needs a price now for every coin that was held at the start of the period"
        >
          {answer?.againstHolding == null ? null : (
            <Money amount={answer.againstHolding} currency={profile.currency} change />
          )}
        </Measure>
        <Measure name="Deepest fall" doubt={null} absent="Needs two values in this period">
          {answer?.maxDrawdown == null ? null : formatPercent(answer.maxDrawdown)}
        </Measure>
        <span className="grow" />
        <div className="value-side">
          <Segmented label="Period" options={PERIODS} value={period} onChange={setPeriod} compact />
          {old === null ? <CurveKey /> : <StaleChip ageMs={old.ageMs} />}
        </div>
      </div>
      <div className="value-chart col">
        <LoadableView
          data={state}
          skeleton={<Skeleton width="100%" />}
          empty={{ children: "The curve begins with the first value that is written down." }}
        >
          {(value) => (
            <Curve equity={value} period={period} currency={profile.currency} endDoubt={doubt?.reason ?? null} />
          )}
        </LoadableView>
      </div>
    </section>
  );
}

function CurveKey() {
  return (
    <span className="row f11 t2 curve-key" aria-hidden="true">
      <i className="key-line" style={{ background: "var(--chart-you)" }} />
      You
      <i className="key-line dashed" style={{ color: "var(--chart-hold)" }} />
      Did nothing
    </span>
  );
}

interface CurveProps {
  readonly equity: Equity;
  readonly period: Period;
  readonly currency: string;
  readonly endDoubt: string | null;
}

function Curve({ equity, period, currency, endDoubt }: CurveProps) {
  const { hideAmounts, timeZone } = usePreferences();
  const curve = useMemo(() => toEquityCurve(equity.points), [equity.points]);
  if (curve.points.length < 2) {
    return <p className="f12 t2 value-none">The curve begins with the second value that is written down.</p>;
  }
  return (
    <EquityChart
      points={curve.points}
      flows={curve.flows}
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
  readonly children: ReactNode;
}

function Measure({ name, doubt, absent, children }: MeasureProps) {
  return (
    <div className="value-measure">
      <div className="lab">{name}</div>
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
