import { expect, test } from "vitest";
import { amountWidth, wholeDigits } from "./amount-width.ts";

const digits = (amounts: readonly (string | null)[]) => wholeDigits(amounts, (amount) => amount);

test.each([
  [[], 1],
  [["0.000000000000000001"], 1],
  [["12.5", null, "1000000000000000", "3"], 16],
  [["-1234.5"], 5],
])("%j has at most %d digits before the point", (amounts, most) => {
  expect(digits(amounts)).toBe(most);
});

test("a usual amount keeps the usual width, a huge one gets all that it needs", () => {
  expect(amountWidth(digits(["99999.99"]), 100)).toBe(100);
  // 1,000,000,000,000,000.00 are 24 characters.
  expect(amountWidth(digits(["1000000000000000"]), 100)).toBeGreaterThanOrEqual(24 * 7 + 16);
});
