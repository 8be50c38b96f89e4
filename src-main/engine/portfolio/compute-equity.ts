// How did the portfolio's value go over a period, with flows marked and "did nothing" beside it?
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { EquityPoint, Snapshot } from "#shared/domain/portfolio.ts";
import { DAY_MS, type DurationMs, type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { computeHeldValue, HeldQuantities } from "./compute-held.ts";
import { computeFlow, computeGain, type PnlPoint } from "./compute-pnl.ts";

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
/** Digits that a chained factor is computed with before it is printed. */
const CHAIN_SCALE = 24;

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

const pnlPoint = (snapshot: Snapshot): PnlPoint => ({
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

/**
 * Growth of one unit of money, chain-linked over the records. A flow between two records counts as brought in at the end
 * of the interval, so it earns nothing in it. Null from where a starting value is not above 0.
 */
function growthFactors(snapshots: readonly Snapshot[]): readonly Decimal[] | null {
  const factors: Decimal[] = [];
  let growth = Decimal.ONE;
  for (const [index, snapshot] of snapshots.entries()) {
    const before = snapshots[index - 1];
    if (before !== undefined) {
      const start = pnlPoint(before);
      if (!start.value.isPositive) return null;
      const end = pnlPoint(snapshot);
      const grown = end.value.sub(computeFlow(start, end));
      growth = growth.mul(grown).div(start.value, CHAIN_SCALE, "halfEven");
    }
    factors.push(growth);
  }
  return factors;
}

function maxDrawdown(factors: readonly Decimal[]): Decimal {
  let high = Decimal.ONE;
  let worst = Decimal.ZERO;
  for (const factor of factors) {
    high = Decimal.max(high, factor);
    if (!high.isPositive) continue;
    worst = Decimal.min(worst, factor.div(high, CHAIN_SCALE, "halfEven").sub(Decimal.ONE));
  }
  return worst.roundTo(RETURN_SCALE, "halfEven");
}

/** Value of "did nothing since the first record" at each record, from the prices that the record kept. */
function heldValues(snapshots: readonly Snapshot[], transactions: readonly Transaction[]): readonly (Decimal | null)[] {
  const [first] = snapshots;
  if (first === undefined) return [];
  const held = new HeldQuantities(transactions, first.currency, first.ts);
  return snapshots.map((snapshot) => {
    const prices = new Map<Asset, Decimal>(snapshot.breakdown.map(({ asset, price }) => [asset, Decimal.parse(price)]));
    return computeHeldValue(held.at(snapshot.ts), (asset) => prices.get(asset) ?? null);
  });
}

/** Equity over the records of one currency (the newest record's) from the start of the period on. */
export function computeEquity(input: {
  /** Oldest first; the newest may be of now. */
  readonly snapshots: readonly Snapshot[];
  readonly transactions: readonly Transaction[];
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
  let before = pnlPoint(first);
  const points = drawn.map((snapshot, index): EquityPoint => {
    const point = pnlPoint(snapshot);
    const flow = computeFlow(before, point);
    before = point;
    return {
      ts: snapshot.ts,
      value: snapshot.totalValue,
      flow: flow.toString(),
      held: held[index]?.toString() ?? null,
    };
  });
  const heldNow = held.at(-1) ?? null;
  const several = inPeriod.length > 1;
  const factors = several ? growthFactors(inPeriod) : null;
  return {
    period,
    from,
    points,
    gain: several ? computeGain(pnlPoint(first), pnlPoint(last)).toString() : null,
    timeWeighted: factors?.at(-1)?.sub(Decimal.ONE).roundTo(RETURN_SCALE, "halfEven").toString() ?? null,
    againstHolding: heldNow === null ? null : Decimal.parse(last.totalValue).sub(heldNow).toString(),
    maxDrawdown: factors === null ? null : maxDrawdown(factors).toString(),
  };
}
