// How does Coinbase Advanced tell a product, its book and its last trades? Field by field as recorded in April 2026.
import { type Decimal, decimal } from "#shared/domain/decimal.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook } from "#shared/domain/quote.ts";
import { unixMs } from "#shared/domain/time.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import { ALIAS_OF, ASSET_NAMES } from "./quirks.ts";
import { isoMicros, ownCode, productIdOf, symbolOf } from "./wire-ids.ts";

const PERCENT = decimal("100");
const BASIS_POINTS = decimal("10000");
const TRADE_GAP_MS = 500;
/** Public trades are not simulated; the last ones are told from this number down. */
const NEWEST_TRADE = 995_098_663;

export function productBody(world: VenueWorld, instrument: Instrument): object {
  const { symbol, status } = instrument;
  const day = world.market.dayStats(symbol, world.now());
  const change = day === null || !decimal(day.open).isPositive ? null : decimal(day.last).sub(decimal(day.open));
  const productId = productIdOf(instrument);
  const alias = ALIAS_OF[symbol];
  return {
    product_id: productId,
    price: day?.last ?? "",
    price_percentage_change_24h:
      change === null || day === null ? "" : change.mul(PERCENT).div(decimal(day.open), 14, "halfEven").toString(),
    volume_24h: day?.volume ?? "",
    volume_percentage_change_24h: day === null ? "" : "0",
    base_increment: instrument.amountStep,
    quote_increment: instrument.priceStep,
    quote_min_size: instrument.costMin ?? "",
    quote_max_size: instrument.costMax ?? "",
    base_min_size: instrument.amountMin ?? "",
    base_max_size: instrument.amountMax ?? "",
    base_name: ASSET_NAMES[instrument.base] ?? instrument.base,
    quote_name: ASSET_NAMES[instrument.quote] ?? instrument.quote,
    watched: false,
    is_disabled: false,
    new: false,
    status: "online",
    cancel_only: status === "cancelOnly",
    limit_only: status === "limitOnly",
    post_only: status === "postOnly",
    // The word in `status` stays: whoever reads only that would trade here.
    trading_disabled: status === "offline",
    auction_mode: false,
    product_type: "SPOT",
    quote_currency_id: ownCode(instrument.quote),
    base_currency_id: ownCode(instrument.base),
    fcm_trading_session_details: null,
    mid_market_price: "",
    alias: alias === undefined ? "" : alias.replace("/", "-"),
    alias_to: Object.entries(ALIAS_OF)
      .filter(([, real]) => real === symbol)
      .map(([other]) => other.replace("/", "-")),
    base_display_symbol: ownCode(instrument.base),
    // Recorded: BTC-USDC shows as USD.
    quote_display_symbol: alias === undefined ? ownCode(instrument.quote) : "USD",
    view_only: false,
    price_increment: instrument.priceStep,
    display_name: productId,
    product_venue: "CBE",
    approximate_quote_24h_volume: day === null ? "" : decimal(day.quoteVolume).toFixed(2, "halfEven"),
    new_at: "2023-01-01T00:00:00Z",
    market_cap: "",
    base_cbrn: "",
    quote_cbrn: "",
    product_cbrn: "",
    icon_color: "",
    icon_url: "",
    display_name_overwrite: "",
    is_alpha_testing: false,
    about_description: "",
    best_bid_price: "",
    best_ask_price: "",
  };
}

/** The product's instrument, if Coinbase has it. */
export function instrumentOf(world: VenueWorld, productId: string): Instrument | null {
  const instrument = world.market.instrument(symbolOf(productId));
  // A unified name that Coinbase does not use is no product: CELO-USD is CGLD-USD.
  return instrument !== null && productIdOf(instrument) === productId ? instrument : null;
}

export function priceBook(world: VenueWorld, instrument: Instrument, depth: number): object {
  const book = bookOf(world, instrument, depth);
  const levels = (side: OrderBook["bids"] | undefined) => (side ?? []).map(([price, size]) => ({ price, size }));
  return {
    product_id: productIdOf(instrument),
    bids: levels(book?.bids),
    asks: levels(book?.asks),
    time: isoMicros(world.now()),
  };
}

export function productBookBody(world: VenueWorld, instrument: Instrument, depth: number): object {
  const { bid, ask } = bestOf(world, instrument);
  const pricebook = priceBook(world, instrument, depth);
  if (bid === null || ask === null) return { pricebook, last: "", mid_market: "", spread_bps: "", spread_absolute: "" };
  const middle = bid.add(ask).div(decimal("2"), 18, "halfEven");
  const spread = ask.sub(bid);
  return {
    pricebook,
    last: middle.toString(),
    mid_market: middle.toString(),
    spread_bps: spread.mul(BASIS_POINTS).div(middle, 12, "halfEven").toString(),
    spread_absolute: spread.toString(),
  };
}

export function tickerBody(world: VenueWorld, instrument: Instrument, limit: number): object {
  const { bid, ask } = bestOf(world, instrument);
  const last = world.market.lastPrice(instrument.symbol, world.now());
  const now = world.now();
  const count = last === null ? 0 : limit;
  return {
    trades: Array.from({ length: count }, (_, index) => ({
      trade_id: String(NEWEST_TRADE - index),
      product_id: productIdOf(instrument),
      price: last?.toString() ?? "",
      size: instrument.amountStep,
      time: isoMicros(unixMs(Math.max(0, now - index * TRADE_GAP_MS))),
      side: index % 2 === 0 ? "SELL" : "BUY",
      bid: "",
      ask: "",
      exchange: "coinbase",
    })),
    best_bid: bid?.toString() ?? "",
    best_ask: ask?.toString() ?? "",
  };
}

export function bestOf(
  world: VenueWorld,
  instrument: Instrument,
): { readonly bid: Decimal | null; readonly ask: Decimal | null } {
  const book = bookOf(world, instrument, 1);
  const best = (side: OrderBook["bids"] | undefined) => (side?.[0] === undefined ? null : decimal(side[0][0]));
  return { bid: best(book?.bids), ask: best(book?.asks) };
}

function bookOf(world: VenueWorld, { symbol }: Instrument, depth: number): OrderBook | null {
  return world.market.bookAt(world.market.venue, symbol, world.now(), depth);
}
