// What do a profile's strategies say of one market, given its candles? Pure; the thread of the strategies and tests run it alike.
import type { StrategyReading, StrategyRequest } from "#engine/ports/strategy-worker.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { DecisionOutcome, DecisionRecord, Judgement } from "#shared/domain/decision.ts";
import type { HitRateView, WheelView } from "#shared/domain/strategies-view.ts";
import { strategyNameSchema } from "#shared/domain/strategy-name.ts";
import { computeCounterfactual } from "./compute-counterfactual.ts";
import { computeHitRate } from "./compute-hit-rate.ts";
import { computePaperEntries } from "./compute-paper-entries.ts";
import { computeStrategySignals, SIGNAL_BARS } from "./compute-strategy-signals.ts";
import { writeDecision } from "./decision-record.ts";
import { toCandleColumns } from "./features/compute-candle-columns.ts";
import { SlowerCandles } from "./features/compute-timeframes.ts";
import { stretchOf, wheelAngle, wheelPosition } from "./strategies/cycle-wheel.ts";
import { type Evaluation, StrategyRun } from "./strategy-run.ts";

/** The decision on the newest closed hourly bar, with what is shown beside it; null without a closed bar. */
export function readMarket(request: StrategyRequest): StrategyReading | null {
  const { symbol, configuration, hourly, minutes, portfolio, pick } = request;
  const columns = toCandleColumns(hourly);
  const run = new StrategyRun({ symbol, configuration, pickAt: () => pick });
  const evaluations = [
    ...run.advance({
      "1m": toCandleColumns(minutes),
      "1h": columns,
      "4h": new SlowerCandles("1h", "4h").append(columns),
      "1d": new SlowerCandles("1h", "1d").append(columns),
    }),
  ];
  const newest = evaluations.at(-1);
  if (newest === undefined) return null;
  const record = writeDecision(newest, configuration, portfolio);
  return {
    bars: columns.length,
    record,
    signals: computeStrategySignals(record),
    wheel: wheelOf(record),
    regime: regimeOf(record),
    hitRates: hitRatesOf(evaluations, configuration.mode),
    paper: paperOf(evaluations, request),
  };
}

/** Each signal on these bars followed on paper to its end, whether or not anybody saw it; what still runs is valued at the newest close. */
function paperOf(
  evaluations: readonly Evaluation[],
  { symbol, configuration, costs }: StrategyRequest,
): StrategyReading["paper"] {
  const { halfSpread, fee, stake } = costs;
  const exact = { halfSpread: Decimal.parse(halfSpread), fee: Decimal.parse(fee), stake: Decimal.parse(stake) };
  const entries = computePaperEntries(symbol, evaluations, exact);
  const points = evaluations.map(({ closedAt, price }) => ({ at: closedAt, price: Decimal.parse(String(price)) }));
  const now = points.at(-1)?.at;
  if (now === undefined) return [];
  return computeCounterfactual(entries, new Map([[symbol, points]]), now)
    .groups.filter(({ group }) => configuration.mode === "ensemble" || group !== "mapper")
    .map(({ group, closed, open, wins, gained, lost, gross, costs: paid, result, taken }) => ({
      ...{ group, closed, open, wins, gained: gained.toString(), lost: lost.toString() },
      gross: gross.toString(),
      costs: paid.toString(),
      result: result.toString(),
      taken: taken.closed + taken.open,
      takenResult: taken.result.toString(),
    }));
}

function wheelOf({ inputs }: DecisionRecord): WheelView | null {
  const phase = inputs.features["1h ht_dcphase"] ?? null;
  const periodBars = inputs.features["1h ht_dcperiod"] ?? null;
  const trend = inputs.features["1h ht_trendmode"] ?? null;
  if (phase === null || periodBars === null || trend === null || periodBars <= 0) return null;
  const position = wheelPosition(phase);
  return { angle: wheelAngle(phase), position, phase: stretchOf(position), periodBars, cycleMode: trend === 0 };
}

function regimeOf({ inputs }: DecisionRecord): [number, number, number] | null {
  const [calm, middle, wild] = [0, 1, 2].map((state) => inputs.features[`1h hmm3_p${state}`] ?? null);
  if (calm == null || middle == null || wild == null) return null;
  return [calm, middle, wild];
}

/** One drawn in `pick` mode was drawn for the newest bar alone: the strategies together have a past in `ensemble` mode only. */
function hitRatesOf(evaluations: readonly Evaluation[], mode: "ensemble" | "pick"): HitRateView[] {
  const rate = (strategy: HitRateView["strategy"], of: (outcome: DecisionOutcome) => Judgement | undefined) => {
    const bars = evaluations.map(({ outcome, price }) => {
      const judgement = of(outcome);
      const direction = judgement?.state === "read" && judgement.passes ? judgement.direction : null;
      return { direction, close: price };
    });
    const { n, hits, interval } = computeHitRate(bars, SIGNAL_BARS);
    return { strategy, n, hits, interval: interval === null ? null : ([...interval] as [number, number]) };
  };
  const known = evaluations.at(-1)?.outcome.strategies ?? {};
  const own = strategyNameSchema.options
    .filter((name) => known[name] !== undefined && name !== "executionSchedule")
    .map((name) => rate(name, ({ strategies }) => strategies[name]));
  return mode === "pick" ? own : [rate(null, ({ mapper }) => mapper), ...own];
}
