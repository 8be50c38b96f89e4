// How are long books gone through from moment to moment without holding up what else there is to do?
import type { Clock } from "#engine/ports/clock.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { PastBooks } from "./compute-past-books.ts";

/** So many entries are taken in, or moments looked at, before others get their turn: each some hundredths of a second at most. */
const ENTRIES_AT_ONCE = 500;
const MOMENTS_AT_ONCE = 25;

export class PastWalk {
  readonly #books: PastBooks;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  #moments = 0;

  constructor(books: PastBooks, clock: Clock, signal: AbortSignal) {
    this.#books = books;
    this.#clock = clock;
    this.#signal = signal;
  }

  /** The books at `ts`; moments must rise. Rejects with the signal's reason. */
  async to(ts: UnixMs): Promise<ReturnType<PastBooks["at"]>> {
    for (let stop = this.#next(ts); stop < ts; stop = this.#next(ts)) {
      this.#books.at(stop);
      await this.#clock.sleep(0, this.#signal);
    }
    this.#moments += 1;
    if (this.#moments % MOMENTS_AT_ONCE === 0) await this.#clock.sleep(0, this.#signal);
    return this.#books.at(ts);
  }

  #next(ts: UnixMs): UnixMs {
    return this.#books.stopBefore(ts, ENTRIES_AT_ONCE);
  }
}
