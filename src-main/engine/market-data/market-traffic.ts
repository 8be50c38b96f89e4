// How much comes of one market, and how much of it is refused?

/** Seconds over which the rate is taken. */
const RATE_SECONDS = 10;

export class MarketTraffic {
  /** Quotes that came, refused ones included. */
  received = 0;
  rejected = 0;
  /** `received` as it was at each of the last seconds. */
  readonly #totals = new Float64Array(RATE_SECONDS + 1);
  #ticks = 0;

  /** To be called once a second. */
  tick(): void {
    this.#ticks += 1;
    this.#totals[this.#ticks % this.#totals.length] = this.received;
  }

  get perSecond(): number {
    const seconds = Math.min(this.#ticks, RATE_SECONDS);
    if (seconds === 0) return 0;
    const { length } = this.#totals;
    const newest = this.#totals[this.#ticks % length] ?? 0;
    const oldest = this.#totals[(this.#ticks - seconds) % length] ?? 0;
    return (newest - oldest) / seconds;
  }
}
