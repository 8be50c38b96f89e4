// Did the computer sleep, or was its clock set? Wall and monotonic time must pass alike, and checks must come on time.
import type { Clock } from "#engine/ports/clock.ts";
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";

const STEP_MS: DurationMs = SECOND_MS;
/** A check that comes so late slept over something. */
const LATE_MS: DurationMs = 10 * SECOND_MS;

export class TimeStep {
  readonly #clock: Clock;
  #wall: number;
  #mono: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#wall = clock.now();
    this.#mono = clock.monotonicMs();
  }

  /** What happened since the last look; null: nothing. To be asked at least once a second. */
  look(): { readonly backwards: boolean } | null {
    const wall = this.#clock.now();
    const mono = this.#clock.monotonicMs();
    const passedWall = wall - this.#wall;
    const passedMono = mono - this.#mono;
    this.#wall = wall;
    this.#mono = mono;
    if (Math.abs(passedWall - passedMono) <= STEP_MS && passedMono < LATE_MS) return null;
    return { backwards: passedWall < passedMono - STEP_MS };
  }
}
