import { describe, expect, it } from "vitest";
import { feedHealthSchema, feedMarketSchema } from "#shared/contract/system.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { SECOND_MS, unixMs } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { ScriptedFeed, scriptedQuote } from "#testing/scripted-feed.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { MarketDataEngine } from "./market-data-engine.ts";

const [BTC, ETH, SOL] = ["BTC/USD", "ETH/USD", "SOL/USD"].map((symbol) => marketSymbolSchema.parse(symbol)) as [
  ReturnType<typeof marketSymbolSchema.parse>,
  ReturnType<typeof marketSymbolSchema.parse>,
  ReturnType<typeof marketSymbolSchema.parse>,
];

async function setUp(feed = new ScriptedFeed("kraken", [BTC, ETH, SOL])) {
  const clock = new ManualClock();
  const engine = new MarketDataEngine({
    feeds: [{ feed, symbols: "all" as const }],
    candles: new MemoryStore().repositories.candles,
    clock,
    logger: silentLogger,
  });
  await engine.start();
  const tell = (symbol: string, mid: string, tsEvent = clock.now() as number) =>
    feed.sink.onQuotes([{ ...scriptedQuote(feed.venue, symbol, clock.now(), mid), tsEvent: unixMs(tsEvent) }]);
  const health = () => {
    const [told] = engine.health();
    return feedHealthSchema.parse(told);
  };
  const markets = () => engine.desk.markets(feed.venue).map((market) => feedMarketSchema.parse(market));
  return { clock, engine, feed, tell, health, markets };
}

describe("a feed that is well", () => {
  it("tells how long it was live, counted by the clock", async () => {
    const { clock, tell, health, feed } = await setUp();
    expect(health().uptime).toEqual({ sinceOpen: null, lastHour: null, countedMs: 0 });
    for (let second = 0; second < 41; second += 1) {
      for (const symbol of [BTC, ETH, SOL]) tell(symbol, "100");
      await clock.advance(SECOND_MS);
    }
    expect(health()).toMatchObject({ state: "live", trouble: null, uptime: { sinceOpen: 1, lastHour: 1 } });
    feed.sink.onStatus({ venue: feed.venue, state: "down", detail: "Closed.", since: clock.now() });
    await clock.advance(40 * SECOND_MS);
    expect(health().uptime).toEqual({ sinceOpen: 0.5, lastHour: 0.5, countedMs: 80 * SECOND_MS });
  });

  it("tells by how much later than its quickest prices come, where the venue sends a time", async () => {
    const { clock, tell, health, feed } = await setUp();
    feed.sink.onQuotes([{ ...scriptedQuote(feed.venue, BTC, clock.now(), "100"), tsEvent: null }]);
    expect(health().lagMs).toBeNull();
    await clock.advance(SECOND_MS);
    // The venue's clock is 300 ms behind ours, or the way takes that long: that is no lag.
    tell(BTC, "100", clock.now() - 300);
    await clock.advance(SECOND_MS);
    tell(ETH, "100", clock.now() - 450);
    tell(SOL, "100", clock.now() - 1_000);
    expect(health().lagMs).toBe(150);
  });
});

describe("a feed of which a part fails", () => {
  it("stays live and says how many markets are in doubt, with the worst of them", async () => {
    const { clock, tell, health, markets, feed } = await setUp();
    for (const symbol of [BTC, ETH]) tell(symbol, "100");
    await clock.advance(20 * SECOND_MS);
    tell(BTC, "100");
    expect(health()).toMatchObject({
      state: "live",
      symbols: 3,
      liveSymbols: 1,
      trouble: { markets: 1, symbol: ETH, state: "stale", reason: "No confirmation from the venue for 20 s." },
    });
    feed.sink.onMarketProblem(feed.venue, SOL, "The venue sends no price of this market.");
    expect(health().trouble).toEqual({
      markets: 2,
      symbol: SOL,
      state: "dead",
      reason: "The venue sends no price of this market.",
    });
    expect(markets().map(({ symbol, state, reason }) => [symbol, state, reason])).toEqual([
      [BTC, "live", null],
      [ETH, "stale", "No confirmation from the venue for 20 s."],
      [SOL, "dead", "The venue sends no price of this market."],
    ]);
  });

  it("tells each market's rate, refusals and suspicion; one that has told nothing is not in doubt", async () => {
    const { clock, tell, health, markets } = await setUp();
    for (let second = 0; second < 40; second += 1) {
      tell(BTC, "100");
      tell(BTC, "100.01");
      await clock.advance(SECOND_MS);
    }
    tell(BTC, "150");
    tell(BTC, "0");
    const [btc, eth] = markets();
    expect(btc).toMatchObject({ state: "suspect", messagesPerSecond: 2, received: 82, rejected: 2 });
    expect(btc?.reason).toContain("not yet confirmed");
    expect(eth).toEqual({
      symbol: ETH,
      state: null,
      reason: "No price has come yet.",
      ageMs: null,
      messagesPerSecond: 0,
      received: 0,
      rejected: 0,
    });
    expect(health()).toMatchObject({ rejected: { suspect: 1 }, trouble: { markets: 1, state: "suspect" } });
  });
});

describe("a connection", () => {
  it("is told with its figures and made anew when a person asks", async () => {
    const feed = new ScriptedFeed("kraken", [BTC]).stayConnected({
      reconnects: 2,
      alarms: { heartbeat: 2 },
      lastEnd: { reason: "No sign of life from the venue for 9 s.", at: unixMs(7) },
    });
    const { engine, health } = await setUp(feed);
    expect(health()).toMatchObject({
      source: "stream",
      canReconnect: true,
      connection: { reconnects: 2, alarms: { heartbeat: 2 }, lastEnd: { at: 7 } },
    });
    engine.desk.reconnect(feed.venue);
    expect(feed.reconnected).toBe(1);
  });

  it("cannot be made anew where there is none, and the reason is given", async () => {
    const { engine, health, feed } = await setUp(new ScriptedFeed("kraken", [BTC], "rest"));
    expect(health()).toMatchObject({ canReconnect: false, connection: null });
    expect(() => engine.desk.reconnect(feed.venue)).toThrow(
      "Kraken is asked for its prices: no connection stays open.",
    );
  });
});
