// What do Binance's public answers say?

import { EngineError } from "#engine/core/engine-error.ts";
import type { VenueStatus } from "#engine/ports/venues.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import type { ListedMarket } from "#exchanges/shared/market-list.ts";
import type { BookSnapshot } from "#exchanges/shared/stream/feed-protocol.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import { type Candle, TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import { type Asset, assetSchema, marketSymbolSchema } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook, RawQuote } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { countAt } from "./frame-reading.ts";
import { BINANCE } from "./quirks.ts";
import { BinanceTable, type RateLimit } from "./symbols.ts";

/** A row that is not of the known form (coins in other writings, new filters) is left out; that all are is a failure. */
export function parseMarkets(body: Answer): BinanceTable {
  const markets = body
    .at("symbols")
    .list()
    .flatMap((row) => {
      try {
        return [parseSymbol(row)];
      } catch (error) {
        if (error instanceof EngineError) return [];
        throw error;
      }
    });
  if (markets.length === 0) throw body.at("symbols").unexpected("a list of markets");
  const limits = body.at("rateLimits").absent ? [] : body.at("rateLimits").list().map(parseLimit);
  return new BinanceTable(BINANCE, markets, limits);
}

function parseLimit(row: Answer): RateLimit {
  return {
    kind: row.at("rateLimitType").text(),
    interval: `${row.at("intervalNum").whole()} ${row.at("interval").text()}`,
    limit: row.at("limit").whole(),
  };
}

/** Whatever is not listed here takes no orders. `CANCEL_ONLY` is new in July 2026. */
const STATUSES: Readonly<Record<string, Instrument["status"]>> = { TRADING: "online", CANCEL_ONLY: "cancelOnly" };

function parseSymbol(row: Answer): ListedMarket {
  const base = assetOf(row.at("baseAsset"));
  const quote = assetOf(row.at("quoteAsset"));
  const filters = new Map(
    row
      .at("filters")
      .list()
      .map((filter) => [filter.at("filterType").text(), filter] as const),
  );
  const price = filters.get("PRICE_FILTER");
  const lot = filters.get("LOT_SIZE");
  const cost = filters.get("NOTIONAL") ?? filters.get("MIN_NOTIONAL");
  if (price === undefined || lot === undefined) throw row.at("filters").unexpected("with PRICE_FILTER and LOT_SIZE");
  const isSpot = row.at("isSpotTradingAllowed").value !== false;
  const instrument: Instrument = {
    venue: BINANCE,
    symbol: marketSymbolSchema.parse(`${base}/${quote}`),
    base,
    quote,
    priceStep: price.at("tickSize").positive(),
    amountStep: lot.at("stepSize").positive(),
    amountMin: limitOrNull(lot.at("minQty")),
    amountMax: limitOrNull(lot.at("maxQty")),
    costMin: cost === undefined ? null : limitOrNull(cost.at("minNotional")),
    costMax: cost === undefined ? null : limitOrNull(cost.at("maxNotional")),
    status: isSpot ? (meaningOf(STATUSES, row.at("status").text()) ?? "offline") : "offline",
  };
  return { instrument, id: row.at("symbol").text(), otherIds: [] };
}

function assetOf(place: Answer): Asset {
  const parsed = assetSchema.safeParse(place.value);
  if (!parsed.success) throw place.unexpected("an asset's code");
  return parsed.data;
}

const ZERO = Decimal.ZERO.toString();

/** A limit of zero is none. */
function limitOrNull(place: Answer): DecimalString | null {
  const limit = place.amountOrNull();
  return limit === ZERO ? null : limit;
}

/** A market without a price on both sides is left out. */
export function parseTickers(body: Answer, table: BinanceTable, now: UnixMs): RawQuote[] {
  return body.list().flatMap((row) => {
    const symbol = table.ofId(row.at("symbol").text())?.instrument.symbol;
    if (symbol === undefined) return [];
    const bid = row.at("bidPrice").amount();
    const ask = row.at("askPrice").amount();
    const last = row.at("lastPrice").amount();
    if (bid === ZERO || ask === ZERO) return [];
    const volume24h = row.at("volume").amount();
    const price = last === ZERO ? null : last;
    return [{ venue: BINANCE, symbol, bid, ask, last: price, volume24h, tsEvent: null, tsInit: now, source: "rest" }];
  });
}

/** Closed ones only. */
export function parseCandles(body: Answer, timeframe: Timeframe, venueNow: number): Candle[] {
  return body
    .list()
    .map((row) => ({
      openTime: row.at(0).time(),
      open: row.at(1).positive(),
      high: row.at(2).positive(),
      low: row.at(3).positive(),
      close: row.at(4).positive(),
      volume: row.at(5).amount(),
      closed: true,
    }))
    .filter(({ openTime }) => openTime + TIMEFRAME_MS[timeframe] <= venueNow);
}

export function parseBook(body: Answer, market: ListedMarket, now: UnixMs): OrderBook {
  const side = (name: "bids" | "asks") =>
    body
      .at(name)
      .list()
      .map((level): OrderBook["bids"][number] => [level.at(0).positive(), level.at(1).amount()])
      .filter(([, size]) => size !== ZERO);
  return {
    venue: BINANCE,
    symbol: market.instrument.symbol,
    bids: side("bids"),
    asks: side("asks"),
    tsEvent: null,
    tsInit: now,
  };
}

/** With the number of the last change that is in it. */
export function parseBookSnapshot(body: Answer, market: ListedMarket, now: UnixMs): BookSnapshot {
  const { bids, asks } = parseBook(body, market, now);
  return { bids, asks, last: countAt(body.at("lastUpdateId")) };
}

export function parseStatus(body: Answer): VenueStatus {
  const status = body.at("status").text();
  if (status === "0") return { state: "online", detail: null };
  if (status === "1") return { state: "maintenance", detail: "Binance is in maintenance." };
  return { state: "unknown", detail: `Binance says status "${status.slice(0, 20)}".` };
}

export function parseTime(body: Answer): UnixMs {
  return body.at("serverTime").time();
}
