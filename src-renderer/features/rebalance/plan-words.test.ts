import { describe, expect, test } from "vitest";
import { residualReasonSchema } from "#shared/domain/plan.ts";
import { emptyPlanWords, heldWords, residualWords } from "./plan-words.ts";
import { sampleOrder, samplePolicy, sampleRecord } from "./testing-samples.ts";

describe("words", () => {
  test("every reason that the planner can give has words of its own", () => {
    for (const reason of residualReasonSchema.options) expect(residualWords(reason, "0.1").short).not.toBe(reason);
    expect(residualWords("Order 2: Stopped.", "0.1").long).toBe("Order 2: Stopped.");
    expect(residualWords("neverSell", "0.1").short).toBe("Not sold");
    expect(residualWords("neverSell", "-0.1").short).toBe("No sale pays for it");
  });

  test.each([
    [{ residuals: [] }, "Nothing needs doing."],
    [{ residuals: [], policy: samplePolicy({ goal: "bandEdge" }) }, "Nothing needs doing."],
    [{ residuals: [{ asset: "BTC", weight: "-0.1", reason: "minNotional" }] }, "No order is worth sending."],
    [
      {
        residuals: [{ asset: "BTC", weight: "-0.1", reason: "bookDepth" }],
        policy: samplePolicy({ goal: "cashFlow" }),
      },
      "No cash can be placed.",
    ],
  ])("an empty plan %j: %s", (plan, title) => {
    expect(emptyPlanWords(sampleRecord({}, plan).plan).title).toBe(title);
  });

  test.each(["PAUSED_BY_USER", "RECOVERED", "PRICE_MOVED", "PRICE_MISSING", "FAILED", "LIMIT_ORDER_SIZE"])(
    "a plan held for %s says what happened, what it means and what to do",
    (code) => {
      const words = heldWords(sampleRecord({ state: "PAUSED", reason: { code, message: "The message." } }));
      expect(Object.values(words).every((text) => text.endsWith("."))).toBe(true);
      if (code !== "PAUSED_BY_USER") expect(words.meaning).toContain("The message.");
    },
  );

  test("after a crash nothing is called proven while a venue still owes an answer", () => {
    const reason = { code: "RECOVERED", message: "The program ended while this plan was under way. All reconciled." };
    const known = heldWords(sampleRecord({ state: "PAUSED", reason, orders: [sampleOrder()] }));
    expect(known.meaning).toBe(
      "All reconciled. Every order was looked up at its venue, so what the table shows is proven.",
    );
    const owed = heldWords(sampleRecord({ state: "PAUSED", reason, orders: [sampleOrder({ state: "UNKNOWN" })] }));
    expect(owed.meaning).toBe("All reconciled. What the venues have not told yet is still being asked for.");
  });
});
