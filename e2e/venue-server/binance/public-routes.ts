// What does Binance tell without a key?
import { type Candle, TIMEFRAME_MS, timeframeSchema } from "#shared/domain/candle.ts";
import { Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { DAY_MS, unixMs } from "#shared/domain/time.ts";
import {
  type BinanceCall,
  type BinanceRoute,
  eight,
  knownSymbol,
  namedSymbols,
  optionalNumber,
  pageLimit,
  wireSymbol,
} from "./binance-call.ts";
import { refusals } from "./binance-refusal.ts";
import { exchangeInfo } from "./exchange-info.ts";
import { DEPTH_WEIGHTS, WEIGHTS } from "./quirks.ts";

/** Trades of a day are not simulated one by one. */
const TRADES = 1_000;
const DEFAULT_DEPTH = 100;
const MOST_DEPTH = 5_000;

export const PUBLIC_ROUTES: readonly BinanceRoute[] = [
  get("/api/v3/ping", WEIGHTS.ping, () => ({})),
  get("/api/v3/time", WEIGHTS.time, ({ now }) => ({ serverTime: now })),
  get("/api/v3/exchangeInfo", WEIGHTS.exchangeInfo, exchangeInfo),
  get("/api/v3/depth", ({ params }) => depthWeight(depthLimit(params)), depth),
  get("/api/v3/klines", WEIGHTS.klines, klines),
  get(
    "/api/v3/ticker/24hr",
    (call) => tickerWeight(call, [2, 40, 80]),
    (call) => perSymbol(call, dayTicker),
  ),
  get(
    "/api/v3/ticker/bookTicker",
    (call) => tickerWeight(call, [2, 4, 4]),
    (call) => perSymbol(call, bookTicker),
  ),
  get(
    "/api/v3/ticker/price",
    (call) => tickerWeight(call, [2, 4, 4]),
    (call) =>
      perSymbol(call, ({ world, now }, instrument) => ({
        symbol: wireSymbol(instrument),
        price: eight(world.market.lastPrice(instrument.symbol, now) ?? Decimal.ZERO),
      })),
  ),
  get("/api/v3/avgPrice", 2, ({ world, params, now }) => {
    const { symbol } = knownSymbol(world.market, params.get("symbol"));
    return { mins: 5, price: eight(world.market.lastPrice(symbol, now) ?? Decimal.ZERO), closeTime: now };
  }),
  {
    ...get("/sapi/v1/system/status", 1, ({ world }) =>
      world.state === "maintenance" ? { status: 1, msg: "system_maintenance" } : { status: 0, msg: "normal" },
    ),
    weightBy: "ip",
  },
];

function get(path: string, weight: BinanceRoute["weight"], handler: (call: BinanceCall) => unknown): BinanceRoute {
  return { method: "GET", path, weight, permission: "public", handler };
}

/** One symbol; up to twenty (24hr) or any; more, or all. */
function tickerWeight(call: BinanceCall, [one, some, all]: readonly [number, number, number]): number {
  const several = call.params.get("symbols");
  if (call.params.has("symbol")) return one;
  if (several === null) return all;
  const count = several.split(",").length;
  if (one === some / 2) return some;
  return count <= 20 ? one : count <= 100 ? some : all;
}

/** An object for `symbol`, else a list. */
function perSymbol(call: BinanceCall, view: (call: BinanceCall, instrument: Instrument) => unknown): unknown {
  const named = namedSymbols(call);
  const views = (named ?? call.world.market.instruments).map((instrument) => view(call, instrument));
  return call.params.has("symbol") ? views[0] : views;
}

function bookTicker({ world, now }: BinanceCall, instrument: Instrument) {
  const book = world.market.bookAt(world.market.venue, instrument.symbol, now, 1);
  const [bid, ask] = [book?.bids[0], book?.asks[0]];
  return {
    symbol: wireSymbol(instrument),
    bidPrice: eight(bid?.[0] ?? "0"),
    bidQty: eight(bid?.[1] ?? "0"),
    askPrice: eight(ask?.[0] ?? "0"),
    askQty: eight(ask?.[1] ?? "0"),
  };
}

function dayTicker(call: BinanceCall, instrument: Instrument) {
  const { world, now, params } = call;
  const day = world.market.dayStats(instrument.symbol, now);
  const value = (pick: (stats: NonNullable<typeof day>) => DecimalString) => decimal(day === null ? "0" : pick(day));
  const [open, last, volume] = [value((d) => d.open), value((d) => d.last), value((d) => d.volume)];
  const change = last.sub(open);
  const mini = {
    symbol: wireSymbol(instrument),
    openPrice: eight(open),
    highPrice: eight(value((d) => d.high)),
    lowPrice: eight(value((d) => d.low)),
    lastPrice: eight(last),
    volume: eight(volume),
    quoteVolume: eight(value((d) => d.quoteVolume)),
    openTime: now - DAY_MS,
    closeTime: now,
    firstId: 0,
    lastId: TRADES - 1,
    count: TRADES,
  };
  if (params.get("type") === "MINI") return mini;
  return {
    ...mini,
    ...bookTicker(call, instrument),
    priceChange: eight(change),
    priceChangePercent: open.isPositive ? change.mul(decimal("100")).div(open, 3, "down").toFixed(3, "down") : "0.000",
    weightedAvgPrice: volume.isPositive ? eight(value((d) => d.quoteVolume).div(volume, 8, "down")) : eight(last),
    prevClosePrice: eight(open),
    lastQty: eight(instrument.amountStep),
  };
}

function depthLimit(params: URLSearchParams): number {
  const limit = optionalNumber(params, "limit") ?? DEFAULT_DEPTH;
  if (limit < 1) throw refusals.illegal("limit", "^[1-9][0-9]*$");
  return Math.min(limit, MOST_DEPTH);
}

function depthWeight(limit: number): number {
  return DEPTH_WEIGHTS.find(([upTo]) => limit <= upTo)?.[1] ?? 250;
}

function depth({ world, params, now }: BinanceCall) {
  const instrument = knownSymbol(world.market, params.get("symbol"));
  const book = world.market.bookAt(world.market.venue, instrument.symbol, now, depthLimit(params));
  const side = (levels: readonly (readonly [DecimalString, DecimalString])[] = []) =>
    levels.map(([price, size]) => [eight(price), eight(size)]);
  return { lastUpdateId: Math.floor(now / 1_000), bids: side(book?.bids), asks: side(book?.asks) };
}

function klines({ world, params, now }: BinanceCall) {
  const instrument = knownSymbol(world.market, params.get("symbol"));
  const interval = params.get("interval");
  if (interval === null) throw refusals.missing("interval");
  // The venue has more lengths; those the program does not use are not served.
  const timeframe = timeframeSchema.safeParse(interval);
  if (!timeframe.success) throw refusals.badInterval();
  const length = TIMEFRAME_MS[timeframe.data];
  const limit = pageLimit(params);
  const start = optionalNumber(params, "startTime");
  const end = optionalNumber(params, "endTime") ?? now;
  const until = Math.min(end, now);
  const from = start ?? Math.max(0, until - limit * length);
  if (from > until) return [];
  const found = world.market
    .candles(instrument.symbol, timeframe.data, unixMs(from), unixMs(Math.min(now, from + (limit + 1) * length)))
    .filter(({ openTime }) => openTime >= from && openTime <= until);
  return (start === null ? found.slice(-limit) : found.slice(0, limit)).map((candle) => kline(candle, length));
}

function kline({ openTime, open, high, low, close, volume }: Candle, length: number) {
  const quote = decimal(volume).mul(decimal(close));
  const half = decimal("0.5");
  return [
    openTime,
    ...[open, high, low, close, volume].map((text) => eight(text)),
    openTime + length - 1,
    eight(quote),
    TRADES,
    eight(decimal(volume).mul(half)),
    eight(quote.mul(half)),
    "0",
  ];
}
