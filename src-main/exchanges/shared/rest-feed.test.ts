// Does the quote poller poll, back off, recover and stop?
import { describe, expect, it } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import type { VenueMarket } from "#engine/ports/venues.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import type { RawQuote } from "#shared/domain/quote.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { RecordingSink } from "#testing/recording-sink.ts";
import { RestFeed } from "./rest-feed.ts";

const venue = venueIdSchema.parse("kraken");
const symbol = marketSymbolSchema.parse("BTC/USD");

function open(chance = 0.5) {
  const clock = new ManualClock();
  /** After the beginning, in ms. */
  const polls: number[] = [];
  const began = clock.monotonicMs();
  let failure: Error | null = null;
  let quotes = 1;
  const quote = (): RawQuote => ({
    venue,
    symbol,
    bid: decimalString("99"),
    ask: decimalString("101"),
    last: null,
    volume24h: null,
    tsEvent: null,
    tsInit: clock.now(),
    source: "rest",
  });
  const market: Pick<VenueMarket, "venue" | "fetchTickers"> = {
    venue,
    fetchTickers: async (symbols, { signal }) => {
      signal?.throwIfAborted();
      polls.push(clock.monotonicMs() - began);
      if (failure !== null) throw failure;
      return symbols.slice(0, quotes).map(quote);
    },
  };
  const rng = { next: () => chance, integer: () => 0, normal: () => 0 };
  // The feed's watch uses nothing else of a market.
  const feed = new RestFeed({ market: market as VenueMarket, clock, rng });
  const sink = new RecordingSink();
  return {
    clock,
    polls,
    sink,
    feed,
    fail: (error: Error | null) => (failure = error),
    answer: (count: number) => (quotes = count),
  };
}

describe("rest feed", () => {
  it("asks every two seconds and says so", async () => {
    const { clock, polls, sink, feed } = open();
    const watch = feed.watchQuotes([symbol], sink);
    await clock.advance(6_000);
    expect(polls).toEqual([0, 2_000, 4_000, 6_000]);
    expect(sink.statuses.map(({ state }) => state)).toEqual(["connecting", "live"]);
    expect(sink.quotes).toHaveLength(4);
    await watch.dispose();
    await clock.advance(60_000);
    expect(polls).toHaveLength(4);
    expect(clock.pending).toBe(0);
  });

  it("backs off with jitter up to half a minute, tells why, and recovers", async () => {
    const { clock, polls, sink, feed, fail } = open(1);
    const watch = feed.watchQuotes([symbol], sink);
    await clock.advance(0);
    fail(new EngineError("VENUE_UNREACHABLE", "Kraken did not answer in time.", { retryable: true }));
    await clock.advance(200_000);
    const gaps = polls.slice(2).map((time, index) => time - (polls[index + 1] ?? 0));
    expect(gaps.slice(0, 8)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(sink.statuses.at(-1)).toMatchObject({ state: "down", detail: "Kraken did not answer in time." });
    fail(null);
    await clock.advance(40_000);
    expect(sink.statuses.at(-1)).toMatchObject({ state: "live", detail: null });
    await watch.dispose();
  });

  it("draws its waits between half a second and the cap", async () => {
    const { clock, polls, sink, feed, fail } = open(0);
    fail(new Error("a mistake of ours"));
    const watch = feed.watchQuotes([symbol], sink);
    await clock.advance(2_000);
    expect(polls).toEqual([0, 500, 1_000, 1_500, 2_000]);
    expect(sink.statuses.at(-1)?.detail).not.toContain("mistake of ours");
    await watch.dispose();
  });

  it("is live without a quote, because a venue may leave out a market", async () => {
    const { clock, sink, feed, answer } = open();
    answer(0);
    const watch = feed.watchQuotes([symbol], sink);
    await clock.advance(0);
    expect(sink.statuses.at(-1)?.state).toBe("live");
    expect(sink.quotes).toEqual([]);
    await watch.dispose();
  });
});
