// Of what are candles made: quotes, trades, or both in turn?
import { describe, expect, it } from "vitest";
import type { MarketTrade } from "#engine/ports/market-data-feed.ts";
import type { Candle } from "#shared/domain/candle.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { MINUTE_MS, SECOND_MS, unixMs } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { ScriptedFeed, scriptedQuote } from "#testing/scripted-feed.ts";
import { recordingLogger } from "#testing/silent-logger.ts";
import type { CandleChange } from "./market-changes.ts";
import { MarketDataEngine } from "./market-data-engine.ts";

const START = 1_767_571_200_000;
const BTC = marketSymbolSchema.parse("BTC/USD");

async function setUp() {
  const clock = new ManualClock(START);
  const feed = new ScriptedFeed("kraken", ["BTC/USD", "ETH/USD"]);
  const { candles } = new MemoryStore().repositories;
  const engine = new MarketDataEngine({
    feeds: [{ feed, symbols: "all" }],
    candles,
    clock,
    logger: recordingLogger(),
  });
  const changes: CandleChange[] = [];
  engine.closedCandles.subscribe((change) => changes.push(change));
  await engine.start();
  let id = 0;
  const trade = (price: string, quantity = "1", symbol: string = BTC, at: number = clock.now()): MarketTrade => {
    id += 1;
    return {
      venue: feed.venue,
      symbol: marketSymbolSchema.parse(symbol),
      price: decimalString(price),
      quantity: decimalString(quantity),
      side: "sell",
      id: String(id),
      tsEvent: unixMs(at),
    };
  };
  const quote = (mid: string, symbol: string = BTC) =>
    feed.sink.onQuotes([{ ...scriptedQuote(feed.venue, symbol, clock.now(), mid), last: null }]);
  const moveTo = (index: number, second = 0) =>
    clock.advance(START + index * MINUTE_MS + second * SECOND_MS - clock.now());
  const minutes = (symbol: string = BTC) =>
    changes
      .filter((change) => change.timeframe === "1m" && change.symbol === symbol)
      .map(({ candle }) => [(candle.openTime - START) / MINUTE_MS, shape(candle)]);
  return { clock, feed, engine, candles, changes, trade, quote, moveTo, minutes };
}

function shape({ open, high, low, close, volume }: Candle): string {
  return `${open} ${high} ${low} ${close} x${volume}`;
}

