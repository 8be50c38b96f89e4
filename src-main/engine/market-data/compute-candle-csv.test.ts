import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Candle, TIMEFRAME_MS, timeframeSchema } from "#shared/domain/candle.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { unixMs } from "#shared/domain/time.ts";
import {
  CANDLE_CSV_HEADER,
  findMisplaced,
  findTimeframe,
  readCandleCsv,
  writeCandleRows,
} from "./compute-candle-csv.ts";

const price = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 30n }), fc.integer({ min: 0, max: 24 }))
  .map(([coefficient, scale]) => Decimal.of(coefficient, scale));

/** Candles on a timeframe's grid, with gaps. */
const series = fc
  .record({
    timeframe: fc.constantFrom(...timeframeSchema.options),
    first: fc.integer({ min: 0, max: 20_000 }),
    rows: fc.array(fc.record({ skip: fc.nat(3), prices: fc.tuple(price, price, price, price), volume: price }), {
      maxLength: 30,
    }),
  })
  .map(({ timeframe, first, rows }) => {
    let at = first;
    const candles = rows.map(({ skip, prices, volume }): Candle => {
      const openTime = unixMs(at * TIMEFRAME_MS[timeframe]);
      at += skip + 1;
      return {
        openTime,
        open: prices[0].toString(),
        high: Decimal.max(...prices).toString(),
        low: Decimal.min(...prices).toString(),
        close: prices[1].toString(),
        volume: volume.toString(),
        closed: true,
      };
    });
    return { timeframe, candles };
  });

describe("a file of candles", () => {
  it("read is what was written", () => {
    fc.assert(
      fc.property(series, ({ candles }) => {
        const text = `${CANDLE_CSV_HEADER}\n${writeCandleRows(candles)}`;
        expect(readCandleCsv(text)).toEqual({ ok: true, candles });
      }),
    );
  });

  it("tells its timeframe by the least distance, and each row that is off its grid or not over", () => {
    fc.assert(
      fc.property(series, ({ timeframe, candles }) => {
        const last = candles.at(-1);
        if (last === undefined || candles.length < 2) return;
        const found = findTimeframe(candles);
        const distances = candles.slice(1).map(({ openTime }, index) => openTime - (candles[index]?.openTime ?? 0));
        if (distances.includes(TIMEFRAME_MS[timeframe])) expect(found).toBe(timeframe);
        const end = last.openTime + TIMEFRAME_MS[timeframe];
        expect(findMisplaced(candles, timeframe, end)).toBeNull();
        expect(findMisplaced(candles, timeframe, end - 1)).toMatchObject({
          line: candles.length + 1,
          column: "timestamp_ms",
          expected: expect.stringContaining("over"),
        });
        const moved = [...candles.slice(0, -1), { ...last, openTime: unixMs(last.openTime + 1_000) }];
        expect(findMisplaced(moved, timeframe, end + 1_000)).toMatchObject({
          line: candles.length + 1,
          expected: `a multiple of ${timeframe}`,
        });
      }),
    );
  });

  it("names the distance that is no timeframe", () => {
    const [one, two] = [60_000, 180_000].map((time) => ({ openTime: unixMs(time) }) as Candle); // only times are looked at
    expect(findTimeframe([one, two].flatMap((candle) => candle ?? []))).toEqual({
      line: 3,
      column: "timestamp_ms",
      expected: "rows 1m, 5m, 15m, 1h, 4h, 1d apart",
      got: "120 s",
    });
  });
});
