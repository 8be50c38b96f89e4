import { expect, test } from "vitest";
import { decimalString } from "#shared/domain/decimal.ts";
import { legSendingWords, planSendingWords } from "./sending-words.ts";

const slice = (waitMs: number) => ({ quantity: decimalString("1"), waitMs });
const parts = { slices: [slice(0), slice(5_000), slice(20_000)] };

test("says nothing of what goes at once", () => {
  expect(legSendingWords({})).toBeNull();
  expect(planSendingWords([{}, {}])).toEqual([]);
});

test("names how long an order rests, and that the rest follows", () => {
  expect(legSendingWords({ makerWaitMs: 30_000 })).toBe("rests 30 s");
  expect(planSendingWords([{ makerWaitMs: 30_000 }, { makerWaitMs: 30_000 }])).toEqual([
    "Each order rests first in the book for up to 30 s, then what is left is sent at once.",
  ]);
  expect(planSendingWords([{ makerWaitMs: 30_000 }, {}])[0]).toMatch(/^1 of 2 orders rest first/);
});

test("counts the parts, their spacing and the time they take; the first part waits for nothing", () => {
  expect(legSendingWords(parts)).toBe("in 3 parts");
  expect(planSendingWords([parts, {}])).toEqual(["1 of 2 go in parts, 3 in all, 5 s to 20 s apart: 25 s together."]);
});
