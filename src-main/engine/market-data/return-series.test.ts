import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import { rollUpCandles } from "#shared/domain/compute-candles.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { assetSchema, marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { HOUR_MS, MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { ScriptedFeed, scriptedMinute } from "#testing/scripted-feed.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { readCandleCsv } from "./compute-candle-csv.ts";
import { computeReturnSeries, type MarketHistory } from "./compute-return-series.ts";
import { MarketDataEngine } from "./market-data-engine.ts";

const START = 1_767_571_200_000;
const asset = (code: string) => assetSchema.parse(code);

/** A market whose minutes close at these prices; null: it has no candle. */
function history(venue: string, symbol: string, closes: readonly (string | null)[]): MarketHistory {
  const [base = "", quote = ""] = symbol.split("/");
  const candles = closes.flatMap((close, index): readonly Candle[] => {
    if (close === null) return [];
    const price = decimalString(close);
    const openTime = unixMs(START + index * MINUTE_MS);
    return [{ openTime, open: price, high: price, low: price, close: price, volume: price, closed: true }];
  });
  return {
    venue: venueIdSchema.parse(venue),
    symbol: marketSymbolSchema.parse(symbol),
    base: asset(base),
    quote: asset(quote),
    candles,
  };
}

const compute = (histories: readonly MarketHistory[], bars: number, code = "BTC", currency = "USD") =>
  computeReturnSeries(histories, {
    asset: asset(code),
    currency: asset(currency),
    timeframe: "1m",
    bars,
    until: unixMs(START + bars * MINUTE_MS + 5_000),
  });

describe("an asset's past prices", () => {
  it("are the median over the venues at the end of each bar, and their log returns", () => {
    const series = compute(
      [
        history("kraken", "BTC/USD", ["100", "110", "120", "90"]),
        history("coinbase", "BTC/USD", ["102", "112", "400", "91"]),
        history("binance", "BTC/USD", ["104", "111", "122", null]),
      ],
      4,
    );
    expect([...series.closes]).toEqual([102, 111, 122, 90.5]);
    expect([...series.returns]).toEqual([Math.log(111 / 102), Math.log(122 / 111), Math.log(90.5 / 122)]);
    expect([series.start, series.missing, series.assumedPar]).toEqual([START, 0, false]);
  });

  it("tell their gaps and fill none", () => {
    const series = compute([history("kraken", "BTC/USD", ["100", null, "121", "133.1", null, "1"])], 7);
    expect([...series.closes]).toEqual([100, Number.NaN, 121, 133.1, Number.NaN, 1, Number.NaN]);
    expect([...series.returns].map((value) => (Number.isNaN(value) ? null : value))).toEqual([
      null,
      null,
      Math.log(133.1 / 121),
      null,
      null,
      null,
    ]);
    expect(series.missing).toBe(3);
  });

  it("are converted by the same bar's prices, or at par and told so", () => {
    const usdt = history("binance", "BTC/USDT", ["100", "110"]);
    const link = history("kraken", "USDT/USD", ["0.99", "1.01"]);
    expect([...compute([usdt, link], 2).closes]).toEqual([99, 111.1]);
    expect(compute([usdt], 2)).toMatchObject({ assumedPar: true, missing: 0 });
    const over = [history("kraken", "ABC/BTC", ["0.5", "0.25"]), history("kraken", "BTC/USD", ["100", "110"])];
    expect([...compute(over, 2, "ABC").closes]).toEqual([50, 27.5]);
    expect(compute(over, 2, "XYZ").missing).toBe(2);
  });

  it("leave out what is not over", () => {
    const open = history("kraken", "BTC/USD", ["100", "110"]);
    const candles = open.candles.map((candle, index) => ({ ...candle, closed: index === 0 }));
    expect(compute([{ ...open, candles }], 2).missing).toBe(1);
    expect(compute([], 0)).toMatchObject({ missing: 0 });
  });
});

