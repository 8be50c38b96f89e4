// Does any invariant break when the program is killed once, before or after any of its effects?
import { expect, it } from "vitest";
import { runSeed } from "#fault-simulation/run-seed.ts";
import { type Scenario, scenarioOf } from "#fault-simulation/scenario.ts";
import { withoutTraces } from "#fault-simulation/without-traces.ts";
import { keepLongResult } from "../fixtures/keep-long-result.ts";
import { COUNTS, IS_LONG, LIMIT_MS } from "./counts.ts";

/** Killed once at this point; everything else of the world is as the seed has it. */
const killedAt = (scenario: Scenario, point: number): Scenario => ({
  ...scenario,
  crashes: [point],
  restartMs: [5_000],
});

it("survives every single kill of whole plans", () => withoutTraces(killEveryPoint), LIMIT_MS);

async function killEveryPoint(): Promise<void> {
  const failures: string[] = [];
  let [runs, kills, plans] = [0, 0, 0];
  for (let seed = 1; runs < COUNTS.killRuns; seed += 1) {
    // Every other plan meets faults beside the kill.
    const drawn = scenarioOf(seed);
    const scenario = seed % 2 === 0 ? drawn : { ...drawn, faults: { send: 0, cancel: 0, read: 0 }, events: [] };
    const { points } = await runSeed({ ...scenario, crashes: [], restartMs: [] });
    plans += 1;
    for (let point = 0; point < points && runs < COUNTS.killRuns; point += 1) {
      const { violation, crashes } = await runSeed(killedAt(scenario, point));
      runs += 1;
      kills += crashes;
      if (violation !== null) failures.push(`seed ${seed}, point ${point}: ${violation.message}`);
    }
  }
  if (IS_LONG) keepLongResult("simulation", "single-kills", { runs, kills, plans, failures });
  expect(failures).toEqual([]);
  // A few points lie after the faults' end, where nothing is killed any more.
  expect(kills).toBeGreaterThan(runs * 0.7);
}
