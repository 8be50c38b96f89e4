// What would each signal and proposal have earned after costs, taken or not?
import { Decimal } from "#shared/domain/decimal.ts";
import type { UnixMs } from "#shared/domain/time.ts";

const MONEY_SCALE = 12;

/** One signal, or one leg of a proposal, followed on paper from its price. */
export interface PaperEntry {
  readonly id: string;
  /** What results are summed by: a strategy, a rule, or the proposals. */
  readonly group: string;
  /** What is followed: entries of one market share its prices. */
  readonly market: string;
  /** `sell`: what was given up is bought back at the end. */
  readonly side: "buy" | "sell";
  readonly at: UnixMs;
  /** Middle price when it came. */
  readonly price: Decimal;
  /** Value that is followed, in the currency of the prices. */
  readonly stake: Decimal;
  /** Half of the spread and the taker fee, each a fraction, on the way in and on the way out. */
  readonly halfSpread: Decimal;
  readonly fee: Decimal;
  readonly expiresAt: UnixMs;
  /** Prices at which it is left; null: at none. */
  readonly stop: Decimal | null;
  readonly takeProfit: Decimal | null;
  /** Whether a person made something of it. */
  readonly taken: boolean;
}

/** A price and when it was known, such as a close at the end of its bar. */
export interface PricePoint {
  readonly at: UnixMs;
  readonly price: Decimal;
}

export type PaperEnd = "expiry" | "opposite" | "stop" | "takeProfit";

export interface PaperResult {
  readonly entry: PaperEntry;
  /** `open`: still followed, valued as if it were left now. `unpriced`: no price is known since it came, so it has no result. */
  readonly state: "open" | "closed" | "unpriced";
  readonly end: PaperEnd | null;
  readonly exit: PricePoint | null;
  /** Before costs, in the currency of the prices; zero where unpriced. */
  readonly gross: Decimal;
  readonly costs: Decimal;
  /** gross - costs. */
  readonly result: Decimal;
}

export interface PaperTotals {
  readonly closed: number;
  readonly open: number;
  readonly unpriced: number;
  /** Closed ones that earned more than they cost. */
  readonly wins: number;
  /** After costs: of the closed ones that gained, and of those that did not, as a positive amount. */
  readonly gained: Decimal;
  readonly lost: Decimal;
  readonly gross: Decimal;
  readonly costs: Decimal;
  /** Closed and open ones, after costs: a loss is negative. */
  readonly result: Decimal;
}

export interface PaperGroup extends PaperTotals {
  readonly group: string;
  readonly taken: PaperTotals;
  readonly notTaken: PaperTotals;
}

export interface Counterfactual {
  readonly results: readonly PaperResult[];
  /** By name. */
  readonly groups: readonly PaperGroup[];
  readonly total: PaperTotals;
}

function check({ id, price, stake, halfSpread, fee, at, expiresAt }: PaperEntry): void {
  const bad = (what: string) => new RangeError(`Paper entry ${id}: ${what}`);
  if (!price.isPositive) throw bad(`expected a positive price, got ${price}`);
  if (!stake.isPositive) throw bad(`expected a positive stake, got ${stake}`);
  for (const [name, cost] of [
    ["half spread", halfSpread],
    ["fee", fee],
  ] as const) {
    if (cost.isNegative || cost.gte(Decimal.ONE)) throw bad(`expected a ${name} of 0 to below 1, got ${cost}`);
  }
  if (expiresAt <= at) throw bad("expected it to end after it began");
}

/**
 * Bought: stake x (exit (1 - h)(1 - f) - entry (1 + h)(1 + f)) / entry, with half spread h and fee f; sold: the same the other way round.
 * Exact up to one division, rounded half to even at 12 places.
 */
function settle(
  { side, price, stake, halfSpread, fee }: PaperEntry,
  exit: Decimal,
): Pick<PaperResult, "gross" | "costs" | "result"> {
  const paid = Decimal.ONE.add(halfSpread).mul(Decimal.ONE.add(fee));
  const got = Decimal.ONE.sub(halfSpread).mul(Decimal.ONE.sub(fee));
  const [bought, sold] = side === "buy" ? [price, exit] : [exit, price];
  const perPrice = (change: Decimal) => stake.mul(change).div(price, MONEY_SCALE, "halfEven");
  const gross = perPrice(sold.sub(bought));
  const result = perPrice(sold.mul(got).sub(bought.mul(paid)));
  return { gross, result, costs: gross.sub(result) };
}

