import { expect, it } from "vitest";
import { isTerminal } from "#shared/domain/order.ts";
import { computeEnds } from "./compute-ends.ts";
import { runSeed } from "./run-seed.ts";
import { scenarioOf } from "./scenario.ts";

const calm = (seed: number) => ({
  ...scenarioOf(seed),
  legs: [{ account: 0, side: "buy" as const, symbol: "BTC/USD", lots: 100, kind: "limitIoc" as const }],
  sending: "atOnce" as const,
  standing: null,
  faults: { send: 0, cancel: 0, read: 0 },
  crashes: [],
  events: [],
});

it("counts an order that a person vouched for, one still open, and one filled otherwise than its state says as not correct", async () => {
  const { journal } = await runSeed(calm(3));
  const entry = journal.findLast(({ event }) => event.kind === "order.state" && isTerminal(event.order.state));
  if (entry?.event.kind !== "order.state") throw new Error("the world of this seed has no order that ended");
  const { event } = entry;
  const changed = (patch: object) =>
    computeEnds([...journal, { ...entry, event: { ...event, order: { ...event.order, ...patch } } }]).orders;
  expect(computeEnds(journal).orders.every(({ isCorrect }) => isCorrect)).toBe(true);
  for (const patch of [{ state: "ATTESTED" }, { state: "UNKNOWN" }, { state: "FILLED", filledQuantity: "0" }]) {
    expect(changed(patch).filter(({ isCorrect }) => !isCorrect)).toHaveLength(1);
  }
});

it("says nothing for a plan whose reason and report are missing, and sees what is not filled", async () => {
  const { journal } = await runSeed(calm(3));
  const silent = journal.flatMap((entry) => {
    const { event } = entry;
    if (event.kind === "plan.report" || event.kind === "order.planned" || event.kind === "order.state") return [];
    return event.kind === "plan.state" ? [{ ...entry, event: { ...event, reason: null } }] : [entry];
  });
  const [plan] = computeEnds(silent).plans;
  expect(plan?.why).toEqual([]);
  // 500 of the 18,000 USD that the account begins with.
  expect(plan?.worstPoints).toBeGreaterThan(computeEnds(journal).plans[0]?.worstPoints ?? 0);
});
