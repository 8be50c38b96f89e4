import { describe, expect, test } from "vitest";
import { planJournal } from "./journal-lines.ts";
import { PLAN_ID, sampleLine, sampleOrder, sampleRecord } from "./testing-samples.ts";

describe("the journal of one plan", () => {
  const order = sampleOrder();
  const record = sampleRecord({ orders: [order] });
  const lines = [
    sampleLine(9, { kind: "plan.state", planId: PLAN_ID, to: "DONE" }, "plan"),
    sampleLine(8, {
      kind: "order.lookup",
      clientOrderId: order.clientOrderId,
      asked: "fills since 60 s before the send",
      answer: "no answer: late",
    }),
    sampleLine(
      7,
      {
        kind: "order.fill",
        planId: PLAN_ID,
        fill: { clientOrderId: order.clientOrderId, quantity: "10", price: "99.9" },
      },
      "fill",
    ),
    sampleLine(6, { kind: "order.state", clientOrderId: order.clientOrderId, to: "UNKNOWN" }),
    sampleLine(5, { kind: "order.state", clientOrderId: "44444444-4444-4444-8444-444444444444", to: "FILLED" }),
    sampleLine(4, { kind: "plan.previewed", plan: { planId: PLAN_ID } }, "plan"),
    sampleLine(3, { kind: "suggestion.opened" }, "suggestion"),
  ];

  test("holds what speaks of it and of its orders, in short words", () => {
    expect(planJournal(lines, record).map(({ line, about, words }) => [line.seq, about, words])).toEqual([
      [9, "Plan", "done"],
      [8, "Order 1", "venue asked: no answer: late"],
      [7, "Order 1", "filled 10 at 99.9"],
      [6, "Order 1", "no answer, unknown"],
      [4, "Plan", "previewed"],
    ]);
  });

  test("a look-up without an answer is no answer", () => {
    const lookup = planJournal(lines, record)[1]?.lookup;
    expect(lookup?.answered).toBe(false);
    expect(lookup?.asked).toBe("fills since 60 s before the send");
  });
});
