import { describe, expect, it } from "vitest";
import { type Candle, TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import { marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS, unixMs } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { scriptedMinute } from "#testing/scripted-feed.ts";
import { recordingLogger } from "#testing/silent-logger.ts";
import { CandleRetention } from "./candle-retention.ts";

const START = 1_767_571_200_000;
const VENUE = venueIdSchema.parse("kraken");
const BTC = marketSymbolSchema.parse("BTC/USD");

function series(timeframe: Timeframe, daysAgo: number, count: number): readonly Candle[] {
  return Array.from({ length: count }, (_, index) =>
    scriptedMinute(START - daysAgo * DAY_MS + index * TIMEFRAME_MS[timeframe], 100),
  );
}

function setUp() {
  const clock = new ManualClock(START);
  const store = new MemoryStore();
  const { candles } = store.repositories;
  const logger = recordingLogger();
  const retention = new CandleRetention({ candles, clock, logger });
  const left = async (timeframe: Timeframe) => candles.list(VENUE, BTC, timeframe, { limit: 1_000_000 });
  return { clock, store, candles, retention, left, logger };
}

describe("old candles", () => {
  it.each<[Timeframe, number | null]>([
    ["1m", 30],
    ["5m", 90],
    ["15m", 180],
    ["1h", 3 * 365],
    ["4h", null],
    ["1d", null],
  ])("of %s are kept for %s days", async (timeframe, days) => {
    const { candles, retention, left } = setUp();
    const old = series(timeframe, 4_000, 5);
    const edge = days === null ? [] : series(timeframe, days, 3);
    const justOver = days === null ? [] : [scriptedMinute(START - days * DAY_MS - TIMEFRAME_MS[timeframe], 100)];
    await candles.save(VENUE, BTC, timeframe, [...old, ...justOver, ...edge]);
    expect(await retention.run()).toBe(days === null ? 0 : 6);
    expect(await left(timeframe)).toEqual(days === null ? old : edge);
  });

  it("stay where the user has imported them", async () => {
    const { candles, retention, left } = setUp();
    const imported = series("1m", 100, 10);
    await candles.save(VENUE, BTC, "1m", imported, "import");
    await candles.save(VENUE, BTC, "1m", series("1m", 99, 10), "venue");
    expect(await retention.run()).toBe(10);
    expect(await left("1m")).toEqual(imported);
  });

  it("go in small batches with pauses, at the start and once a day", async () => {
    const { clock, candles, retention, left } = setUp();
    const sizes: number[] = [];
    const { prune } = candles;
    Object.assign(candles, {
      prune: async (...args: Parameters<typeof prune>) => {
        const done = await prune(...args);
        sizes.push(done.deleted);
        return done;
      },
    });
    await candles.save(VENUE, BTC, "1m", series("1m", 40, 5_000), "venue");
    retention.start();
    await clock.advance(2 * MINUTE_MS);
    expect(sizes).toEqual([2_000]);
    await clock.advance(5 * SECOND_MS);
    expect(sizes).toEqual([2_000, 2_000, 1_000]);
    expect(await left("1m")).toEqual([]);
    await candles.save(VENUE, BTC, "1m", series("1m", 29.5, 100), "venue");
    await clock.advance(DAY_MS);
    expect(await left("1m")).toEqual([]);
    await retention.dispose();
    expect(clock.pending).toBe(0);
  });

  it("wait for the next day when the store refuses; a stop ends the work between two batches", async () => {
    const { clock, store, candles, retention, left, logger } = setUp();
    await candles.save(VENUE, BTC, "1m", series("1m", 40, 5_000), "venue");
    store.failWrites("STORE_FULL");
    retention.start();
    await clock.advance(2 * MINUTE_MS);
    expect(logger.lines.map(({ message }) => message)).toEqual(["Deleting old candles failed"]);
    store.heal();
    const running = retention.run();
    expect(retention.run()).toBe(running);
    await clock.advance(SECOND_MS / 8);
    await retention.dispose();
    expect(await running).toBe(2_000);
    expect(await left("1m")).toHaveLength(3_000);
  });

  it("leave nothing confirmed that is no longer there", async () => {
    const { candles, retention } = setUp();
    const range = { from: unixMs(START - 40 * DAY_MS), until: unixMs(START) };
    await candles.confirm(VENUE, BTC, "1m", range, series("1m", 40, 10));
    await retention.run();
    expect(await candles.confirmed(VENUE, BTC)).toEqual({
      "1m": { from: START - 30 * DAY_MS, until: START },
    });
  });
});
