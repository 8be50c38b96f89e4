// Are slower candles made of whole intervals only, handed out when they are over and never changed?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rollUpCandles } from "#shared/domain/compute-candles.ts";
import { HOUR_MS } from "#shared/domain/time.ts";
import { candlesAt } from "#testing/feature-candles.ts";
import { COLUMN_NAMES, emptyColumns, sliceColumns, toCandleColumns } from "./compute-candle-columns.ts";
import { SlowerCandles } from "./compute-timeframes.ts";

/** Candles at these hours. */
const hours = (...list: readonly number[]) => candlesAt(list.map((hour) => hour * HOUR_MS));

describe("slower candles", () => {
  it("come at their own close, and not before", () => {
    const slower = new SlowerCandles("1h", "4h");
    const all = hours(0, 1, 2, 3);
    expect(slower.append(sliceColumns(all, 0, 3)).length).toBe(0);
    const made = slower.append(sliceColumns(all, 3, 4));
    expect([...made.timestampMs]).toEqual([0]);
    expect([made.open[0], made.close[0]]).toEqual([all.open[0], all.close[3]]);
    expect([made.high[0], made.low[0]]).toEqual([Math.max(...all.high), Math.min(...all.low)]);
    expect(made.volume[0]).toBeCloseTo(
      all.volume.reduce((sum, value) => sum + value, 0),
      12,
    );
  });

  it("leave out a first interval without its beginning, and one without candles", () => {
    const slower = new SlowerCandles("1h", "4h");
    expect([...slower.append(hours(2, 3, 4, 5, 6, 7, 12, 13)).timestampMs]).toEqual([4 * HOUR_MS]);
    expect([...slower.append(hours(16)).timestampMs]).toEqual([12 * HOUR_MS]);
    const late = new SlowerCandles("1h", "4h");
    expect([...late.append(hours(1, 4, 5, 6, 7)).timestampMs]).toEqual([4 * HOUR_MS]);
  });

  it("are those that the domain's exact roll-up makes, however they come", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(200), { minLength: 2, maxLength: 120 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        fc.constantFrom("4h" as const, "1d" as const),
        (list, cuts, slow) => {
          const times = [0, ...list.map((hour) => hour + 1)].sort((first, second) => first - second);
          const candles = hours(...times);
          const slower = new SlowerCandles("1h", slow);
          const made: number[][] = [];
          for (let from = 0, cut = 0; from < candles.length; cut += 1) {
            const to = Math.min(candles.length, from + (cuts[cut % cuts.length] ?? 1));
            const part = slower.append(sliceColumns(candles, from, to));
            for (let row = 0; row < part.length; row += 1) made.push(COLUMN_NAMES.map((name) => part[name][row] ?? 0));
            from = to;
          }
          const until = ((times.at(-1) ?? 0) + 1) * HOUR_MS;
          const exact = toCandleColumns(rollUpCandles(exactOf(candles), slow, until));
          expect(made).toHaveLength(exact.length);
          for (const [row, values] of made.entries()) {
            for (const [index, name] of COLUMN_NAMES.entries())
              expect(values[index]).toBeCloseTo(exact[name][row] ?? 0, 9);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it("refuse a timeframe that is no multiple", () => {
    expect(() => new SlowerCandles("4h", "1h")).toThrow("Candles of 1h cannot be made of candles of 4h.");
    expect(new SlowerCandles("1h", "4h").append(emptyColumns(0)).length).toBe(0);
  });
});

function exactOf(candles: ReturnType<typeof candlesAt>): Parameters<typeof rollUpCandles>[0] {
  return Array.from(
    candles.timestampMs,
    (openTime, index) =>
      ({
        openTime,
        ...Object.fromEntries(
          COLUMN_NAMES.filter((name) => name !== "timestampMs").map((name) => [name, String(candles[name][index])]),
        ),
        closed: true,
      }) as unknown as Parameters<typeof rollUpCandles>[0][number], // plain numbers print as decimals
  );
}
