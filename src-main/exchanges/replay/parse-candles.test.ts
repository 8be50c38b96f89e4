import { describe, expect, it } from "vitest";
import { parseCandles } from "./parse-candles.ts";

const HEADER = "timestamp_ms,open,high,low,close,volume";
const file = (...rows: string[]) => [HEADER, ...rows].join("\n");
const GOOD = "60000,10,12,9,11,5";

describe("parseCandles", () => {
  it("reads rows as exact text, with or without a last line break and Windows line ends", () => {
    const text = `\uFEFF${file("60000,10.50,12,9,11,5", "120000,1e-5,1e-5,1e-5,1e-5,0")}\r\n`.replaceAll("\n", "\r\n");
    expect(parseCandles("BTCUSDT.csv", text)).toEqual([
      { openTime: 60_000, open: "10.5", high: "12", low: "9", close: "11", volume: "5", closed: true },
      {
        openTime: 120_000,
        open: "0.00001",
        high: "0.00001",
        low: "0.00001",
        close: "0.00001",
        volume: "0",
        closed: true,
      },
    ]);
  });

  it.each([
    ["", `line 1: expected the header ${HEADER}, got nothing.`],
    ["time,open\n1,2", `line 1: expected the header ${HEADER}, got "time,open".`],
    [file(GOOD), 'line 2: expected at least two rows of candles, got "1".'],
    [file(GOOD, "120000,10,12,9,11"), `line 3: expected 6 columns (${HEADER}), got "5".`],
    [file(GOOD, ""), null],
    [file(GOOD, "", GOOD), `line 3: expected 6 columns (${HEADER}), got "1".`],
    [file("x,10,12,9,11,5"), 'line 2, column timestamp_ms: expected a time in whole milliseconds, UTC, got "x".'],
    [file("1.5,10,12,9,11,5"), 'line 2, column timestamp_ms: expected a time in whole milliseconds, UTC, got "1.5".'],
    [file("60000,abc,12,9,11,5"), 'line 2, column open: expected a price greater than zero, got "abc".'],
    [file("60000,10,NaN,9,11,5"), 'line 2, column high: expected a price greater than zero, got "NaN".'],
    [file("60000,10,12,0,11,5"), 'line 2, column low: expected a price greater than zero, got "0".'],
    [file("60000,10,12,9,-11,5"), 'line 2, column close: expected a price greater than zero, got "-11".'],
    [file("60000,10,12,9,11,-5"), 'line 2, column volume: expected a number of zero or more, got "-5".'],
    [file("60000,10,12,9,11,"), "line 2, column volume: expected a number of zero or more, got nothing."],
    [file("60000,10,10.5,9,11,5"), 'line 2, column high: expected the highest price of its row, got "10.5".'],
    [file("60000,10,12,10.5,11,5"), 'line 2, column low: expected the lowest price of its row, got "10.5".'],
    [file(GOOD, GOOD), 'line 3, column timestamp_ms: expected a time after 60000, got "60000".'],
  ])("names file, line, column and what was expected: %j", (text, message) => {
    const parse = () => parseCandles("BTCUSDT.csv", text);
    const expected = message ?? 'line 2: expected at least two rows of candles, got "1".';
    expect(parse).toThrow(expect.objectContaining({ code: "INPUT_INVALID", message: `BTCUSDT.csv, ${expected}` }));
  });
});
