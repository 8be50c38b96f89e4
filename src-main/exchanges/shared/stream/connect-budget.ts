// May a socket be opened to this venue now? All sockets of one venue share the budget: public and private ones.
import type { Clock } from "#engine/ports/clock.ts";
import { type DurationMs, MINUTE_MS } from "#shared/domain/time.ts";

/** Well under what any venue allows an address (Binance 300 in five minutes, Kraken about 150 in ten). */
export const CONNECTS = 60;
const WINDOW_MS: DurationMs = 5 * MINUTE_MS;

export class ConnectBudget {
  readonly #clock: Clock;
  /** Times of the last connects, oldest first. */
  readonly #times: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How long to wait before the next connect; zero: it may be made now. */
  waitMs(): DurationMs {
    const [oldest] = this.#times;
    if (this.lastFiveMinutes < CONNECTS || oldest === undefined) return 0;
    return oldest + WINDOW_MS - this.#clock.monotonicMs();
  }

  /** A connect is being made. */
  take(): void {
    this.#times.push(this.#clock.monotonicMs());
  }

  get lastFiveMinutes(): number {
    const from = this.#clock.monotonicMs() - WINDOW_MS;
    while (this.#times[0] !== undefined && this.#times[0] <= from) this.#times.shift();
    return this.#times.length;
  }
}
