// What do Binance's frames about best prices, day statistics, trades and candles say?
import type { Answer } from "#exchanges/shared/answer.ts";
import type { CandleEvent, QuoteEvent, StreamEvent, TradeEvent } from "#exchanges/shared/stream/stream-event.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import { TIMEFRAME_MS } from "#shared/domain/candle.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import { countAt, ignored, quoted, timeAt } from "./frame-reading.ts";
import { INTERVALS } from "./stream-quirks.ts";

const ZERO = Decimal.ZERO.toString();
const TRADE_ID = /^\d{1,19}$/;

/** `bookTicker`. Its update number and the sizes are read to see that the frame is whole. */
export function parseBestPrices(frame: Answer, symbol: MarketSymbol): StreamEvent {
  countAt(frame.at("u"));
  return asQuote({ type: "quote", symbol, ...bestPrices(frame), last: null, volume: null, tsEvent: null });
}

/** `24hrTicker`: a market without a trade in 24 hours has no last price. */
export function parseDayTicker(frame: Answer, symbol: MarketSymbol): StreamEvent {
  const last = frame.at("c").amount();
  return asQuote({
    type: "quote",
    symbol,
    ...bestPrices(frame),
    last: last === ZERO ? null : last,
    volume: frame.at("v").amount(),
    tsEvent: timeAt(frame.at("E")),
  });
}

function bestPrices(frame: Answer): Pick<QuoteEvent, "bid" | "ask"> {
  frame.at("B").amount();
  frame.at("A").amount();
  return { bid: frame.at("b").amount(), ask: frame.at("a").amount() };
}

/** Zero stands for an empty side of the book: no price, and no mistake either. */
function asQuote(event: QuoteEvent): StreamEvent {
  const { symbol } = event;
  return event.bid === ZERO || event.ask === ZERO
    ? { ...ignored(`${symbol} has no bid or no ask`), priceOf: symbol }
    : event;
}

/** Where the buyer was the maker the taker sold. */
export function parseTrade(frame: Answer, symbol: MarketSymbol): TradeEvent {
  const id = frame.at("t").text();
  if (!TRADE_ID.test(id)) throw frame.at("t").unexpected("a whole number");
  return {
    type: "trade",
    symbol,
    price: frame.at("p").positive(),
    quantity: frame.at("q").positive(),
    side: frame.at("m").flag() ? "sell" : "buy",
    id,
    tsEvent: timeAt(frame.at("T")),
  };
}

export function parseCandle(frame: Answer, symbol: MarketSymbol): StreamEvent {
  const kline = frame.at("k");
  const length = kline.at("i").text();
  const timeframe = meaningOf(INTERVALS, length);
  if (timeframe === undefined) return ignored(`candles of ${quoted(length)}`);
  if (kline.at("s").value !== frame.at("s").value) throw kline.at("s").unexpected("the market of the frame");
  const candle: CandleEvent = {
    type: "candle",
    symbol,
    timeframe,
    openTime: timeAt(kline.at("t")),
    open: kline.at("o").positive(),
    high: kline.at("h").positive(),
    low: kline.at("l").positive(),
    close: kline.at("c").positive(),
    volume: kline.at("v").amount(),
    closed: kline.at("x").flag(),
  };
  if (candle.openTime % TIMEFRAME_MS[timeframe] !== 0) throw kline.at("t").unexpected("the start of an interval");
  const [low, high] = [decimal(candle.low), decimal(candle.high)];
  if ([candle.open, candle.close].some((price) => decimal(price).lt(low) || decimal(price).gt(high)))
    throw kline.at("h").unexpected("the highest of the candle's prices, and l the lowest");
  return candle;
}
