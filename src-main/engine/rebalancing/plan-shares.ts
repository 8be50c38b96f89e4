// How much of a change does each market take, before lots? The best price after fees first, as far as funds reach.
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { isFeeInBase } from "#shared/domain/instrument.ts";
import type { Side } from "#shared/domain/order.ts";
import { depthOf } from "./compute-book-walk.ts";
import type { PlanLedger } from "./plan-ledger.ts";
import type { PlanMarket } from "./plan-model.ts";

/** Places of a quantity that is the quotient of an amount. */
export const UNIT_PLACES = 24;
const LEAST_UNIT = Decimal.of(1n, UNIT_PLACES);

/** Where a walk stands in one side of one book; all accounts of the venue share it. */
interface Cursor {
  level: number;
  /** What is left of that level. */
  left: Decimal;
}

/** What one account may still spend of the coin that a fill takes. */
interface Funds {
  left: Decimal;
}

interface Stand {
  readonly market: PlanMarket;
  readonly cursor: Cursor;
  readonly funds: Funds;
  taken: Decimal;
}

/** Change of the asset that trading this much of it brings. */
export function unitsOf(market: PlanMarket, side: Side, quantity: Decimal): Decimal {
  return isFeeInBase(market.feePlace, side) ? quantity.mul(market.units[side]) : quantity;
}

/** Shares by market that together change the asset by `units`, or by as much as there is. */
export function planShares(
  ledger: PlanLedger,
  side: Side,
  units: Decimal,
  markets: readonly PlanMarket[],
): Map<PlanMarket, Decimal> {
  const [only, another] = markets;
  if (only !== undefined && another === undefined) {
    const whole = wholeShare(ledger, side, units, only);
    if (whole !== null) return new Map(whole.isPositive ? [[only, whole]] : []);
  }
  const stands = standsOf(ledger, side, markets);
  let left = units;
  let open = stands;
  while (left.isPositive && open.length > 0) {
    const stand = bestStand(open, side);
    const price = stand?.market.levels[side][stand.cursor.level]?.price;
    if (stand === null || price === undefined) break;
    const { market, cursor, funds } = stand;
    const wanted = isFeeInBase(market.feePlace, side) ? left.div(market.units[side], UNIT_PLACES, "up") : left;
    const unitCost = costOf(market, side, price);
    let part = wanted.lt(cursor.left) ? wanted : cursor.left;
    let rest = funds.left.sub(part.mul(unitCost));
    let spent = false;
    // Only at the end of the funds does it take a division to say how much they pay for.
    if (rest.lte(unitCost.mul(LEAST_UNIT))) {
      const affordable = funds.left.div(unitCost, UNIT_PLACES, "down");
      spent = affordable.lte(part);
      if (affordable.lt(part)) {
        part = affordable;
        rest = funds.left.sub(part.mul(unitCost));
      }
    }
    if (part.isPositive) {
      stand.taken = stand.taken.add(part);
      cursor.left = cursor.left.sub(part);
      funds.left = rest;
      left = left.sub(unitsOf(market, side, part));
    }
    if (spent) open = open.filter((other) => other.funds !== funds);
  }
  return new Map(stands.filter((stand) => stand.taken.isPositive).map((stand) => [stand.market, stand.taken]));
}

/** The share of a market that is alone, where funds are no question: then there is nothing to walk. Null where they may be. */
function wholeShare(ledger: PlanLedger, side: Side, units: Decimal, market: PlanMarket): Decimal | null {
  if (isFeeInBase(market.feePlace, side)) return null;
  const left = depthOf(market.levels[side]).sub(ledger.taken(market, side));
  const share = units.lt(left) ? units : left;
  return ledger.available(market.accountIndex, paidIn(market, side)).gt(fundsFor(market, side, share)) ? share : null;
}

/** Enough for this much at the worst price in reach: with more than that no level on the way is short of funds. */
export function fundsFor(market: PlanMarket, side: Side, quantity: Decimal): Decimal {
  const price = market.levels[side].at(-1)?.price ?? market.best[side];
  return quantity.add(LEAST_UNIT).mul(costOf(market, side, price));
}

function standsOf(ledger: PlanLedger, side: Side, markets: readonly PlanMarket[]): readonly Stand[] {
  const stands: Stand[] = [];
  for (const market of markets) {
    const pays = paidIn(market, side);
    const sameBook = stands.find((other) => other.market.levels === market.levels);
    const sameFunds = stands.find(
      (other) => other.market.accountIndex === market.accountIndex && paidIn(other.market, side) === pays,
    );
    stands.push({
      market,
      cursor: sameBook?.cursor ?? cursorAt(market, side, ledger.taken(market, side)),
      funds: sameFunds?.funds ?? { left: ledger.available(market.accountIndex, pays) },
      taken: Decimal.ZERO,
    });
  }
  return stands;
}

/** The first level that has something left. */
function cursorAt(market: PlanMarket, side: Side, taken: Decimal): Cursor {
  const levels = market.levels[side];
  const level = levels.findIndex(({ sizeSum }) => sizeSum.gt(taken));
  const reached = levels[level];
  return reached === undefined
    ? { level: levels.length, left: Decimal.ZERO }
    : { level, left: Decimal.min(reached.size, reached.sizeSum.sub(taken)) };
}

/** The stand whose best level that is left is worth most after the fee; null where every book is used up. */
function bestStand(stands: readonly Stand[], side: Side): Stand | null {
  let best: Stand | null = null;
  let bestValue = Decimal.ZERO;
  for (const stand of stands) {
    const { cursor, market } = stand;
    const levels = market.levels[side];
    while (!cursor.left.isPositive && cursor.level < levels.length) {
      cursor.level += 1;
      cursor.left = levels[cursor.level]?.size ?? Decimal.ZERO;
    }
    const price = levels[cursor.level]?.price;
    if (price === undefined) continue;
    const value = price.mul(market.factors.value[side]);
    if (best !== null && (side === "buy" ? value.gte(bestValue) : value.lte(bestValue))) continue;
    best = stand;
    bestValue = value;
  }
  return best;
}

/** What one unit can take out of the account: at a price in the book, the limit lies at most the tolerance beyond it. */
function costOf(market: PlanMarket, side: Side, price: Decimal): Decimal {
  return side === "sell" ? market.units.sell : price.mul(market.factors.spend);
}

export function paidIn(market: PlanMarket, side: Side): Asset {
  return side === "buy" ? market.quote : market.base;
}
