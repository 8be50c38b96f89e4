// What do Kraken's frames about quotes, trades and candles say?
import type { Answer } from "#exchanges/shared/answer.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { CandleEvent, QuoteEvent, StreamEvent, TradeEvent } from "#exchanges/shared/stream/stream-event.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import { TIMEFRAME_MS } from "#shared/domain/candle.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { ignored, quoted, readRows, symbolIn, timeOrNull, unknownMarket } from "./frame-rows.ts";
import { INTERVALS } from "./stream-quirks.ts";

const ZERO = Decimal.ZERO.toString();
const TRADE_ID = /^\d{1,19}$/;

export function parseQuotes(frame: Answer, names: StreamNames): readonly StreamEvent[] {
  return readRows(frame, (row) => {
    const symbol = symbolIn(row, names);
    if (symbol === null) return unknownMarket(row);
    const bid = row.at("bid").amount();
    const ask = row.at("ask").amount();
    const last = row.at("last").amountOrNull();
    const quote: QuoteEvent = {
      type: "quote",
      symbol,
      bid,
      ask,
      last: last === ZERO ? null : last,
      volume: row.at("volume").amountOrNull(),
      tsEvent: timeOrNull(row.at("timestamp")),
    };
    // Zeros stand for an empty side of the book: no price, and no mistake either.
    return bid === ZERO || ask === ZERO ? { ...ignored(`${symbol} has no bid or no ask`), priceOf: symbol } : quote;
  });
}

/** Oldest first: in which order Kraken lists the trades of one frame is not documented. */
export function parseTrades(frame: Answer, names: StreamNames): readonly StreamEvent[] {
  const events = readRows(frame, (row) => {
    const symbol = symbolIn(row, names);
    if (symbol === null) return unknownMarket(row);
    const id = row.at("trade_id").text();
    if (!TRADE_ID.test(id)) throw row.at("trade_id").unexpected("a whole number");
    const trade: TradeEvent = {
      type: "trade",
      symbol,
      price: row.at("price").positive(),
      quantity: row.at("qty").positive(),
      side: row.at("side").oneOf("buy", "sell"),
      id,
      tsEvent: row.at("timestamp").isoTime(),
    };
    return trade;
  });
  return events.every(isTrade) ? events.toSorted(byAge) : events;
}

function isTrade(event: StreamEvent): event is TradeEvent {
  return event.type === "trade";
}

function byAge(left: TradeEvent, right: TradeEvent): number {
  if (left.tsEvent !== right.tsEvent) return left.tsEvent - right.tsEvent;
  return decimal(left.id).cmp(decimal(right.id));
}

/**
 * Kraken never says that a candle is over. It is known to be where the same frame has a later one of its market, as in a snapshot;
 * else only when the next one begins, which is for the reader to see.
 */
export function parseCandles(frame: Answer, names: StreamNames): readonly StreamEvent[] {
  const events = readRows(frame, (row) => {
    const symbol = symbolIn(row, names);
    if (symbol === null) return unknownMarket(row);
    const minutes = row.at("interval").text();
    const timeframe = meaningOf(INTERVALS, minutes);
    if (timeframe === undefined) return ignored(`candles of ${quoted(minutes)} minutes`);
    const place = row.at("interval_begin");
    const candle: CandleEvent = {
      type: "candle",
      symbol,
      timeframe,
      openTime: place.isoTime(),
      open: row.at("open").positive(),
      high: row.at("high").positive(),
      low: row.at("low").positive(),
      close: row.at("close").positive(),
      volume: row.at("volume").amount(),
      closed: false,
    };
    if (candle.openTime % TIMEFRAME_MS[timeframe] !== 0) throw place.unexpected("the start of an interval");
    const [low, high] = [decimal(candle.low), decimal(candle.high)];
    if ([candle.open, candle.close].some((price) => decimal(price).lt(low) || decimal(price).gt(high)))
      throw row.at("high").unexpected("the highest of the candle's prices, and low the lowest");
    return candle;
  });
  const candles = events.filter((event) => event.type === "candle");
  return events.map((event) =>
    event.type === "candle" && candles.some((other) => isLater(other, event)) ? { ...event, closed: true } : event,
  );
}

function isLater(other: CandleEvent, { symbol, timeframe, openTime }: CandleEvent): boolean {
  return other.symbol === symbol && other.timeframe === timeframe && other.openTime > openTime;
}
