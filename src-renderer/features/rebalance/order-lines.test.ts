import { describe, expect, test } from "vitest";
import { heldBack } from "#renderer/lib/held-back.ts";
import type { OrderState } from "#shared/domain/order.ts";
import {
  averageSlippageBp,
  progressWords,
  sumFeeValue,
  sumFilledValue,
  toOrderLines,
  toSegments,
} from "./order-lines.ts";
import { sampleOrder, sampleRecord } from "./testing-samples.ts";

const OTHER = "33333333-3333-4333-8333-333333333333";

describe("how far a leg is", () => {
  test("filled over two orders: amounts add up, the price is their average, the fee their sum", () => {
    const record = sampleRecord({
      state: "EXECUTING",
      orders: [
        sampleOrder({
          state: "CANCELED",
          filledQuantity: "4",
          averagePrice: "100",
          fees: [{ asset: "USD", amount: "0.8" }],
        }),
        sampleOrder({
          clientOrderId: OTHER,
          filledQuantity: "6",
          averagePrice: "99",
          fees: [{ asset: "USD", amount: "1.2" }],
        }),
      ],
    });
    const [first, second] = toOrderLines(record);
    expect(first).toMatchObject({
      filled: "10",
      ratio: 1,
      averagePrice: "99.4",
      slippage: "0.006",
      filledValue: "994",
      fees: [{ asset: "USD", amount: "2" }],
      chip: { tone: "ok", word: "Filled" },
    });
    expect(second).toMatchObject({ state: "PLANNED", filled: "0", ratio: 0, averagePrice: null, slippage: null });
    expect(sumFilledValue(toOrderLines(record))).toBe("994");
    expect(sumFeeValue(toOrderLines(record))).toBe("2");
    expect(averageSlippageBp(toOrderLines(record))).toBe("60");
  });

  test.each<[OrderState, string, string]>([
    ["PLANNED", "0", "Written down"],
    ["SUBMITTING", "0", "Sent"],
    ["UNKNOWN", "0", "Unknown"],
    ["UNKNOWN", "6.1", "Unknown, 61%"],
    ["OPEN", "0", "Open"],
    ["PARTIAL", "6.19", "Open, 61%"],
    ["CANCELING", "0", "Canceling"],
    ["CANCEL_UNKNOWN", "0", "Unknown"],
    ["FILLED", "10", "Filled"],
    ["CANCELED", "0", "Canceled"],
    ["CANCELED", "5", "Partly, 50%"],
    ["EXPIRED", "0", "Expired"],
    ["REJECTED", "0", "Rejected"],
    ["DENIED", "0", "Denied"],
    ["NOT_PLACED", "0", "Not placed"],
    ["ATTESTED", "0", "By your word"],
  ])("%s with %s filled reads %s", (state, filledQuantity, word) => {
    const averagePrice = filledQuantity === "0" ? null : "100";
    const record = sampleRecord({ state: "EXECUTING", orders: [sampleOrder({ state, filledQuantity, averagePrice })] });
    expect(toOrderLines(record)[0]?.chip.word).toBe(word);
  });

  test.each([
    ["EXECUTING", false, "Waits"],
    ["EXECUTING", true, "Not sent"],
    ["PAUSED", false, "Held"],
    ["RECONCILING", false, "Not sent"],
    ["ABORTED", false, "Not sent"],
  ])("a leg without an order in a plan that is %s reads as it will go on", (state, stopAfterLeg, word) => {
    expect(toOrderLines(sampleRecord({ state, stopAfterLeg }))[1]?.chip.word).toBe(word);
  });

  test("a fill whose price is not known yet has an amount and no money", () => {
    const record = sampleRecord({
      orders: [sampleOrder({ state: "PARTIAL", filledQuantity: "4", averagePrice: null })],
    });
    expect(toOrderLines(record)[0]).toMatchObject({ filled: "4", averagePrice: null, filledValue: "0" });
  });
});

test("segments and their words", () => {
  const record = sampleRecord({
    state: "EXECUTING",
    orders: [sampleOrder({ state: "UNKNOWN", filledQuantity: "0", averagePrice: null })],
  });
  const lines = toOrderLines(record);
  expect(toSegments(lines).map(({ look, filled }) => [look, filled])).toEqual([
    ["unknown", 0],
    ["waiting", 0],
  ]);
  expect(progressWords(lines)).toBe("1 unknown · 1 to come");
  const refused = toOrderLines(
    sampleRecord({ orders: [sampleOrder({ state: "REJECTED", filledQuantity: "0", averagePrice: null })] }),
  );
  expect(progressWords(refused)).toBe("1 refused · 1 to come");
  expect(toSegments(refused)[0]?.look).toBe("failed");
});

test("a fee in an asset that the leg does not price is no sum", () => {
  const record = sampleRecord({ orders: [sampleOrder({ fees: [{ asset: "BNB", amount: "0.01" }] })] });
  expect(sumFeeValue(toOrderLines(record))).toBeNull();
});

test.each([
  [
    { side: "sell", filledQuantity: "4" },
    { asset: "SOL", amount: "6" },
  ],
  [
    { side: "buy", filledQuantity: "4" },
    { asset: "USD", amount: "597" },
  ],
  [
    { side: "buy", limitPrice: null },
    { asset: "SOL", amount: "0" },
  ],
])("what an unknown order holds back: %j", (changes, held) => {
  expect(heldBack(sampleOrder(changes))).toEqual(held);
});
