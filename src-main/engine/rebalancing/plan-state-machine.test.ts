import { describe, expect, it } from "vitest";
import { InvariantError } from "#shared/domain/assert.ts";
import { isPlanOver, type PlanState, planStateSchema } from "#shared/domain/plan.ts";
import { canPlanMove, nextPlanState, PLAN_EVENTS, type PlanEvent } from "./plan-state-machine.ts";

/** The whole table, written out a second time by hand: columns are events, `-` is illegal. */
const TABLE = `
state        preview   approve  execute   pause  resume    reconcile   complete completePartly abort
DRAFT        PREVIEWED -        -         PAUSED -         -           -        -              ABORTED
PREVIEWED    -         APPROVED -         PAUSED -         -           -        -              ABORTED
APPROVED     -         -        EXECUTING PAUSED -         -           -        -              ABORTED
EXECUTING    -         -        -         PAUSED -         RECONCILING -        -              -
RECONCILING  -         -        -         PAUSED -         -           DONE     DONE_PARTIAL   ABORTED
PAUSED       -         -        -         PAUSED EXECUTING RECONCILING -        -              ABORTED
DONE         -         -        -         -      -         -           -        -              -
DONE_PARTIAL -         -        -         -      -         -           -        -              -
ABORTED      -         -        -         -      -         -           -        -              -
`;

const [header = [], ...rows] = TABLE.trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/));
const cells = rows.flatMap(([state, ...next]) =>
  next.map((to, column) => [state as PlanState, header[column + 1] as PlanEvent, to] as const),
);

describe("plan state machine", () => {
  it("has a row per state and a column per event", () => {
    expect(rows.map(([state]) => state).sort()).toEqual([...planStateSchema.options].sort());
    expect(header.slice(1)).toEqual([...PLAN_EVENTS]);
    expect(cells).toHaveLength(9 * 9);
  });

  it.each(cells)("%s + %s -> %s", (state, event, to) => {
    if (to === "-") expect(() => nextPlanState(state, event)).toThrow(InvariantError);
    else expect(nextPlanState(state, event)).toBe(to);
  });

  it("can be paused from every state that is not over", () => {
    for (const state of planStateSchema.options) expect(canPlanMove(state, "PAUSED")).toBe(!isPlanOver(state));
  });

  it("reaches execution only through an approval or from a pause", () => {
    const into = planStateSchema.options.filter((from) => canPlanMove(from, "EXECUTING"));
    expect(into.sort()).toEqual(["APPROVED", "PAUSED"]);
    expect(planStateSchema.options.filter((from) => canPlanMove(from, "APPROVED"))).toEqual(["PREVIEWED"]);
  });
});
