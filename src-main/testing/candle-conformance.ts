// How must every store keep candles, in memory or on disk? Part of the suite of stores.
import { describe, expect, it } from "vitest";
import type { CandleRepository } from "#engine/ports/repositories.ts";
import type { Candle } from "#shared/domain/candle.ts";
import { decimalString, decimalStringSchema } from "#shared/domain/decimal.ts";
import { marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";

const VENUE = venueIdSchema.parse("sim-alpha");
const SYMBOL = marketSymbolSchema.parse("BTC/USD");
const T = 1_767_571_200_000;

function candle(openTime: number, close: string, closed = true): Candle {
  return {
    openTime: unixMs(openTime),
    open: decimalString("1"),
    high: decimalString("9"),
    low: decimalString("0.00000001"),
    close: decimalString(close),
    volume: decimalString("12345678901234567890.123456789"),
    closed,
  };
}

/** `open`: the store's candles; `reopen`: the same as after a restart, where there is something to open again. */
export function describeCandles(open: () => CandleRepository, reopen: () => Promise<CandleRepository>): void {
  describe("candles", () => {
    it("lists the newest candles before a time, oldest first, and replaces an open one", async () => {
      const candles = open();
      await candles.save(VENUE, SYMBOL, "1m", [
        candle(T, "2"),
        candle(T + 60_000, "3"),
        candle(T + 120_000, "4", false),
      ]);
      await candles.save(VENUE, SYMBOL, "1m", [candle(T + 120_000, "5")]);
      await candles.save(VENUE, SYMBOL, "5m", [candle(T, "7")]);
      const after = await reopen();
      const list = (query: { before?: ReturnType<typeof unixMs>; limit: number }) =>
        after.list(VENUE, SYMBOL, "1m", query);
      expect(await list({ limit: 2 })).toEqual([candle(T + 60_000, "3"), candle(T + 120_000, "5")]);
      expect(await list({ limit: 5, before: unixMs(T + 120_000) })).toEqual([candle(T, "2"), candle(T + 60_000, "3")]);
    });

    it("lists candles within a range, and lets only a later source replace a candle", async () => {
      const candles = open();
      await candles.save(VENUE, SYMBOL, "1m", [candle(T, "1"), candle(T + 60_000, "1"), candle(T + 120_000, "1")]);
      expect(
        await candles.save(VENUE, SYMBOL, "1m", [candle(T + 60_000, "2"), candle(T + 120_000, "2")], "import"),
      ).toBe(2);
      await candles.save(VENUE, SYMBOL, "1m", [candle(T + 120_000, "3")], "venue");
      expect(await candles.save(VENUE, SYMBOL, "1m", [candle(T + 60_000, "9"), candle(T + 180_000, "9")])).toBe(1);
      await candles.save(VENUE, SYMBOL, "1m", [candle(T + 120_000, "9")], "import");
      const after = await reopen();
      const list = (query: { from?: ReturnType<typeof unixMs>; before?: ReturnType<typeof unixMs>; limit: number }) =>
        after.list(VENUE, SYMBOL, "1m", query);
      expect(await list({ limit: 9, from: unixMs(T + 60_000) })).toEqual([
        candle(T + 60_000, "2"),
        candle(T + 120_000, "3"),
        candle(T + 180_000, "9"),
      ]);
      expect(await list({ limit: 9, from: unixMs(T), before: unixMs(T + 120_000) })).toHaveLength(2);
    });

    it("takes what the venue confirms: its candles, its gaps, not the user's imports; and says what was corrected", async () => {
      const candles = open();
      const minute = (index: number, close: string) => candle(T + index * 60_000, close);
      await candles.save(
        VENUE,
        SYMBOL,
        "1m",
        [0, 1, 2, 3, 6].map((index) => minute(index, "1")),
      );
      await candles.save(VENUE, SYMBOL, "1m", [minute(4, "2"), minute(5, "2")], "import");
      const range = (from: number, until: number) => ({
        from: unixMs(T + from * 60_000),
        until: unixMs(T + until * 60_000),
      });
      // The venue corrects 1, agrees with 2, has no 3, has another 4 than was imported, and no 5.
      const told = [minute(1, "8"), minute(2, "1"), minute(4, "8")];
      expect(await candles.confirm(VENUE, SYMBOL, "1m", range(1, 6), told)).toEqual([minute(1, "8"), minute(4, "8")]);
      expect(await candles.confirm(VENUE, SYMBOL, "1m", range(1, 6), told)).toEqual([]);
      // The same number, written otherwise, is no correction.
      const written = { ...minute(2, "1"), close: decimalStringSchema.parse("1.00") };
      expect(await candles.confirm(VENUE, SYMBOL, "1m", range(2, 3), [written])).toEqual([]);
      await candles.confirm(VENUE, SYMBOL, "1m", range(2, 3), [minute(2, "1")]);
      await candles.save(VENUE, SYMBOL, "1m", [minute(1, "7"), minute(4, "7")], "import");
      const after = await reopen();
      expect(await after.list(VENUE, SYMBOL, "1m", { limit: 20 })).toEqual([
        minute(0, "1"),
        minute(1, "8"),
        minute(2, "1"),
        minute(4, "8"),
        minute(5, "2"),
        minute(6, "1"),
      ]);
      expect(await after.confirmed(VENUE, SYMBOL)).toEqual({ "1m": range(1, 6) });
      await after.confirm(VENUE, SYMBOL, "1m", range(6, 9), []);
      await after.confirm(VENUE, SYMBOL, "5m", range(0, 5), []);
      // Of two ranges with a hole between them the newer one is what is known.
      await after.confirm(VENUE, SYMBOL, "1m", range(-9, -4), []);
      expect(await after.confirmed(VENUE, SYMBOL)).toEqual({ "1m": range(1, 9), "5m": range(0, 5) });
      await after.save(VENUE, SYMBOL, "1m", [minute(7, "1"), minute(8, "1")]);
      await after.replaceOwn(VENUE, SYMBOL, "1m", range(0, 9), [minute(1, "5"), minute(7, "5")]);
      const left = await after.list(VENUE, SYMBOL, "1m", { limit: 20 });
      expect(left.map(({ openTime, close }) => [(openTime - T) / 60_000, close])).toEqual([
        [1, "8"],
        [2, "1"],
        [4, "8"],
        [5, "2"],
        [7, "5"],
      ]);
      await after.confirm(VENUE, SYMBOL, "1m", range(20, 21), []);
      expect(await after.confirmed(VENUE, SYMBOL)).toMatchObject({ "1m": range(20, 21) });
    });

    it("knows every series of every venue and market", async () => {
      const candles = open();
      const named = [
        ["binance", "BTC/USDT", "1m"],
        ["binance", "ETH/USDT", "1d"],
        ["kraken", "BTC/USD", "1h"],
        ["kraken", "BTC/USD", "1m"],
      ] as const;
      for (const [venue, symbol, timeframe] of named) {
        const key = [venueIdSchema.parse(venue), marketSymbolSchema.parse(symbol), timeframe] as const;
        await candles.save(...key, [candle(T, "1"), candle(T + 86_400_000, "1")]);
      }
      const after = await reopen();
      const series = await after.series();
      expect(series.map(({ venue, symbol, timeframe }) => [venue, symbol, timeframe])).toEqual(named);
      expect(series.map(({ first, last }) => last - first)).toEqual([86_400_000, 86_400_000, 86_400_000, 86_400_000]);
    });

    it("prunes in small batches, spares what was imported and says what is left", async () => {
      const candles = open();
      const minute = (index: number) => candle(T + index * 60_000, "1");
      const indices = Array.from({ length: 10 }, (_, index) => index);
      await candles.save(VENUE, SYMBOL, "1m", indices.map(minute));
      await candles.save(VENUE, SYMBOL, "1m", [minute(2), minute(3)], "import");
      await candles.save(VENUE, SYMBOL, "5m", [minute(0)]);
      const range = { from: unixMs(T), until: unixMs(T + 600_000) };
      await candles.confirm(VENUE, SYMBOL, "5m", range, [minute(0)]);
      const series = { venue: VENUE, symbol: SYMBOL };
      expect(await candles.series()).toEqual([
        { ...series, timeframe: "1m", first: T, last: T + 540_000, imported: 2 },
        { ...series, timeframe: "5m", first: T, last: T, imported: 0 },
      ]);
      const before = unixMs(T + 420_000);
      let from = unixMs(0);
      const deleted: number[] = [];
      for (let batch = 0; batch < 4; batch += 1) {
        const done = await candles.prune(VENUE, SYMBOL, "1m", { after: from, before, limit: 3 });
        deleted.push(done.deleted);
        if (done.next === null) break;
        from = done.next;
      }
      expect(deleted).toEqual([2, 2, 1]);
      await candles.prune(VENUE, SYMBOL, "5m", { after: unixMs(0), before, limit: 3 });
      const after = await reopen();
      const left = await after.list(VENUE, SYMBOL, "1m", { limit: 20 });
      expect(left.map(({ openTime }) => (openTime - T) / 60_000)).toEqual([2, 3, 7, 8, 9]);
      // What was deleted is confirmed no longer.
      expect(await after.confirmed(VENUE, SYMBOL)).toEqual({
        "5m": { from: before, until: range.until },
      });
      expect(await after.series()).toEqual([
        { ...series, timeframe: "1m", first: T + 120_000, last: T + 540_000, imported: 2 },
      ]);
      expect((await after.size()).bytes).toBeGreaterThan(0);
    });
  });
}
