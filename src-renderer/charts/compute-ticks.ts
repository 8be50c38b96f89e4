// Where do the lines and labels of an axis stand?
import { type TimeZoneChoice, zoneOffsetMs } from "#renderer/lib/format-time.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TIME_STEPS = [
  HOUR / 12,
  HOUR / 4,
  HOUR / 2,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  3 * DAY,
  5 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
  61 * DAY,
  91 * DAY,
  182 * DAY,
  365 * DAY,
];

/** Distance between value lines: 1, 2 or 5 times a power of ten, about `count` of them over the range. */
export function valueStep(range: number, count: number): number {
  if (range <= 0) return 1;
  const rough = range / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = rough / power;
  return (factor < 1.5 ? 1 : factor < 3.5 ? 2 : factor < 7.5 ? 5 : 10) * power;
}

/** Values of the lines between `least` and `most`, at whole multiples of the step. */
export function valueTicks(least: number, most: number, count: number): readonly number[] {
  const step = valueStep(most - least, count);
  const first = Math.ceil(least / step - 1e-9);
  const last = Math.floor(most / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step);
}

export interface TimeTicks {
  readonly times: readonly number[];
  readonly stepMs: number;
}

/** Round moments of the chosen zone between `from` and `to`, at most `count` of them. */
export function timeTicks(from: number, to: number, count: number, zone: TimeZoneChoice): TimeTicks {
  const span = Math.max(1, to - from);
  const stepMs = TIME_STEPS.find((step) => span / step <= count) ?? 365 * DAY;
  const offset = zoneOffsetMs(from, zone);
  const first = Math.ceil((from + offset) / stepMs) * stepMs - offset;
  const times: number[] = [];
  for (let time = first; time <= to; time += stepMs) times.push(time);
  return { times, stepMs };
}
