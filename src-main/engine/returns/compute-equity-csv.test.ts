// Is a file read as it stands, and every fault in one named by line and column?
import { describe, expect, it } from "vitest";
import { readEquityCsv } from "./compute-equity-csv.ts";

const read = (...lines: readonly string[]) => {
  const csv = readEquityCsv("equity.csv", lines.join("\n"));
  return csv.ok ? csv.points.map(({ ts, value, flow }) => `${ts} ${value} ${flow}`) : csv.message;
};

describe("a file of equity", () => {
  it("is read with and without flows, byte order mark, Windows line ends, exponents and empty last lines", () => {
    expect(read("timestamp_ms,equity", "0,100", "86400000,1e-18")).toEqual([
      "0 100 0",
      "86400000 0.000000000000000001 0",
    ]);
    expect(read("\uFEFFtimestamp_ms,equity,flow\r", "1,100,\r", "2, 1000000000000000 ,-5\r", "\r", "")).toEqual([
      "1 100 0",
      "2 1000000000000000 -5",
    ]);
    expect(read("timestamp_ms,equity,flow")).toEqual([]);
  });

  it.each([
    ["nothing", [""], "line 1: expected the header timestamp_ms,equity or timestamp_ms,equity,flow, got nothing."],
    [
      "another header",
      ["time;equity", "1;2"],
      'line 1: expected the header timestamp_ms,equity or timestamp_ms,equity,flow, got "time;equity".',
    ],
    [
      "a truncated row",
      ["timestamp_ms,equity,flow", "1,2,3", "2,3"],
      'line 3: expected 3 columns (timestamp_ms,equity,flow), got "2".',
    ],
    ["a row too long", ["timestamp_ms,equity", "1,2,3"], 'line 2: expected 2 columns (timestamp_ms,equity), got "3".'],
    [
      "an empty row inside",
      ["timestamp_ms,equity", "", "1,2"],
      'line 2: expected 2 columns (timestamp_ms,equity), got "1".',
    ],
    [
      "a date for a time",
      ["timestamp_ms,equity", "2026-01-01,2"],
      'line 2, column timestamp_ms: expected a time in whole milliseconds, UTC, got "2026-01-01".',
    ],
    [
      "a time beyond dates",
      ["timestamp_ms,equity", "9000000000000000,2"],
      'line 2, column timestamp_ms: expected a time in whole milliseconds, UTC, got "9000000000000000".',
    ],
    [
      "a time twice",
      ["timestamp_ms,equity", "5,1", "5,2"],
      'line 3, column timestamp_ms: expected a time after 5, got "5".',
    ],
    [
      "rows out of order",
      ["timestamp_ms,equity", "5,1", "4,2"],
      'line 3, column timestamp_ms: expected a time after 5, got "4".',
    ],
    ["no equity", ["timestamp_ms,equity", "5,"], "line 2, column equity: expected a decimal number, got nothing."],
    [
      "words for equity",
      ["timestamp_ms,equity", "5,NaN"],
      'line 2, column equity: expected a decimal number, got "NaN".',
    ],
    [
      "a flow that is none",
      ["timestamp_ms,equity,flow", "5,1,x"],
      'line 2, column flow: expected a decimal number, or nothing, got "x".',
    ],
  ])("names %s", (_name, lines, message) => {
    expect(read(...lines)).toBe(`equity.csv, ${message}`);
  });
});
