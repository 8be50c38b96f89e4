// Is each planted mistake found?
import { describe, expect, it } from "vitest";
import { MUTANTS } from "#fault-simulation/mutants/registry.ts";
import { simulate } from "#fault-simulation/simulate.ts";

const MOST_SEEDS = 1_500;

describe("planted mistakes", () => {
  it("are at least twenty, each under a name of its own", () => {
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
    expect(MUTANTS.length).toBeGreaterThanOrEqual(20);
  });

  it.each(MUTANTS.map(({ name, mistake, mutation }) => [name, mistake, mutation] as const))(
    "%s: %s",
    async (_name, _mistake, mutation) => {
      const { firstFailingSeed, firstFailure } = await simulate({
        from: 1,
        seeds: MOST_SEEDS,
        mutation,
        stopAtFirst: true,
      });
      expect(firstFailure).toMatch(/^I\d+: /);
      expect(firstFailingSeed).not.toBeNull();
    },
    60_000,
  );
});
