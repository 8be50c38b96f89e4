import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import { computeSnapshotMoments } from "./compute-snapshot-moments.ts";

const at = (days: number, hours = 0, minutes = 0) => unixMs(days * DAY_MS + hours * HOUR_MS + minutes * MINUTE_MS);
const base = { hourlyMs: 6 * HOUR_MS, nearMs: 30 * MINUTE_MS, taken: [] };

describe("computeSnapshotMoments", () => {
  it("wants midnights, and hours of the last days, from the first entry until a whole hour ago", () => {
    const now = at(13, 4, 20);
    expect(computeSnapshotMoments({ ...base, first: at(10, 5), now })).toEqual([
      at(11),
      at(12),
      ...[23, 24, 25, 26, 27].map((hour) => at(12, hour)),
    ]);
  });

  it("wants hours alone where the books began today", () => {
    expect(computeSnapshotMoments({ ...base, first: at(10, 5, 1), now: at(10, 8, 30) })).toEqual([
      at(10, 6),
      at(10, 7),
    ]);
    expect(computeSnapshotMoments({ ...base, first: at(10, 8), now: at(10, 8, 30) })).toEqual([]);
  });

  it("leaves a moment to a record that was taken near it", () => {
    const taken = [at(11, 0, 30), at(12, 0, 31)];
    expect(computeSnapshotMoments({ ...base, taken, first: at(10, 5), now: at(13, 0, 59), hourlyMs: 0 })).toEqual([
      at(12),
    ]);
  });
});
