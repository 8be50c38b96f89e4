// How do quotes that come as numbers reach the candle of their minute without an object each? Those that cannot show in it are not
// handed on: of a run of quotes only the highest, the lowest and the last can, and they are made text when the candle is asked for.
import type { Candle } from "#shared/domain/candle.ts";
import type { RawQuote } from "#shared/domain/quote.ts";
import { MINUTE_MS } from "#shared/domain/time.ts";
import { MinuteBuilder } from "./minute-builder.ts";
import { TickerQuote } from "./ticker-quote.ts";

/** What is told of the market whose quotes these are. */
type Owner = Parameters<TickerQuote["text"]>[0];

export class TickerMinute extends MinuteBuilder {
  readonly #owner: () => Owner;
  readonly #high = new TickerQuote();
  readonly #low = new TickerQuote();
  readonly #close = new TickerQuote();
  #highest = 0;
  #lowest = 0;
  #closing = 0;
  #time = 0;
  /** A minute of which no more quotes are taken; -1 for none. */
  #over = -1;
  /** Whether quotes wait to be handed on; all of them are of the builder's own minute. */
  #waits = false;

  constructor(owner: () => Owner) {
    super();
    this.#owner = owner;
  }

  /** As {@link MinuteBuilder.add}, of a quote that came as numbers; it is copied. */
  addNumbers(quote: TickerQuote, price: number, time: number): Candle | null {
    const minute = time - (time % MINUTE_MS);
    if (minute === this.#over) return null;
    if (minute !== this.openTime) return this.#begin(minute, quote, price, time);
    if (!this.#waits) {
      this.#waits = true;
      this.#highest = price;
      this.#lowest = price;
      this.#high.copy(quote);
      this.#low.copy(quote);
    } else if (price > this.#highest) {
      this.#highest = price;
      this.#high.copy(quote);
    } else if (price < this.#lowest) {
      this.#lowest = price;
      this.#low.copy(quote);
    }
    this.#closing = price;
    this.#time = time;
    this.#close.copy(quote);
    return null;
  }

  override add(quote: RawQuote, price: number, time: number): Candle | null {
    this.#handOn();
    return super.add(quote, price, time);
  }

  override close(): Candle | null {
    this.#handOn();
    return super.close();
  }

  override candle(closed = false): Candle | null {
    this.#handOn();
    return super.candle(closed);
  }

  override skipTo(time: number): void {
    this.#handOn();
    super.skipTo(time);
  }

  override reset(): void {
    this.#over = -1;
    this.#waits = false;
    super.reset();
  }

  #begin(minute: number, quote: TickerQuote, price: number, time: number): Candle | null {
    const closed = this.add(quote.text(this.#owner()), price, time);
    if (minute !== this.openTime) this.#over = minute;
    return closed;
  }

  #handOn(): void {
    if (!this.#waits) return;
    this.#waits = false;
    const owner = this.#owner();
    super.add(this.#high.text(owner), this.#highest, this.#time);
    super.add(this.#low.text(owner), this.#lowest, this.#time);
    super.add(this.#close.text(owner), this.#closing, this.#time);
  }
}
