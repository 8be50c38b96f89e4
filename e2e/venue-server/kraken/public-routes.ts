// What does Kraken tell without a key?

import type { Timeframe } from "#shared/domain/candle.ts";
import { TIMEFRAME_MS } from "#shared/domain/candle.ts";
import { type DecimalString, decimal } from "#shared/domain/decimal.ts";
import { unixMs } from "#shared/domain/time.ts";
import { ASSETS, assetByCode, findPair, type KrakenPair, LOT_DECIMALS, PAIRS } from "./assets.ts";
import type { KrakenCall, KrakenRoute } from "./kraken-call.ts";
import { invalid, KrakenRefusal } from "./kraken-refusal.ts";
import { CANDLES, MAKER_TABLE, ORDER_ERRORS, TAKER_TABLE } from "./quirks.ts";

/** Other lengths that Kraken has (30 minutes, weeks) are not served. */
const TIMEFRAMES: ReadonlyMap<string, Timeframe> = new Map([
  ["1", "1m"],
  ["5", "5m"],
  ["15", "15m"],
  ["60", "1h"],
  ["240", "4h"],
  ["1440", "1d"],
]);
const STATES = {
  online: "online",
  maintenance: "maintenance",
  cancelOnly: "cancel_only",
  postOnly: "post_only",
  limitOnly: "limit_only",
  offline: "maintenance",
} as const;
/** Trades of a day are not simulated one by one; tickers and candles show this count. */
const TRADES = 1_000;
const PRICE_PLACES = 5;
const BOOK_PLACES = 3;

export const PUBLIC_ROUTES: readonly KrakenRoute[] = [
  get("Time", ({ now }) => ({ unixtime: Math.floor(now / 1_000), rfc1123: rfc1123(now) })),
  get("SystemStatus", ({ world, now }) => ({
    status: STATES[world.state],
    timestamp: new Date(now).toISOString().replace(/\.\d+Z$/, "Z"),
  })),
  get("Assets", ({ params }) => {
    const wanted = params.get("asset")?.split(",");
    const assets = wanted?.map((code) => {
      const asset = assetByCode(code.trim());
      if (asset === undefined) throw new KrakenRefusal("EQuery:Unknown asset");
      return asset;
    });
    return Object.fromEntries(
      (assets ?? ASSETS).map(({ code, altname, decimals, displayDecimals }) => [
        code,
        { aclass: "currency", altname, decimals, display_decimals: displayDecimals, status: "enabled" },
      ]),
    );
  }),
  get("AssetPairs", (call) => Object.fromEntries(wantedPairs(call).map((pair) => [pair.id, pairView(call, pair)]))),
  get("Ticker", (call) =>
    Object.fromEntries(
      wantedPairs(call).flatMap((pair) => {
        const ticker = tickerView(call, pair);
        return ticker === null ? [] : [[pair.id, ticker]];
      }),
    ),
  ),
  get("OHLC", ohlc),
  get("Depth", depth),
];

function get(name: string, handler: (call: KrakenCall) => unknown): KrakenRoute {
  return { method: "GET", path: `/0/public/${name}`, weight: 1, permission: "public", handler };
}

function wantedPairs({ params }: KrakenCall): readonly KrakenPair[] {
  const names = params.get("pair");
  if (names === null || names === "") return PAIRS;
  return names.split(",").map((name) => knownPair(name.trim()));
}

/** Throws for a name that no pair has. */
export function knownPair(name: string): KrakenPair {
  const pair = findPair(name);
  if (pair === undefined) throw new KrakenRefusal(ORDER_ERRORS.unknownPair);
  return pair;
}

function pairView({ world }: KrakenCall, pair: KrakenPair) {
  const status = world.market.instrument(pair.symbol)?.status ?? "online";
  return {
    altname: pair.altname,
    wsname: pair.wsname,
    aclass_base: "currency",
    base: pair.base,
    aclass_quote: "currency",
    quote: pair.quote,
    lot: "unit",
    cost_decimals: pair.costDecimals,
    pair_decimals: pair.pairDecimals,
    lot_decimals: LOT_DECIMALS,
    lot_multiplier: 1,
    leverage_buy: [],
    leverage_sell: [],
    fees: TAKER_TABLE,
    fees_maker: MAKER_TABLE,
    fee_volume_currency: "ZUSD",
    margin_call: 80,
    margin_stop: 40,
    ordermin: pair.ordermin,
    costmin: pair.costmin,
    tick_size: pair.tickSize,
    status: STATES[status],
  };
}

