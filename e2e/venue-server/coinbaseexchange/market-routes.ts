// What do the markets of Coinbase Exchange cost: tickers, books, candles?
import { decimal } from "#shared/domain/decimal.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook } from "#shared/domain/quote.ts";
import { HOUR_MS, SECOND_MS, unixMs } from "#shared/domain/time.ts";
import { candlesNewestFirst } from "../coinbase/candle-groups.ts";
import { isoMicros, productIdOf } from "../coinbase/wire-ids.ts";
import { type ExchangeCall, type ExchangeRoute, notFound, productOf, Refusal, timeOf } from "./call.ts";
import { GRANULARITIES, PAGES } from "./quirks.ts";

const DEPTHS: Readonly<Record<string, number>> = { "1": 1, "2": 50, "3": 100 };
const SPARK_HOURS = 24;

export const MARKET_ROUTES: readonly ExchangeRoute[] = [
  route("/time", time),
  route("/products/spark-lines", sparkLines),
  route("/products/{id}/ticker", ticker),
  route("/products/{id}/book", book),
  route("/products/{id}/candles", candles),
  route("/products/{id}/stats", stats),
  route("/products/{id}/trades", trades),
];

function route(path: string, handler: (call: ExchangeCall) => unknown): ExchangeRoute {
  return { method: "GET", path, weight: 1, permission: "public", handler };
}

function time({ world }: ExchangeCall): unknown {
  const now = world.now();
  return { iso: new Date(now).toISOString(), epoch: now / SECOND_MS };
}

function ticker(call: ExchangeCall): unknown {
  const { world } = call;
  const instrument = productOf(call);
  const shown = bookOf(call, instrument, 1);
  const day = world.market.dayStats(instrument.symbol, world.now());
  const { trade_id, price, size, time: at } = lastTrade(call);
  return {
    ask: shown?.asks[0]?.[0] ?? "0",
    bid: shown?.bids[0]?.[0] ?? "0",
    volume: day?.volume ?? "0",
    trade_id,
    price,
    size,
    time: at,
    rfq_volume: "0",
  };
}

/** Zeros where the product has no book. */
function lastTrade(call: ExchangeCall) {
  const { tape, world } = call;
  const last = tape.last(productIdOf(productOf(call)), world.now());
  return {
    trade_id: last?.id ?? 0,
    price: last?.price ?? "0",
    size: last?.size ?? "0",
    time: isoMicros(last?.at ?? world.now()),
  };
}

/** Newest first, at most a page of them; the side is the maker's. */
function trades(call: ExchangeCall): unknown {
  const { tape, world } = call;
  const all = tape.since(productIdOf(productOf(call)), 0, world.now());
  return all.toReversed().map(({ id, price, size, takerSide, at }) => ({
    trade_id: id,
    side: takerSide === "buy" ? "sell" : "buy",
    size,
    price,
    time: isoMicros(at),
  }));
}

function book(call: ExchangeCall): unknown {
  const depth = DEPTHS[call.request.query.get("level") ?? "1"];
  if (depth === undefined) throw new Refusal(400, "Invalid level");
  const shown = bookOf(call, productOf(call), depth);
  const levels = (side: OrderBook["bids"] | undefined) => (side ?? []).map(([price, size]) => [price, size, 1]);
  return {
    bids: levels(shown?.bids),
    asks: levels(shown?.asks),
    sequence: call.world.now(),
    auction_mode: false,
    auction: null,
    time: isoMicros(call.world.now()),
  };
}

/** Prices and volumes are JSON numbers here, as recorded. Newest first. */
function candles(call: ExchangeCall): unknown {
  const { request, world } = call;
  const instrument = productOf(call);
  const seconds = Number(request.query.get("granularity") ?? "60");
  if (!GRANULARITIES.includes(seconds)) throw new Refusal(400, "Unsupported granularity");
  const lengthMs = seconds * SECOND_MS;
  const now = world.now();
  const until = timeOf(request, "end") ?? now;
  const from = timeOf(request, "start") ?? until - (PAGES.candles - 1) * lengthMs;
  if (until < from) throw new Refusal(400, "Start must be before end");
  if ((until - from) / lengthMs > PAGES.candles)
    throw new Refusal(
      400,
      `granularity too small for the requested time range. Count of aggregations requested exceeds ${PAGES.candles}`,
    );
  const range = { from: unixMs(Math.max(0, from)), until: unixMs(until), now };
  return candlesNewestFirst(world.market, instrument.symbol, lengthMs, range).map(
    ({ openTime, low, high, open, close, volume }) => [
      openTime / SECOND_MS,
      Number(low),
      Number(high),
      Number(open),
      Number(close),
      Number(volume),
    ],
  );
}

function sparkLines({ world }: ExchangeCall): unknown {
  const now = world.now();
  const range = { from: unixMs(Math.max(0, now - SPARK_HOURS * HOUR_MS)), until: now, now };
  return Object.fromEntries(
    world.market.instruments.map((instrument) => [
      productIdOf(instrument),
      candlesNewestFirst(world.market, instrument.symbol, HOUR_MS, range).map(
        ({ openTime, low, high, open, close }) => [
          openTime / SECOND_MS,
          Number(low),
          Number(high),
          Number(open),
          Number(close),
        ],
      ),
    ]),
  );
}

const DAYS_OF_VOLUME = 30;

function stats(call: ExchangeCall): unknown {
  const { world } = call;
  const day = world.market.dayStats(productOf(call).symbol, world.now());
  if (day === null) throw notFound();
  const { open, high, low, last, volume } = day;
  // A month is told as thirty of the last day: nobody here reads it.
  const month = decimal(volume).mul(decimal(String(DAYS_OF_VOLUME)));
  return { open, high, low, last, volume, volume_30day: month.toString() };
}

function bookOf({ world }: ExchangeCall, { symbol }: Instrument, depth: number): OrderBook | null {
  return world.market.bookAt(world.market.venue, symbol, world.now(), depth);
}
