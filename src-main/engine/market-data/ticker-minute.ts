// How do quotes that come as numbers reach the candle of their minute without an object each? Of a row of quotes only the highest, the
// lowest and the last show in it: those are handed on, as text, when the candle is asked for or something else comes between.
import type { Candle } from "#shared/domain/candle.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { RawQuote } from "#shared/domain/quote.ts";
import { MINUTE_MS } from "#shared/domain/time.ts";
import { MinuteBuilder } from "./minute-builder.ts";
import { TickerQuote } from "./ticker-quote.ts";

export class TickerMinute extends MinuteBuilder {
  readonly #instrument: () => Instrument;
  /** The market's last quote: the last of the row while one waits. */
  readonly #quote: TickerQuote;
  readonly #high = new TickerQuote();
  readonly #low = new TickerQuote();
  #highest = 0;
  #lowest = 0;
  #last = 0;
  /** Whether quotes wait to be handed on; all of them are of the minute that is being built. */
  #waits = false;
  /** Start of a minute of which no more quotes are taken; -1 for none. */
  #over = -1;

  constructor(instrument: () => Instrument, quote: TickerQuote) {
    super();
    this.#instrument = instrument;
    this.#quote = quote;
  }

  /** To be called before the market's quote is overwritten by one of `time`, which came as numbers or as text. */
  prepare(time: number, cameAsText: boolean): void {
    if (this.#waits && (cameAsText || !isIn(this.openTime, time))) this.#handOn();
  }

  /** As {@link MinuteBuilder.add}, of the market's quote as it stands, which came as numbers. */
  addNumbers(price: number, time: number): Candle | null {
    if (!isIn(this.openTime, time)) return this.#begin(price, time);
    if (!this.#waits) {
      this.#waits = true;
      this.#highest = price;
      this.#lowest = price;
      this.#high.copy(this.#quote);
      this.#low.copy(this.#quote);
    } else if (price > this.#highest) {
      this.#highest = price;
      this.#high.copy(this.#quote);
    } else if (price < this.#lowest) {
      this.#lowest = price;
      this.#low.copy(this.#quote);
    }
    this.#last = price;
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
    this.#waits = false;
    this.#over = -1;
    super.reset();
  }

  /** Quotes of a minute that is over cost no text each. */
  #begin(price: number, time: number): Candle | null {
    if (isIn(this.#over, time)) return null;
    const closed = this.add(this.#quote.text(this.#instrument()), price, time);
    if (!isIn(this.openTime, time)) this.#over = time - (time % MINUTE_MS);
    return closed;
  }

  #handOn(): void {
    if (!this.#waits) return;
    this.#waits = false;
    const instrument = this.#instrument();
    const time = this.openTime;
    super.add(this.#high.text(instrument), this.#highest, time);
    super.add(this.#low.text(instrument), this.#lowest, time);
    super.add(this.#quote.text(instrument), this.#last, time);
  }
}

/** Not by a remainder: that of a number as great as a time costs more than all else here. */
function isIn(minute: number, time: number): boolean {
  return minute >= 0 && time >= minute && time < minute + MINUTE_MS;
}
