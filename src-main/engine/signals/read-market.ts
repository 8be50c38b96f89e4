// What do a profile's strategies say of one market, given its candles? Pure; the thread of the strategies and tests run it alike.
import type { StrategyReading, StrategyRequest } from "#engine/ports/strategy-worker.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { DecisionOutcome, DecisionRecord, Judgement } from "#shared/domain/decision.ts";
import type { HitRateView, WheelView } from "#shared/domain/strategies-view.ts";
import { strategyNameSchema } from "#shared/domain/strategy-name.ts";
import { DAY_MS, type UnixMs } from "#shared/domain/time.ts";
import { computeCounterfactual } from "./compute-counterfactual.ts";
import { computeHitRate } from "./compute-hit-rate.ts";
import { computePaperEntries } from "./compute-paper-entries.ts";
import { writePaperResult } from "./compute-paper-ledger.ts";
import { computeStrategySignals, SIGNAL_BARS } from "./compute-strategy-signals.ts";
import { writeDecision } from "./decision-record.ts";
import { toCandleColumns } from "./features/compute-candle-columns.ts";
import { SlowerCandles } from "./features/compute-timeframes.ts";
import { viewWheel } from "./strategies/cycle-wheel.ts";
import { type Evaluation, StrategyRun } from "./strategy-run.ts";

/** Over which profiles are compared. */
const DIRECTIONS_MS = 30 * DAY_MS;

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
    directions: configuration.mode === "pick" ? [] : directionsOf(evaluations, newest.closedAt),
    paper: paperOf(evaluations, request),
  };
}

/**
 * Each reading that the paper ledger does not have yet, followed to its end, whether or not anybody saw it; what still runs is valued at the
 * newest close. One that was drawn in `pick` mode was drawn for the newest bar alone.
 */
function paperOf(
  evaluations: readonly Evaluation[],
  { symbol, configuration, costs, followed }: StrategyRequest,
): StrategyReading["paper"] {
  const { halfSpread, fee, stake } = costs;
  const exact = { halfSpread: Decimal.parse(halfSpread), fee: Decimal.parse(fee), stake: Decimal.parse(stake) };
  const newest = evaluations.at(-1);
  if (newest === undefined) return [];
  const fresh = evaluations
    .filter(({ closedAt }) => followed === undefined || closedAt > followed.until)
    .map((one) =>
      configuration.mode === "ensemble" || one === newest ? one : { ...one, outcome: alone(one.outcome) },
    );
  const entries = computePaperEntries(symbol, fresh, exact, followed?.running);
  const points = evaluations.map(({ closedAt, price }) => ({ at: closedAt, price: Decimal.parse(String(price)) }));
  return computeCounterfactual(entries, new Map([[symbol, points]]), newest.closedAt).results.map((result) => {
    const { group, side, at, expiresAt, price } = result.entry;
    return { group, side, at, expiresAt, price: price.toString(), ...writePaperResult(result) };
  });
}

/** Without what the strategies came to together. */
const alone = (outcome: DecisionOutcome): DecisionOutcome => ({
  ...outcome,
  mapper: { state: "abstains", inputs: {}, because: "Drawn for the newest bar alone" },
});

function wheelOf({ inputs }: DecisionRecord): WheelView | null {
  const known = (name: string) => inputs.features[`1h ${name}`] ?? null;
  return viewWheel(known("ht_dcphase"), known("ht_dcperiod"), known("ht_trendmode"));
}

function regimeOf({ inputs }: DecisionRecord): [number, number, number] | null {
  const [calm, middle, wild] = [0, 1, 2].map((state) => inputs.features[`1h hmm3_p${state}`] ?? null);
  if (calm == null || middle == null || wild == null) return null;
  return [calm, middle, wild];
}

function directionsOf(evaluations: readonly Evaluation[], newest: UnixMs): StrategyReading["directions"] {
  return evaluations.flatMap(({ closedAt, outcome: { mapper } }): (readonly [UnixMs, number])[] =>
    closedAt > newest - DIRECTIONS_MS && mapper.state === "read" ? [[closedAt, mapper.direction]] : [],
  );
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