describe("read through the engine", () => {
  const setUp = async (feeds: readonly ScriptedFeed[]) => {
    const engine = new MarketDataEngine({
      feeds: feeds.map((feed) => ({ feed, symbols: "all" })),
      candles: new MemoryStore().repositories.candles,
      clock: new ManualClock(START),
      logger: silentLogger,
    });
    await engine.start();
    return engine;
  };

  it("takes the markets that can price the asset, and the longer bars' returns are the sums of the minutes'", async () => {
    const feed = new ScriptedFeed("kraken", ["BTC/USD", "ETH/USD", "ETH/BTC"]);
    const count = 30 * 60;
    feed.minutes = Array.from({ length: count }, (_, index) =>
      scriptedMinute(START - (count - index) * MINUTE_MS, 1_000 + ((index * 7_919) % 400)),
    );
    const engine = await setUp([feed]);
    feed.candleRequests.length = 0;
    const minutes = await engine.returnSeries(asset("BTC"), asset("USD"), "1m", { bars: 1_500 });
    // ETH/USD says nothing about it, ETH/BTC is not needed.
    expect(feed.candleRequests).toEqual(["1m x1000", "1m x500"]);
    const hours = await engine.returnSeries(asset("BTC"), asset("USD"), "1h", { bars: 25 });
    expect([minutes.missing, hours.missing, hours.closes.length]).toEqual([0, 0, 25]);
    expectSums(minutes, hours);
  });

  it("asks for other coins' markets only where the asset has none against cash", async () => {
    const feed = new ScriptedFeed("kraken", ["ABC/ETH", "ETH/USD", "SOL/USD", "SOL/BTC"]);
    feed.minutes = Array.from({ length: 10 }, (_, index) => scriptedMinute(START - (10 - index) * MINUTE_MS, 2));
    const engine = await setUp([feed]);
    feed.candleRequests.length = 0;
    const series = await engine.returnSeries(asset("ABC"), asset("USD"), "1m", { bars: 5 });
    expect([...series.closes]).toEqual([6.25, 6.25, 6.25, 6.25, 6.25]);
    expect(feed.candleRequests).toHaveLength(2);
  });
});

const ROOT = join(process.env.SCHWABOT_REFERENCE_DATA ?? "../shared/data", "market");

describe("real candles", () => {
  const WHY_NOT = `no reference candles in ${ROOT} (SCHWABOT_REFERENCE_DATA names another folder)`;
  const read = (folder: string, timeframe: Timeframe | null): MarketHistory => {
    const csv = readCandleCsv(readFileSync(join(ROOT, folder, "BTCUSDT.csv"), "utf8"));
    if (!csv.ok) throw new Error(csv.fault.expected);
    const candles = timeframe === null ? csv.candles : rollUpCandles(csv.candles, timeframe, Number.POSITIVE_INFINITY);
    return { ...history("binance", "BTC/USDT", []), candles };
  };
  const compute = (from: MarketHistory, timeframe: Timeframe, bars: number, until: number) =>
    computeReturnSeries([from], {
      asset: asset("BTC"),
      currency: asset("USDT"),
      timeframe,
      bars,
      until: unixMs(until),
    });

  it("of a week: an hour's return is the sum of its minutes', and the venue's own hours say the same", ({ skip }) => {
    skip(!existsSync(join(ROOT, "1m", "BTCUSDT.csv")), WHY_NOT);
    const minutes = read("1m", null);
    const until = (minutes.candles.at(-1)?.openTime ?? 0) + MINUTE_MS;
    const ofMinutes = compute(minutes, "1m", 10_080, until);
    const ofHours = compute(read("1h", null), "1h", 168, until);
    expect([ofMinutes.missing, ofHours.missing]).toEqual([0, 0]);
    expectSums(ofMinutes, ofHours);
    expect(ofHours.closes).toEqual(compute(read("1m", "1h"), "1h", 168, until).closes);
  });

  it("of an outage: the halt's minutes are missing, and told", ({ skip }) => {
    skip(!existsSync(join(ROOT, "1m_outage_2023-03-24", "BTCUSDT.csv")), WHY_NOT);
    const day = read("1m_outage_2023-03-24", null);
    const first = day.candles[0]?.openTime ?? 0;
    const series = compute(day, "1m", 1_440, first + 24 * HOUR_MS);
    expect(series.missing).toBe(80);
    expect([...series.returns].filter((value) => Number.isNaN(value))).toHaveLength(81);
  });
});

/** Every whole hour's return is the sum of its sixty minutes' returns. */
function expectSums(minutes: ReturnType<typeof compute>, hours: ReturnType<typeof compute>): void {
  for (let hour = 1; hour < hours.closes.length; hour += 1) {
    const firstMinute = (hours.start + hour * HOUR_MS - minutes.start) / MINUTE_MS;
    if (firstMinute < 1) continue;
    // Return `i` leads from minute `i` to the next one, so the first of the hour begins at the close before it.
    const sum = minutes.returns.slice(firstMinute - 1, firstMinute + 59).reduce((total, value) => total + value, 0);
    expect(sum).toBeCloseTo(hours.returns[hour - 1] ?? Number.NaN, 10);
  }
}
