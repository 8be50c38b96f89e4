// What is known of one market at one venue right now?
// Mutable on purpose: it is written thousands of times a second. What leaves the cache is a fresh, readonly Quote.
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { Quote, RawQuote } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { computeState, describeState } from "./compute-staleness.ts";
import { MinuteBuilder } from "./minute-builder.ts";
import { PriceWindow } from "./price-window.ts";

const HALF = decimal("0.5");

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
  readonly minute = new MinuteBuilder();
  /** The last accepted quote, with its numbers for statistics. */
  raw: RawQuote | null = null;
  mid = 0;
  volume: number | null = null;
  tsEvent = 0;
  confirmedAt = 0;
  suspicion: Suspicion | null = null;
  feedDown = false;
  /** Accepted and not yet delivered. */
  dirty = false;
  /** State that subscribers last saw. */
  deliveredState: Quote["state"] | null = null;
  #decimalsOf: RawQuote | null = null;
  #midDecimal = Decimal.ZERO;

  constructor(instrument: Instrument) {
    this.instrument = instrument;
  }

  /** Exact middle price of the last accepted quote; parsed at most once per quote. */
  midDecimal(): Decimal {
    const raw = this.raw;
    if (raw !== null && raw !== this.#decimalsOf) {
      this.#midDecimal = decimal(raw.bid).add(decimal(raw.ask)).mul(HALF);
      this.#decimalsOf = raw;
    }
    return this.#midDecimal;
  }

  ageMs(now: UnixMs): number {
    return Math.max(0, now - this.confirmedAt);
  }

  state(now: UnixMs): Quote["state"] {
    return computeState(this.#freshness(now));
  }

  /** Null before the first accepted quote. */
  toQuote(now: UnixMs): Quote | null {
    if (this.raw === null) return null;
    const freshness = this.#freshness(now);
    const state = computeState(freshness);
    // confirmedAt is only ever set from a UnixMs.
    return { ...this.raw, state, reason: describeState(state, freshness), confirmedAt: this.confirmedAt as UnixMs };
  }

  #freshness(now: UnixMs) {
    return { ageMs: this.ageMs(now), feedDown: this.feedDown, suspicion: this.suspicion?.reason ?? null };
  }
}
