// How long is waited before the next attempt? Full jitter, so that many clients that lost the same venue do not come back together.
import type { Rng } from "#engine/ports/rng.ts";
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";

const FIRST_MS: DurationMs = SECOND_MS / 2;
const MOST_MS: DurationMs = 30 * SECOND_MS;

export class Backoff {
  readonly #rng: Rng;
  readonly #firstMs: DurationMs;
  #failures = 0;

  /** `firstMs`: longest first wait. */
  constructor(rng: Rng, firstMs: DurationMs = FIRST_MS) {
    this.#rng = rng;
    this.#firstMs = firstMs;
  }

  next(): DurationMs {
    const most = Math.max(MOST_MS, this.#firstMs);
    const cap = Math.min(most, this.#firstMs * 2 ** this.#failures);
    if (cap < most) this.#failures += 1;
    return Math.round(this.#rng.next() * cap);
  }

  /** Things have been well for long enough. */
  reset(): void {
    this.#failures = 0;
  }
}
