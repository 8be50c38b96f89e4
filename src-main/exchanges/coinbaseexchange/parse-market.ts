// What does Coinbase Exchange say of its markets: filters, best prices, candles, books?
// Shapes: ccxt 4.5.84 `fetchMarkets`, `parseTicker`, `fetchOrderBook`, `fetchOHLCV`; resources/docs/exchanges.md section 8 (2026-11-26).
import type { Answer } from "#exchanges/shared/answer.ts";
import type { Candle } from "#shared/domain/candle.ts";
import { decimal } from "#shared/domain/decimal.ts";
import { type Asset, assetSchema, marketSymbolSchema, type VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook, RawQuote } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { COINBASE_ASSET_NAMES } from "#shared/domain/venue-assets.ts";

const OWN_NAMES = new Map([...COINBASE_ASSET_NAMES].map(([own, common]) => [common, own]));

export interface Product {
  readonly id: string;
  readonly instrument: Instrument;
}

/** Null for an auction book beside the market of the same pair, and for a currency whose code no asset can have. */
export function parseProduct(product: Answer, venue: VenueId): Product | null {
  const id = product.at("id").text();
  const baseId = product.at("base_currency").text();
  const quoteId = product.at("quote_currency").text();
  // BTCAUCTION-USD names the currencies of BTC-USD: only the market itself is called after its pair.
  if (id !== `${baseId}-${quoteId}`) return null;
  const [base, quote] = [assetOf(baseId), assetOf(quoteId)];
  if (base === null || quote === null) return null;
  return {
    id,
    instrument: {
      venue,
      symbol: marketSymbolSchema.parse(`${base}/${quote}`),
      base,
      quote,
      priceStep: product.at("quote_increment").positive(),
      amountStep: product.at("base_increment").positive(),
      // The venue has no least or greatest quantity (resources/docs/exchanges.md section 8).
      amountMin: null,
      amountMax: null,
      costMin: product.at("min_market_funds").amountOrNull(),
      costMax: null,
      status: statusOf(product),
    },
  };
}

export function commonCode(code: string): string {
  return COINBASE_ASSET_NAMES.get(code) ?? code;
}

/** What the venue calls an asset. */
export function ownCode(asset: string): string {
  return OWN_NAMES.get(asset) ?? asset;
}

export function assetOf(code: string): Asset | null {
  return assetSchema.safeParse(commonCode(code)).data ?? null;
}

export function statusOf(product: Answer): Instrument["status"] {
  const is = (flag: string) => product.at(flag).value === true;
  if (product.at("status").value !== "online" || is("trading_disabled")) return "offline";
  if (is("cancel_only")) return "cancelOnly";
  // In an auction orders rest and nothing is matched.
  if (is("post_only") || is("auction_mode")) return "postOnly";
  return is("limit_only") ? "limitOnly" : "online";
}

/** Null while one side of the book is empty: then its price is missing or zero. */
export function parseTicker(
  ticker: Answer,
  { venue, symbol }: Pick<Instrument, "venue" | "symbol">,
  tsInit: UnixMs,
): RawQuote | null {
  const bid = ticker.at("bid").amountOrNull();
  const ask = ticker.at("ask").amountOrNull();
  if (bid === null || ask === null || decimal(bid).isZero || decimal(ask).isZero) return null;
  return {
    venue,
    symbol,
    bid,
    ask,
    last: ticker.at("price").amountOrNull(),
    volume24h: ticker.at("volume").amountOrNull(),
    tsEvent: ticker.at("time").absent ? null : ticker.at("time").isoTime(),
    tsInit,
    source: "rest",
  };
}

export function parseBook(
  book: Answer,
  { venue, symbol }: Pick<Instrument, "venue" | "symbol">,
  depth: number,
  tsInit: UnixMs,
): OrderBook {
  // A level is `[price, size, number of orders]`. The whole book is sent; what nobody asked for is not read.
  const levels = (side: "bids" | "asks"): OrderBook["bids"] =>
    book
      .at(side)
      .list()
      .slice(0, depth)
      .map((level) => [level.at(0).positive(), level.at(1).amount()]);
  const time = book.at("time");
  return {
    venue,
    symbol,
    bids: levels("bids"),
    asks: levels("asks"),
    tsEvent: time.absent ? null : time.isoTime(),
    tsInit,
  };
}

/** Oldest first; the venue sends the newest first, as numbers whose text was kept. */
export function parseCandles(candles: Answer): readonly Candle[] {
  return candles
    .list()
    .map(
      (candle): Candle => ({
        // `[time, low, high, open, close, volume]`
        openTime: candle.at(0).time("s"),
        low: candle.at(1).positive(),
        high: candle.at(2).positive(),
        open: candle.at(3).positive(),
        close: candle.at(4).positive(),
        volume: candle.at(5).amount(),
        closed: true,
      }),
    )
    .sort((left, right) => left.openTime - right.openTime);
}
