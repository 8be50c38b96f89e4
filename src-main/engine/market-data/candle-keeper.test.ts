// After an outage, corrections and a halt, is what is stored just what the venue has?
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import type { MarketDataFeed, MarketTrade } from "#engine/ports/market-data-feed.ts";
import { type Candle, TIMEFRAME_MS, type Timeframe, timeframeSchema } from "#shared/domain/candle.ts";
import { rollUpCandles } from "#shared/domain/compute-candles.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, unixMs } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { ScriptedFeed, scriptedMinute, scriptedQuote } from "#testing/scripted-feed.ts";
import { recordingLogger } from "#testing/silent-logger.ts";
import type { CandleChange } from "./market-changes.ts";
import { MarketDataEngine } from "./market-data-engine.ts";

const START = 1_767_571_200_000;
const BTC = marketSymbolSchema.parse("BTC/USD");

/** A venue that knows its past up to now, and may change its mind about it. */
class Venue extends ScriptedFeed {
  readonly all = new Map<number, Candle>();
  readonly calls: { readonly timeframe: Timeframe; readonly atMs: number }[] = [];
  #clock: ManualClock;

  constructor(clock: ManualClock, symbols: readonly string[] = ["BTC/USD"], source: "stream" | "rest" = "stream") {
    super("kraken", symbols, source);
    this.#clock = clock;
  }

  /** What is over by now. */
  truth(timeframe: Timeframe, now = this.#clock.now()): readonly Candle[] {
    const over = [...this.all.values()]
      .filter(({ openTime }) => openTime + MINUTE_MS <= now)
      .sort((one, other) => one.openTime - other.openTime);
    return rollUpCandles(over, timeframe, now).filter(({ closed }) => closed);
  }

