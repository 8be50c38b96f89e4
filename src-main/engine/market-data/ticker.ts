// What is known of one market at one venue right now?
// Mutable on purpose: it is written thousands of times a second. What leaves the cache is a fresh, readonly Quote.
import type { Lateness } from "#engine/core/lateness.ts";
import type { QuoteNumbers } from "#engine/ports/market-data-feed.ts";
import type { Candle } from "#shared/domain/candle.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { Quote, RawQuote } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { priceNumber } from "./compute-price-number.ts";
import { computeState, describeState } from "./compute-staleness.ts";
import { unitsNumber } from "./compute-units.ts";
import { MarketTraffic } from "./market-traffic.ts";
import { PriceWindow } from "./price-window.ts";
import { TickerMinute } from "./ticker-minute.ts";
import { TickerQuote } from "./ticker-quote.ts";

/** Ticks that failed the outlier test in a row and agree with each other. */
export interface Suspicion {
  readonly mids: number[];
  lowest: number;
  highest: number;
  readonly since: number;
  readonly reason: string;
}

export class Ticker {
  /** As last read from the venue: filters and state change now and then. */
  instrument: Instrument;
  readonly window = new PriceWindow();
  readonly volumes = new PriceWindow();
  readonly traffic = new MarketTraffic();
  readonly minute: TickerMinute;
  /** How late the venue's messages come, of all its markets. */
  readonly lateness: Lateness;
  /** Whether a quote was ever accepted. */
  isQuoted = false;
  /** Of the last accepted quote, for statistics. */
  bid = 0;
  ask = 0;
  mid = 0;
  /** Of 24 h; -1 before one was told. */
  volume = -1;
  tsEvent = 0;
  tsInit = 0;
  confirmedAt = 0;
  suspicion: Suspicion | null = null;
  feedDown = false;
  /** The last quote was refused for what it said: the price before it is no longer confirmed by heartbeats. */
  contradicted = false;
  /** Why this market alone gives no price; null while it does. */
  problem: string | null = null;
  /** Accepted and not yet delivered. */
  dirty = false;
  /** State that subscribers last saw. */
  deliveredState: Quote["state"] | null = null;
  readonly #quote = new TickerQuote();
  /** Price of the last trade; -1 before one was told. */
  #last = -1;
  #midDecimal: Decimal | null = null;

  constructor(instrument: Instrument, lateness: Lateness) {
    this.instrument = instrument;
    this.lateness = lateness;
    this.minute = new TickerMinute(() => this.instrument, this.#quote);
  }

  /** The last accepted quote; null before the first. */
  get raw(): RawQuote | null {
    return this.isQuoted ? this.#quote.text(this.instrument) : null;
  }

  /** The price that candles are made of: the last trade, or the middle where none was told. */
  get price(): number {
    return this.#last >= 0 ? this.#last : this.mid;
  }

  /** Half the spread as a share of the middle. */
  get halfSpread(): number {
    return this.isQuoted ? (this.ask - this.bid) / 2 / this.mid : 0;
  }

  /** `tsEvent`: by which the quote is ordered. */
  takeNumbers(numbers: QuoteNumbers, tsEvent: number, tsInit: number): void {
    this.minute.prepare(tsEvent, false);
    this.#quote.takeNumbers(numbers, tsInit);
    this.#midDecimal = null;
    if (numbers.lastUnits >= 0) this.#last = unitsNumber(numbers.lastUnits, numbers.lastPlaces);
  }

  takeText(quote: RawQuote, tsEvent: number): void {
    this.minute.prepare(tsEvent, true);
    this.#quote.takeText(quote);
    this.#midDecimal = null;
    if (quote.last !== null) this.#last = priceNumber(quote.last);
  }

  /** Gives the last accepted quote to the candle of its minute; returns the one that it closed, if it did. */
  addToMinute(cameAsText: boolean): Candle | null {
    if (!cameAsText) return this.minute.addNumbers(this.price, this.tsEvent);
    return this.minute.add(this.#quote.text(this.instrument), this.price, this.tsEvent);
  }

  /** Exact middle price of the last accepted quote; computed at most once per quote. */
  midDecimal(): Decimal {
    if (!this.isQuoted) return Decimal.ZERO;
    this.#midDecimal ??= this.#quote.mid();
    return this.#midDecimal;
  }

  ageMs(now: number): number {
    return Math.max(0, now - this.confirmedAt);
  }

  state(now: number): Quote["state"] {
    return computeState(this.#freshness(now));
  }

  /** Null before the first accepted quote. */
  toQuote(now: UnixMs): Quote | null {
    const { raw } = this;
    if (raw === null) return null;
    const freshness = this.#freshness(now);
    const state = computeState(freshness);
    // confirmedAt is only ever set from a UnixMs.
    return { ...raw, state, reason: describeState(state, freshness), confirmedAt: this.confirmedAt as UnixMs };
  }

  #freshness(now: number) {
    return {
      ageMs: this.ageMs(now),
      feedDown: this.feedDown,
      problem: this.problem,
      suspicion: this.suspicion?.reason ?? null,
    };
  }
}
