import { describe, expect, it } from "vitest";
import { SimulatedMarket } from "#engine/simulation/market/simulated-market.ts";
import { marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS, unixMs } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { RecordingSink } from "#testing/recording-sink.ts";
import { SimulatedFeed } from "./feed.ts";

const VENUE = venueIdSchema.parse("sim-alpha");
const BTC = marketSymbolSchema.parse("BTC/USD");
const LTC = marketSymbolSchema.parse("LTC/USD");

function setUp(gaps: "realistic" | "none" = "none", start?: number) {
  const clock = new ManualClock(start);
  const market = new SimulatedMarket({ seed: 1, gaps });
  return { clock, market, feed: new SimulatedFeed({ venue: VENUE, market, clock }), sink: new RecordingSink() };
}

describe("the simulated feed", () => {
  it("delivers every market at once, then each in its own rhythm, until it is stopped", async () => {
    const { clock, feed, sink } = setUp();
    const symbols = (await feed.fetchInstruments()).map(({ symbol }) => symbol);
    const running = feed.watchQuotes(symbols, sink);
    expect(sink.statuses.map(({ state }) => state)).toEqual(["live"]);
    expect(sink.quotes.map(({ symbol }) => symbol)).toEqual(symbols);
    await clock.advance(10 * SECOND_MS);
    const count = (symbol: string) => sink.quotes.filter((quote) => quote.symbol === symbol).length;
    expect([count("BTC/USD"), count("LTC/USD"), count("USDC/USD")]).toEqual([41, 21, 11]);
    await running.dispose();
    const before = sink.quotes.length;
    await clock.advance(SECOND_MS);
    expect([sink.quotes.length, clock.pending]).toEqual([before, 0]);
  });

  it("says what the market says at that time, whenever it was started", async () => {
    const { clock, market, feed, sink } = setUp();
    await clock.advance(1_234);
    feed.watchQuotes([BTC], sink);
    await clock.advance(MINUTE_MS);
    for (const quote of sink.quotes) {
      expect(quote).toEqual({ ...market.quoteAt(VENUE, BTC, quote.tsInit), tsInit: quote.tsInit });
    }
  });

  it("is silent in an outage, says so, and comes back", async () => {
    const start = 1_767_571_200_000;
    const { market } = setUp("realistic");
    const times = Array.from({ length: 72 * 3_600 }, (_, second) => unixMs(start + second * SECOND_MS));
    const outage = times.map((time) => market.outageAt(VENUE, time)).find((found) => found !== null);
    if (outage === undefined || outage === null) throw new Error("The simulated market has no outage in three days");
    const { clock, feed, sink } = setUp("realistic", outage.from - 2 * SECOND_MS);
    feed.watchQuotes([BTC], sink);
    await clock.advance(outage.until - outage.from + 5 * SECOND_MS);
    expect(sink.statuses.map(({ state }) => state)).toEqual(["live", "down", "live"]);
    const during = sink.quotes.filter(({ tsInit }) => tsInit >= outage.from + 250 && tsInit < outage.until);
    expect(during).toEqual([]);
    expect(sink.quotes.at(-1)?.tsInit).toBeGreaterThan(outage.until);
  });

  it("tells when the clock was set back", async () => {
    const { clock, feed, sink } = setUp();
    feed.watchQuotes([BTC], sink);
    await clock.advance(SECOND_MS);
    clock.stepWall(-HOUR_MS);
    await clock.advance(SECOND_MS);
    expect(sink.resets).toBe(1);
  });

  it("tells closed candles only, up to the time asked for, at most as many as asked", async () => {
    const { clock, feed } = setUp();
    await clock.advance(90 * SECOND_MS);
    const now = clock.now();
    const latest = await feed.fetchCandles({ symbol: BTC, timeframe: "1m", limit: 3 });
    expect(latest.map(({ openTime }) => now - openTime)).toEqual([210_000, 150_000, 90_000]);
    const before = latest[1]?.openTime;
    const earlier = await feed.fetchCandles({ symbol: BTC, timeframe: "1m", limit: 2, ...(before ? { before } : {}) });
    expect(earlier.at(-1)).toEqual(latest[0]);
    expect(earlier).toHaveLength(2);
    const wide = feed.fetchCandles({ symbol: LTC, timeframe: "1d", limit: 150 });
    await clock.advance(10);
    expect(await wide).toHaveLength(150);
  });

  it("refuses a market it does not have", async () => {
    const { feed } = setUp();
    const symbol = marketSymbolSchema.parse("FOO/USD");
    await expect(feed.fetchCandles({ symbol, timeframe: "1m", limit: 1 })).rejects.toMatchObject({
      code: "FEED_NO_DATA",
      message: "sim-alpha has no market FOO/USD.",
    });
    await expect(feed.fetchOrderBook({ symbol, depth: 5 })).rejects.toMatchObject({ code: "FEED_NO_DATA" });
  });
});
