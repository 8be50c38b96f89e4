// What time is it, when it is asked for each of many frames that arrived together? Read once for all of them.
import type { Clock } from "#engine/ports/clock.ts";
import type { UnixMs } from "#shared/domain/time.ts";

export class TurnClock {
  readonly #clock: Clock;
  #isFresh = false;
  #wall: UnixMs;
  #mono = 0;
  /** Microtasks run when the socket's whole chunk has been read. */
  readonly #expire = () => {
    this.#isFresh = false;
  };

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#wall = clock.now();
  }

  /** To be called at each frame, before the time is read. */
  touch(): void {
    if (this.#isFresh) return;
    this.#isFresh = true;
    this.#wall = this.#clock.now();
    this.#mono = this.#clock.monotonicMs();
    queueMicrotask(this.#expire);
  }

  get wall(): UnixMs {
    return this.#wall;
  }

  get mono(): number {
    return this.#mono;
  }
}
