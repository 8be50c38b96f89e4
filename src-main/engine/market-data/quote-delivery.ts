// When do quotes leave the engine? The latest of each market that changed, once a tick; what was replaced is counted.
import type { Topic } from "#engine/core/event-bus.ts";
import type { Quote } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { FeedMeter } from "./feed-meter.ts";
import type { Ticker } from "./ticker.ts";

export class QuoteDelivery {
  readonly #topic: Topic<readonly Quote[]>;
  /** The markets that have a newer quote than was sent, and each one's meter. */
  #waiting: Ticker[] = [];
  #meters: FeedMeter[] = [];

  constructor(topic: Topic<readonly Quote[]>) {
    this.#topic = topic;
  }

  /** An accepted quote of this market waits for the next tick, in place of an earlier one. */
  add(ticker: Ticker, meter: FeedMeter): void {
    if (ticker.dirty) {
      meter.conflated += 1;
      return;
    }
    ticker.dirty = true;
    this.#waiting.push(ticker);
    this.#meters.push(meter);
  }

  /** Sends what waits. */
  tick(now: UnixMs): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    const meters = this.#meters;
    this.#waiting = [];
    this.#meters = [];
    const quotes: Quote[] = [];
    for (const meter of meters) meter.delivered += 1;
    for (const ticker of waiting) {
      ticker.dirty = false;
      this.#take(ticker, now, quotes);
    }
    this.#topic.publish(quotes);
  }

  /** Sends the markets whose state has changed by age alone. */
  tellAged(tickers: Iterable<Ticker>, now: UnixMs): void {
    const quotes: Quote[] = [];
    for (const ticker of tickers) {
      if (!ticker.dirty && ticker.isQuoted && ticker.state(now) !== ticker.deliveredState) {
        this.#take(ticker, now, quotes);
      }
    }
    if (quotes.length > 0) this.#topic.publish(quotes);
  }

  #take(ticker: Ticker, now: UnixMs, quotes: Quote[]): void {
    const quote = ticker.toQuote(now);
    if (quote === null) return;
    ticker.deliveredState = quote.state;
    quotes.push(quote);
  }
}
