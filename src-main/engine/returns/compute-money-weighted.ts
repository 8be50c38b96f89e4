// At which yearly rate would the money that went in have become what came out?
// The equation and its sources: resources/docs/returns.md.
import { priceNumber } from "#engine/market-data/compute-price-number.ts";
import type { Decimal } from "#shared/domain/decimal.ts";
import { DAY_MS, type UnixMs } from "#shared/domain/time.ts";
import { findDiscountRoots } from "./compute-discount-roots.ts";
import type { ReturnPoint } from "./compute-growth.ts";

/** Money that moved at a moment, seen by its owner: negative went in, positive came out. */
export interface CashFlow {
  readonly ts: UnixMs;
  readonly amount: Decimal;
}

/** Rates are shares a year, compounded; several are in rising order. */
export type MoneyWeighted =
  | { readonly kind: "one"; readonly rate: number }
  | { readonly kind: "none"; readonly reason: string }
  | { readonly kind: "several"; readonly rates: readonly number[] };

/** A year has 365 days, as spreadsheets have it (actual/365). */
const YEAR_MS = 365 * DAY_MS;
/** Rates are looked for from -100 % (without it) to 100,000,000 %. */
const HIGHEST_RATE = 1e6;

/**
 * Every rate r in (-1, 1e6] with the sum of amount / (1 + r)^years = 0 (XIRR); years are counted in milliseconds, a year being 365
 * days. Flows may come in any order.
 */
export function computeXirr(flows: readonly CashFlow[]): MoneyWeighted {
  const net = netByTime(flows);
  const reason = whyNone(net);
  if (reason !== null) return { kind: "none", reason };
  const first = net[0]?.ts ?? 0;
  const terms = net.map(({ ts, amount }) => ({
    years: (ts - first) / YEAR_MS,
    amount: priceNumber(amount.toString()),
  }));
  const lowest = Math.log(Number.EPSILON);
  const rates = findDiscountRoots(terms, lowest, Math.log1p(HIGHEST_RATE)).map((root) => Math.expm1(root));
  const [rate] = rates;
  if (rate === undefined) {
    return { kind: "none", reason: "No yearly rate between -100 % and 100,000,000 % makes these flows worth nothing." };
  }
  return rates.length === 1 ? { kind: "one", rate } : { kind: "several", rates };
}

/** Of a series of records: the first value went in, flows are taken at their point's time, the last value comes out. */
export function computeMoneyWeighted(points: readonly ReturnPoint[]): MoneyWeighted {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) {
    return { kind: "none", reason: "A return needs at least two records." };
  }
  return computeXirr([
    { ts: first.ts, amount: first.value.neg() },
    ...points.slice(1).map(({ ts, flow }) => ({ ts, amount: flow.neg() })),
    { ts: last.ts, amount: last.value },
  ]);
}

/** One exact sum per moment, oldest first; moments at which nothing moved on balance are left out. */
function netByTime(flows: readonly CashFlow[]): readonly CashFlow[] {
  const sums = new Map<UnixMs, Decimal>();
  for (const { ts, amount } of flows) sums.set(ts, sums.get(ts)?.add(amount) ?? amount);
  return [...sums]
    .map(([ts, amount]) => ({ ts, amount }))
    .filter(({ amount }) => !amount.isZero)
    .sort((first, second) => first.ts - second.ts);
}

function whyNone(net: readonly CashFlow[]): string | null {
  if (net.length === 0) return "No money moved.";
  if (net.every(({ amount }) => amount.isNegative)) return "Money only went in: nothing came out or is left.";
  if (net.every(({ amount }) => amount.isPositive)) return "Money only came out: none went in.";
  return null;
}
