import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Candle, TIMEFRAME_MS, timeframeSchema } from "./candle.ts";
import { mergeCandles, rollUpCandles } from "./compute-candles.ts";
import { Decimal, decimal } from "./decimal.ts";
import { MINUTE_MS, unixMs } from "./time.ts";

const cents = fc.integer({ min: 1, max: 5_000 }).map((value) => Decimal.of(BigInt(value), 2));
const minute = fc
  .record({ prices: fc.tuple(cents, cents, cents, cents), volume: fc.nat(10_000), skip: fc.boolean() })
  .map(({ prices, volume, skip }) => ({
    open: prices[0].toString(),
    close: prices[3].toString(),
    high: Decimal.max(...prices).toString(),
    low: Decimal.min(...prices).toString(),
    volume: Decimal.of(BigInt(volume), 3).toString(),
    skip,
  }));
const START = 1_767_571_200_000;
const minutes = fc.array(minute, { minLength: 1, maxLength: 400 }).map((all) =>
  all.flatMap(({ skip, ...candle }, index): Candle[] =>
    // Some minutes are missing, as in an outage.
    skip && index % 7 < 3 ? [] : [{ ...candle, openTime: unixMs(START + index * MINUTE_MS), closed: true }],
  ),
);

describe("rollUpCandles", () => {
  it("equals aggregating each interval directly, and makes nothing up in gaps", () => {
    fc.assert(
      fc.property(minutes, fc.constantFrom(...timeframeSchema.options), (parts, timeframe) => {
        const length = TIMEFRAME_MS[timeframe];
        const until = START + 400 * MINUTE_MS;
        const rolled = rollUpCandles(parts, timeframe, until);
        const starts = [...new Set(parts.map(({ openTime }) => openTime - (openTime % length)))];
        expect(rolled.map(({ openTime }) => openTime)).toEqual(starts);
        for (const candle of rolled) {
          const inside = parts.filter(({ openTime }) => openTime - (openTime % length) === candle.openTime);
          expect(candle.open).toBe(inside[0]?.open);
          expect(candle.close).toBe(inside.at(-1)?.close);
          const numbers = (pick: (part: Candle) => string) => inside.map((part) => decimal(pick(part)));
          const [high = Decimal.ZERO, ...highs] = numbers(({ high: value }) => value);
          const [low = Decimal.ZERO, ...lows] = numbers(({ low: value }) => value);
          expect(decimal(candle.high).eq(Decimal.max(high, ...highs))).toBe(true);
          expect(decimal(candle.low).eq(Decimal.min(low, ...lows))).toBe(true);
          expect(decimal(candle.volume).eq(Decimal.sum(numbers(({ volume }) => volume)))).toBe(true);
          expect(candle.closed).toBe(candle.openTime + length <= until);
        }
      }),
    );
  });

  it("gives the same in one step or over a length between", () => {
    fc.assert(
      fc.property(minutes, (parts) => {
        const until = START + 400 * MINUTE_MS;
        expect(rollUpCandles(rollUpCandles(parts, "15m", until), "1h", until)).toEqual(
          rollUpCandles(parts, "1h", until),
        );
      }),
    );
  });

  it("has no candle of nothing", () => {
    expect(rollUpCandles([], "1h", START)).toEqual([]);
    expect(mergeCandles([], unixMs(START), true)).toBeNull();
  });
});
