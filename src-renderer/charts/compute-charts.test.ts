import fc from "fast-check";
import type { UTCTimestamp } from "lightweight-charts";
import { describe, expect, it } from "vitest";
import { computeEma } from "./compute-ema.ts";
import { timeTicks, valueStep, valueTicks } from "./compute-ticks.ts";
import { nearestIndex, visiblePoints } from "./compute-visible-points.ts";
import { MOST_BARS, newestWindow, shiftedByOlder, windowForView } from "./compute-window.ts";
import { computeEquityLayout } from "./equity-layout.ts";
import { joinBars, type PriceBar, replaceBar } from "./price-bar.ts";
import { toChartNumber } from "./to-chart-number.ts";

describe("to chart numbers", () => {
  it("reads exact text and refuses what is no number", () => {
    expect(toChartNumber("97412.50")).toBe(97412.5);
    expect(() => toChartNumber("")).toThrow(RangeError);
    expect(() => toChartNumber("1,5")).toThrow(RangeError);
  });
});

describe("axis ticks", () => {
  it.each([
    [60_000, 6, 10_000],
    [1_511, 3, 500],
    [0.07, 5, 0.01],
    [0, 5, 1],
  ])("a range of %d over %d lines steps by %d", (range, count, step) => {
    expect(valueStep(range, count)).toBeCloseTo(step, 12);
  });
  it("stand inside the range at whole steps", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.double({ min: 1, max: 1e9, noNaN: true }),
        fc.integer({ min: 2, max: 9 }),
        (least, range, count) => {
          const ticks = valueTicks(least, least + range, count);
          expect(ticks.length).toBeGreaterThan(0);
          expect(ticks.length).toBeLessThanOrEqual(count * 2 + 1);
          const slack = range * 1e-6;
          for (const tick of ticks) {
            expect(tick).toBeGreaterThanOrEqual(least - slack);
            expect(tick).toBeLessThanOrEqual(least + range + slack);
          }
        },
      ),
    );
  });
  it("of time are round moments of the day", () => {
    const from = Date.UTC(2026, 10, 18, 10, 17);
    const { times, stepMs } = timeTicks(from, from + 2 * 86_400_000, 6, "utc");
    expect(stepMs).toBe(12 * 3_600_000);
    expect(times).toEqual([18.5, 19, 19.5, 20].map((day) => Date.UTC(2026, 10, 1) + (day - 1) * 86_400_000));
  });
});

describe("visible points", () => {
  const series = fc
    .array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 600 })
    .map((values) => values.map((value, index) => ({ time: index * 60_000, value })));
  it("keep order, ends and extremes, and are few", () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 2, max: 80 }), (points, columns) => {
        const kept = visiblePoints(points, columns);
        expect(kept.length).toBeLessThanOrEqual(Math.max(columns * 4, columns * 2));
        expect(kept[0]).toBe(points[0]);
        expect(kept.at(-1)).toBe(points.at(-1));
        const all = points.map((point) => point.value);
        const shown = kept.map((point) => point.value);
        expect(Math.max(...shown)).toBe(Math.max(...all));
        expect(Math.min(...shown)).toBe(Math.min(...all));
        for (const [index, point] of kept.entries()) expect(point.time).toBeGreaterThan(kept[index - 1]?.time ?? -1);
      }),
    );
  });
  it("finds the nearest in time", () => {
    const points = [0, 10, 20, 50].map((time) => ({ time }));
    expect([-5, 4, 6, 34, 36, 99].map((time) => nearestIndex(points, time))).toEqual([0, 0, 1, 2, 3, 3]);
    expect(nearestIndex([], 3)).toBe(-1);
  });
});

describe("the moving average", () => {
  it("is empty before its period, then starts at the mean", () => {
    expect(computeEma([1, 2, 3, 7], 3)).toEqual([undefined, undefined, 2, 4.5]);
  });
  it("of a constant is that constant", () => {
    expect(computeEma([5, 5, 5, 5], 2).slice(1)).toEqual([5, 5, 5]);
  });
});

describe("the window of bars", () => {
  it("never holds more than the limit and always lies in the history", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30_000 }), fc.array(fc.nat(6_000), { maxLength: 30 }), (total, moves) => {
        let window = newestWindow(total);
        for (const move of moves) {
          const held = window.end - window.start;
          const from = Math.min(move, held) - 50;
          window = windowForView(window, total, from, from + 100).window;
          expect(window.start).toBeGreaterThanOrEqual(0);
          expect(window.end).toBeLessThanOrEqual(total);
          expect(window.end - window.start).toBeLessThanOrEqual(MOST_BARS);
        }
      }),
    );
  });
  it("moves round the view, asks for more at the start, and comes back to the newest", () => {
    const newest = newestWindow(12_000);
    expect(newest).toEqual({ start: 7_000, end: 12_000 });
    expect(windowForView(newest, 12_000, 4_900, 5_003)).toEqual({ window: newest, needsOlder: false });
    const older = windowForView(newest, 12_000, 100, 200);
    expect(older).toEqual({ window: { start: 4_650, end: 9_650 }, needsOlder: false });
    expect(windowForView({ start: 0, end: 5_000 }, 12_000, 10, 110).needsOlder).toBe(true);
    expect(windowForView(older.window, 12_000, 4_900, 5_000).window).toEqual({ start: 7_000, end: 12_000 });
    expect(shiftedByOlder(newest, 300)).toEqual({ start: 7_300, end: 12_300 });
  });
  it("settles: the window it answers with needs no other one", () => {
    fc.assert(
      fc.property(fc.nat(11_000), fc.integer({ min: 20, max: 3_000 }), (left, width) => {
        const total = 12_000;
        const newest = newestWindow(total);
        const from = left - newest.start;
        const { window } = windowForView(newest, total, from, from + width);
        const moved = from + newest.start - window.start;
        expect(windowForView(window, total, moved, moved + width).window).toBe(window);
      }),
    );
  });
});

