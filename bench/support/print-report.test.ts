import { expect, it } from "vitest";
import { atLeast, atMost } from "./bench.ts";
import { reportLines, writeNumber } from "./print-report.ts";

it.each([
  [1234.5, "1,235"],
  [12.345, "12.3"],
  [1.2345, "1.23"],
  [0.1234, "0.123"],
  [0.000123, "0.00012"],
  [7, "7"],
])("writes %d as %s", (value, text) => {
  expect(writeNumber(value)).toBe(text);
});

it("says plainly which goal was not met", () => {
  const lines = reportLines({
    figures: [{ what: "a plan", value: 12, unit: "ms", spread: 0.25 }],
    goals: [atMost("fast", 70, 65, "x"), atLeast("faster than the peer", 12, 10, "x")],
    growth: [{ what: "a plan", unit: "ms", points: [{ size: 5, value: 1 }], exponent: 1 }],
    notes: ["Nothing else ran."],
  });
  expect(lines.find((line) => line.includes("a plan"))).toContain("25 %");
  expect(lines.find((line) => line.includes("fast "))).toMatch(/70 x\s+<= 65\s+NOT MET/);
  expect(lines.find((line) => line.includes("peer"))).toMatch(/>= 10\s+met/);
  expect(lines.at(-1)).toContain("Nothing else ran.");
});