/** Which exit a price means: stops below and targets above for what was bought, the other way round for what was sold. */
function exitOf({ side, stop, takeProfit }: PaperEntry, price: Decimal): PaperEnd | null {
  const isBuy = side === "buy";
  if (stop !== null && (isBuy ? price.lte(stop) : price.gte(stop))) return "stop";
  if (takeProfit !== null && (isBuy ? price.gte(takeProfit) : price.lte(takeProfit))) return "takeProfit";
  return null;
}

interface Follow {
  readonly prices: readonly PricePoint[];
  /** When the group next said the opposite of this market; null: not yet. */
  readonly oppositeAt: UnixMs | null;
  readonly now: UnixMs;
}

/** Index of the first point that is known after `time`. */
function firstAfter(prices: readonly PricePoint[], time: UnixMs): number {
  let low = 0;
  let high = prices.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((prices[middle]?.at ?? 0) > time) high = middle;
    else low = middle + 1;
  }
  return low;
}

function follow(entry: PaperEntry, { prices, oppositeAt, now }: Follow): PaperResult {
  const endsEarly = oppositeAt !== null && oppositeAt < entry.expiresAt;
  const until = endsEarly ? oppositeAt : entry.expiresAt;
  let last: PricePoint | null = null;
  for (let index = firstAfter(prices, entry.at); index < prices.length; index += 1) {
    const point = prices[index] as PricePoint;
    if (point.at > until || point.at > now) break;
    last = point;
    const end = exitOf(entry, point.price);
    if (end !== null) return { entry, state: "closed", end, exit: point, ...settle(entry, point.price) };
  }
  if (last === null) {
    const none = { gross: Decimal.ZERO, costs: Decimal.ZERO, result: Decimal.ZERO };
    return { entry, state: "unpriced", end: null, exit: null, ...none };
  }
  const settled = settle(entry, last.price);
  if (now < until) return { entry, state: "open", end: null, exit: last, ...settled };
  return { entry, state: "closed", end: endsEarly ? "opposite" : "expiry", exit: last, ...settled };
}

function total(results: readonly PaperResult[]): PaperTotals {
  const count = (state: PaperResult["state"]) => results.filter((own) => own.state === state).length;
  const closed = results.filter(({ state }) => state === "closed").map(({ result }) => result);
  return {
    gained: Decimal.sum(closed.filter((result) => result.isPositive)),
    lost: Decimal.sum(closed.filter((result) => result.isNegative)).neg(),
    closed: count("closed"),
    open: count("open"),
    unpriced: count("unpriced"),
    wins: results.filter(({ state, result }) => state === "closed" && result.isPositive).length,
    gross: Decimal.sum(results.map(({ gross }) => gross)),
    costs: Decimal.sum(results.map(({ costs }) => costs)),
    result: Decimal.sum(results.map(({ result }) => result)),
  };
}

/** For each entry, when its group next said the opposite of the same market. */
function findOpposites(entries: readonly PaperEntry[]): ReadonlyMap<PaperEntry, UnixMs> {
  const opposites = new Map<PaperEntry, UnixMs>();
  const next = new Map<string, UnixMs>();
  const key = ({ group, market }: PaperEntry, side: PaperEntry["side"]) => JSON.stringify([group, market, side]);
  for (const entry of [...entries].sort((a, b) => b.at - a.at)) {
    const opposite = next.get(key(entry, entry.side === "buy" ? "sell" : "buy"));
    if (opposite !== undefined && opposite > entry.at) opposites.set(entry, opposite);
    next.set(key(entry, entry.side), entry.at);
  }
  return opposites;
}

/**
 * Follows each entry until a stop or target is met by a price, its group says the opposite of its market, or it expires; what is still open
 * at `now` is valued as if left then. Throws `RangeError` for an entry without a positive price or stake, with a cost outside 0..1 or that ends before it began.
 *
 * @param prices by market, oldest first
 */
export function computeCounterfactual(
  entries: readonly PaperEntry[],
  prices: ReadonlyMap<string, readonly PricePoint[]>,
  now: UnixMs,
): Counterfactual {
  for (const entry of entries) check(entry);
  const opposites = findOpposites(entries);
  const results = entries.map((entry) =>
    follow(entry, { prices: prices.get(entry.market) ?? [], oppositeAt: opposites.get(entry) ?? null, now }),
  );
  const names = [...new Set(entries.map(({ group }) => group))].sort();
  const groups = names.map((group) => {
    const own = results.filter(({ entry }) => entry.group === group);
    return {
      group,
      ...total(own),
      taken: total(own.filter(({ entry }) => entry.taken)),
      notTaken: total(own.filter(({ entry }) => !entry.taken)),
    };
  });
  return { results, groups, total: total(results) };
}
