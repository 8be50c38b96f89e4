import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import type { CandleRepository } from "#engine/ports/repositories.ts";
import { rollUpCandles } from "#shared/domain/compute-candles.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { assetSchema, marketSymbolSchema } from "#shared/domain/ids.ts";
import type { Quote } from "#shared/domain/quote.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, unixMs } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { ScriptedFeed, scriptedMinute, scriptedQuote } from "#testing/scripted-feed.ts";
import { recordingLogger } from "#testing/silent-logger.ts";
import { MarketDataEngine } from "./market-data-engine.ts";

const START = 1_767_571_200_000;
const BTC = marketSymbolSchema.parse("BTC/USD");
const [BITCOIN, ETHER, USD] = ["BTC", "ETH", "USD"].map((code) => assetSchema.parse(code)) as [
  ReturnType<typeof assetSchema.parse>,
  ReturnType<typeof assetSchema.parse>,
  ReturnType<typeof assetSchema.parse>,
];

async function setUp(feeds = [new ScriptedFeed("kraken", ["BTC/USD", "ETH/BTC"])], candles?: CandleRepository) {
  const clock = new ManualClock(START);
  const logger = recordingLogger();
  const repository = candles ?? new MemoryStore().repositories.candles;
  const engine = new MarketDataEngine({
    feeds: feeds.map((feed) => ({ feed, symbols: "all" as const })),
    candles: repository,
    clock,
    logger,
  });
  const batches: (readonly Quote[])[] = [];
  engine.quotes.subscribe((batch) => batches.push(batch));
  await engine.start();
  const [feed] = feeds;
  if (feed === undefined) throw new Error("No feed");
  const tell = (symbol: string, mid: string) => {
    feed.sink.onQuotes([scriptedQuote(feed.venue, symbol, clock.now(), mid)]);
  };
  return { clock, logger, engine, feed, batches, tell, repository };
}

describe("delivery", () => {
  it("sends the latest of each market once a tick", async () => {
    const { clock, batches, tell } = await setUp();
    tell("BTC/USD", "100");
    tell("BTC/USD", "101");
    tell("ETH/BTC", "10");
    expect(batches).toEqual([]);
    await clock.advance(100);
    expect(batches.map((batch) => batch.map(({ symbol, last }) => `${symbol} ${last}`))).toEqual([
      ["BTC/USD 101", "ETH/BTC 10"],
    ]);
    await clock.advance(500);
    expect(batches).toHaveLength(1);
  });

  it("accounts for every quote: received = rejected + conflated + delivered + pending", async () => {
    const step = fc.record({
      mid: fc.constantFrom("100", "100.1", "0.1", "150"),
      symbol: fc.constantFrom("BTC/USD", "ETH/BTC", "FOO/USD"),
      waitMs: fc.constantFrom(0, 0, 10, 100, 250),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { clock, engine, tell, batches } = await setUp();
        for (const { mid, symbol, waitMs } of steps) {
          tell(symbol, mid);
          if (waitMs > 0) await clock.advance(waitMs);
        }
        const { received, rejected, conflated, delivered, pending } = engine.accounting();
        expect(received).toBe(steps.length);
        expect(rejected + conflated + delivered + pending).toBe(received);
        expect(pending).toBeGreaterThanOrEqual(0);
        expect(batches.flat().length).toBe(delivered);
        await engine.dispose();
      }),
      { numRuns: 40 },
    );
  });

  it("tells when a price ages, when its feed falls and when it comes back", async () => {
    const { clock, engine, feed, batches, tell } = await setUp();
    tell("BTC/USD", "100");
    await clock.advance(17 * SECOND_MS);
    expect(batches.flat().map(({ state }) => state)).toEqual(["live", "lagging", "stale"]);
    feed.sink.onConfirmed(feed.venue, [BTC], clock.now());
    await clock.advance(SECOND_MS);
    expect(batches.flat().at(-1)?.state).toBe("live");
    feed.sink.onStatus({ venue: feed.venue, state: "down", detail: "socket closed", since: clock.now() });
    await clock.advance(SECOND_MS);
    expect(batches.flat().at(-1)).toMatchObject({ state: "dead", reason: "The venue's feed is down." });
    expect(engine.health()[0]).toMatchObject({ state: "down", detail: "socket closed", liveSymbols: 0, reconnects: 0 });
    feed.sink.onStatus({ venue: feed.venue, state: "live", detail: null, since: clock.now() });
    tell("BTC/USD", "100");
    expect(engine.health()[0]).toMatchObject({ state: "live", reconnects: 1, received: 2, accepted: 2 });
  });

  it("leaves nothing running once it is disposed", async () => {
    const { clock, engine, feed } = await setUp();
    await engine.dispose();
    expect([clock.pending, feed.isWatched]).toEqual([0, false]);
  });
});

