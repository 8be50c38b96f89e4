// How does a test move time by hand?
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Clock } from "#engine/ports/clock.ts";
import { type DurationMs, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { sleepWith } from "./sleep-with.ts";

interface Timer {
  readonly order: number;
  dueMs: number;
  readonly intervalMs: DurationMs | null;
  readonly run: () => void;
}

/** Lets everything that waits on promises (not on timers, sockets or threads) go as far as it can. */
export function flushAsync(): Promise<void> {
  // An immediate runs only after the whole microtask queue is empty, however long its chains are.
  return new Promise((resolve) => setImmediate(resolve));
}

/** A clock that stands still until told. Timers run in order of their time, then of their making. */
export class ManualClock implements Clock {
  #wallMs: number;
  /** A machine counts from its start, in parts of a millisecond: what needs a whole time has to see to it. */
  #monotonicMs = 5_000.375;
  #made = 0;
  readonly #timers = new Set<Timer>();

  /** Default start: 2026-01-05T00:00:00Z, a Monday. */
  constructor(startMs = 1_767_571_200_000) {
    this.#wallMs = startMs;
  }

  now(): UnixMs {
    return unixMs(this.#wallMs);
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  after(delayMs: DurationMs, run: () => void): Stoppable {
    return this.#add(delayMs, null, run);
  }

  every(intervalMs: DurationMs, run: () => void): Stoppable {
    if (intervalMs <= 0) throw new RangeError("An interval must be greater than zero");
    return this.#add(intervalMs, intervalMs, run);
  }

  sleep(delayMs: DurationMs, signal?: AbortSignal): Promise<void> {
    return sleepWith(this, delayMs, signal);
  }

  /** Moves time on, running each due timer at its own time and letting promises settle after each. */
  async advance(byMs: DurationMs): Promise<void> {
    const endMs = this.#monotonicMs + byMs;
    await flushAsync();
    for (let timer = this.#nextUntil(endMs); timer !== undefined; timer = this.#nextUntil(endMs)) {
      this.#moveTo(timer.dueMs);
      if (timer.intervalMs === null) this.#timers.delete(timer);
      else timer.dueMs += timer.intervalMs;
      timer.run();
      await flushAsync();
    }
    this.#moveTo(endMs);
  }

  /** How long until the next timer is due; null when none waits. */
  get nextInMs(): DurationMs | null {
    const next = this.#nextUntil(Number.POSITIVE_INFINITY);
    return next === undefined ? null : Math.max(0, next.dueMs - this.#monotonicMs);
  }

  /** The wall clock jumps, as when a user or the system sets it; no timer runs and monotonic time stands. */
  stepWall(byMs: DurationMs): void {
    this.#wallMs += byMs;
  }

  /** Timers still waiting; zero once everything was disposed. */
  get pending(): number {
    return this.#timers.size;
  }

  #add(delayMs: DurationMs, intervalMs: DurationMs | null, run: () => void): Stoppable {
    this.#made += 1;
    const timer: Timer = {
      order: this.#made,
      dueMs: this.#monotonicMs + Math.max(0, delayMs),
      intervalMs,
      run,
    };
    this.#timers.add(timer);
    return { dispose: () => void this.#timers.delete(timer) };
  }

  #nextUntil(endMs: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.dueMs > endMs) continue;
      if (next === undefined || timer.dueMs < next.dueMs || (timer.dueMs === next.dueMs && timer.order < next.order)) {
        next = timer;
      }
    }
    return next;
  }

  #moveTo(monotonicMs: number): void {
    this.#wallMs += monotonicMs - this.#monotonicMs;
    this.#monotonicMs = monotonicMs;
  }
}
