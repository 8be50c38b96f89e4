// Does any of the invariants break in thousands of worlds of random faults and crashes?
import { expect, it } from "vitest";
import { simulate } from "#fault-simulation/simulate.ts";
import { keepLongResult } from "../fixtures/keep-long-result.ts";
import { COUNTS, IS_LONG, LIMIT_MS } from "./counts.ts";

it(
  "loses, doubles and overspends nothing, and sends nothing that nobody approved",
  async () => {
    const result = await simulate({ from: 1, seeds: COUNTS.seeds });
    if (IS_LONG) keepLongResult("simulation", "seeds", result);
    expect(result.firstFailure).toBeNull();
    expect(result.violations.total).toBe(0);
    expect(result.crashes).toBeGreaterThanOrEqual(COUNTS.seeds / 2);
    // Among twenty thousand worlds some hundreds have an order that is unknown when the venues come back.
    expect(result.unknown.resolved).toBeGreaterThan(COUNTS.seeds / 200);
    expect(result.unknown.p99Ms).toBeLessThanOrEqual(30_000);
    expect(result.virtualHours).toBeGreaterThan(600);
  },
  LIMIT_MS,
);

/** Worlds in which something once broke, whatever it was. */
const ONCE_FAILED = [
  269, 310, 408, 595, 768, 1_007, 1_158, 1_249, 1_595, 1_959, 2_113, 2_552, 14_157, 18_160, 20_112, 71_129, 93_949,
  132_302, 145_350, 205_504, 345_666, 368_069, 421_931, 446_626, 504_156, 601_537, 953_510,
];

it.each(ONCE_FAILED)("keeps every invariant in the world of seed %i", async (seed) => {
  expect((await simulate({ from: seed, seeds: 1 })).firstFailure).toBeNull();
});
