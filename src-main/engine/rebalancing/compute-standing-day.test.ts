import { describe, expect, it } from "vitest";
import type { PlanId } from "#shared/domain/ids.ts";
import type { Order } from "#shared/domain/order.ts";
import { unixMs } from "#shared/domain/time.ts";
import { computeStandingDay } from "./compute-standing-day.ts";
import type { PlanStanding } from "./plan-book-of-record.ts";

const MIDNIGHT = 1_767_571_200_000;
const NOW = unixMs(MIDNIGHT + 3_600_000);
const BEFORE = unixMs(MIDNIGHT - 1);

interface Sketch {
  readonly id?: string;
  readonly state?: PlanStanding["state"];
  readonly at?: number | null;
  readonly byPerson?: boolean;
  readonly planned?: string;
  readonly reported?: string;
}

/** A plan of one leg of 10 coins worth 100. */
function planOf({
  id = "p",
  state = "EXECUTING",
  at = NOW,
  byPerson = false,
  planned = "2",
  reported,
}: Sketch): PlanStanding {
  const standing = byPerson ? {} : { standing: { approvalId: "a", trigger: "threshold" } };
  return {
    plan: { planId: id, legs: [{ value: "100", quantity: "10" }], cost: { total: planned } },
    state,
    approval: at === null ? null : { planHash: "h", at, ...standing },
    report: reported === undefined ? null : { actualCost: reported },
  } as unknown as PlanStanding;
}

const orderOf = (patch: Partial<Order> = {}) =>
  ({ planId: "p", legIndex: 0, state: "FILLED", quantity: "10", filledQuantity: "10", sentAt: NOW, ...patch }) as Order;

const costOf = (plans: readonly Sketch[], orders: readonly Order[] = [orderOf()]) =>
  computeStandingDay(plans.map(planOf), orders, NOW).cost.toString();

describe("what the automatic plans of a day cost", () => {
  it("is what they were planned to cost, or what they did cost where that was more", () => {
    expect(costOf([{}])).toBe("2");
    expect(costOf([{ reported: "1.5" }])).toBe("2");
    expect(costOf([{ reported: "2.5" }])).toBe("2.5");
  });

  it("is the sum over plans, without those that a person approved or nobody did", () => {
    const orders = [orderOf(), orderOf({ planId: "q" as PlanId }), orderOf({ planId: "r" as PlanId })];
    const plans = [
      {},
      { id: "q", planned: "0.25" },
      { id: "r", planned: "50", byPerson: true },
      { id: "s", planned: "70", at: null },
    ];
    expect(costOf(plans, orders)).toBe("2.25");
  });

  it("is nothing of a plan that would earn by its price, and takes nothing from the others", () => {
    expect(costOf([{ planned: "-3" }])).toBe("0");
    expect(costOf([{ planned: "-3", reported: "-1" }, { id: "q" }])).toBe("2");
  });

  it("counts a plan before its first order, and no more once it ended without any", () => {
    expect(costOf([{ state: "APPROVED" }], [])).toBe("2");
    expect(costOf([{ state: "ABORTED" }], [])).toBe("0");
    expect(costOf([{ state: "ABORTED" }], [orderOf({ sentAt: null, state: "DENIED" })])).toBe("0");
    expect(costOf([{ state: "ABORTED" }], [orderOf({ state: "CANCELED", filledQuantity: "0" as never })])).toBe("2");
  });

  it("counts a plan of yesterday only where it sent something today, or has an order that is not over", () => {
    const yesterday = { at: BEFORE };
    expect(costOf([yesterday], [])).toBe("0");
    expect(costOf([yesterday], [orderOf({ sentAt: BEFORE })])).toBe("0");
    expect(costOf([yesterday], [orderOf({ sentAt: unixMs(MIDNIGHT) })])).toBe("2");
    expect(costOf([yesterday], [orderOf({ sentAt: BEFORE, state: "UNKNOWN" })])).toBe("2");
    expect(costOf([{ at: MIDNIGHT }], [])).toBe("2");
  });
});

describe("what the automatic plans of a day turn over", () => {
  it("is the value of what today's orders of theirs filled or may still fill", () => {
    const turnover = (orders: readonly Order[], plans: readonly Sketch[] = [{}]) =>
      computeStandingDay(plans.map(planOf), orders, NOW).turnover.toString();
    expect(turnover([orderOf({ filledQuantity: "4" as never, state: "CANCELED" })])).toBe("40");
    expect(turnover([orderOf({ filledQuantity: "0" as never, state: "UNKNOWN" })])).toBe("100");
    expect(turnover([orderOf({ sentAt: BEFORE })])).toBe("0");
    expect(turnover([orderOf()], [{ byPerson: true }])).toBe("0");
  });
});
