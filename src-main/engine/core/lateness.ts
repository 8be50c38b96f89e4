// How late does what a venue sends arrive, although its clock and ours differ? Measured against the quickest of the last minutes.
import { type DurationMs, MINUTE_MS } from "#shared/domain/time.ts";

/** The quickest of the present and the last span counts: between one and two spans are remembered. */
const SPAN_MS: DurationMs = 5 * MINUTE_MS;

export class Lateness {
  #before = Number.POSITIVE_INFINITY;
  #present = Number.POSITIVE_INFINITY;
  #since = Number.NEGATIVE_INFINITY;

  /** Takes a message of the venue's time `sentAt` that came at `cameAt` of ours; returns by how much it came later than the quickest. */
  measure(sentAt: number, cameAt: number): DurationMs {
    if (cameAt >= this.#since + SPAN_MS || cameAt < this.#since) {
      // Spans follow each other without a gap, however rarely something comes: nothing is remembered longer than two.
      const since = cameAt - (cameAt % SPAN_MS);
      this.#before = since === this.#since + SPAN_MS ? this.#present : Number.POSITIVE_INFINITY;
      this.#present = Number.POSITIVE_INFINITY;
      this.#since = since;
    }
    const offset = cameAt - sentAt;
    if (offset < this.#present) this.#present = offset;
    return offset - Math.min(this.#present, this.#before);
  }

  /** Our clock less the venue's, travel included, as the quickest message shows it; null before the first. */
  get offsetMs(): number | null {
    const quickest = Math.min(this.#present, this.#before);
    return quickest === Number.POSITIVE_INFINITY ? null : quickest;
  }

  /** A clock was set: nothing measured before holds. */
  reset(): void {
    this.#before = Number.POSITIVE_INFINITY;
    this.#present = Number.POSITIVE_INFINITY;
    this.#since = Number.NEGATIVE_INFINITY;
  }
}
