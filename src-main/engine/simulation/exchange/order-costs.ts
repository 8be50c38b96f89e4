// What is held for an order, and what fee does a fill pay?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { OrderKind, Side } from "#shared/domain/order.ts";
import { fromUnits, toUnits } from "./asset-units.ts";
import { balanceOf, type ExchangeState } from "./exchange-state.ts";
import type { ExchangeRules, MarketRule } from "./market-rules.ts";

export interface Amount {
  readonly asset: Asset;
  readonly amount: Decimal;
}

/** Price of one `coin` in `quote` at the venue now; null where it has no such market. */
export type CoinPrice = (coin: Asset, quote: Asset) => Decimal | null;

/** Where this market's fees come from: a coin that is the quote or base itself counts as that. */
function feePlace(rules: ExchangeRules, market: MarketRule, side: Side): "quote" | "base" | Asset {
  if (rules.feeAsset === market.quote) return "quote";
  if (rules.feeAsset === "received") return side === "buy" ? "base" : "quote";
  return rules.feeAsset;
}

/**
 * Held until the order is over: all that it can take at `worstPrice`, with the fee. Also where the fee is paid in a coin,
 * because it is taken from the quote asset when the coin runs out.
 */
export function holdFor(
  state: ExchangeState,
  rules: ExchangeRules,
  market: MarketRule,
  order: { readonly side: Side; readonly kind: OrderKind },
  quantity: Decimal,
  worstPrice: Decimal,
): Amount {
  const { side } = order;
  const rate = worstRate(rules, order.kind);
  const place = feePlace(rules, market, side);
  if (side === "sell") {
    const fee = place === "base" ? quantity.mul(rate) : Decimal.ZERO;
    return floorTo(state, market.base, quantity.add(cut(state, market.base, fee)));
  }
  const cost = quantity.mul(worstPrice);
  const fee = place === "base" ? Decimal.ZERO : cost.mul(rate);
  return floorTo(state, market.quote, cost.add(cut(state, market.quote, fee)));
}

/** An order that never rests takes; one that may not take makes; only a plain limit order can do both. */
function worstRate(rules: ExchangeRules, kind: OrderKind): Decimal {
  if (kind === "limit") return Decimal.max(rules.maker, rules.taker);
  return kind === "postOnly" ? rules.maker : rules.taker;
}

/** The fee of one fill, cut to a whole unit so that the fees of the parts never exceed what was held for the whole. */
export function feeFor(
  state: ExchangeState,
  rules: ExchangeRules,
  market: MarketRule,
  fill: {
    readonly side: Side;
    readonly quantity: Decimal;
    readonly price: Decimal;
    readonly liquidity: "maker" | "taker";
  },
  coinFree: Decimal,
  coinPrice: CoinPrice,
): Amount {
  const rate = fill.liquidity === "maker" ? rules.maker : rules.taker;
  const place = feePlace(rules, market, fill.side);
  if (place === "base") return floorTo(state, market.base, fill.quantity.mul(rate));
  const inQuote = floorTo(state, market.quote, fill.quantity.mul(fill.price).mul(rate));
  if (place === "quote") return inQuote;
  const price = coinPrice(place, market.quote);
  if (price === null || !price.isPositive) return inQuote;
  const inCoin = floorTo(state, place, inQuote.amount.div(price, 18, "down"));
  return coinFree.gte(inCoin.amount) ? inCoin : inQuote;
}

/** How much of the coin that pays the fees is free once a new order has taken its hold; zero where no coin pays them. */
export function freeFeeCoin(state: ExchangeState, rules: ExchangeRules, newHold: Amount | null): Decimal {
  const coin = rules.feeAsset;
  if (coin === "quote" || coin === "base" || coin === "received") return Decimal.ZERO;
  // Asset codes are upper case, so what is none of these words is one.
  const free = fromUnits(state.scales, coin as Asset, balanceOf(state, coin as Asset).free);
  return newHold?.asset === coin ? free.sub(newHold.amount) : free;
}

function floorTo(state: ExchangeState, asset: Asset, amount: Decimal): Amount {
  return { asset, amount: cut(state, asset, amount) };
}

function cut(state: ExchangeState, asset: Asset, amount: Decimal): Decimal {
  return fromUnits(state.scales, asset, toUnits(state.scales, asset, amount));
}