function tickerView({ world, now }: KrakenCall, pair: KrakenPair) {
  const instrument = world.market.instrument(pair.symbol);
  const book = instrument === null ? null : world.market.bookAt(world.market.venue, instrument.symbol, now, 1);
  const day = world.market.dayStats(pair.symbol, now);
  const [ask, bid] = [book?.asks[0], book?.bids[0]];
  if (day === null || ask === undefined || bid === undefined) return null;
  const top = ([text, size]: readonly [DecimalString, DecimalString]) => [
    price(text),
    decimal(size).roundTo(0, "down").toString(),
    decimal(size).toFixed(BOOK_PLACES, "down"),
  ];
  const volume = decimal(day.volume);
  const average = volume.isPositive
    ? decimal(day.quoteVolume).div(volume, PRICE_PLACES, "down").toFixed(PRICE_PLACES, "down")
    : price(day.last);
  const twice = <T>(value: T) => [value, value];
  return {
    a: top(ask),
    b: top(bid),
    c: [price(day.last), "0.00100000"],
    v: twice(volume.toFixed(LOT_DECIMALS, "down")),
    p: twice(average),
    t: twice(TRADES),
    l: twice(price(day.low)),
    h: twice(price(day.high)),
    o: price(day.open),
  };
}

function ohlc({ world, params, now }: KrakenCall) {
  const pair = knownPair(params.get("pair") ?? "");
  const timeframe = TIMEFRAMES.get(params.get("interval") ?? "1");
  if (timeframe === undefined) throw invalid("interval");
  const length = TIMEFRAME_MS[timeframe];
  const since = Number(params.get("since") ?? "0") * 1_000;
  // Only the newest are kept, however far back is asked for.
  const from = Math.max(since, now - CANDLES * length, 0);
  const candles = world.market.candles(pair.symbol, timeframe, unixMs(Math.floor(from)), now).slice(-CANDLES);
  const text = (value: DecimalString) => decimal(value).toFixed(pair.pairDecimals, "down");
  const rows = candles.map((candle) => [
    candle.openTime / 1_000,
    text(candle.open),
    text(candle.high),
    text(candle.low),
    text(candle.close),
    text(candle.close),
    decimal(candle.volume).toFixed(LOT_DECIMALS, "down"),
    TRADES,
  ]);
  return { [pair.id]: rows, last: (candles.findLast(({ closed }) => closed)?.openTime ?? 0) / 1_000 };
}

function depth({ world, params, now }: KrakenCall) {
  const pair = knownPair(params.get("pair") ?? "");
  const count = Number(params.get("count") ?? "100");
  if (!(count >= 1 && count <= 500)) throw invalid("count");
  const instrument = world.market.instrument(pair.symbol);
  const book = instrument === null ? null : world.market.bookAt(world.market.venue, instrument.symbol, now, count);
  const side = (levels: readonly (readonly [DecimalString, DecimalString])[] = []) =>
    levels.map(([text, size]) => [price(text), bookSize(size), Math.floor(now / 1_000)]);
  return { [pair.id]: { asks: side(book?.asks), bids: side(book?.bids) } };
}

function price(text: DecimalString): string {
  return decimal(text).toFixed(Math.max(PRICE_PLACES, decimal(text).scale), "down");
}

/** Three places as recorded, more only where nothing would be left. */
function bookSize(text: DecimalString): string {
  const short = decimal(text).toFixed(BOOK_PLACES, "down");
  return decimal(short).isPositive ? short : decimal(text).toFixed(LOT_DECIMALS, "down");
}

function rfc1123(now: number): string {
  // "Tue, 11 Nov 25 00:17:04 +0000": two digits of the year, as recorded.
  const [day, date, month, year, time] = new Date(now).toUTCString().split(" ");
  return `${day} ${date} ${month} ${year?.slice(2)} ${time} +0000`;
}