describe("minutes", () => {
  it("are made of trades where trades are streamed, of quotes elsewhere", async () => {
    const { feed, engine, trade, quote, moveTo, minutes } = await setUp();
    for (let index = 0; index < 4; index += 1) {
      await moveTo(index, 1);
      quote("500");
      quote("40", "ETH/USD");
      feed.sink.onTrades([trade("100", "0.1"), trade("102", "0.2")]);
      await moveTo(index, 30);
      quote("600");
      quote("41", "ETH/USD");
      feed.sink.onTrades([trade("99.5", "0.3"), trade("7", "1", "FOO/USD"), trade("101", "0.4")]);
      expect(engine.newestCandle(feed.venue, BTC, "1m")?.close).toBe("101");
    }
    await moveTo(4, 3);
    // The first minute is not whole: we came into it.
    const traded = "100 102 99.5 101 x1";
    expect(minutes()).toEqual([1, 2, 3].map((index) => [index, traded]));
    expect(minutes("ETH/USD")).toEqual([1, 2, 3].map((index) => [index, "40 41 40 41 x0"]));
    expect(engine.newestCandle(feed.venue, BTC, "5m")).toMatchObject({ high: "102", volume: "4", closed: false });
  });

  it("have no candle when nobody trades, though quotes go on", async () => {
    const { feed, engine, trade, quote, moveTo, minutes } = await setUp();
    for (let index = 0; index < 6; index += 1) {
      await moveTo(index, 5);
      quote("500");
      if (index !== 3 && index !== 4) feed.sink.onTrades([trade("100")]);
      else expect(engine.newestCandle(feed.venue, BTC, "1m")).toBeNull();
    }
    await moveTo(6, 3);
    expect(minutes().map(([index]) => index)).toEqual([1, 2, 5]);
  });

  it("are not whole when trades begin in the middle of one; what quotes made before stands", async () => {
    const { feed, trade, quote, moveTo, minutes, candles } = await setUp();
    for (let index = 0; index < 3; index += 1) {
      await moveTo(index, 1);
      quote("500");
    }
    await moveTo(3, 1);
    // Minute 2 is over and was not closed yet.
    feed.sink.onTrades([trade("100")]);
    expect(minutes()).toEqual([
      [1, "500 500 500 500 x0"],
      [2, "500 500 500 500 x0"],
    ]);
    await moveTo(4, 1);
    feed.sink.onTrades([trade("101")]);
    await moveTo(5, 3);
    expect(minutes().slice(2)).toEqual([[4, "101 101 101 101 x1"]]);
    expect((await candles.list(feed.venue, BTC, "1m", { limit: 9 })).map(({ close }) => close)).toEqual([
      "500",
      "500",
      "101",
    ]);
  });

  it("are carried by quotes again after an interruption, until a trade comes", async () => {
    const { clock, feed, trade, quote, moveTo, minutes } = await setUp();
    const status = (state: "live" | "down") =>
      feed.sink.onStatus({ venue: feed.venue, state, detail: null, since: clock.now() });
    for (let index = 0; index < 3; index += 1) {
      await moveTo(index, 1);
      quote("500");
      feed.sink.onTrades([trade("100")]);
    }
    status("down");
    await moveTo(4, 1);
    status("live");
    for (let index = 4; index < 8; index += 1) {
      await moveTo(index, 10);
      quote("500");
    }
    await moveTo(8, 1);
    feed.sink.onTrades([trade("90")]);
    await moveTo(9, 1);
    feed.sink.onTrades([trade("91")]);
    await moveTo(10, 3);
    expect(minutes()).toEqual([
      [1, "100 100 100 100 x1"],
      [5, "500 500 500 500 x0"],
      [6, "500 500 500 500 x0"],
      [7, "500 500 500 500 x0"],
      [9, "91 91 91 91 x1"],
    ]);
  });

  it("take no trade twice, late, from the future, of nothing or for nothing, and count each", async () => {
    const { clock, feed, engine, trade, moveTo, minutes } = await setUp();
    await moveTo(0, 1);
    feed.sink.onTrades([trade("100")]);
    await moveTo(1, 1);
    const twice = trade("100");
    feed.sink.onTrades([twice, twice]);
    feed.sink.onTrades([twice]);
    feed.sink.onTrades([trade("900", "1", BTC, clock.now() + 10 * SECOND_MS)]);
    feed.sink.onTrades([trade("0"), trade("900", "0")]);
    await moveTo(2, 1);
    feed.sink.onTrades([trade("101")]);
    feed.sink.onTrades([trade("900", "1", BTC, START + MINUTE_MS)]);
    await moveTo(3, 3);
    feed.sink.onTrades([trade("900", "1", BTC, START + 2 * MINUTE_MS)]);
    await moveTo(5, 0);
    expect(minutes()).toEqual([
      [1, "100 100 100 100 x1"],
      [2, "101 101 101 101 x1"],
    ]);
    expect(engine.leftOutTrades(feed.venue, BTC)).toEqual({ refused: 3, late: 2, repeated: 2 });
  });

  it("do not open again for a late quote", async () => {
    const { clock, feed, quote, moveTo, minutes } = await setUp();
    for (let index = 0; index < 2; index += 1) {
      await moveTo(index, 1);
      quote("500");
    }
    await moveTo(2, 3);
    expect(minutes()).toHaveLength(1);
    feed.sink.onQuotes([
      { ...scriptedQuote(feed.venue, BTC, unixMs(START + MINUTE_MS + 50 * SECOND_MS), "900"), tsInit: clock.now() },
    ]);
    await moveTo(5, 0);
    expect(minutes()).toEqual([[1, "500 500 500 500 x0"]]);
  });

  it("follow a clock that was set back", async () => {
    const { clock, feed, trade, moveTo, minutes } = await setUp();
    for (let index = 60; index < 63; index += 1) {
      await moveTo(index, 1);
      feed.sink.onTrades([trade("100")]);
    }
    clock.stepWall(-61 * MINUTE_MS);
    feed.sink.onTimeReset(feed.venue);
    for (let index = 2; index < 5; index += 1) {
      await moveTo(index, 1);
      feed.sink.onTrades([trade("90")]);
    }
    await moveTo(6, 0);
    expect(minutes().map(([index]) => index)).toEqual([61, 3, 4]);
  });
});

it("ends only when every candle is stored, also those whose storing began before", async () => {
  const clock = new ManualClock(START);
  const feed = new ScriptedFeed("kraken", ["BTC/USD", "ETH/USD"]);
  const { candles } = new MemoryStore().repositories;
  let underWay = 0;
  const waiting: (() => void)[] = [];
  const slow: typeof candles = {
    ...candles,
    save: async (...row) => {
      underWay += 1;
      await new Promise<void>((resolve) => waiting.push(resolve));
      underWay -= 1;
      return candles.save(...row);
    },
  };
  const logger = recordingLogger();
  const engine = new MarketDataEngine({ feeds: [{ feed, symbols: "all" }], candles: slow, clock, logger });
  await engine.start();
  for (let minute = 0; minute < 4; minute += 1) {
    for (const symbol of ["BTC/USD", "ETH/USD"]) {
      feed.sink.onQuotes([scriptedQuote(feed.venue, symbol, clock.now(), "100")]);
    }
    await clock.advance(MINUTE_MS);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  expect(underWay).toBeGreaterThan(0);
  let ended = false;
  const ending = engine.dispose().then(() => {
    ended = true;
  });
  while (!ended) {
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(ended && underWay > 0).toBe(false);
    waiting.shift()?.();
  }
  await ending;
  expect([underWay, waiting.length]).toEqual([0, 0]);
  await new Promise<void>((resolve) => setImmediate(resolve));
  expect(underWay).toBe(0);
});