describe("prices", () => {
  it("answers in any currency, with the path and why not", async () => {
    const { engine, tell } = await setUp();
    tell("BTC/USD", "50000");
    tell("ETH/BTC", "0.6");
    expect(engine.consensus(ETHER, USD)).toMatchObject({ price: "30000", path: ["ETH/BTC", "BTC/USD"] });
    expect(engine.assetPrice(assetSchema.parse("SOL"), USD)).toEqual({
      kind: "unresolved",
      reason: "No venue in use has a market of SOL.",
    });
  });

  it("knows the price a day ago and at a past moment from the venue's candles", async () => {
    const feed = new ScriptedFeed("kraken", ["BTC/USD"]);
    feed.minutes = Array.from({ length: 25 * 60 }, (_, minute) =>
      scriptedMinute(START - 25 * HOUR_MS + minute * MINUTE_MS, 1_000 + minute),
    );
    const { clock, engine, tell } = await setUp([feed]);
    await clock.advance(10);
    tell("BTC/USD", "3000");
    expect(engine.consensus(BITCOIN, USD)?.price24hAgo).toBe("1060");
    expect(await engine.priceAt(BITCOIN, USD, unixMs(START - HOUR_MS + 1))).toBe("2440");
    expect(await engine.priceAt(BITCOIN, USD, unixMs(START - 2 * DAY_MS))).toBeNull();
  });

  it("asks the venue's book to confirm a quiet market, but not one whose feed is down", async () => {
    const { clock, engine, feed, tell } = await setUp();
    tell("BTC/USD", "100");
    await clock.advance(20 * SECOND_MS);
    feed.book = {
      venue: feed.venue,
      symbol: BTC,
      bids: [[decimalString("99"), decimalString("1")]],
      asks: [[decimalString("101"), decimalString("1")]],
      tsEvent: null,
      tsInit: clock.now(),
    };
    await engine.confirm(feed.venue, BTC);
    expect(engine.quote(feed.venue, BTC)).toMatchObject({ state: "live", bid: "99", source: "rest" });
    await clock.advance(20 * SECOND_MS);
    feed.sink.onStatus({ venue: feed.venue, state: "down", detail: null, since: clock.now() });
    await engine.confirm(feed.venue, BTC);
    expect(engine.quote(feed.venue, BTC)?.state).toBe("dead");
  });
});

