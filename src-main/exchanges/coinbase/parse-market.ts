// What does Coinbase say of its markets: filters, best prices, candles, books?
// Shapes: recorded bodies of April 2026 (reference data `wire/nautilus_trader/coinbase`) and ccxt 4.5.84 (2026-11-26).
import type { Answer } from "#exchanges/shared/answer.ts";
import type { Candle } from "#shared/domain/candle.ts";
import { type Asset, assetSchema, marketSymbolSchema, type VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook, RawQuote } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { COINBASE_ASSET_NAMES } from "#shared/domain/venue-assets.ts";

export interface Product {
  readonly id: string;
  readonly instrument: Instrument;
  /** Id of the product whose book this one has; null where the book is its own (trap 20: BTC-USDC has that of BTC-USD). */
  readonly aliasOf: string | null;
  /** Ids of the products that share this one's book, whosever it is. */
  readonly sameBook: readonly string[];
}

/** Null for what is not a spot market, or has a currency whose code no asset can have. */
export function parseProduct(product: Answer, venue: VenueId): Product | null {
  if (product.at("product_type").value !== "SPOT") return null;
  const base = assetOf(product.at("base_currency_id"));
  const quote = assetOf(product.at("quote_currency_id"));
  if (base === null || quote === null) return null;
  const aliases = product.at("alias_to");
  const alias = product.at("alias").textOrNull();
  const id = product.at("product_id").text();
  return {
    id,
    instrument: {
      venue,
      symbol: marketSymbolSchema.parse(`${base}/${quote}`),
      base,
      quote,
      priceStep: product.at("price_increment").positive(),
      amountStep: product.at("base_increment").positive(),
      amountMin: product.at("base_min_size").amountOrNull(),
      amountMax: product.at("base_max_size").amountOrNull(),
      costMin: product.at("quote_min_size").amountOrNull(),
      costMax: product.at("quote_max_size").amountOrNull(),
      status: statusOf(product),
    },
    aliasOf: alias === id ? null : alias,
    sameBook: [alias, ...(aliases.absent ? [] : aliases.list().map((other) => other.text()))]
      .filter((other) => other !== null)
      .filter((other) => other !== id),
  };
}

export function commonCode(code: string): string {
  return COINBASE_ASSET_NAMES.get(code) ?? code;
}

export function assetOf(code: Answer): Asset | null {
  return assetSchema.safeParse(commonCode(code.text())).data ?? null;
}

/** The library exposes none of these flags; an order against one of them is refused (resources/docs/exchanges.md section 8). */
function statusOf(product: Answer): Instrument["status"] {
  const is = (flag: string) => product.at(flag).value === true;
  const status = product.at("status").value;
  if (is("is_disabled") || is("trading_disabled") || is("view_only")) return "offline";
  if (status !== "online" && status !== "" && status !== undefined) return "offline";
  if (is("cancel_only")) return "cancelOnly";
  // In an auction orders rest and nothing is matched.
  if (is("post_only") || is("auction_mode")) return "postOnly";
  return is("limit_only") ? "limitOnly" : "online";
}

/** Volumes of 24 hours in base by product. */
export function parseVolumes(products: Answer): ReadonlyMap<string, RawQuote["volume24h"]> {
  return new Map(
    products.list().map((product) => [product.at("product_id").text(), product.at("volume_24h").amountOrNull()]),
  );
}

/** Without the day's volume, which another call tells. Null while one side of the book is empty. */
export function parseBestPrices(
  body: Answer,
  { venue, symbol }: Pick<Instrument, "venue" | "symbol">,
  tsInit: UnixMs,
): RawQuote | null {
  const book = body.at("pricebook");
  const [bid, ask] = [book.at("bids").list()[0], book.at("asks").list()[0]];
  if (bid === undefined || ask === undefined) return null;
  return {
    venue,
    symbol,
    bid: bid.at("price").positive(),
    ask: ask.at("price").positive(),
    last: body.at("last").amountOrNull(),
    volume24h: null,
    tsEvent: book.at("time").isoTime(),
    tsInit,
    source: "rest",
  };
}

export function parseBook(
  body: Answer,
  { venue, symbol }: Pick<Instrument, "venue" | "symbol">,
  tsInit: UnixMs,
): OrderBook {
  const book = body.at("pricebook");
  const levels = (side: "bids" | "asks"): OrderBook["bids"] =>
    book
      .at(side)
      .list()
      .map((level) => [level.at("price").positive(), level.at("size").amount()]);
  return { venue, symbol, bids: levels("bids"), asks: levels("asks"), tsEvent: book.at("time").isoTime(), tsInit };
}

/** Oldest first; the venue sends the newest first. Whether one is closed is for the caller, who knows the time. */
export function parseCandles(body: Answer): readonly Candle[] {
  return body
    .at("candles")
    .list()
    .map(
      (candle): Candle => ({
        openTime: candle.at("start").time("s"),
        open: candle.at("open").positive(),
        high: candle.at("high").positive(),
        low: candle.at("low").positive(),
        close: candle.at("close").positive(),
        volume: candle.at("volume").amount(),
        closed: true,
      }),
    )
    .sort((left, right) => left.openTime - right.openTime);
}
