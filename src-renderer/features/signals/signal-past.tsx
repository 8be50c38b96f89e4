// How often were signals like this one right on this market, and what was left of it after costs?
import { Money } from "#renderer/components/money.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { Skeleton } from "#renderer/components/skeleton.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useStream } from "#renderer/hooks/use-stream.ts";
import { formatDecimal } from "#renderer/lib/format-decimal.ts";
import { formatClock } from "#renderer/lib/format-time.ts";
import type { Signal } from "#shared/domain/signal.ts";
import type { HitRateView, PaperResultView, StrategiesView } from "#shared/domain/strategies-view.ts";
import { trackRecordOf } from "./track-record.ts";

export interface SignalPastProps {
  readonly signal: Signal;
}

/** For a strategy's signal. */
export function SignalPast({ signal }: SignalPastProps) {
  const client = useClient();
  const { profileId } = signal;
  const view = useStream<StrategiesView, StrategiesView>({
    key: profileId,
    open: (abort) => client.strategies.watch({ profileId }, { signal: abort }),
    apply: (_known, next) => next,
  });
  return (
    <section className="signal-past">
      <h3>Signals like it</h3>
      {view.value !== null ? (
        <Past signal={signal} view={view.value} />
      ) : view.error === null ? (
        <Skeleton width="60%" />
      ) : (
        <p className="f12 t2">{view.error.message}</p>
      )}
    </section>
  );
}

function Past({ signal, view }: { readonly signal: Signal; readonly view: StrategiesView }) {
  const { timeZone } = usePreferences();
  const record = trackRecordOf(signal, view);
  if (record === null) return <p className="f12 t2">No strategy made it, so none is counted.</p>;
  if (record.kind === "unread") {
    const next =
      record.nextCycleAt === null
        ? "The strategies of this profile are off."
        : record.hadCycle
          ? `The strategies read their markets again at ${formatClock(record.nextCycleAt, timeZone)}.`
          : "The strategies read their markets within two minutes of the start.";
    return <p className="f12 t2">Nothing was counted since the program started. {next}</p>;
  }
  if (record.kind === "drawn") {
    return (
      <p className="f12 t2">
        Which strategy speaks is drawn anew each time, so there is no past of such signals on {record.symbol} to count.
      </p>
    );
  }
  const { symbol, bars, hitRate, paper } = record;
  return (
    <>
      <HitRate symbol={symbol} bars={bars} hitRate={hitRate} />
      <Paper paper={paper} />
    </>
  );
}

interface HitRateProps {
  readonly symbol: string;
  readonly bars: number;
  readonly hitRate: HitRateView;
}

const count = (bars: number) => formatDecimal(String(bars), { scale: 0 });
const percent = (share: number) => `${Math.round(share * 100)} %`;

function HitRate({ symbol, bars, hitRate: { n, hits, interval } }: HitRateProps) {
  if (n === 0 || interval === null) {
    return (
      <p className="f12 t2">
        None on {symbol} has run its 24 hours, over {count(bars)} hourly candles: there is no hit rate yet.
      </p>
    );
  }
  const [low, high] = interval;
  return (
    <p className="f12">
      <b className="semi num">
        {hits} of {n}
      </b>{" "}
      on {symbol} were right after 24 hours: {percent(hits / n)},{" "}
      <span className="t2">
        between {percent(low)} and {percent(high)} at 95 % confidence. Counted over {count(bars)} hourly candles that
        nothing was fitted to.
      </span>
    </p>
  );
}

function Paper({ paper }: { readonly paper: PaperResultView | null }) {
  if (paper === null) return <p className="f12 t2">None was followed on paper yet, so there is no result.</p>;
  const { result, costs, closed, open, wins, currency } = paper;
  return (
    <p className="f12">
      <b className="semi num">
        <Money amount={result} currency={currency} change />
      </b>{" "}
      after costs of <Money amount={costs} currency={currency} />, followed on paper with the same stake each:{" "}
      <span className="t2">
        {wins} of {closed} that ended won{open === 0 ? "" : `, ${open} still ${open === 1 ? "runs" : "run"}`}.
      </span>
    </p>
  );
}
