// How does time pass in a simulated world, and how does a simulated process see it?
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Clock } from "#engine/ports/clock.ts";
import { type DurationMs, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { sleepWith } from "#testing/sleep-with.ts";

/** Something that will happen. Its methods are shared: one is made for every call and every look at a clock. */
class WorldTimer implements Stoppable {
  canceled = false;
  readonly dueMs: number;
  readonly order: number;
  readonly run: () => void;

  constructor(dueMs: number, order: number, run: () => void) {
    this.dueMs = dueMs;
    this.order = order;
    this.run = run;
  }

  dispose(): void {
    this.canceled = true;
  }
}

/** True time of the world, in milliseconds from its beginning. Events run in order of their time, then of their making. */
export class WorldTime {
  #nowMs = 0;
  #made = 0;
  /** A binary heap: the next event is the first. */
  readonly #heap: WorldTimer[] = [];

  get nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: DurationMs, run: () => void): WorldTimer {
    this.#made += 1;
    const timer = new WorldTimer(this.#nowMs + Math.max(0, delayMs), this.#made, run);
    this.#push(timer);
    return timer;
  }

  /** A timer of a process that sleeps waits that much longer: another one takes its place. */
  shift(timer: WorldTimer, byMs: DurationMs): WorldTimer {
    timer.dispose();
    return this.after(timer.dueMs - this.#nowMs + byMs, timer.run);
  }

  /** Runs the next event that is due by `untilMs`; false when there is none, and then it is `untilMs`. */
  step(untilMs: number): boolean {
    for (let next = this.#heap[0]; next !== undefined && next.dueMs <= untilMs; next = this.#heap[0]) {
      this.#pop();
      if (next.canceled) continue;
      this.#nowMs = next.dueMs;
      next.run();
      return true;
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs);
    return false;
  }

  #push(timer: WorldTimer): void {
    const heap = this.#heap;
    let at = heap.push(timer) - 1;
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = heap[parentAt];
      if (parent === undefined || !isBefore(timer, parent)) break;
      heap[at] = parent;
      at = parentAt;
    }
    heap[at] = timer;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      if (left === undefined) break;
      const right = heap[2 * at + 2];
      const isRight = right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (!isBefore(child, last)) break;
      heap[at] = child;
      at = 2 * at + (isRight ? 2 : 1);
    }
    heap[at] = last;
  }
}

function isBefore(one: WorldTimer, other: WorldTimer): boolean {
  return one.dueMs < other.dueMs || (one.dueMs === other.dueMs && one.order < other.order);
}

/** What the machine's own clocks show: the wall clock may be set, and no monotonic time passes while it sleeps. */
export interface MachineClocks {
  wallOffsetMs: number;
  sleptMs: number;
  /** In true time: until then it sleeps, and no monotonic time passes. */
  awakeMs: number;
}

/** The clock of one process: its timers end with it. */
export class ProcessClock implements Clock {
  readonly #world: WorldTime;
  readonly #machine: MachineClocks;
  readonly #timers = new Map<number, WorldTimer>();
  #made = 0;
  #dead = false;

  constructor(world: WorldTime, machine: MachineClocks) {
    this.#world = world;
    this.#machine = machine;
  }

  now(): UnixMs {
    return unixMs(Math.round(WORLD_BEGAN_MS + this.#world.nowMs + this.#machine.wallOffsetMs));
  }

  monotonicMs(): number {
    return Math.max(this.#world.nowMs, this.#machine.awakeMs) - this.#machine.sleptMs;
  }

  after(delayMs: DurationMs, run: () => void): Stoppable {
    if (this.#dead) return { dispose: () => undefined };
    this.#made += 1;
    const id = this.#made;
    // What is set while the machine sleeps counts from when it wakes.
    const asleepMs = Math.max(0, this.#machine.awakeMs - this.#world.nowMs);
    this.#timers.set(
      id,
      this.#world.after(delayMs + asleepMs, () => {
        this.#timers.delete(id);
        run();
      }),
    );
    return {
      dispose: () => {
        this.#timers.get(id)?.dispose();
        this.#timers.delete(id);
      },
    };
  }

  every(intervalMs: DurationMs, run: () => void): Stoppable {
    let current: Stoppable | null = null;
    let stopped = false;
    const arm = () => {
      current = this.after(intervalMs, () => {
        run();
        if (!stopped) arm();
      });
    };
    arm();
    return {
      dispose: () => {
        stopped = true;
        void current?.dispose();
      },
    };
  }

  sleep(delayMs: DurationMs, signal?: AbortSignal): Promise<void> {
    return sleepWith(this, delayMs, signal);
  }

  /** The machine slept: what waits, waits that much longer. */
  shiftTimers(byMs: DurationMs): void {
    for (const [id, timer] of this.#timers) this.#timers.set(id, this.#world.shift(timer, byMs));
  }

  /** The process is gone: nothing of it runs any more. */
  kill(): void {
    this.#dead = true;
    for (const timer of this.#timers.values()) timer.dispose();
    this.#timers.clear();
  }
}

/** 2026-01-05T00:00:00Z, a Monday. */
export const WORLD_BEGAN_MS = 1_767_571_200_000;
