// Which levels of a book fill an order, given what was used up of this snapshot already?
import { canonicalJson, sha256Hex } from "#shared/domain/canonical-hash.ts";
import { Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";
import type { Side } from "#shared/domain/order.ts";
import type { OrderBook } from "#shared/domain/quote.ts";
import { type ExchangeState, levelKey } from "./exchange-state.ts";
import type { MarketRule } from "./market-rules.ts";

/** A part of an order that meets one level. `price` is on the tick, `level` the book's own text. */
export interface Match {
  readonly price: Decimal;
  readonly quantity: Decimal;
  readonly level: DecimalString;
}

/** Names a snapshot by its content and time: the same book answered twice is one snapshot. */
export function bookKey(book: OrderBook): string {
  return sha256Hex(canonicalJson([book.symbol, book.tsEvent, book.bids, book.asks])).slice(0, 16);
}

/** Best price that an order of `side` would meet, on the tick; null when that side of the book is empty. */
export function bestOpposite(market: MarketRule, book: OrderBook, side: Side): Decimal | null {
  for (const [price, size] of side === "buy" ? book.asks : book.bids)
    if (decimal(size).isPositive) return onTick(market, decimal(price), side);
  return null;
}

/** Levels that an order of `side` meets up to `limit` (null: all), best first, in whole lots, at most `quantity` in sum. */
export function matchBook(
  state: ExchangeState,
  market: MarketRule,
  book: OrderBook,
  side: Side,
  quantity: Decimal,
  limit: Decimal | null,
): readonly Match[] {
  const used = state.used.get(market.symbol);
  const levels = used !== undefined && used.book === bookKey(book) ? used.levels : undefined;
  const matches: Match[] = [];
  let left = quantity;
  const seen = new Map<string, Decimal>();
  for (const [level, size] of side === "buy" ? book.asks : book.bids) {
    if (!left.isPositive) break;
    const price = onTick(market, decimal(level), side);
    if (!price.isPositive) break;
    if (limit !== null && (side === "buy" ? price.gt(limit) : price.lt(limit))) break;
    const key = levelKey(side, level);
    const taken = (levels?.get(key) ?? Decimal.ZERO).add(seen.get(key) ?? Decimal.ZERO);
    const available = Decimal.min(decimal(size).sub(taken), left).roundToStep(market.amountStep, "down");
    if (!available.isPositive) continue;
    matches.push({ price, quantity: available, level });
    seen.set(key, (seen.get(key) ?? Decimal.ZERO).add(available));
    left = left.sub(available);
  }
  return matches;
}

// A level between two ticks is met at the tick that is worse for the order: fills are on the tick, never better than the book.
function onTick(market: MarketRule, price: Decimal, side: Side): Decimal {
  return price.roundToStep(market.priceStep, side === "buy" ? "ceil" : "floor");
}
