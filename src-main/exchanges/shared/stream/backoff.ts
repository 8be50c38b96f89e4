// How long is waited before the next attempt? Full jitter, so that many clients that lost the same venue do not come back together.
import type { Rng } from "#engine/ports/rng.ts";
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";

const FIRST_MS: DurationMs = SECOND_MS / 2;
const MOST_MS: DurationMs = 30 * SECOND_MS;

export class Backoff {
  readonly #rng: Rng;
  #failures = 0;

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  next(): DurationMs {
    const cap = Math.min(MOST_MS, FIRST_MS * 2 ** this.#failures);
    if (cap < MOST_MS) this.#failures += 1;
    return Math.round(this.#rng.next() * cap);
  }

  /** Things have been well for long enough. */
  reset(): void {
    this.#failures = 0;
  }
}
