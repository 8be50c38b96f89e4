// What do Coinbase's frames of prices, trades and candles say?
import type { Answer } from "#exchanges/shared/answer.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { TIMEFRAME_MS } from "#shared/domain/candle.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import { tradeIdSchema } from "#shared/domain/ids.ts";
import { SECOND_MS, type UnixMs, unixMsSchema } from "#shared/domain/time.ts";
import {
  amountAt,
  countAt,
  ignored,
  isZero,
  meaningAt,
  positiveAt,
  readEach,
  symbolAt,
  timeAt,
  unknownMarket,
} from "./frame-reading.ts";
import { CANDLE_TIMEFRAME, TAKER_SIDES } from "./stream-quirks.ts";

export function parseTickers(event: Answer, names: StreamNames, sentAt: UnixMs): readonly StreamEvent[] {
  return readEach(event.at("tickers"), (row) => [parseTicker(row, names, sentAt)], "no tickers");
}

function parseTicker(row: Answer, names: StreamNames, sentAt: UnixMs): StreamEvent {
  // Coinbase also sends tickers whose texts are all empty, without even a product (ccxt 4.5.84, recorded 2024-05).
  if (row.at("product_id").value === "") return ignored("a ticker without anything in it");
  const symbol = symbolAt(row, names);
  if (symbol === null) return unknownMarket(row.at("product_id").text());
  const [bid, ask] = [priceOrNone(row.at("best_bid")), priceOrNone(row.at("best_ask"))];
  const last = priceOrNone(row.at("price"));
  const volumeText = row.at("volume_24_h");
  const volume = volumeText.value === "" ? null : amountAt(volumeText);
  if (bid === null || ask === null) return { ...ignored(`${symbol} has no best price on one side`), priceOf: symbol };
  return { type: "quote", symbol, bid, ask, last, volume, tsEvent: sentAt };
}

/** Empty or zero where there is none. A field that is not there at all is something else. */
function priceOrNone(place: Answer): DecimalString | null {
  if (place.value === "") return null;
  const price = amountAt(place);
  return isZero(price) ? null : price;
}

/** Oldest first; the wire has the newest first. */
export function parseTrades(event: Answer, names: StreamNames): readonly StreamEvent[] {
  const read = readEach(event.at("trades"), (row) => [parseTrade(row, names)], "no trades");
  const trades = read.filter((one) => one.type === "trade").reverse();
  // Stable: trades of one millisecond stay in the wire's order, turned round.
  return [...trades.sort((left, right) => left.tsEvent - right.tsEvent), ...read.filter((one) => one.type !== "trade")];
}

function parseTrade(row: Answer, names: StreamNames): StreamEvent {
  const symbol = symbolAt(row, names);
  if (symbol === null) return unknownMarket(row.at("product_id").text());
  const id = tradeIdSchema.safeParse(row.at("trade_id").value);
  if (!id.success) throw row.at("trade_id").unexpected("a trade's id");
  return {
    type: "trade",
    symbol,
    price: positiveAt(row.at("price")),
    quantity: positiveAt(row.at("size")),
    side: meaningAt(TAKER_SIDES, row.at("side")),
    id: id.data,
    tsEvent: timeAt(row.at("time")),
  };
}

export function parseCandles(event: Answer, names: StreamNames): readonly StreamEvent[] {
  return readEach(event.at("candles"), (row) => [parseCandle(row, names)], "no candles");
}

function parseCandle(row: Answer, names: StreamNames): StreamEvent {
  const symbol = symbolAt(row, names);
  if (symbol === null) return unknownMarket(row.at("product_id").text());
  return {
    type: "candle",
    symbol,
    timeframe: CANDLE_TIMEFRAME,
    openTime: openTimeAt(row.at("start")),
    open: positiveAt(row.at("open")),
    high: positiveAt(row.at("high")),
    low: positiveAt(row.at("low")),
    close: positiveAt(row.at("close")),
    volume: amountAt(row.at("volume")),
    // Each is sent anew while it lasts, and the last time like the others: that it is over is never said.
    closed: false,
  };
}

function openTimeAt(place: Answer): UnixMs {
  const time = unixMsSchema.safeParse(countAt(place) * SECOND_MS);
  if (!time.success || time.data % TIMEFRAME_MS[CANDLE_TIMEFRAME] !== 0)
    throw place.unexpected(`the start of a candle of ${CANDLE_TIMEFRAME}`);
  return time.data;
}
