// Real candles through the whole chain, where they are there: every folder is read and played through the engine.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MarketDataEngine } from "#engine/market-data/market-data-engine.ts";
import { DiskCandleFiles } from "#platform/files/candle-files.ts";
import { decimal } from "#shared/domain/decimal.ts";
import { assetSchema } from "#shared/domain/ids.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { openReplay } from "./feed.ts";

const ROOT = join(process.env.SCHWABOT_REFERENCE_DATA ?? "../shared/data", "market");
const HAS_DATA = existsSync(ROOT);
const WHY_NOT = `no reference candles in ${ROOT} (SCHWABOT_REFERENCE_DATA names another folder)`;
const FOLDERS = ["1d", "1h", "1h_2024_mit", "1m", "1m_2021-10", "1m_outage_2023-03-24"];
const USD = assetSchema.parse("USD");

async function play(folder: string, skipMs: number, speed = 60) {
  const clock = new ManualClock();
  const replay = await openReplay({ files: new DiskCandleFiles(join(ROOT, folder)), clock, skipMs, speed });
  const engine = new MarketDataEngine({
    feeds: [{ feed: replay.feed, symbols: "all" }],
    candles: new MemoryStore().repositories.candles,
    clock,
    logger: silentLogger,
  });
  await engine.start();
  return { clock, engine, ...replay };
}

describe("real candles", () => {
  it("cover every folder of the reference data that holds candles", ({ skip }) => {
    skip(!HAS_DATA, WHY_NOT);
    const found = readdirSync(ROOT, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== "orderbook")
      .map(({ name }) => name);
    expect(found.sort()).toEqual([...FOLDERS].sort());
  });

  it.for(FOLDERS)(
    "%s plays: quotes pass, prices follow the candles, the engine's candles are the files'",
    async (folder, { skip }) => {
      skip(!HAS_DATA, WHY_NOT);
      const { clock, engine, feed, market } = await play(folder, 4 * HOUR_MS);
      await clock.advance(3 * SECOND_MS);
      const accounting = engine.accounting();
      expect(accounting.received).toBeGreaterThan(100);
      expect(accounting.rejected).toBe(0);
      const quotes = engine.allQuotes();
      expect(quotes.length).toBeGreaterThan(2);
      for (const quote of quotes) {
        expect([quote.state, quote.source]).toEqual(["live", "replay"]);
        const base = assetSchema.parse(quote.symbol.split("/")[0]);
        const price = engine.consensus(base, USD);
        expect(price?.assumedPar).toBe(true);
        expect(price?.price).toBe(decimal(quote.bid).add(decimal(quote.ask)).mul(decimal("0.5")).toString());
      }
      const timeframe = market.data.timeframe;
      const symbol = quotes[0]?.symbol;
      if (symbol === undefined) throw new Error("No quotes");
      const series = market.data.series.find(({ instrument }) => instrument.symbol === symbol);
      const shown = await engine.candles(feed.venue, symbol, timeframe, { limit: 1_000 });
      const closed = shown.filter((candle) => candle.closed);
      expect(closed).toEqual(series?.candles.slice(0, closed.length));
      expect(Math.max(...shown.map(({ openTime }) => openTime))).toBeLessThanOrEqual(engine.venueTime(feed.venue));
    },
  );

  it("keeps the outage of 24 March 2023: prices go stale, no candle is made up", async ({ skip }) => {
    skip(!HAS_DATA, WHY_NOT);
    const { clock, engine, feed } = await play("1m_outage_2023-03-24", 12.5 * HOUR_MS);
    // 12:30 to 12:39 are the last candles; then 80 minutes are missing: at 60 times real time, 80 seconds.
    await clock.advance(50 * SECOND_MS);
    const btc = engine.allQuotes().find(({ symbol }) => symbol === "BTC/USDT");
    expect(btc?.state).toBe("stale");
    expect(btc?.reason).toBe("No confirmation from the venue for 40 s.");
    await clock.advance(50 * SECOND_MS);
    const candles = await engine.candles(feed.venue, btc?.symbol ?? ("" as never), "1m", { limit: 30 });
    const gaps = candles.slice(1).map(({ openTime }, index) => openTime - (candles[index]?.openTime ?? 0));
    expect(gaps.filter((gap) => gap !== MINUTE_MS)).toEqual([81 * MINUTE_MS]);
    expect(engine.allQuotes().find(({ symbol }) => symbol === "BTC/USDT")?.state).toBe("live");
  });

  it("refuses a folder that holds no candles", async ({ skip }) => {
    skip(!HAS_DATA, WHY_NOT);
    const files = new DiskCandleFiles(join(ROOT, "orderbook"));
    await expect(openReplay({ files, clock: new ManualClock() })).rejects.toMatchObject({ code: "INPUT_INVALID" });
  });

  it("takes a real day's moves for what they are: less than one quote in a thousand waits for confirmation", async ({
    skip,
  }) => {
    skip(!HAS_DATA, WHY_NOT);
    const { clock, engine } = await play("1m", 0, 3_600);
    await clock.advance(24 * SECOND_MS);
    const { received, rejected } = engine.accounting();
    expect(received).toBeGreaterThan(800_000);
    expect(rejected / received).toBeLessThan(0.001);
  });
});
