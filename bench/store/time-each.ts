// How long does each of many equal steps take? Wall clock: what is measured here is waiting for a disk.
import { quantile } from "../support/statistics.ts";

export interface StepTimes {
  readonly perSecond: number;
  readonly p50Us: number;
  readonly p99Us: number;
}

const UNTIMED_SHARE = 0.1;

export function timeEach(count: number, step: (index: number) => void): StepTimes {
  const times: number[] = [];
  let started = performance.now();
  for (let index = 0; index < count; index += 1) {
    if (index === Math.floor(count * UNTIMED_SHARE)) started = performance.now();
    const before = performance.now();
    step(index);
    times.push(performance.now() - before);
  }
  return summarize(times, started);
}

/** `callers` of them wait for their own step at the same time. */
export async function timeEachAsync(
  count: number,
  callers: number,
  step: (index: number) => Promise<unknown>,
): Promise<StepTimes> {
  const times: number[] = [];
  let started = performance.now();
  let next = 0;
  const caller = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      if (index === Math.floor(count * UNTIMED_SHARE)) started = performance.now();
      const before = performance.now();
      await step(index);
      times.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return summarize(times, started);
}

function summarize(all: readonly number[], started: number): StepTimes {
  const times = all.slice(Math.floor(all.length * UNTIMED_SHARE));
  return {
    perSecond: (times.length * 1000) / (performance.now() - started),
    p50Us: quantile(times, 0.5) * 1000,
    p99Us: quantile(times, 0.99) * 1000,
  };
}
