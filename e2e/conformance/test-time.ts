// How does time pass in a test with real sockets? Not at all while anything is under way; then the clock jumps to the next timer.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { DurationMs } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import type { VenueClock } from "../venue-server/core/clock.ts";
import { SocketPairs } from "./socket-pairs.ts";

/** Event-loop turns without any sign of life after which nothing is thought to be under way. */
const QUIET_TURNS = 8;
/** The same where nothing is hashed: bytes that left and did not arrive are seen by themselves. */
const QUIET_SOCKET_TURNS = 2;
/** How often it is looked again where nothing at all would ever end a call: a module may still be loading. */
const LAST_LOOKS = 200;
/** No case needs more: what waits longer hangs. */
const LONGEST_MS = 4 * 60 * 60_000;

export class TestTime {
  readonly clock: ManualClock;
  /** For the venue server: it tells what it sleeps over, so that a delayed request is not taken for one under way. */
  readonly venueClock: VenueClock;
  readonly #hashing: boolean;
  readonly #pairs = new SocketPairs();
  #underWay = 0;
  #sleeping = 0;
  #signs = 0;

  /** `hashing`: whether something is signed on threads, which must be waited for too. */
  constructor(startMs?: number, { hashing = true }: { readonly hashing?: boolean } = {}) {
    this.#hashing = hashing;
    const clock = new ManualClock(startMs);
    this.clock = clock;
    this.venueClock = {
      now: () => clock.now(),
      after: (delayMs, run) => clock.after(delayMs, run),
      every: (intervalMs, run) => clock.every(intervalMs, run),
      sleep: async (delayMs, signal) => {
        this.#signs += 1;
        this.#sleeping += 1;
        try {
          await clock.sleep(delayMs, signal);
        } finally {
          this.#signs += 1;
          this.#sleeping -= 1;
        }
      },
    };
    // The library's HTTP client reports each request and each end of one.
    subscribe("undici:request:create", this.#started);
    subscribe("undici:request:trailers", this.#ended);
    subscribe("undici:request:error", this.#ended);
  }

  readonly #started = () => {
    this.#signs += 1;
    this.#underWay += 1;
  };

  readonly #ended = () => {
    this.#signs += 1;
    this.#underWay -= 1;
  };

  dispose(): void {
    this.#pairs.dispose();
    unsubscribe("undici:request:create", this.#started);
    unsubscribe("undici:request:trailers", this.#ended);
    unsubscribe("undici:request:error", this.#ended);
  }

  /** Lets time pass until the work has ended, and gives its result. Throws when nothing could ever end it. */
  async run<T>(work: Promise<T>): Promise<T> {
    let over = false;
    const end = () => {
      over = true;
    };
    work.then(end, end);
    const startedMs = this.clock.monotonicMs();
    for (let looks = 0; ; ) {
      await this.settle(() => over);
      if (over) return work;
      const nextMs = this.clock.nextInMs;
      if (nextMs === null) {
        looks += 1;
        if (looks > LAST_LOOKS) throw new Error("Nothing is under way and no timer waits: this call never ends");
        continue;
      }
      if (this.clock.monotonicMs() + nextMs - startedMs > LONGEST_MS) throw new Error("This call takes hours");
      await this.clock.advance(nextMs);
    }
  }

  /** Time goes on by this much; whatever comes due in between happens at its own moment, sockets included. */
  async pass(byMs: DurationMs): Promise<void> {
    const endMs = this.clock.monotonicMs() + byMs;
    await this.settle();
    for (let next = this.clock.nextInMs; next !== null; next = this.clock.nextInMs) {
      if (this.clock.monotonicMs() + next > endMs) break;
      await this.clock.advance(next);
      await this.settle();
    }
    await this.clock.advance(endMs - this.clock.monotonicMs());
    await this.settle();
  }

  /** Waits, without any clock, until nothing but timers is left to wait for. */
  async settle(isOver: () => boolean = () => false): Promise<void> {
    const turns = this.#hashing ? QUIET_TURNS : QUIET_SOCKET_TURNS;
    for (let quiet = 0; quiet < turns && !isOver(); quiet += 1) {
      const signs = this.#signs;
      // Hashing runs on threads: one of our own ends after those that were begun before it.
      if (this.#hashing) await crypto.subtle.digest("SHA-256", new Uint8Array(1));
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (this.#signs !== signs || this.#underWay > this.#sleeping || this.#pairs.isMoving()) quiet = -1;
    }
  }
}
