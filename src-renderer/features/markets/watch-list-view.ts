// Which assets are watched, at which price, and which way did they go?
import { doubtOfPrice, type PriceDoubt } from "#renderer/lib/price-doubt.ts";
import type { Prices } from "#shared/contract/views.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { ConsensusPrice } from "#shared/domain/quote.ts";

export interface WatchRow {
  readonly asset: string;
  readonly price: string | null;
  readonly doubt: PriceDoubt | null;
  /** Change over 24 hours as a share; null where the price then is not known. */
  readonly change: string | null;
  /** Why there is no price. */
  readonly reason: string | null;
}

export interface WatchList {
  readonly held: readonly WatchRow[];
  /** Targeted or watched, not held. */
  readonly others: readonly WatchRow[];
}

const SHARE_SCALE = 10;

export interface DayChange {
  readonly share: string;
  readonly amount: string;
}

export function dayChange({ price, price24hAgo }: ConsensusPrice): DayChange | null {
  if (price24hAgo === null) return null;
  const before = Decimal.parse(price24hAgo);
  if (!before.isPositive) return null;
  const amount = Decimal.parse(price).sub(before);
  return { amount: amount.toString(), share: amount.div(before, SHARE_SCALE, "halfEven").toString() };
}

/** The valuation currency has no market of its own and is left out. Held assets come in the portfolio's order. */
export function toWatchList(prices: Prices, portfolio: Portfolio | null): WatchList {
  const currency = portfolio?.currency ?? prices.prices[0]?.currency;
  const rows = new Map<string, WatchRow>();
  for (const price of prices.prices) {
    rows.set(price.asset, {
      asset: price.asset,
      price: price.price,
      doubt: doubtOfPrice(price.state),
      change: dayChange(price)?.share ?? null,
      reason: null,
    });
  }
  for (const { asset, reason } of prices.unresolved) {
    rows.set(asset, { asset, price: null, doubt: null, change: null, reason });
  }
  if (currency !== undefined) rows.delete(currency);
  const held = (portfolio?.positions ?? [])
    .filter(({ quantity }) => Decimal.parse(quantity).isPositive)
    .flatMap(({ asset }) => rows.get(asset) ?? []);
  const isHeld = new Set(held.map(({ asset }) => asset));
  const others = [...rows.values()].filter(({ asset }) => !isHeld.has(asset));
  return { held, others: others.sort((a, b) => (a.asset < b.asset ? -1 : 1)) };
}
