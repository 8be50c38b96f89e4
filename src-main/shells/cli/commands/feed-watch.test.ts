import { describe, expect, it } from "vitest";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import { ScriptedFeed, scriptedQuote } from "#testing/scripted-feed.ts";
import { watchFeed } from "./feed-watch.ts";

const BTC = marketSymbolSchema.parse("BTC/USD");

async function watch(feed = new ScriptedFeed("kraken", ["BTC/USD", "ETH/USD"])) {
  const lines: string[] = [];
  const notes: string[] = [];
  const running = await watchFeed(feed, [BTC], {
    line: (text) => lines.push(text),
    note: (text) => notes.push(text),
  });
  return { feed, lines, notes, running };
}

describe("live prices", () => {
  it("are lines, whether they come as text or as numbers", async () => {
    const { feed, lines } = await watch();
    expect(feed.symbols).toEqual([BTC]);
    feed.sink.onQuotes([scriptedQuote(feed.venue, BTC, unixMs(1_000), "100")]);
    const inlet = feed.sink.inlet(feed.venue, BTC);
    expect(feed.sink.inlet(feed.venue, BTC)).toBe(inlet);
    const prices = { bidUnits: 9_950, bidPlaces: 2, askUnits: 1_005, askPlaces: 1 };
    const told = { lastUnits: 100, lastPlaces: 0, volumeUnits: 5, volumePlaces: 3 };
    const silent = { lastUnits: -1, lastPlaces: 0, volumeUnits: -1, volumePlaces: 0 };
    inlet?.quote({ ...prices, ...told, tsEvent: 2_000 }, unixMs(2_000));
    inlet?.quote({ ...prices, ...silent, tsEvent: -1 }, unixMs(2_001));
    inlet?.outOfOrder();
    const common = '"symbol":"BTC/USD","bid":"99.5';
    expect(lines).toEqual([
      `{"type":"quote",${common}","ask":"100.5","last":"100","volume":null,"tsEvent":1000}`,
      `{"type":"quote",${common}","ask":"100.5","last":"100","volume":"0.005","tsEvent":2000}`,
      // A last price and a volume that are not told stay what they were.
      `{"type":"quote",${common}","ask":"100.5","last":"100","volume":"0.005","tsEvent":null}`,
    ]);
  });

  it("are told beside the lines when they do not come", async () => {
    const { feed, lines, notes, running } = await watch();
    const { venue } = feed;
    feed.sink.onStatus({ venue, state: "down", detail: "The socket was closed.", since: unixMs(1) });
    feed.sink.onMarketProblem(venue, BTC, "The venue does not send it.");
    feed.sink.onMarketProblem(venue, BTC, null);
    expect(lines).toEqual([]);
    expect(notes).toEqual([
      "The feed is live.",
      "The feed is down: The socket was closed.",
      "BTC/USD: The venue does not send it.",
      "BTC/USD: prices come again.",
    ]);
    await running.dispose();
    expect(feed.isWatched).toBe(false);
  });

  it("are refused for a market that the venue does not have", async () => {
    const feed = new ScriptedFeed("kraken", ["ETH/USD"]);
    await expect(watch(feed)).rejects.toMatchObject({
      code: "INPUT_INVALID",
      message: "--symbols: Kraken has no market BTC/USD.",
    });
    expect(feed.isWatched).toBe(false);
  });
});
