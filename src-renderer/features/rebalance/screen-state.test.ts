import { describe, expect, test } from "vitest";
import { type PlanId, planIdSchema } from "#shared/domain/ids.ts";
import { announce, REPORT_STAYS_MS, toScreenState } from "./screen-state.ts";
import { CREATED, PLAN_ID, sampleOrder, sampleRecord, sampleReport } from "./testing-samples.ts";

const id = planIdSchema.parse(PLAN_ID);

describe("what the Plan tab shows", () => {
  const over = sampleRecord({ state: "DONE", approvedAt: CREATED, report: sampleReport() });
  const open = sampleRecord({ state: "EXECUTING", approvedAt: CREATED });
  const ended = CREATED + 9_000;
  const show = (
    plans: { open?: typeof open; latest?: readonly (typeof open)[] },
    changes: { approved?: PlanId; seen?: readonly PlanId[]; now?: number } = {},
  ) =>
    toScreenState({
      plans: { open: plans.open ?? null, latest: [...(plans.latest ?? [])] },
      approved: changes.approved ?? null,
      seen: new Set(changes.seen ?? []),
      now: changes.now ?? ended,
    });

  test("a plan under way comes before everything", () => {
    expect(show({ open, latest: [open, over] })).toEqual({ kind: "executing", record: open });
  });
  test("the report of a plan that has just ended stays until it is put away or old", () => {
    expect(show({ latest: [sampleRecord(), over] })).toEqual({ kind: "report", record: over });
    expect(show({ latest: [over] }, { seen: [id] })).toEqual({ kind: "planning", sending: false });
    expect(show({ latest: [over] }, { now: ended + REPORT_STAYS_MS })).toEqual({ kind: "planning", sending: false });
    expect(show({ latest: [over] }, { now: ended + REPORT_STAYS_MS, approved: id }).kind).toBe("report");
  });
  test("between the approval and the first news of it the plan is being sent", () => {
    expect(show({ latest: [sampleRecord()] }, { approved: id })).toEqual({ kind: "planning", sending: true });
    expect(toScreenState({ plans: null, approved: null, seen: new Set(), now: 0 })).toEqual({
      kind: "planning",
      sending: false,
    });
  });

  test("what is told to those who do not see it", () => {
    expect(announce({ kind: "planning", sending: false }, "Planning")).toBe("Planning");
    expect(announce({ kind: "planning", sending: true }, "")).toBe("Approved. The plan begins.");
    expect(announce({ kind: "executing", record: open }, "")).toBe("0 of 2 orders filled.");
    const unknown = sampleRecord({ state: "EXECUTING", orders: [sampleOrder({ state: "UNKNOWN", legIndex: 1 })] });
    expect(announce({ kind: "executing", record: unknown }, "")).toBe("Order 2 is unknown. Nothing new is sent.");
    const held = sampleRecord({ state: "PAUSED", reason: { code: "PAUSED_BY_USER", message: "Paused by you." } });
    expect(announce({ kind: "executing", record: held }, "")).toBe("The plan is held. Paused by you.");
    expect(announce({ kind: "report", record: over }, "")).toBe("The plan is over: every order was filled.");
  });
});
