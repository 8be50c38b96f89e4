// Which time of a schedule is due? Everything follows from when it was set and when it was last done: nothing is counted while asleep.
import type { DurationMs, UnixMs } from "#shared/domain/time.ts";
import { unixMs } from "#shared/domain/time.ts";
import { LEAST_TIMED_GAP_MS, type ScheduleTiming } from "#shared/domain/trigger-settings.ts";
import { CronTimes } from "./cron-times.ts";
import type { ScheduleState } from "./trigger.ts";

/** Missed times are counted up to this; more would only take long. */
const MOST_MISSED = 100;

/** The first `count` times of a timing after `from`. Throws INPUT_INVALID under `path`, also where there is none. */
export function nextTimes(timing: ScheduleTiming, from: UnixMs, count: number, path: string): readonly UnixMs[] {
  if (timing.kind === "every")
    return Array.from({ length: count }, (_, index) => after(from, timing.everyMs, index + 1));
  const cron = new CronTimes(timing.expression, timing.zone, path);
  const times: UnixMs[] = [];
  for (let time = cron.next(from); time !== null && times.length < count; time = cron.next(time)) times.push(time);
  return times;
}

const after = (from: UnixMs, everyMs: DurationMs, count: number): UnixMs => unixMs(from + count * everyMs);

/** Reads one timing again and again; times of a cron line are looked up only once they are over. */
export class ScheduleClock {
  readonly #timing: ScheduleTiming;
  readonly #cron: CronTimes | null;
  #known: { readonly done: UnixMs; readonly now: UnixMs; readonly state: ScheduleState } | null = null;

  /** The timing was checked when it was stored. */
  constructor(timing: ScheduleTiming) {
    this.#timing = timing;
    this.#cron =
      timing.kind === "cron" ? new CronTimes(timing.expression, timing.zone, "triggers.schedule.timing") : null;
  }

  /** `done`: when it was set, or last done or dismissed; nothing up to then is due. */
  read(done: UnixMs, now: UnixMs): ScheduleState {
    const known = this.#known;
    if (known !== null && known.done === done && now >= known.now && (known.state.next ?? now + 1) > now) {
      return known.state;
    }
    const state =
      this.#timing.kind === "every" ? this.#every(this.#timing.everyMs, done, now) : this.#byCron(done, now);
    this.#known = { done, now, state };
    return state;
  }

  #every(everyMs: DurationMs, done: UnixMs, now: UnixMs): ScheduleState {
    const passed = Math.max(0, Math.floor((now - done) / everyMs));
    return {
      due: passed === 0 ? null : after(done, everyMs, passed),
      missed: Math.min(MOST_MISSED, Math.max(0, passed - 1)),
      next: after(done, everyMs, passed + 1),
    };
  }

  #byCron(done: UnixMs, now: UnixMs): ScheduleState {
    const cron = this.#cron;
    const next = cron?.next(now) ?? null;
    const last = cron?.last(now) ?? null;
    if (cron === null || last === null || last <= done) return { due: null, missed: 0, next };
    let missed = 0;
    for (let time = cron.next(done); time !== null && time < last && missed < MOST_MISSED; time = cron.next(time)) {
      missed += 1;
    }
    return { due: last, missed, next };
  }
}

/** Whether it is too soon after it was done: a cron line by the minute is still no reason to ask by the minute. */
export function isTooSoon(done: UnixMs, now: UnixMs): boolean {
  return now - done < LEAST_TIMED_GAP_MS;
}
