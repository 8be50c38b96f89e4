// Windows cover exactly the closed candles that were asked for, each small enough for one page.
import { describe, expect, it } from "vitest";
import { decimalString } from "#shared/domain/decimal.ts";
import { HOUR_MS, MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import { candleWindows, insideWindow } from "./candle-windows.ts";
import { widenCandles } from "./widen-candles.ts";

const NOON = Date.UTC(2026, 0, 5, 12);
const candle = (openTime: number, price: string) => ({
  openTime: unixMs(openTime),
  open: decimalString(price),
  high: decimalString(price),
  low: decimalString(price),
  close: decimalString(price),
  volume: decimalString("0.1"),
  closed: true,
});

describe("windows", () => {
  it("end before the candle that is under way", () => {
    const now = unixMs(NOON + 90_000);
    const windows = candleWindows({ timeframe: "1m", before: now, limit: 3 }, MINUTE_MS, 300, now);
    expect(windows).toEqual([{ first: NOON - 2 * MINUTE_MS, last: NOON }]);
  });

  it("include the candle that opens before `before`, and not the one that opens then", () => {
    const at = (before: number) =>
      candleWindows({ timeframe: "1h", before: unixMs(before), limit: 1 }, HOUR_MS, 300, unixMs(NOON + 9 * HOUR_MS));
    expect(at(NOON)).toEqual([{ first: NOON - HOUR_MS, last: NOON - HOUR_MS }]);
    expect(at(NOON + 1)).toEqual([{ first: NOON, last: NOON }]);
  });

  it("are pages without gap or overlap, also of a shorter length", () => {
    const windows = candleWindows({ timeframe: "4h", before: unixMs(NOON), limit: 200 }, HOUR_MS, 300, unixMs(NOON));
    expect(windows.map(({ first, last }) => (last - first) / HOUR_MS + 1)).toEqual([300, 300, 200]);
    for (const [index, { first }] of windows.entries()) {
      if (index > 0) expect(first).toBe((windows[index - 1]?.last ?? 0) + HOUR_MS);
    }
    expect([windows[0]?.first, windows.at(-1)?.last]).toEqual([NOON - 800 * HOUR_MS, NOON - HOUR_MS]);
  });

  it("drop what a venue adds at the edges", () => {
    const around = [-1, 0, 1, 2].map((hour) => candle(NOON + hour * HOUR_MS, "1"));
    expect(insideWindow(around, { first: NOON, last: NOON + HOUR_MS })).toEqual(around.slice(1, 3));
  });
});

describe("wider candles", () => {
  it("have the first open, the last close, the extremes and the sum", () => {
    const hours = ["5", "9", "2", "4", "7"].map((price, hour) => candle(NOON + hour * HOUR_MS, price));
    expect(widenCandles(hours, 4 * HOUR_MS)).toEqual([
      { ...candle(NOON, "5"), high: "9", low: "2", close: "4", volume: "0.4" },
      { ...candle(NOON + 4 * HOUR_MS, "7") },
    ]);
  });

  it("leave out intervals in which nothing was traded", () => {
    const hours = [candle(NOON, "5"), candle(NOON + 9 * HOUR_MS, "6")];
    expect(widenCandles(hours, 4 * HOUR_MS).map(({ openTime }) => openTime)).toEqual([NOON, NOON + 8 * HOUR_MS]);
  });
});
