import { describe, expect, it } from "vitest";
import { pricesSchema } from "#shared/contract/market-data.ts";
import type { Prices } from "#shared/contract/views.ts";
import type { Candle } from "#shared/domain/candle.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { assetSchema, marketSymbolSchema, profileIdSchema } from "#shared/domain/ids.ts";
import { MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { ScriptedFeed, scriptedQuote } from "#testing/scripted-feed.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { MarketDataEngine } from "./market-data-engine.ts";
import { MarketDataService } from "./market-data-service.ts";

const PROFILE = profileIdSchema.parse("demo-a");
const BTC = marketSymbolSchema.parse("BTC/USD");
const asset = (code: string) => assetSchema.parse(code);

async function setUp() {
  const clock = new ManualClock();
  const mine = new ScriptedFeed("kraken", ["BTC/USD", "ETH/USD", "SOL/USD"]);
  const other = new ScriptedFeed("binance", ["BTC/USD"]);
  const engine = new MarketDataEngine({
    feeds: [mine, other].map((feed) => ({ feed, symbols: "all" as const })),
    candles: new MemoryStore().repositories.candles,
    clock,
    logger: silentLogger,
  });
  await engine.start();
  const service = new MarketDataService({
    markets: { of: () => engine, ofVenue: () => engine },
    clock,
    logger: silentLogger,
    marketsOf: () => ({
      source: "real",
      currency: asset("USD"),
      assets: ["BTC", "ETH", "USD"].map(asset),
      venues: [mine.venue],
    }),
  });
  const tell = (feed: ScriptedFeed, symbol: string, mid: string) =>
    feed.sink.onQuotes([scriptedQuote(feed.venue, symbol, clock.now(), mid)]);
  return { clock, engine, service, mine, other, tell };
}

describe("what a profile sees of the markets", () => {
  it("is the markets of its venues", async () => {
    const { service } = await setUp();
    expect(service.instruments(PROFILE).map(({ venue, symbol }) => `${venue} ${symbol}`)).toEqual([
      "kraken BTC/USD",
      "kraken ETH/USD",
      "kraken SOL/USD",
    ]);
  });

  it("is one price per asset over all venues, quotes of its own, and the assets without a price", async () => {
    const { service, mine, other, tell } = await setUp();
    tell(mine, "BTC/USD", "100");
    tell(other, "BTC/USD", "102");
    tell(mine, "SOL/USD", "7");
    const state = pricesSchema.parse(await service.prices(PROFILE).read());
    expect(state.prices.map(({ asset: of, price }) => `${of} ${price}`)).toEqual(["BTC 101", "USD 1"]);
    expect(state.quotes.map(({ venue, symbol }) => `${venue} ${symbol}`)).toEqual(["kraken BTC/USD"]);
    expect(state.unresolved).toEqual([{ asset: "ETH", reason: "No price of ETH has arrived yet." }]);
  });

  it("changes by what changed, and not at all where nothing of the profile did", async () => {
    const { clock, service, mine, tell } = await setUp();
    const changes: Prices[] = [];
    const running = service.prices(PROFILE).subscribe((change) => changes.push(change));
    tell(mine, "BTC/USD", "100");
    tell(mine, "ETH/USD", "10");
    await clock.advance(100);
    tell(mine, "ETH/USD", "11");
    await clock.advance(100);
    tell(mine, "SOL/USD", "7");
    await clock.advance(100);
    const seen = changes.map(({ prices, quotes }) => [
      prices.map(({ asset: of }) => of),
      quotes.map(({ symbol }) => symbol),
    ]);
    expect(seen).toEqual([
      [
        ["BTC", "ETH", "USD"],
        ["BTC/USD", "ETH/USD"],
      ],
      [["ETH"], ["ETH/USD"]],
    ]);
    await running.dispose();
    tell(mine, "BTC/USD", "101");
    await clock.advance(100);
    expect(changes).toHaveLength(2);
  });

  it("is the newest candle as it grows and once more when it closes", async () => {
    const { clock, service, mine, tell } = await setUp();
    const source = service.candle({ venue: mine.venue, symbol: BTC }, "1m");
    expect(await source.read()).toBeNull();
    const seen: Candle[] = [];
    source.subscribe((candle) => seen.push(candle));
    for (const mid of ["100", "103", "99"]) {
      tell(mine, "BTC/USD", mid);
      await clock.advance(25 * SECOND_MS);
    }
    await clock.advance(MINUTE_MS);
    tell(mine, "BTC/USD", "98");
    await clock.advance(2 * MINUTE_MS);
    expect(seen.filter(({ closed }) => !closed).map(({ close }) => close)).toEqual(["100", "103", "99", "98"]);
    expect(seen.filter(({ closed }) => closed).map(({ open, low }) => `${open} ${low}`)).toEqual(["98 98"]);
  });

  it("is a candle that trades alone have moved", async () => {
    const { clock, service, mine, tell } = await setUp();
    tell(mine, "BTC/USD", "100");
    const seen: Candle[] = [];
    const running = service.candle({ venue: mine.venue, symbol: BTC }, "1m").subscribe((candle) => seen.push(candle));
    await clock.advance(MINUTE_MS);
    seen.length = 0;
    mine.sink.onTrades([
      {
        venue: mine.venue,
        symbol: BTC,
        price: decimalString("107"),
        quantity: decimalString("2"),
        side: "buy",
        id: "1",
        tsEvent: clock.now(),
      },
    ]);
    await clock.advance(SECOND_MS / 4);
    expect(seen.map(({ close, volume }) => `${close} ${volume}`)).toEqual(["107 2"]);
    await clock.advance(10 * SECOND_MS);
    expect(seen).toHaveLength(1);
    await running.dispose();
  });
});
