import { expect, it } from "vitest";
import { minimize } from "./minimize.ts";
import { MUTANTS } from "./mutants/registry.ts";
import { runSeed } from "./run-seed.ts";
import { type Scenario, scenarioOf } from "./scenario.ts";
import { simulate } from "./simulate.ts";

const mutant = (name: string) => {
  const found = MUTANTS.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no mutant ${name}`);
  return found.mutation;
};

it("gives the same world for the same seed, down to the last line on its disk", async () => {
  for (const seed of [3, 30, 269]) {
    const [first, second] = [await runSeed(scenarioOf(seed)), await runSeed(scenarioOf(seed))];
    expect(JSON.stringify(first.journal)).toBe(JSON.stringify(second.journal));
    expect({ ...first, journal: null }).toEqual({ ...second, journal: null });
  }
});

it("draws worlds in which something happens: every fault, every end, crashes, orders", async () => {
  const ends = new Set<string | null>();
  const result = await simulate({ from: 1, seeds: 400, onSeed: ({ planState }) => ends.add(planState) });
  expect(result.violations.total).toBe(0);
  expect(Object.keys(result.faults)).toEqual(
    expect.arrayContaining([
      "lateArrival",
      "dropReply",
      "serverErrorDone",
      "hangAfterArrival",
      "clockStep",
      "sleep",
      "disk",
    ]),
  );
  expect(result.crashes).toBeGreaterThan(150);
  expect(result.orders).toBeGreaterThan(800);
  for (const end of ["DONE", "DONE_PARTIAL", "ABORTED", "PAUSED"]) expect(ends).toContain(end);
});

it("says the first seed that fails and stops there when asked", async () => {
  const result = await simulate({ from: 1, seeds: 50, mutation: mutant("sendTwice"), stopAtFirst: true });
  expect(result.firstFailingSeed).not.toBeNull();
  expect(result.seeds).toBe(result.firstFailingSeed);
  expect(result.violations).toMatchObject({ total: 1, I2: 1 });
});

it("takes away what a failure does not need", async () => {
  const mutation = mutant("sendTwice");
  const size = ({ legs, events, crashes, onlyFaults }: Scenario) =>
    legs.length + events.length + crashes.length + (onlyFaults?.length ?? 0);
  let scenario = scenarioOf(1);
  for (let seed = 2; size(scenario) < 7 || (await runSeed(scenario, mutation)).violation === null; seed += 1) {
    scenario = scenarioOf(seed);
  }
  const least = await minimize(scenario, mutation);
  expect(size(least ?? scenario)).toBeLessThan(size(scenario));
  expect(least?.faults.cancel).toBe(0);
  expect((await runSeed(least ?? scenario, mutation)).violation?.invariant).toBe("I2");
});

it("has nothing to take away from what does not fail", async () => {
  expect(await minimize(scenarioOf(1))).toBeNull();
});
