// At which moment of its candles is the replay? A function of the time since it was started, its speed and its length.
import type { Clock } from "#engine/ports/clock.ts";
import type { UnixMs } from "#shared/domain/time.ts";

export interface ReplayPosition {
  /** How often the candles were played to their end before. */
  readonly round: number;
  /** Candle time in milliseconds. */
  readonly time: number;
}

export class ReplayClock {
  readonly #clock: Clock;
  readonly #startedMs: number;
  readonly #start: number;
  readonly #first: number;
  readonly #length: number;
  readonly #speed: number;

  /** `start` and `end` of the candles; `first` is where the first round begins. `speed` times real time, > 0. */
  constructor(clock: Clock, span: { start: number; end: number; first: number }, speed: number) {
    if (!(speed > 0 && speed <= 100_000)) throw new RangeError(`Not a replay speed: ${speed}`);
    this.#clock = clock;
    this.#startedMs = clock.monotonicMs();
    this.#start = span.start;
    this.#length = span.end - span.start;
    this.#first = span.first;
    this.#speed = speed;
  }

  now(): ReplayPosition {
    return this.#after(this.#clock.monotonicMs() - this.#startedMs);
  }

  /** Position at a moment of the engine's time. */
  at(time: UnixMs): ReplayPosition {
    return this.#after(this.#clock.monotonicMs() - this.#startedMs - (this.#clock.now() - time));
  }

  #after(elapsedMs: number): ReplayPosition {
    const played = this.#first - this.#start + Math.max(0, elapsedMs) * this.#speed;
    const round = Math.floor(played / this.#length);
    return { round, time: this.#start + Math.floor(played - round * this.#length) };
  }
}
