// Does the history of what is watched stay the venue's own, through real adapters and an outage, without anyone looking?
import { expect, it } from "vitest";
import { MarketDataEngine } from "#engine/market-data/market-data-engine.ts";
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { openVenues } from "#exchanges/open-venues.ts";
import { TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import { marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { recordingLogger } from "#testing/silent-logger.ts";
import { TestTime } from "../conformance/test-time.ts";
import { startBinanceServer } from "../venue-server/binance/start-binance-server.ts";
import { startCoinbaseServer } from "../venue-server/coinbase/start-coinbase-server.ts";
import { startCoinbaseExchangeServer } from "../venue-server/coinbaseexchange/start-coinbase-exchange-server.ts";
import { startKrakenServer } from "../venue-server/kraken/start-kraken-server.ts";

/** Prices as the servers simulate them, so that their past stays what it was. */
const VENUES = {
  binance: { start: startBinanceServer, market: "BTC/USDT" },
  coinbase: { start: startCoinbaseServer, market: "BTC/USD" },
  coinbaseexchange: { start: startCoinbaseExchangeServer, market: "BTC/USD" },
  kraken: { start: startKrakenServer, market: "BTC/USD" },
} as const;

async function open(name: keyof typeof VENUES) {
  const { start, market } = VENUES[name];
  const time = new TestTime(undefined, { hashing: false });
  const server = await start({ clock: time.venueClock });
  const venue = venueIdSchema.parse(name);
  const symbol = marketSymbolSchema.parse(market);
  const venues = openVenues({
    clock: time.clock,
    rng: SeededRng.of(1),
    logger: recordingLogger(),
    nonces: { reserve: async (_key, atLeast) => atLeast },
    endpoints: new Map([[venue, server.url]]),
  });
  const feed = venues.feed(venue, "loopback");
  const { candles } = new MemoryStore().repositories;
  const engine = new MarketDataEngine({
    feeds: [{ feed, symbols: [symbol] }],
    candles,
    clock: time.clock,
    logger: recordingLogger(),
    tickMs: 500,
  });
  await time.run(engine.start());
  const close = async () => {
    await engine.dispose();
    await server.close();
    time.dispose();
  };
  return { time, server, venue, symbol, feed, candles, engine, close };
}

it.each(Object.keys(VENUES) as (keyof typeof VENUES)[])(
  "%s: after an outage what is stored is what the venue has, without anyone looking",
  { timeout: 60_000 },
  async (name) => {
    const { time, server, venue, symbol, feed, candles, close } = await open(name);
    try {
      const { streams } = server;
      if (streams === null) throw new Error(`${name}'s server has no streams`);
      await time.pass(3 * MINUTE_MS);
      const refused = streams.faults.add({ kind: "refuse", status: 503 });
      streams.dropAll();
      await time.pass(4 * MINUTE_MS);
      refused.remove();
      await time.pass(8 * MINUTE_MS);
      const expectTruth = async (timeframe: Timeframe, limit: number, youngestMs: number) => {
        const length = TIMEFRAME_MS[timeframe];
        const end = time.clock.now() - youngestMs;
        const before = unixMs(end - (end % length));
        const stored = await candles.list(venue, symbol, timeframe, { before, limit });
        const told = await time.run(feed.fetchCandles({ symbol, timeframe, before, limit }));
        expect([timeframe, stored]).toEqual([timeframe, told]);
        expect(stored).toHaveLength(limit);
      };
      // What is younger than the last round of five minutes is still ours.
      await expectTruth("1m", 300, 6 * MINUTE_MS);
      // The newest of these is rolled from its minutes until the venue's own are read, once an hour.
      await expectTruth("5m", 100, 20 * MINUTE_MS);
      await expectTruth("1h", 300, 0);
      await expectTruth("1d", 100, 0);
    } finally {
      await close();
    }
  },
);