describe("joining live bars", () => {
  const bar = (time: number, close: number): PriceBar => ({
    time: time as UTCTimestamp,
    open: 1,
    high: 9,
    low: 0,
    close,
    volume: 1,
  });
  it("replaces a bar of the same time and appends a newer one", () => {
    const known = [bar(1, 1), bar(2, 1)];
    expect(joinBars(known, [bar(2, 5), bar(3, 6)]).map(({ time, close }) => [time, close])).toEqual([
      [1, 1],
      [2, 5],
      [3, 6],
    ]);
    expect(joinBars(known, [])).toBe(known);
  });
  it("keeps known bars between live ones, in order", () => {
    const joined = joinBars([bar(1, 1), bar(2, 1), bar(3, 1)], [bar(1, 7), bar(4, 7)]);
    expect(joined.map(({ time }) => time)).toEqual([1, 2, 3, 4]);
  });
});

describe("a bar that is over and was told otherwise", () => {
  const bar = (time: number, close: number): PriceBar => ({
    time: time as UTCTimestamp,
    open: 1,
    high: 9,
    low: 0,
    close,
    volume: 1,
  });

  it("takes the place of the one of its time, and is news only once", () => {
    const bars = [bar(1, 1), bar(2, 2), bar(3, 3)];
    expect(replaceBar(bars, bar(2, 7))).toBe(true);
    expect(bars.map(({ close }) => close)).toEqual([1, 7, 3]);
    expect(replaceBar(bars, bar(2, 7))).toBe(false);
  });

  it("is left to the history where none of its time is known", () => {
    const bars = [bar(2, 2), bar(4, 4)];
    for (const time of [1, 3, 5]) expect(replaceBar(bars, bar(time, 9))).toBe(false);
    expect(replaceBar([], bar(1, 1))).toBe(false);
    expect(bars.map(({ time }) => time)).toEqual([2, 4]);
  });
});

describe("the equity picture", () => {
  const points = [
    { time: 0, you: "100", didNothing: "100" },
    { time: 1_000, you: "150", didNothing: "120" },
    { time: 2_000, you: "125", didNothing: "90" },
  ];
  it("puts earliest left, latest right, higher values higher, all inside", () => {
    const layout = computeEquityLayout(points, 704, 208);
    expect(layout).toBeDefined();
    if (layout === undefined) return;
    expect(layout.you.map(({ x }) => x)).toEqual([0, layout.right / 2, layout.right]);
    expect(layout.yOf("150")).toBeLessThan(layout.yOf("125"));
    expect(layout.timeAt(layout.x(500))).toBeCloseTo(500, 6);
    for (const { y } of [...layout.you, ...layout.didNothing]) {
      expect(y).toBeGreaterThanOrEqual(layout.top);
      expect(y).toBeLessThanOrEqual(layout.bottom);
    }
  });
  it("draws a flat line in the middle and nothing without points or room", () => {
    const flat = computeEquityLayout(
      [
        { time: 0, you: "0" },
        { time: 1, you: "0" },
      ],
      700,
      200,
    );
    expect(flat?.you.every(({ y }) => Number.isFinite(y))).toBe(true);
    expect(computeEquityLayout([], 700, 200)).toBeUndefined();
  });
  it("finds room for another line, at its own times and never outside the curve's", () => {
    const points = [
      { time: 0, you: "100" },
      { time: 100, you: "110" },
    ];
    const benchmark = [
      { time: -50, value: "9000" },
      { time: 0, value: "100" },
      { time: 50, value: "400" },
    ];
    const layout = computeEquityLayout(points, 704, 208, benchmark);
    expect(layout?.benchmark.map(({ x }) => x)).toEqual([0, layout?.x(50)]);
    // 400 is the highest: the curve's own end stands far below it.
    expect(layout?.benchmark[1]?.y).toBeLessThan((layout?.end.y ?? 0) - 100);
    expect(computeEquityLayout(points, 704, 208)?.benchmark).toEqual([]);
    expect(computeEquityLayout(points, 60, 200)).toBeUndefined();
  });
});
