// Does the last line of `npm test` tell the truth, crashes included?
import { describe, expect, test } from "vitest";
import { addCounts, readPlaywrightReport, readVitestReport, settle, summaryLine } from "./read-reports.ts";

const vitest = (passed: number, failed: number, pending = 0, todo = 0): string =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, numPendingTests: pending, numTodoTests: todo });
const playwright = (expected: number, unexpected: number, flaky = 0, skipped = 0): string =>
  JSON.stringify({ stats: { expected, unexpected, flaky, skipped } });

test("vitest's report", () => {
  expect(readVitestReport(vitest(5, 1, 2, 3))).toEqual({ passed: 5, failed: 1, skipped: 5 });
});

test("Playwright's report: flaky is failed", () => {
  expect(readPlaywrightReport(playwright(4, 1, 2, 3))).toEqual({ passed: 4, failed: 3, skipped: 3 });
});

describe("settle", () => {
  test.each([
    ["green", 0, vitest(3, 0), { passed: 3, failed: 0, skipped: 0 }],
    ["red", 1, vitest(3, 2), { passed: 3, failed: 2, skipped: 0 }],
    ["failed tests with a green exit", 0, vitest(3, 2), { passed: 3, failed: 2, skipped: 0 }],
    ["a crash after green tests", 1, vitest(3, 0), { passed: 3, failed: 1, skipped: 0 }],
    ["killed without a report", 137, undefined, { passed: 0, failed: 1, skipped: 0 }],
    ["green without a report", 0, undefined, { passed: 0, failed: 1, skipped: 0 }],
    ["half a report", 1, '{"numPassedTests": 3', { passed: 0, failed: 1, skipped: 0 }],
    ["a report of another shape", 0, "[]", { passed: 0, failed: 1, skipped: 0 }],
    ["nothing ran", 0, vitest(0, 0, 4), { passed: 0, failed: 1, skipped: 4 }],
  ])("%s", (_name, exitCode, report, expected) => {
    expect(settle(exitCode, report, readVitestReport)).toEqual(expected);
  });
});

test("the line", () => {
  const sum = addCounts({ passed: 2, failed: 0, skipped: 1 }, { passed: 3, failed: 1, skipped: 0 });
  expect(summaryLine(sum)).toBe("Tests: 5 passed, 1 failed, 1 skipped");
});