  override async fetchCandles(request: Parameters<MarketDataFeed["fetchCandles"]>[0]): Promise<readonly Candle[]> {
    this.calls.push({ timeframe: request.timeframe, atMs: this.#clock.now() });
    this.minutes = this.truth("1m");
    return super.fetchCandles(request);
  }
}

async function setUp(symbols?: readonly string[], source?: "stream" | "rest") {
  const clock = new ManualClock(START);
  const venue = new Venue(clock, symbols, source);
  for (let index = -26 * 60; index < 0; index += 1) {
    venue.all.set(index, scriptedMinute(START + index * MINUTE_MS, 2_000 + ((index * 31) % 97)));
  }
  const logger = recordingLogger();
  const { candles } = new MemoryStore().repositories;
  const engine = new MarketDataEngine({ feeds: [{ feed: venue, symbols: "all" }], candles, clock, logger });
  const changes: CandleChange[] = [];
  engine.closedCandles.subscribe((change) => changes.push(change));
  await engine.start();
  await clock.advance(10);
  venue.calls.length = 0;
  venue.candleRequests.length = 0;
  let id = 0;
  const trade = (price: string, quantity = "1"): MarketTrade => {
    id += 1;
    return {
      venue: venue.venue,
      symbol: BTC,
      price: decimalString(price),
      quantity: decimalString(quantity),
      side: "buy",
      id: String(id),
      tsEvent: clock.now(),
    };
  };
  /** A minute of the venue of which the feed tells each trade. */
  const play = async (index: number, options: { heard?: boolean } = {}) => {
    await clock.advance(START + index * MINUTE_MS + 100 - clock.now());
    const minute = scriptedMinute(START + index * MINUTE_MS, 2_000 + ((index * 17) % 89));
    venue.all.set(index, { ...minute, volume: decimalString("4") });
    for (const price of [minute.open, minute.high, minute.low, minute.close]) {
      if (options.heard !== false) {
        venue.sink.onTrades([trade(price)]);
        venue.sink.onQuotes([{ ...scriptedQuote(venue.venue, BTC, clock.now(), price), last: null }]);
      }
      await clock.advance(10 * SECOND_MS);
    }
  };
  const stored = (timeframe: Timeframe) =>
    candles.list(venue.venue, BTC, timeframe, { limit: 100_000, from: unixMs(START - DAY_MS) });
  const expectTruth = async (until: number) => {
    for (const timeframe of timeframeSchema.options) {
      const length = TIMEFRAME_MS[timeframe];
      const before = until - (until % length);
      const inTime = ({ openTime }: Candle) => openTime >= START - DAY_MS && openTime < before;
      expect([timeframe, (await stored(timeframe)).filter(inTime)]).toEqual([
        timeframe,
        venue.truth(timeframe).filter(inTime),
      ]);
    }
  };
  const setState = (state: "live" | "down") =>
    venue.sink.onStatus({ venue: venue.venue, state, detail: null, since: clock.now() });
  return { clock, venue, engine, changes, play, stored, expectTruth, setState, logger, candles, trade };
}

describe("history that nobody looks at", () => {
  it("is the venue's own: the day before us, what trades made, an outage, corrections and a halt", async () => {
    const { clock, venue, play, expectTruth, setState, changes } = await setUp();
    for (let index = 0; index < 40; index += 1) await play(index);
    // Our connection breaks: the venue goes on.
    setState("down");
    for (let index = 40; index < 52; index += 1) await play(index, { heard: false });
    setState("live");
    for (let index = 52; index < 70; index += 1) await play(index);
    // The venue halts: there is nothing to be had of these minutes.
    await clock.advance(START + 95 * MINUTE_MS - clock.now());
    for (let index = 95; index < 130; index += 1) {
      await play(index);
      if (index !== 110) continue;
      // And it thinks better of some minutes that it had told.
      for (const wrong of [105, 108]) {
        const told = venue.all.get(wrong);
        if (told !== undefined)
          venue.all.set(wrong, { ...told, high: decimalString("2500"), volume: decimalString("44") });
      }
    }
    await clock.advance(6 * MINUTE_MS);
    await expectTruth(START + 130 * MINUTE_MS);
    const told = (index: number) =>
      changes.filter(({ timeframe, candle }) => timeframe === "1m" && candle.openTime === START + index * MINUTE_MS);
    expect(told(60).map(({ candle }) => candle.high)).toEqual([venue.all.get(60)?.high]);
    // What was told and then corrected was told once more, the five minutes around it too.
    expect(
      told(108)
        .map(({ candle }) => candle.high)
        .at(-1),
    ).toBe("2500");
    expect(
      changes
        .filter(({ timeframe }) => timeframe === "5m")
        .findLast(({ candle }) => candle.openTime === START + 105 * MINUTE_MS)?.candle,
    ).toMatchObject({ high: "2500", volume: "100" });
  });

  it("is the venue's own where only quotes are told", async () => {
    const { clock, venue, expectTruth } = await setUp(["BTC/USD"], "rest");
    for (let index = 0; index < 30; index += 1) {
      await clock.advance(START + index * MINUTE_MS + 100 - clock.now());
      const minute = scriptedMinute(START + index * MINUTE_MS, 2_000 + index);
      venue.all.set(index, minute);
      venue.sink.onQuotes([scriptedQuote(venue.venue, BTC, clock.now(), minute.close)]);
    }
    await clock.advance(6 * MINUTE_MS);
    await expectTruth(START + 30 * MINUTE_MS);
  });

  it("reads a day of minutes, a quarter of hours and two years of days at the start, then only what is new", async () => {
    const { clock, venue, play } = await setUp();
    await play(0);
    await clock.advance(4 * MINUTE_MS);
    expect(venue.candleRequests.slice(0, 7)).toEqual([
      "1m x1000",
      "1m x440",
      "1h x1000",
      "1d x730",
      "5m x288",
      "15m x192",
      "4h x540",
    ]);
    venue.candleRequests.length = 0;
    for (let index = 5; index < 65; index += 1) await play(index);
    expect(venue.candleRequests.every((request) => /^1m x3\d$|^5m x1\d$/.test(request))).toBe(true);
    const minutes = venue.candleRequests.filter((request) => request.startsWith("1m"));
    expect(minutes.length).toBeGreaterThanOrEqual(11);
    expect(minutes.length).toBeLessThanOrEqual(13);
  });

  it("is read soon after an interruption, not before", async () => {
    const { clock, venue, play, setState } = await setUp();
    for (let index = 0; index < 8; index += 1) await play(index);
    setState("down");
    venue.calls.length = 0;
    await clock.advance(30 * MINUTE_MS);
    expect(venue.calls).toEqual([]);
    setState("live");
    const backAt = clock.now();
    await clock.advance(2 * MINUTE_MS);
    expect(venue.calls.map(({ timeframe }) => timeframe)[0]).toBe("1m");
    expect((venue.calls[0]?.atMs ?? 0) - backAt).toBeLessThan(90 * SECOND_MS);
  });

  it("waits for the next round when the venue does not answer, and leaves what is stored", async () => {
    const { clock, venue, play, expectTruth, logger } = await setUp();
    for (let index = 0; index < 3; index += 1) await play(index);
    await clock.advance(3 * MINUTE_MS);
    venue.failure = new EngineError("VENUE_UNREACHABLE", "No answer.", { retryable: true });
    venue.calls.length = 0;
    for (let index = 6; index < 17; index += 1) await play(index);
    expect(venue.calls.length).toBeGreaterThan(1);
    expect(venue.calls.length).toBeLessThan(5);
    // Said once, however often it is tried.
    const said = logger.lines.filter(({ message }) => message.startsWith("A market's candles could not be completed"));
    expect(said).toHaveLength(1);
    venue.failure = null;
    await clock.advance(6 * MINUTE_MS);
    await expectTruth(START + 17 * MINUTE_MS);
  });

  it("spreads its calls: one at a time, seconds apart, the markets not all at once", async () => {
    const symbols = Array.from({ length: 40 }, (_, index) => `C${index}/USD`);
    const { clock, venue } = await setUp(symbols);
    const quote = () => {
      for (const symbol of symbols) venue.sink.onQuotes([scriptedQuote(venue.venue, symbol, clock.now(), "100")]);
    };
    quote();
    await clock.advance(20 * MINUTE_MS);
    quote();
    venue.calls.length = 0;
    await clock.advance(5 * MINUTE_MS);
    const times = venue.calls.map(({ atMs }) => atMs);
    expect(times.length).toBeGreaterThanOrEqual(40);
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2 * SECOND_MS);
    const halves = [times.filter((time) => time < (times[0] ?? 0) + 150 * SECOND_MS).length, times.length];
    expect((halves[0] ?? 0) / (halves[1] ?? 1)).toBeGreaterThan(0.3);
    expect((halves[0] ?? 0) / (halves[1] ?? 1)).toBeLessThan(0.7);
  });

  it("goes on after a restart from what the venue had confirmed", async () => {
    const first = await setUp();
    for (let index = 0; index < 12; index += 1) await first.play(index);
    await first.clock.advance(6 * MINUTE_MS);
    await first.engine.dispose();
    const { clock, venue, candles } = first;
    await clock.advance(3 * HOUR_MS);
    const engine = new MarketDataEngine({
      feeds: [{ feed: venue, symbols: "all" }],
      candles,
      clock,
      logger: recordingLogger(),
    });
    await engine.start();
    await clock.advance(10);
    venue.candleRequests.length = 0;
    venue.sink.onQuotes([scriptedQuote(venue.venue, BTC, clock.now(), "2000")]);
    await clock.advance(90 * SECOND_MS);
    // Three hours and a little, and half an hour once more.
    expect(venue.candleRequests[0]).toMatch(/^1m x2[12]\d$/);
    expect(venue.candleRequests.filter((request) => request.startsWith("1m")).slice(1)).toEqual(["1m x31"]);
    // The day's candle has its beginning from the store.
    const open = engine.newestCandle(venue.venue, BTC, "1d");
    expect(open).toMatchObject({ openTime: START, open: venue.all.get(0)?.open });
    await engine.dispose();
    expect(clock.pending).toBe(0);
  });

  it("deletes no candle of ours where a venue's history ends, nor where it tells nothing at all", async () => {
    const { clock, venue, candles, play, stored } = await setUp();
    const own = scriptedMinute(START - 20 * HOUR_MS, 1_234);
    await candles.save(venue.venue, BTC, "1m", [own]);
    for (const index of [...venue.all.keys()]) if (index < -8 * 60) venue.all.delete(index);
    await play(0);
    await clock.advance(2 * MINUTE_MS);
    expect((await stored("1m"))[0]).toEqual(own);
    expect(await candles.confirmed(venue.venue, BTC)).toMatchObject({ "1m": { from: START - 8 * HOUR_MS } });
    venue.candleRequests.length = 0;
    await clock.advance(20 * MINUTE_MS);
    expect(venue.candleRequests.filter((request) => request.startsWith("1m x1000"))).toEqual([]);
  });
});

describe("the venue's candles on the stream", () => {
  it("are stored in place of ours, and told", async () => {
    const { clock, venue, play, changes, stored, setState } = await setUp();
    for (let index = 0; index < 10; index += 1) await play(index);
    // Nothing may come by REST here.
    venue.failure = new EngineError("VENUE_UNREACHABLE", "No answer.", { retryable: true });
    setState("live");
    const own = venue.all.get(9) as Candle; // played above
    const told: Candle = { ...own, low: decimalString("1"), volume: decimalString("5") };
    await clock.advance(START + 10 * MINUTE_MS + 300 - clock.now());
    changes.length = 0;
    venue.sink.onVenueCandle(venue.venue, BTC, "1m", told);
    expect(changes.map(({ timeframe, candle }) => [timeframe, candle.low])).toEqual([
      ["1m", "1"],
      ["5m", "1"],
    ]);
    await clock.advance(3 * SECOND_MS);
    expect(changes).toHaveLength(2);
    expect((await stored("1m")).at(-1)).toEqual(told);
    expect((await stored("5m")).at(-1)).toMatchObject({ openTime: START + 5 * MINUTE_MS, low: "1" });
    // One that is not over, or is said to be over before its end, says nothing.
    venue.sink.onVenueCandle(venue.venue, BTC, "1m", {
      ...told,
      openTime: unixMs(START + 10 * MINUTE_MS),
      closed: false,
    });
    venue.sink.onVenueCandle(venue.venue, BTC, "1m", { ...told, openTime: unixMs(START + 30 * MINUTE_MS) });
    expect(changes).toHaveLength(2);
  });
});

const ROOT = join(process.env.SCHWABOT_REFERENCE_DATA ?? "../shared/data", "market");

describe("real candles", () => {
  it("of the outage of 24 March 2023 are kept as the venue has them: the halt stays a gap", async ({ skip }) => {
    const file = join(ROOT, "1m_outage_2023-03-24", "BTCUSDT.csv");
    skip(!existsSync(file), `no reference candles in ${ROOT} (SCHWABOT_REFERENCE_DATA names another folder)`);
    const minutes = readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line): Candle => {
        const [time, open = "", high = "", low = "", close = "", volume = ""] = line.split(",");
        const text = (value: string) => decimalString(value);
        const prices = { open: text(open), high: text(high), low: text(low), close: text(close), volume: text(volume) };
        return { openTime: unixMs(Number(time)), ...prices, closed: true };
      });
    const day = minutes[0]?.openTime ?? 0;
    const clock = new ManualClock(day + 11 * HOUR_MS);
    const venue = new Venue(clock);
    for (const minute of minutes) venue.all.set(minute.openTime, minute);
    const { candles } = new MemoryStore().repositories;
    const engine = new MarketDataEngine({
      feeds: [{ feed: venue, symbols: "all" }],
      candles,
      clock,
      logger: recordingLogger(),
    });
    await engine.start();
    // Quotes go on through the halt, as they did: nobody traded at them.
    for (let index = 0; index < 4 * 60; index += 1) {
      venue.sink.onQuotes([scriptedQuote(venue.venue, BTC, clock.now(), "28000")]);
      await clock.advance(MINUTE_MS);
    }
    await clock.advance(6 * MINUTE_MS);
    const stored = await candles.list(venue.venue, BTC, "1m", { limit: 10_000 });
    const until = clock.now() - 6 * MINUTE_MS;
    const inTime = ({ openTime }: Candle) => openTime < until;
    expect(stored.filter(inTime)).toEqual(venue.truth("1m").filter(inTime));
    const gaps = stored.slice(1).map(({ openTime }, index) => openTime - (stored[index]?.openTime ?? 0));
    expect(gaps.filter((gap) => gap !== MINUTE_MS)).toEqual([81 * MINUTE_MS]);
    const fives = await candles.list(venue.venue, BTC, "5m", { limit: 10_000, from: unixMs(day + 12 * HOUR_MS) });
    expect(fives.filter(({ openTime }) => openTime >= day + 12.75 * HOUR_MS && openTime < day + 14 * HOUR_MS)).toEqual(
      [],
    );
  });
});
