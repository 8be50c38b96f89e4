import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Candle } from "#shared/domain/candle.ts";
import { mergeCandles, rollUpCandles } from "#shared/domain/compute-candles.ts";
import { Decimal, decimal, decimalString } from "#shared/domain/decimal.ts";
import { MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import { TradeMinute } from "./trade-minute.ts";

const START = 1_767_571_200_000;

type Trade = Parameters<TradeMinute["add"]>[0];

const trade = (id: number, atMs: number, price: string, quantity = "1"): Trade => ({
  id: String(id),
  price: decimalString(price),
  quantity: decimalString(quantity),
  tsEvent: unixMs(START + atMs),
});

function candlesOf(minute: TradeMinute, trades: readonly Trade[]): readonly Candle[] {
  const candles = trades.flatMap((one) => minute.add(one) ?? []);
  const last = minute.close();
  return last === null ? candles : [...candles, last];
}

/** Trades in order of time, with ids of their own, over a few minutes. */
const trades = fc
  .array(
    fc.record({
      waitMs: fc.oneof(fc.integer({ min: 0, max: 5_000 }), fc.constantFrom(0, 59_999, 60_000, 150_000)),
      price: fc.integer({ min: 1, max: 10 ** 9 }),
      places: fc.integer({ min: 0, max: 8 }),
      quantity: fc.integer({ min: 1, max: 10 ** 9 }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((drawn) => {
    let atMs = 0;
    return drawn.map(({ waitMs, price, places, quantity }, index) => {
      atMs += waitMs;
      return trade(
        index,
        atMs,
        Decimal.of(BigInt(price), places).toString(),
        Decimal.of(BigInt(quantity), 8).toString(),
      );
    });
  });

describe("a minute of trades", () => {
  it("has their prices and their exact volume", () => {
    const minute = new TradeMinute();
    const all = [trade(1, 100, "100.1", "0.1"), trade(2, 200, "99.95", "0.2"), trade(3, 300, "100.2", "0.3")];
    expect(candlesOf(minute, all)).toEqual([
      { openTime: START, open: "100.1", high: "100.2", low: "99.95", close: "100.2", volume: "0.6", closed: true },
    ]);
  });

  it("tells far digits apart that are the same number", () => {
    const [candle] = candlesOf(new TradeMinute(), [
      trade(1, 0, "1.00000000000000000001"),
      trade(2, 1, "1.00000000000000000002"),
      trade(3, 2, "1.00000000000000000000"),
    ]);
    expect(candle).toMatchObject({ high: "1.00000000000000000002", low: "1" });
  });

  it("ignores a trade that comes twice, in its minute and in the next", () => {
    const minute = new TradeMinute();
    minute.add(trade(1, 0, "100"));
    minute.add(trade(1, 0, "100"));
    expect(minute.add(trade(2, MINUTE_MS, "101"))).toMatchObject({ volume: "1", close: "100" });
    minute.add(trade(1, 0, "100"));
    minute.add(trade(2, MINUTE_MS, "101"));
    expect([minute.duplicates, minute.late, minute.candle()?.volume]).toEqual([3, 0, "1"]);
  });

  it("counts a trade that comes after its minute, and does not open that minute again", () => {
    const minute = new TradeMinute();
    minute.add(trade(1, 0, "100"));
    expect(minute.close()).toMatchObject({ openTime: START });
    expect(minute.add(trade(2, 30_000, "999"))).toBeNull();
    minute.add(trade(3, MINUTE_MS, "101"));
    minute.add(trade(4, 59_999, "999"));
    expect([minute.late, minute.candle()?.high]).toEqual([2, "101"]);
  });

  it("remembers no more ids than it must, however many trades a minute has", () => {
    const minute = new TradeMinute();
    for (let id = 0; id < 30_000; id += 1) minute.add(trade(id, 10, "100"));
    // The newest 20,000 are known, the oldest are not.
    for (const id of [29_999, 10_000]) minute.add(trade(id, 10, "100"));
    expect(minute.duplicates).toBe(2);
    minute.add(trade(0, 10, "100"));
    expect(minute.duplicates).toBe(2);
  });

  it("ends where somebody else tells the minute", () => {
    const minute = new TradeMinute();
    minute.add(trade(1, 0, "100"));
    minute.skipTo(START + MINUTE_MS);
    expect(minute.candle()).toBeNull();
    minute.add(trade(2, 59_000, "100"));
    expect([minute.late, minute.openTime]).toEqual([1, -1]);
    minute.add(trade(3, MINUTE_MS, "100"));
    minute.skipTo(START + MINUTE_MS);
    expect(minute.openTime).toBe(START + MINUTE_MS);
  });

  it("is the same however the trades are divided, and merges to what all of them make", () => {
    fc.assert(
      fc.property(trades, fc.array(fc.nat(60)), (all, cuts) => {
        const whole = candlesOf(new TradeMinute(), all);
        // Any partition in time, each part rolled by itself: parts of one minute merge to that minute.
        const edges = [...new Set([0, ...cuts.filter((cut) => cut < all.length), all.length])].sort((a, b) => a - b);
        const parts = edges
          .slice(1)
          .flatMap((end, index) => candlesOf(new TradeMinute(), all.slice(edges[index], end)));
        expect(rollUpCandles(parts, "1m", Number.POSITIVE_INFINITY)).toEqual(whole);
        const five = rollUpCandles(whole, "5m", Number.POSITIVE_INFINITY);
        for (const candle of five) {
          const own = all.filter(
            ({ tsEvent }) => tsEvent >= candle.openTime && tsEvent < candle.openTime + 5 * MINUTE_MS,
          );
          expect(candle).toMatchObject({ open: own[0]?.price, close: own.at(-1)?.price });
          expect(decimal(candle.high).eq(Decimal.max(decimal("0"), ...own.map(({ price }) => decimal(price))))).toBe(
            true,
          );
          expect(
            decimal(candle.low).eq(Decimal.min(decimal(candle.high), ...own.map(({ price }) => decimal(price)))),
          ).toBe(true);
          expect(decimal(candle.volume).eq(Decimal.sum(own.map(({ quantity }) => decimal(quantity))))).toBe(true);
        }
        expect(mergeCandles(parts, whole[0]?.openTime ?? unixMs(0), true)?.close).toBe(all.at(-1)?.price);
      }),
    );
  });

  it("is the same when trades come twice or, within a minute, in another order", () => {
    fc.assert(
      fc.property(trades, fc.integer(), (all, seed) => {
        const apart = all.map((one, index) => ({ ...one, tsEvent: unixMs(one.tsEvent + index) }));
        const whole = candlesOf(new TradeMinute(), apart);
        const minutes = new Map<number, Trade[]>();
        for (const one of apart) {
          const key = Math.floor(one.tsEvent / MINUTE_MS);
          minutes.set(key, [...(minutes.get(key) ?? []), one]);
        }
        const mixed = [...minutes.values()].flatMap((group) => {
          const turn = Math.abs(seed) % group.length;
          const turned = [...group.slice(turn), ...group.slice(0, turn)];
          return [...turned, ...turned.slice(0, 3)];
        });
        const again = candlesOf(new TradeMinute(), mixed);
        expect(again).toEqual(whole);
      }),
    );
  });
});
