import { describe, expect, it } from "vitest";
import type { CandleFiles } from "#engine/ports/candle-files.ts";
import { decimal } from "#shared/domain/decimal.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { RecordingSink } from "#testing/recording-sink.ts";
import { openReplay, REPLAY_VENUE } from "./feed.ts";

const START = 1_680_393_600_000;
const BTC = marketSymbolSchema.parse("BTC/USDT");
const HEADER = "timestamp_ms,open,high,low,close,volume";

function files(content: Readonly<Record<string, string>>): CandleFiles {
  return {
    folder: "candles",
    list: async () => Object.keys(content).sort(),
    read: async (name) => content[name] ?? "",
  };
}

/** Rows of the minutes named, each a little higher than the one before. */
function rows(minutes: readonly number[]): string {
  const lines = minutes.map((minute) => {
    const open = 28_000 + minute * 10;
    return `${START + minute * MINUTE_MS},${open}.5,${open + 20},${open - 5}.25,${open + 10}.5,${minute + 1}.125`;
  });
  return [HEADER, ...lines].join("\n");
}

async function play(minutes: readonly number[], speed = 60) {
  const clock = new ManualClock();
  const replay = await openReplay({ files: files({ "BTCUSDT.csv": rows(minutes) }), clock, speed });
  const sink = new RecordingSink();
  replay.feed.watchQuotes([BTC], sink);
  return { clock, sink, ...replay };
}

describe("the replay feed", () => {
  it("gives one quote per second of candle time, two basis points wide, labelled as a replay", async () => {
    const { clock, sink } = await play([0, 1, 2, 3]);
    await clock.advance(2_000);
    expect(sink.quotes.map(({ tsEvent }) => tsEvent)).toEqual(
      Array.from({ length: 121 }, (_, second) => START + second * SECOND_MS),
    );
    const first = sink.quotes[0];
    expect(first).toMatchObject({ bid: "27997.7", ask: "28003.3", last: "28000.5", source: "replay" });
    expect(sink.statuses[0]?.detail).toBe("Replay of 1m candles from 2023-04-02 to 2023-04-02");
  });

  it("knows nothing of the future: cutting it off changes neither quotes nor candles nor books", async () => {
    const long = await play([0, 1, 2, 3, 4, 5, 6, 7]);
    const short = await play([0, 1, 2]);
    for (const { clock } of [long, short]) await clock.advance(2_500);
    expect(long.sink.quotes).toEqual(short.sink.quotes);
    const query = { symbol: BTC, timeframe: "1m", limit: 10 } as const;
    const candles = await long.feed.fetchCandles(query);
    expect(candles).toEqual(await short.feed.fetchCandles(query));
    expect(candles.map(({ openTime }) => openTime)).toEqual([START, START + MINUTE_MS]);
    const late = await long.feed.fetchCandles({ ...query, before: candles[1]?.openTime ?? long.clock.now() });
    expect(late).toEqual(candles.slice(0, 1));
    const book = (of: typeof long) => of.market.bookAt(REPLAY_VENUE, BTC, of.clock.now());
    expect(book(long)).toEqual(book(short));
  });

  it("keeps a gap of the candles as a gap", async () => {
    const { clock, sink, feed } = await play([0, 1, 4, 5]);
    await clock.advance(3_000);
    expect(sink.quotes.at(-1)?.tsEvent).toBe(START + 2 * MINUTE_MS - SECOND_MS);
    await expect(feed.fetchOrderBook({ symbol: BTC, depth: 5 })).rejects.toMatchObject({ code: "FEED_NO_DATA" });
    await clock.advance(2_000);
    expect(sink.quotes.at(-1)?.tsEvent).toBe(START + 5 * MINUTE_MS);
    const rolled = await feed.fetchCandles({ symbol: BTC, timeframe: "1m", limit: 10 });
    expect(rolled.map(({ openTime }) => (openTime - START) / MINUTE_MS)).toEqual([0, 1, 4]);
  });

  it("starts again at the end, with a notice and a new time", async () => {
    const { clock, sink } = await play([0, 1]);
    await clock.advance(2_200);
    expect(sink.resets).toBe(1);
    expect(sink.notices).toEqual([
      "The replay reached the end of its candles (2023-04-02) and starts again at 2023-04-02.",
    ]);
    const times = sink.quotes.map(({ tsEvent }) => ((tsEvent ?? 0) - START) / SECOND_MS);
    expect(times.slice(-14)).toEqual([119, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it("has a book as deep as what was traded before, on the instrument's steps", async () => {
    const { clock, market } = await play(Array.from({ length: 50 }, (_, minute) => minute));
    await clock.advance(45_000);
    const [instrument] = market.instruments(REPLAY_VENUE);
    const book = market.bookAt(REPLAY_VENUE, BTC, clock.now());
    // Minutes 15 to 44 traded 30.625 a minute on average; a tenth of ten such minutes stands on each level.
    expect(book?.bids[0]?.[1]).toBe("30.625");
    for (const [price, size] of [...(book?.bids ?? []), ...(book?.asks ?? [])]) {
      expect(decimal(price).isMultipleOf(decimal(instrument?.priceStep ?? "1"))).toBe(true);
      expect(decimal(size).isMultipleOf(decimal(instrument?.amountStep ?? "1"))).toBe(true);
    }
  });

  it.each([
    [{}, "candles holds no candle files"],
    [{ "prices.csv": rows([0, 1]) }, "prices.csv: expected a name that ends in a known quote asset"],
    [
      { "BTCUSDT.csv": rows([0, 2, 4]) },
      'BTCUSDT.csv, line 3, column timestamp_ms: expected rows 1m, 5m, 15m, 1h, 4h, 1d apart, got "120 s".',
    ],
    [
      { "BTCUSDT.csv": rows([0, 1]), "ETHUSDT.csv": rows([0, 5, 10]) },
      'ETHUSDT.csv, line 3, column timestamp_ms: expected rows 1m apart like the other files of the folder, got "5m".',
    ],
    [{ "BTCUSDT.csv": rows([0, 1, 2.5]) }, "BTCUSDT.csv, line"],
  ])("refuses a folder that it cannot play: %#", async (content, message) => {
    const opened = openReplay({ files: files(content), clock: new ManualClock() });
    await expect(opened).rejects.toMatchObject({ code: "INPUT_INVALID", message: expect.stringContaining(message) });
  });

  it("refuses a timeframe finer than its files and a speed that is none", async () => {
    const daily = [0, 1_440, 2_880];
    const { feed } = await play(daily);
    await expect(feed.fetchCandles({ symbol: BTC, timeframe: "1m", limit: 1 })).rejects.toMatchObject({
      code: "FEED_NO_DATA",
    });
    await expect(play([0, 1], 0)).rejects.toThrow("Not a replay speed: 0");
  });
});
