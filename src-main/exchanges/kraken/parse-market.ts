// What do Kraken's public answers say?

import { EngineError } from "#engine/core/engine-error.ts";
import type { VenueStatus } from "#engine/ports/venues.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import { type Candle, TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { type Asset, assetSchema, marketSymbolSchema } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook, RawQuote } from "#shared/domain/quote.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";
import { KRAKEN_ASSET_NAMES } from "#shared/domain/venue-assets.ts";
import { KRAKEN, TIME_RESOLUTION_MS } from "./quirks.ts";
import { type KrakenMarket, KrakenTable } from "./symbols.ts";

/** The usual code for an `altname`. */
function usualCode(altname: string): string {
  return (meaningOf(KRAKEN_ASSET_NAMES, altname) ?? altname).toUpperCase();
}

/** `Assets`: id -> altname; `AssetPairs`: the markets. A row that is not of the known form is left out; that all are is a failure. */
export function parseMarkets(assets: Answer, pairs: Answer): KrakenTable {
  const altnames = new Map<string, string>();
  for (const [id, row] of assets.at("result").entries()) {
    const altname = row.at("altname").textOrNull();
    if (altname !== null) altnames.set(id, altname);
  }
  const rows = pairs.at("result").entries();
  const markets = rows.flatMap(([id, row]) => {
    try {
      return [parsePair(id, row, altnames)];
    } catch (error) {
      if (error instanceof EngineError) return [];
      throw error;
    }
  });
  if (markets.length === 0) throw pairs.at("result").unexpected("a list of markets");
  return new KrakenTable(KRAKEN, markets, altnames);
}

function parsePair(id: string, row: Answer, altnames: ReadonlyMap<string, string>): KrakenMarket {
  const base = assetOf(row.at("base"), altnames);
  const quote = assetOf(row.at("quote"), altnames);
  const instrument: Instrument = {
    venue: KRAKEN,
    symbol: marketSymbolSchema.parse(`${base}/${quote}`),
    base,
    quote,
    // The library takes the decimals of the price; the tick may be coarser.
    priceStep: row.at("tick_size").absent ? stepOf(row.at("pair_decimals")) : row.at("tick_size").positive(),
    amountStep: stepOf(row.at("lot_decimals")),
    amountMin: row.at("ordermin").amountOrNull(),
    amountMax: null,
    costMin: row.at("costmin").amountOrNull(),
    costMax: null,
    status: meaningOf(STATUSES, row.at("status").text()) ?? "offline",
  };
  const altname = row.at("altname").text();
  const wsname = row.at("wsname").textOrNull();
  return { instrument, id, otherIds: wsname === null ? [altname] : [altname, wsname] };
}

const STATUSES: Readonly<Record<string, Instrument["status"]>> = {
  online: "online",
  cancel_only: "cancelOnly",
  post_only: "postOnly",
  limit_only: "limitOnly",
};

function assetOf(id: Answer, altnames: ReadonlyMap<string, string>): Asset {
  const parsed = assetSchema.safeParse(usualCode(altnames.get(id.text()) ?? id.text()));
  if (!parsed.success) throw id.unexpected("an asset's code");
  return parsed.data;
}

const MOST_DECIMALS = 18;

function stepOf(decimals: Answer) {
  const count = decimals.whole();
  if (count < 0 || count > MOST_DECIMALS) throw decimals.unexpected("a number of decimals");
  return Decimal.of(1n, count).toString();
}

/** A market without a price on both sides is left out. */
export function parseTickers(body: Answer, wanted: ReadonlySet<string>, table: KrakenTable, now: UnixMs): RawQuote[] {
  return body
    .at("result")
    .entries()
    .flatMap(([id, row]) => {
      const symbol = table.ofId(id)?.instrument.symbol;
      if (symbol === undefined || !wanted.has(symbol)) return [];
      const bid = row.at("b").at(0).amount();
      const ask = row.at("a").at(0).amount();
      const last = row.at("c").at(0).amount();
      if (bid === ZERO || ask === ZERO) return [];
      const volume24h = row.at("v").at(1).amount();
      const price = last === ZERO ? null : last;
      return [{ venue: KRAKEN, symbol, bid, ask, last: price, volume24h, tsEvent: null, tsInit: now, source: "rest" }];
    });
}

const ZERO = Decimal.ZERO.toString();

export function parseBook(body: Answer, market: KrakenMarket, now: UnixMs): OrderBook {
  const row = onlyMember(body, market);
  const side = (name: "bids" | "asks") =>
    row
      .at(name)
      .list()
      .map((level): OrderBook["bids"][number] => [level.at(0).positive(), level.at(1).amount()])
      .filter(([, size]) => size !== ZERO);
  return {
    venue: KRAKEN,
    symbol: market.instrument.symbol,
    bids: side("bids"),
    asks: side("asks"),
    tsEvent: null,
    tsInit: now,
  };
}

/** Closed ones only: `last` is the newest that Kraken itself calls committed. */
export function parseCandles(body: Answer, market: KrakenMarket, timeframe: Timeframe, now: UnixMs): Candle[] {
  const committed = body.at("result").at("last").time("s");
  return onlyMember(body, market)
    .list()
    .map((row) => ({
      openTime: row.at(0).time("s"),
      open: row.at(1).positive(),
      high: row.at(2).positive(),
      low: row.at(3).positive(),
      close: row.at(4).positive(),
      volume: row.at(6).amount(),
      closed: true,
    }))
    .filter(({ openTime }) => openTime <= committed && openTime + TIMEFRAME_MS[timeframe] <= now);
}

/** Answers about one market hold it under whichever of its names Kraken likes. */
function onlyMember(body: Answer, market: KrakenMarket): Answer {
  const result = body.at("result");
  const found = result.entries().find(([id]) => id === market.id || market.otherIds.includes(id));
  if (found === undefined) throw result.at(market.id).unexpected("there");
  return found[1];
}

const MODES: Readonly<Record<string, VenueStatus["state"]>> = {
  online: "online",
  maintenance: "maintenance",
  cancel_only: "cancelOnly",
  post_only: "postOnly",
  limit_only: "limitOnly",
};

export function parseStatus(body: Answer): VenueStatus {
  const status = body.at("result").at("status").text();
  const state = meaningOf(MODES, status);
  return state === undefined
    ? { state: "unknown", detail: `Kraken says "${status.slice(0, 60)}".` }
    : { state, detail: null };
}

export function parseTime(body: Answer): UnixMs {
  return unixMs(body.at("result").at("unixtime").time("s") + TIME_RESOLUTION_MS / 2);
}
