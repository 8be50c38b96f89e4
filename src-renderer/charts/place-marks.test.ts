// Does each mark stand at its bar, and do signals of one bar and side share a mark?
import type { UTCTimestamp } from "lightweight-charts";
import { expect, test } from "vitest";
import { type PriceMark, placeMarks } from "./place-marks.ts";
import type { PriceBar } from "./price-bar.ts";

const bar = (minute: number): PriceBar => ({
  time: (minute * 60) as UTCTimestamp,
  ...{ open: 10, high: 12 + minute, low: 8, close: 11, volume: 1 },
});
const BARS = [bar(10), bar(11), bar(12)];
const signal = (id: string, minute: number, side: "buy" | "sell" | null): PriceMark => ({
  ...{ id, time: minute * 60_000, kind: "signal", side, words: `words of ${id}` },
});

test("a mark belongs to the bar that contains its moment; one before the known bars is left out", () => {
  const marks: PriceMark[] = [
    { id: "early", time: 9.9 * 60_000, kind: "buy" },
    { id: "first", time: 10 * 60_000, kind: "buy" },
    { id: "last", time: 12.99 * 60_000, kind: "sell" },
  ];
  expect(placeMarks(marks, BARS).map(({ id, time, side }) => [id, time, side])).toEqual([
    ["last", 720, "sell"],
    ["first", 600, "buy"],
  ]);
  expect(placeMarks(marks, [])).toEqual([]);
});

test("signals of one bar and side are one mark that opens the newest and names all; fills stay apart", () => {
  const marks: PriceMark[] = [
    signal("older", 11.2, "buy"),
    signal("newer", 11.8, "buy"),
    signal("against", 11.5, "sell"),
    signal("neither", 11.5, null),
    { id: "fill", time: 11.5 * 60_000, kind: "buy" },
  ];
  expect(placeMarks(marks, BARS)).toEqual([
    {
      ...{ id: "newer", kind: "signal", side: "buy", time: 660, low: 8, high: 23 },
      words: ["words of newer", "words of older"],
    },
    { ...{ id: "against", kind: "signal", side: "sell", time: 660, low: 8, high: 23 }, words: ["words of against"] },
    { ...{ id: "neither", kind: "signal", side: null, time: 660, low: 8, high: 23 }, words: ["words of neither"] },
    { ...{ id: "fill", kind: "buy", side: "buy", time: 660, low: 8, high: 23 }, words: [] },
  ]);
});
