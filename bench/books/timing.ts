// How are the books and the plain loop asked the same: all entries, all again with an older one among them, then one more at a time?
import type { Transaction } from "#shared/domain/transaction.ts";
import { cpuMsSince } from "../support/measure-loop.ts";
import { quantile } from "../support/statistics.ts";
import { entriesOf } from "./entries.ts";

const ADDED = 5_000;
/** The entry that comes in late lies before most others, so that all of them are reckoned again. */
const LATE = 100;

export interface Reckoning {
  /** Takes an entry to where it waits, as the reckoning likes it best; not measured. */
  keep(entry: Transaction): void;
  /** Reckons all that was kept. */
  make(): void;
  /** Takes in an entry that belongs before others. */
  restate(late: Transaction): void;
  add(entry: Transaction): void;
  /** Of all entries but those added one at a time. */
  realized(): string;
}

/** Processor time of the whole process in milliseconds, its collector of garbage included; times of single entries by the clock. */
export function timeReckoning(count: number, reckoning: Reckoning) {
  const entries = entriesOf(count + ADDED);
  let late: Transaction | null = null;
  for (let index = 0; index < count; index += 1) {
    const { value } = entries.next();
    if (value === undefined) break;
    if (index === LATE) late = value;
    else reckoning.keep(value);
  }
  const madeMs = cpuMsOf(() => reckoning.make());
  const restatedMs = cpuMsOf(() => {
    if (late !== null) reckoning.restate(late);
  });
  const realized = reckoning.realized();
  const times: number[] = [];
  for (const entry of entries) {
    const before = performance.now();
    reckoning.add(entry);
    times.push((performance.now() - before) * 1000);
  }
  return { madeMs, restatedMs, realized, addP50Us: quantile(times, 0.5), addP99Us: quantile(times, 0.99) };
}

function cpuMsOf(run: () => void): number {
  const start = process.cpuUsage();
  run();
  return cpuMsSince(start);
}
