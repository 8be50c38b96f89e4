// How much of a limit is used at a moment? Two ways of counting cover all four venues.
import type { DurationMs, UnixMs } from "#shared/domain/time.ts";

/** Rises with each call and falls all the time (Kraken's counter; a token bucket seen from its other end). */
export class DecayingCounter {
  readonly limit: number;
  readonly #decayPerSecond: number;
  #value = 0;
  #at = 0;

  constructor(limit: number, decayPerSecond: number) {
    this.limit = limit;
    this.#decayPerSecond = decayPerSecond;
  }

  /** Counts the cost, unless that would go over the limit. A refused call is not counted. */
  take(cost: number, now: UnixMs): boolean {
    const value = this.used(now) + cost;
    // Sums of thirds must not refuse the call that exactly fills the limit.
    if (value > this.limit + 1e-9) return false;
    this.#value = value;
    this.#at = now;
    return true;
  }

  used(now: UnixMs): number {
    return Math.max(0, this.#value - (Math.max(0, now - this.#at) / 1_000) * this.#decayPerSecond);
  }
}

/** Starts anew with each whole interval of the clock (Binance's weights and order counts). */
export class WindowCounter {
  readonly limit: number;
  readonly #intervalMs: DurationMs;
  #window = -1;
  #used = 0;

  constructor(limit: number, intervalMs: DurationMs) {
    this.limit = limit;
    this.#intervalMs = intervalMs;
  }

  /** Counts the cost always; false when the limit is passed. */
  take(cost: number, now: UnixMs): boolean {
    this.#used = this.used(now) + cost;
    this.#window = this.#windowOf(now);
    return this.#used <= this.limit;
  }

  used(now: UnixMs): number {
    return this.#windowOf(now) === this.#window ? this.#used : 0;
  }

  leftMs(now: UnixMs): DurationMs {
    return this.#intervalMs - (now % this.#intervalMs);
  }

  #windowOf(now: UnixMs): number {
    return Math.floor(now / this.#intervalMs);
  }
}
