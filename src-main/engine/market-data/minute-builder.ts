// How do quotes become the candle of their minute?
// Only references and numbers are kept per quote; text is made when a candle is asked for. Volume is an estimate from the
// growth of the venue's 24 h volume; where the venue has candles of its own, those are the ones that are shown.
import type { Candle } from "#shared/domain/candle.ts";
import { Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";
import type { RawQuote } from "#shared/domain/quote.ts";
import { MINUTE_MS, unixMs } from "#shared/domain/time.ts";

export class MinuteBuilder {
  #openTime = -1;
  /** Minutes that end at or before this are over: a late quote does not open them again. */
  #closedUntil = 0;
  #open: RawQuote | null = null;
  #high: RawQuote | null = null;
  #low: RawQuote | null = null;
  #close: RawQuote | null = null;
  #highest = 0;
  #lowest = 0;
  #volumeBefore: DecimalString | null = null;

  /** Start of the minute being built, -1 when there is none. */
  get openTime(): number {
    return this.#openTime;
  }

  /** Takes a quote of `time`; returns the candle that it closed, if it did. `price` is the number of priceText. */
  add(quote: RawQuote, price: number, time: number): Candle | null {
    const openTime = time - (time % MINUTE_MS);
    if (openTime < this.#openTime || openTime < this.#closedUntil) return null;
    const closed = openTime > this.#openTime ? this.close() : null;
    if (this.#openTime < 0) {
      this.#openTime = openTime;
      this.#open = quote;
      this.#high = quote;
      this.#low = quote;
      this.#highest = price;
      this.#lowest = price;
      this.#volumeBefore ??= quote.volume24h;
    } else if (price > this.#highest) {
      this.#highest = price;
      this.#high = quote;
    } else if (price < this.#lowest) {
      this.#lowest = price;
      this.#low = quote;
    }
    this.#close = quote;
    return closed;
  }

  /** Ends the minute and returns its candle; null when there is none. */
  close(): Candle | null {
    const candle = this.candle(true);
    if (this.#close !== null) this.#volumeBefore = this.#close.volume24h;
    if (this.#openTime >= 0) this.#closedUntil = this.#openTime + MINUTE_MS;
    this.#openTime = -1;
    return candle;
  }

  /** What is before this time is told by somebody else: a minute that is being built there ends with it. */
  skipTo(time: number): void {
    if (this.#openTime >= 0 && this.#openTime < time) this.close();
    this.#closedUntil = Math.max(this.#closedUntil, time);
  }

  /** Forgets everything, as when the venue's time starts anew. */
  reset(): void {
    this.#openTime = -1;
    this.#closedUntil = 0;
    this.#volumeBefore = null;
    this.#close = null;
  }

  /** The candle as it stands; null when there is none. */
  candle(closed = false): Candle | null {
    if (this.#openTime < 0) return null;
    if (this.#open === null || this.#high === null || this.#low === null || this.#close === null) return null;
    return {
      openTime: unixMs(this.#openTime),
      open: priceText(this.#open),
      high: priceText(this.#high),
      low: priceText(this.#low),
      close: priceText(this.#close),
      volume: this.#traded(this.#close.volume24h),
      closed,
    };
  }

  #traded(volume24h: DecimalString | null): DecimalString {
    if (volume24h === null || this.#volumeBefore === null) return Decimal.ZERO.toString();
    return Decimal.max(Decimal.ZERO, decimal(volume24h).sub(decimal(this.#volumeBefore))).toString();
  }
}

const HALF = decimal("0.5");

/** The price a candle is made of: the last trade, or the middle where the venue sends none. */
function priceText(quote: RawQuote): DecimalString {
  return quote.last ?? decimal(quote.bid).add(decimal(quote.ask)).mul(HALF).toString();
}
