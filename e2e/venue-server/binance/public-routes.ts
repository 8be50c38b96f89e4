// What does Binance tell without a key?
import { type Candle, TIMEFRAME_MS, timeframeSchema } from "#shared/domain/candle.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { unixMs } from "#shared/domain/time.ts";
import {
  type BinanceCall,
  type BinanceRoute,
  knownSymbol,
  namedSymbols,
  optionalNumber,
  pageLimit,
} from "./binance-call.ts";
import { refusals } from "./binance-refusal.ts";
import { exchangeInfo } from "./exchange-info.ts";
import { bestView, dayView } from "./market-view.ts";
import { DEPTH_WEIGHTS, WEIGHTS } from "./quirks.ts";
import { eight, wireSymbol } from "./wire-text.ts";

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
  return { symbol: wireSymbol(instrument), ...bestView(world.market, instrument, now) };
}

function dayTicker(call: BinanceCall, instrument: Instrument) {
  const { world, now, params } = call;
  const { priceChange, priceChangePercent, weightedAvgPrice, prevClosePrice, lastQty, ...figures } = dayView(
    world.market,
    instrument,
    now,
  );
  const mini = { symbol: wireSymbol(instrument), ...figures, firstId: 0, lastId: TRADES - 1, count: TRADES };
  if (params.get("type") === "MINI") return mini;
  const change = { priceChange, priceChangePercent, weightedAvgPrice, prevClosePrice, lastQty };
  return { ...mini, ...bookTicker(call, instrument), ...change };
}

function depthLimit(params: URLSearchParams): number {
  const limit = optionalNumber(params, "limit") ?? DEFAULT_DEPTH;
  if (limit < 1) throw refusals.illegal("limit", "^[1-9][0-9]*$");
  return Math.min(limit, MOST_DEPTH);
}

function depthWeight(limit: number): number {
  return DEPTH_WEIGHTS.find(([upTo]) => limit <= upTo)?.[1] ?? 250;
}

/** At most as many levels as the simulated venue has. */
function depth({ world, params, books }: BinanceCall) {
  const { last, bids, asks } = books.state(knownSymbol(world.market, params.get("symbol")));
  const limit = depthLimit(params);
  return { lastUpdateId: last, bids: bids.slice(0, limit), asks: asks.slice(0, limit) };
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
