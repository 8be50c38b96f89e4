// Do hours of mixed faults at each venue leave anything behind? Two hours in `npm test`, 72 by `npm run long -- feeds`.
import { expect, test } from "vitest";
import { HOUR_MS } from "#shared/domain/time.ts";
import { keepLongResult } from "../../fixtures/keep-long-result.ts";
import { DISK_MS, FEED_VENUES } from "../feed-world.ts";
import { soak } from "./soak.ts";

const IS_LONG = process.env.SCHWABOT_LONG === "1";
const HOURS = IS_LONG ? 72 : 2;
/** The first is the run's own; a seed that ever failed stays beside it. */
const SEEDS: readonly number[] = [1];
/** The test's own store is full then. */
const FILLED_HOURS = DISK_MS / HOUR_MS + 1;
/** Growth that is none: collections end at slightly different heights. */
const FLAT_MB_PER_HOUR = 0.1;

test.each(FEED_VENUES.flatMap((venue) => SEEDS.map((seed) => [venue, seed] as const)))(
  `%s, seed %i, ${HOURS} h`,
  { timeout: IS_LONG ? 60 * 60_000 : 180_000 },
  async (venue, seed) => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.on("unhandledRejection", note);
    const report = await soak(venue, HOURS, seed);
    process.off("unhandledRejection", note);
    const mbPerHour = slope(report.heapMb.slice(FILLED_HOURS));
    if (IS_LONG) keepLongResult("feeds", venue, { ...report, unhandled: unhandled.length, mbPerHour });
    expect(unhandled).toEqual([]);
    expect(report.lies).toEqual([]);
    expect(report.looks).toBeGreaterThan(HOURS * 5_000);
    expect(report.faults).toBeGreaterThan(HOURS * 10);
    expect(report.unaccounted).toBe(0);
    expect(report.mostConnectsInFiveMinutes).toBeLessThanOrEqual(60);
    // A socket that is being rolled has its successor beside it, each with two ends here.
    expect(Math.max(...report.handles) - Math.min(...report.handles)).toBeLessThanOrEqual(2);
    expect(report.endedWell).toBe(true);
    // Two points are no slope.
    if (IS_LONG) expect(mbPerHour).toBeLessThanOrEqual(FLAT_MB_PER_HOUR);
  },
);

/** Of the best straight line through values an hour apart. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let above = 0;
  let below = 0;
  for (const [at, value] of values.entries()) {
    above += (at - middle) * (value - mean);
    below += (at - middle) ** 2;
  }
  return below === 0 ? 0 : above / below;
}
