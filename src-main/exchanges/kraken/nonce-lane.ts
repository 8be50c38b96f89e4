// How do the numbers of one Kraken key rise strictly, across all clients of the run, restarts and clock changes?
// One call after the other: a number must reach the venue before the next one is made.
import type { Clock } from "#engine/ports/clock.ts";
import type { NonceStore } from "#engine/ports/venues.ts";
import { CallFailure } from "#exchanges/shared/call-failure.ts";
import type { SendLane } from "#exchanges/shared/send-lane.ts";

const MICROSECONDS = 1000;
/** Reserved at once, so that the store is written once a minute at most. In microseconds, like the numbers. */
const BLOCK = 60_000_000;

type RunOptions = Parameters<SendLane["run"]>[0];

interface Waiting {
  readonly first: boolean;
  readonly start: () => void;
}

export class NonceLane implements SendLane {
  readonly #fingerprint: string;
  readonly #store: NonceStore;
  readonly #clock: Clock;
  #last = 0;
  /** Numbers below it are reserved on disk; 0 until the store was asked. */
  #ceiling = 0;
  #busy = false;
  #waiting: Waiting[] = [];

  constructor(fingerprint: string, store: NonceStore, clock: Clock) {
    this.#fingerprint = fingerprint;
    this.#store = store;
    this.#clock = clock;
  }

  async run<T>(options: RunOptions, work: (nonce: number) => Promise<T>): Promise<T> {
    await this.#enter(options);
    try {
      return await work(await this.#next());
    } finally {
      this.#leave();
    }
  }

  skipAhead(): void {
    this.#last = Math.max(this.#last, this.#now()) + BLOCK;
  }

  #now(): number {
    return this.#clock.now() * MICROSECONDS;
  }

  async #next(): Promise<number> {
    // What an earlier run may have used lies below the ceiling that it reserved.
    if (this.#ceiling === 0) this.#last = Math.max(this.#last, await this.#store.reserve(this.#fingerprint, 0));
    const nonce = Math.max(this.#last + 1, this.#now());
    if (nonce >= this.#ceiling) this.#ceiling = await this.#store.reserve(this.#fingerprint, nonce + BLOCK);
    this.#last = nonce;
    return nonce;
  }

  async #enter({ first, signal, withinMs }: RunOptions): Promise<void> {
    if (!this.#busy) {
      this.#busy = true;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const end = (finish: () => void) => {
        void late?.dispose();
        signal?.removeEventListener("abort", onAbort);
        finish();
      };
      const waiting: Waiting = { first, start: () => end(resolve) };
      const giveUp = (reason: "aborted" | "late", error: unknown) => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        const facts = { stage: "notSent", reason, status: null, venueError: null, error, retryAfterMs: null } as const;
        end(() => reject(new CallFailure(facts)));
      };
      const onAbort = () => giveUp("aborted", signal?.reason);
      const late = withinMs === null ? null : this.#clock.after(withinMs, () => giveUp("late", null));
      signal?.addEventListener("abort", onAbort, { once: true });
      const behind = first ? this.#waiting.findIndex((other) => !other.first) : -1;
      this.#waiting.splice(behind === -1 ? this.#waiting.length : behind, 0, waiting);
    });
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#busy = false;
    else next.start();
  }
}
