import { describe, expect, it } from "vitest";
import type { Candle } from "#shared/domain/candle.ts";
import { marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { scriptedMinute } from "#testing/scripted-feed.ts";
import { CandleArchiveService } from "./candle-archive-service.ts";

const START = 1_767_571_200_000;
const VENUE = venueIdSchema.parse("kraken");
const BTC = marketSymbolSchema.parse("BTC/USD");
const MARKET = { venue: VENUE, symbol: BTC };
const KEY = { ...MARKET, timeframe: "1m" } as const;
const HEADER = "timestamp_ms,open,high,low,close,volume";

function setUp() {
  const { candles } = new MemoryStore().repositories;
  const archive = new CandleArchiveService({ candles, clock: new ManualClock(START + DAY_MS) });
  const list = () => candles.list(VENUE, BTC, "1m", { limit: 100_000 });
  return { candles, archive, list };
}

const minutes = (count: number): readonly Candle[] =>
  Array.from({ length: count }, (_, index) => scriptedMinute(START + index * MINUTE_MS, 100 + index));
const row = (minute: number, rest = "10,12,9,11,5") => `${START + minute * MINUTE_MS},${rest}`;
const file = (...rows: string[]) => ({ name: "BTCUSD.csv", text: [HEADER, ...rows].join("\n") });

describe("export", () => {
  it("gives a range as a file, page by page, and imports to the same", async () => {
    const { candles, archive } = setUp();
    const all = minutes(700).filter((_, index) => index < 200 || index > 420);
    await candles.save(VENUE, BTC, "1m", [...all, { ...scriptedMinute(START + 701 * MINUTE_MS, 1), closed: false }]);
    const pieces: string[] = [];
    for await (const piece of archive.exportPieces(KEY, {})) pieces.push(piece);
    const text = pieces.join("");
    expect(text.split("\n")).toHaveLength(all.length + 2);
    const pages: string[] = [];
    let from: ReturnType<typeof unixMs> | null = unixMs(0);
    while (from !== null) {
      const page = await archive.exportCandles(KEY, { from, limit: 150 });
      expect(page.file).toBe("BTCUSD.csv");
      pages.push(page.csv.slice(HEADER.length + 1));
      from = page.next;
    }
    expect(pages).toHaveLength(4);
    expect(`${HEADER}\n${pages.join("")}`).toBe(text);
    const other = setUp();
    const report = await other.archive.importCandles(MARKET, { name: "BTCUSD.csv", text }, { timeframe: null });
    expect(report).toEqual({
      timeframe: "1m",
      candles: all.length,
      stored: all.length,
      first: START,
      last: START + 699 * MINUTE_MS,
    });
    expect(await other.list()).toEqual(all);
  });

  it("cuts at the range, and is only a header where nothing is stored", async () => {
    const { candles, archive } = setUp();
    await candles.save(VENUE, BTC, "1m", minutes(10));
    const part = await archive.exportCandles(KEY, {
      from: unixMs(START + 2 * MINUTE_MS + 1),
      until: unixMs(START + 5 * MINUTE_MS),
      limit: 100,
    });
    expect(part).toMatchObject({ candles: 2, next: null });
    expect(part.csv.split("\n")[1]).toMatch(new RegExp(`^${START + 3 * MINUTE_MS},`));
    const none = await archive.exportCandles({ ...KEY, timeframe: "1d" }, { limit: 100 });
    expect(none).toEqual({ file: "BTCUSD.csv", csv: `${HEADER}\n`, candles: 0, next: null });
  });
});

describe("import", () => {
  it.each<[string, { name: string; text: string }, string]>([
    [
      "another header",
      { name: "x.csv", text: "time,open\n" },
      `x.csv, line 1: expected the header ${HEADER}, got "time,open".`,
    ],
    ["no rows", file(), 'BTCUSD.csv, line 1: expected at least two rows, or the timeframe to be named, got "0".'],
    ["a missing column", file(row(0), row(1, "1,2,3")), `BTCUSD.csv, line 3: expected 6 columns (${HEADER}), got "4".`],
    [
      "a row twice",
      file(row(0), row(0)),
      `BTCUSD.csv, line 3, column timestamp_ms: expected a time after ${START}, got "${START}".`,
    ],
    [
      "rows out of order",
      file(row(1), row(0)),
      `BTCUSD.csv, line 3, column timestamp_ms: expected a time after ${START + MINUTE_MS}, got "${START}".`,
    ],
    [
      "a high below the close",
      file(row(0), row(1, "10,10.5,9,11,5")),
      'BTCUSD.csv, line 3, column high: expected the highest price of its row, got "10.5".',
    ],
    [
      "a price of zero",
      file(row(0), row(1, "10,12,0,11,5")),
      'BTCUSD.csv, line 3, column low: expected a price greater than zero, got "0".',
    ],
    [
      "a row off the grid",
      file(row(0), row(1), row(2.5)),
      `BTCUSD.csv, line 4, column timestamp_ms: expected a multiple of 1m, got "${START + 150_000}".`,
    ],
    [
      "an odd beginning",
      file(`${START + 500},10,12,9,11,5`, `${START + MINUTE_MS + 500},10,12,9,11,5`),
      `BTCUSD.csv, line 2, column timestamp_ms: expected a multiple of 1m, got "${START + 500}".`,
    ],
    [
      "a candle that is not over",
      file(row(0), row(24 * 60)),
      `BTCUSD.csv, line 3, column timestamp_ms: expected a candle that was over by ${START + DAY_MS}, got "${START + DAY_MS}".`,
    ],
  ])("refuses %s and stores nothing", async (_name, wrong, message) => {
    const { archive, list } = setUp();
    await expect(archive.importCandles(MARKET, wrong, { timeframe: null })).rejects.toMatchObject({
      code: "INPUT_INVALID",
      message,
    });
    expect(await list()).toEqual([]);
  });

  it("checks against the timeframe that is named", async () => {
    const { archive } = setUp();
    await expect(archive.importCandles(MARKET, file(row(0), row(1)), { timeframe: "5m" })).rejects.toMatchObject({
      message: expect.stringContaining("expected a multiple of 5m"),
    });
    expect(await archive.importCandles(MARKET, file(row(60)), { timeframe: "1h" })).toMatchObject({
      timeframe: "1h",
      candles: 1,
      first: START + HOUR_MS,
    });
    await expect(archive.importCandles(MARKET, file(), { timeframe: "1h" })).rejects.toMatchObject({
      message: "BTCUSD.csv, line 2: expected a row of a candle, got nothing.",
    });
  });

  it("leaves the venue's own candles, and gives way when they come", async () => {
    const { candles, archive, list } = setUp();
    const own = minutes(3);
    await candles.confirm(VENUE, BTC, "1m", { from: unixMs(START), until: unixMs(START + 3 * MINUTE_MS) }, own);
    const rows = file(row(2), row(3), row(4));
    expect(await archive.importCandles(MARKET, rows, { timeframe: null, dryRun: true })).toMatchObject({ stored: 3 });
    expect(await list()).toEqual(own);
    expect(await archive.importCandles(MARKET, rows, { timeframe: null })).toMatchObject({ candles: 3, stored: 2 });
    expect((await list()).map(({ close }) => close)).toEqual(["100.5", "101.5", "102.5", "11", "11"]);
    expect(await archive.stock()).toEqual({
      series: [{ ...KEY, first: START, last: START + 4 * MINUTE_MS, imported: 2 }],
      bytes: expect.any(Number),
      freeBytes: 0,
    });
    const told = minutes(4).slice(3);
    await candles.confirm(
      VENUE,
      BTC,
      "1m",
      { from: unixMs(START + 3 * MINUTE_MS), until: unixMs(START + 5 * MINUTE_MS) },
      told,
    );
    expect((await list()).map(({ close }) => close)).toEqual(["100.5", "101.5", "102.5", "103.5", "11"]);
    expect((await archive.stock()).series[0]?.imported).toBe(1);
  });
});
