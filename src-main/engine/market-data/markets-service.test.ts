import { expect, test } from "vitest";
import { assetSchema } from "#shared/domain/ids.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { ScriptedFeed, scriptedQuote } from "#testing/scripted-feed.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { MarketsService } from "./markets-service.ts";

test("a simulated price never mixes with a real one", async () => {
  const clock = new ManualClock();
  const real = new ScriptedFeed("kraken", ["BTC/USD"]);
  const simulated = Object.assign(new ScriptedFeed("sim-alpha", ["BTC/USD"]), { source: "simulated" as const });
  const markets = new MarketsService({
    feeds: [real, simulated].map((feed) => ({ feed, symbols: "all" as const })),
    candles: new MemoryStore().repositories.candles,
    clock,
    logger: silentLogger,
  });
  await markets.start();
  real.sink.onQuotes([scriptedQuote(real.venue, "BTC/USD", clock.now(), "60000")]);
  simulated.sink.onQuotes([scriptedQuote(simulated.venue, "BTC/USD", clock.now(), "80000")]);
  const [btc, usd] = ["BTC", "USD"].map((code) => assetSchema.parse(code)) as [never, never];
  expect(markets.of("real").consensus(btc, usd)?.price).toBe("60000");
  expect(markets.of("simulated").consensus(btc, usd)?.price).toBe("80000");
  expect(markets.of("replay").consensus(btc, usd)).toBeNull();
  expect(markets.ofVenue(simulated.venue)).toBe(markets.of("simulated"));
  expect(() => markets.ofVenue(new ScriptedFeed("binance", []).venue)).toThrow("binance is not a venue in use.");
  expect(markets.health().map(({ venue }) => venue)).toEqual(["sim-alpha", "kraken"]);
  await markets.dispose();
});
