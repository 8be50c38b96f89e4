// How did the portfolio's value go over a period, with flows marked and "did nothing" beside it?
import { type BenchmarkPoint, computeDidNothing } from "#engine/returns/compute-benchmarks.ts";
import { computeDrawdowns } from "#engine/returns/compute-drawdowns.ts";
import { computeGrowth, computeTimeWeighted, type ReturnPoint } from "#engine/returns/compute-growth.ts";
import { checkBalance, computeStatement } from "#engine/returns/compute-statement.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { EquityPoint, Snapshot } from "#shared/domain/portfolio.ts";
import { DAY_MS, type DurationMs, type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { computeFlow, type PnlPoint } from "./compute-pnl.ts";

export type EquityPeriod = "1d" | "1w" | "1m" | "90d" | "1y" | "all";

const PERIOD_MS: Readonly<Record<Exclude<EquityPeriod, "all">, DurationMs>> = {
  "1d": DAY_MS,
  "1w": 7 * DAY_MS,
  "1m": 30 * DAY_MS,
  "90d": 90 * DAY_MS,
  "1y": 365 * DAY_MS,
};

/** More points than a chart has pixels tell nothing. */
const MAX_POINTS = 720;
const RETURN_SCALE = 10;

export interface EquityHistory {
  readonly period: EquityPeriod;
  readonly from: UnixMs;
  readonly points: EquityPoint[];
  readonly gain: DecimalString | null;
  readonly timeWeighted: DecimalString | null;
  readonly againstHolding: DecimalString | null;
  /** Largest fall from a high, flows taken out; 0 or negative. */
  readonly maxDrawdown: DecimalString | null;
}

/** Start of a period that ends now; for `all` the first record. */
export function computePeriodStart(period: EquityPeriod, now: UnixMs, first: UnixMs | null): UnixMs {
  return period === "all" ? (first ?? now) : unixMs(Math.max(0, now - PERIOD_MS[period]));
}

/** Value and investment of a record. */
export const toPnlPoint = (snapshot: Snapshot): PnlPoint => ({
  value: Decimal.parse(snapshot.totalValue),
  netInvested: Decimal.parse(snapshot.netInvested),
});

/** Keeps first, last and evenly spread records between; flows lie between records, so none is lost. */
function thin(snapshots: readonly Snapshot[]): readonly Snapshot[] {
  if (snapshots.length <= MAX_POINTS) return snapshots;
  const last = snapshots.length - 1;
  const kept: Snapshot[] = [];
  for (let index = 0; index < MAX_POINTS; index += 1) {
    const snapshot = snapshots[Math.floor((index * last) / (MAX_POINTS - 1))];
    if (snapshot !== undefined) kept.push(snapshot);
  }
  return kept;
}

/** The records as a series of returns has them. */
export function toReturnPoints(snapshots: readonly Snapshot[]): readonly ReturnPoint[] {
  let before: PnlPoint | null = null;
  return snapshots.map((snapshot) => {
    const point = toPnlPoint(snapshot);
    const flow = before === null ? Decimal.ZERO : computeFlow(before, point);
    before = point;
    return { ts: snapshot.ts, value: point.value, flow };
  });
}

/** Value of "did nothing since the first record" at each record, from the prices that the record kept. */
function heldValues(snapshots: readonly Snapshot[], transactions: Iterable<Transaction>): readonly BenchmarkPoint[] {
  const [first] = snapshots;
  if (first === undefined) return [];
  const times = snapshots.map(({ ts, breakdown }) => {
    const prices = new Map<Asset, Decimal>(breakdown.map(({ asset, price }) => [asset, Decimal.parse(price)]));
    return { ts, priceOf: (asset: Asset) => prices.get(asset) ?? null };
  });
  return computeDidNothing({ transactions, currency: first.currency, since: first.ts, times });
}

const printed = (value: Decimal): DecimalString => value.roundTo(RETURN_SCALE, "halfEven").toString();

/** Equity over the records of one currency (the newest record's) from the start of the period on. */
export function computeEquity(input: {
  /** Oldest first; the newest may be of now. */
  readonly snapshots: readonly Snapshot[];
  readonly transactions: Iterable<Transaction>;
  readonly period: EquityPeriod;
  readonly now: UnixMs;
}): EquityHistory {
  const { period } = input;
  const currency = input.snapshots.at(-1)?.currency;
  const ofCurrency = input.snapshots.filter((snapshot) => snapshot.currency === currency);
  const from = computePeriodStart(period, input.now, ofCurrency[0]?.ts ?? null);
  const inPeriod = ofCurrency.filter((snapshot) => snapshot.ts >= from);
  const first = inPeriod[0];
  const last = inPeriod.at(-1);
  if (first === undefined || last === undefined) {
    return { period, from, points: [], gain: null, timeWeighted: null, againstHolding: null, maxDrawdown: null };
  }
  const drawn = thin(inPeriod);
  const held = heldValues(drawn, input.transactions);
  const points = toReturnPoints(drawn).map(
    ({ ts, value, flow }, index): EquityPoint => ({
      ts,
      value: value.toString(),
      flow: flow.toString(),
      held: held[index]?.value?.toString() ?? null,
    }),
  );
  const heldNow = held.at(-1)?.value ?? null;
  const againstHolding = heldNow === null ? null : Decimal.parse(last.totalValue).sub(heldNow).toString();
  const series = toReturnPoints(inPeriod);
  const statement = computeStatement(series);
  if (statement === null || inPeriod.length < 2) {
    return { period, from, points, gain: null, timeWeighted: null, againstHolding, maxDrawdown: null };
  }
  // What is drawn adds up too: thinning moved flows to later points and lost none.
  const flows = Decimal.sum(points.map(({ flow }) => Decimal.parse(flow)));
  const { gain } = checkBalance({ ...statement, flows });
  const growths = computeGrowth(series);
  const { value: timeWeighted } = computeTimeWeighted(growths);
  const drawdowns = growths.value === null ? null : computeDrawdowns(growths.value);
  return {
    period,
    from,
    points,
    gain: gain.toString(),
    timeWeighted: timeWeighted === null ? null : printed(timeWeighted),
    againstHolding,
    maxDrawdown: drawdowns === null ? null : printed(drawdowns.deepest?.depth ?? Decimal.ZERO),
  };
}
