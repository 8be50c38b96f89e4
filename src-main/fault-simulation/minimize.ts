// What is the least that still fails? Takes away from a scenario, one thing after the other, as long as the same invariant breaks.
import type { Invariant } from "./auditor.ts";
import { type Mutation, runSeed } from "./run-seed.ts";
import type { Scenario } from "./scenario.ts";

/** A scenario that breaks the same invariant with nothing in it that could be left out. Null where the given one does not fail. */
export async function minimize(scenario: Scenario, mutation?: Mutation): Promise<Scenario | null> {
  const broken = await brokenBy(scenario, mutation);
  if (broken === null) return null;
  let least = scenario;
  for (let smaller: Scenario | null = least; smaller !== null; ) {
    smaller = null;
    for (const candidate of smallerOnes(least)) {
      if ((await brokenBy(candidate, mutation)) !== broken) continue;
      smaller = candidate;
      least = candidate;
      break;
    }
  }
  return least;
}

async function brokenBy(scenario: Scenario, mutation: Mutation | undefined): Promise<Invariant | null> {
  return (await runSeed(scenario, mutation)).violation?.invariant ?? null;
}

function* smallerOnes(scenario: Scenario): Generator<Scenario> {
  const without = <T>(items: readonly T[], index: number): readonly T[] => items.filter((_, at) => at !== index);
  for (const [index] of scenario.events.entries()) yield { ...scenario, events: without(scenario.events, index) };
  for (const [index] of scenario.crashes.entries()) {
    yield {
      ...scenario,
      crashes: without(scenario.crashes, index),
      restartMs: without(scenario.restartMs, index),
    };
  }
  if (scenario.standing?.leavesOut === true)
    yield { ...scenario, standing: { ...scenario.standing, leavesOut: false } };
  const nothing = { ticket: null, tellsStatus: false, budget: null, sharesVenues: false };
  for (const [name, none] of Object.entries(nothing)) {
    const reach = { ...scenario.reach, [name]: none };
    if (scenario.reach[name as keyof typeof nothing] !== none) yield { ...scenario, reach }; // a name of the list
  }
  if (scenario.sending !== "atOnce") yield { ...scenario, sending: "atOnce" };
  if (scenario.legs.length > 1) {
    for (const [index] of scenario.legs.entries()) yield { ...scenario, legs: without(scenario.legs, index) };
  }
  for (const call of ["send", "cancel", "read"] as const) {
    if (scenario.faults[call] > 0) yield { ...scenario, faults: { ...scenario.faults, [call]: 0 } };
  }
  for (const [index] of (scenario.onlyFaults ?? []).entries()) {
    yield { ...scenario, onlyFaults: without(scenario.onlyFaults ?? [], index) };
  }
}