describe("candles", () => {
  it("rolls quotes into minutes and minutes into longer candles exactly, and stores only whole ones", async () => {
    const { clock, engine, feed, tell, repository } = await setUp();
    const all = 16 * 60;
    for (let second = 0; second <= all; second += 5) {
      tell("BTC/USD", String(1_000 + ((second * 7_919) % 13)));
      await clock.advance(5 * SECOND_MS);
    }
    const stored = (timeframe: "1m" | "5m" | "15m") => repository.list(feed.venue, BTC, timeframe, { limit: 100 });
    const minutes = await stored("1m");
    // The first minute began with us, but that cannot be known: it is not stored.
    expect(minutes[0]?.openTime).toBe(START + MINUTE_MS);
    expect(minutes).toHaveLength(15);
    const fives = await stored("5m");
    expect(fives).toEqual(
      rollUpCandles(minutes, "5m", START + all * SECOND_MS).filter(
        ({ openTime, closed }) => closed && openTime >= START + 5 * MINUTE_MS,
      ),
    );
    expect(fives).toHaveLength(2);
    expect(await stored("15m")).toEqual([]);
    expect(engine.newestCandle(feed.venue, BTC, "1m")?.closed).toBe(false);
  });

  it("invents nothing in a gap, and stores no candle that lacks a part", async () => {
    const { clock, feed, tell, repository } = await setUp();
    for (const minute of [0, 1, 2, 3, 4, 5, 9, 10, 11]) {
      await clock.advance(START + minute * MINUTE_MS + SECOND_MS - clock.now());
      if (minute === 9) feed.sink.onStatus({ venue: feed.venue, state: "down", detail: null, since: clock.now() });
      tell("BTC/USD", "100");
    }
    await clock.advance(5 * MINUTE_MS);
    const minutes = await repository.list(feed.venue, BTC, "1m", { limit: 100 });
    expect(minutes.map(({ openTime }) => (openTime - START) / MINUTE_MS)).toEqual([1, 2, 3, 4, 5, 10, 11]);
    expect(await repository.list(feed.venue, BTC, "5m", { limit: 10 })).toEqual([]);
  });

  it("shows the venue's own history, asks only for what is new, and adds the open candle", async () => {
    const feed = new ScriptedFeed("kraken", ["BTC/USD"]);
    const venueMinutes = (until: number) =>
      Array.from({ length: (until - START) / MINUTE_MS + 60 }, (_, index) =>
        scriptedMinute(START - HOUR_MS + index * MINUTE_MS, 500 + index),
      );
    feed.minutes = venueMinutes(START);
    const { clock, engine, tell } = await setUp([feed]);
    await clock.advance(10);
    feed.candleRequests.length = 0;
    await clock.advance(5 * SECOND_MS);
    tell("BTC/USD", "600");
    const first = await engine.candles(feed.venue, BTC, "1m", { limit: 30 });
    expect(first).toHaveLength(30);
    expect(first.at(-1)).toMatchObject({ closed: false, close: "600", openTime: START });
    expect(first.slice(0, -1)).toEqual(feed.minutes.slice(-29));
    await engine.candles(feed.venue, BTC, "1m", { limit: 30 });
    expect(feed.candleRequests).toEqual(["1m x30"]);
    await clock.advance(2 * MINUTE_MS);
    feed.minutes = venueMinutes(START + 2 * MINUTE_MS);
    feed.candleRequests.length = 0;
    const later = await engine.candles(feed.venue, BTC, "1m", { limit: 30 });
    expect(feed.candleRequests).toEqual(["1m x2"]);
    expect(later.slice(0, 30)).toEqual(feed.minutes.slice(-30));
  });

  it("gives an open candle the part of its interval before we listened", async () => {
    const feed = new ScriptedFeed("kraken", ["BTC/USD"]);
    feed.minutes = Array.from({ length: 30 }, (_, index) => scriptedMinute(START + index * MINUTE_MS, 500 + index));
    const { clock, engine, tell } = await setUp([feed]);
    clock.stepWall(30 * MINUTE_MS + 5 * SECOND_MS);
    tell("BTC/USD", "700");
    const [hour] = await engine.candles(feed.venue, BTC, "1h", { limit: 1 });
    expect(hour).toMatchObject({ openTime: START, open: "500", low: "499", high: "700", close: "700", closed: false });
  });

  it("shows what is stored when the venue does not answer", async () => {
    const { repositories } = new MemoryStore();
    const feed = new ScriptedFeed("kraken", ["BTC/USD"]);
    const minutes = [scriptedMinute(START - 2 * MINUTE_MS, 500), scriptedMinute(START - MINUTE_MS, 501)];
    await repositories.candles.save(feed.venue, BTC, "1m", minutes);
    const { engine, logger } = await setUp([feed], repositories.candles);
    feed.failure = new EngineError("VENUE_UNREACHABLE", "No answer.", { retryable: true });
    expect(await engine.candles(feed.venue, BTC, "1m", { limit: 10 })).toEqual(minutes);
    expect(logger.lines.map(({ message }) => message)).toContain(
      "The venue's candles could not be read; stored ones are shown",
    );
  });

  it("refuses a market that nobody watches", async () => {
    const { engine, feed } = await setUp();
    const unknown = engine.candles(feed.venue, marketSymbolSchema.parse("FOO/USD"), "1m", { limit: 1 });
    await expect(unknown).rejects.toMatchObject({ code: "FEED_NO_DATA" });
  });
});

it("goes on with the other venues when one does not answer, and asks it again", async () => {
  const good = new ScriptedFeed("kraken", ["BTC/USD"]);
  const bad = new ScriptedFeed("binance", ["BTC/USD"]);
  bad.failure = new EngineError("VENUE_UNREACHABLE", "Binance does not answer.", { retryable: true });
  const { clock, engine } = await setUp([good, bad]);
  expect(engine.health().map(({ venue, state, detail }) => [venue, state, detail])).toEqual([
    ["kraken", "down", null],
    ["binance", "down", "Binance does not answer."],
  ]);
  expect([good.isWatched, bad.isWatched]).toEqual([true, false]);
  bad.failure = null;
  await clock.advance(10 * SECOND_MS);
  expect(bad.isWatched).toBe(true);
  expect(engine.instruments()).toHaveLength(2);
});
