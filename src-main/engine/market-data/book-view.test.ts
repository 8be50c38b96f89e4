import { describe, expect, it } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import { bookViewSchema } from "#shared/contract/market-data.ts";
import type { BookView } from "#shared/contract/views.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { type OrderBook, orderBookSchema, type QuoteSource } from "#shared/domain/quote.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { ScriptedFeed } from "#testing/scripted-feed.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { readBookView, watchBookView } from "./book-view.ts";
import { MarketDataEngine } from "./market-data-engine.ts";

const BTC = marketSymbolSchema.parse("BTC/USD");
const LEVELS = 2;

function book(best: number, levels = 3): OrderBook {
  const side = (direction: 1 | -1) =>
    Array.from({ length: levels }, (_, index) => [String(best + direction * (index + 1)), "1"]);
  return orderBookSchema.parse({
    venue: "kraken",
    symbol: BTC,
    bids: side(-1),
    asks: side(1),
    tsEvent: null,
    tsInit: best,
  });
}

async function setUp(feed: ScriptedFeed) {
  const clock = new ManualClock();
  const engine = new MarketDataEngine({
    feeds: [{ feed, symbols: "all" as const }],
    candles: new MemoryStore().repositories.candles,
    clock,
    logger: silentLogger,
  });
  await engine.start();
  const options = { engine, market: { venue: feed.venue, symbol: BTC }, levels: LEVELS, clock, logger: silentLogger };
  const views: BookView[] = [];
  const looking = watchBookView(options, (view) => views.push(bookViewSchema.parse(view)));
  const seen = () =>
    views.map(({ book: told, kept }) => `${told === null ? "anew" : told.tsInit}${kept ? "" : " asked"}`);
  return { clock, engine, options, views, looking, seen, read: () => readBookView(options) };
}

const connected = () => new ScriptedFeed("kraken", ["BTC/USD"]).stayConnected();

describe("a book that the feed keeps in step", () => {
  it("is shown at most eight times a second, however often it changes, cut to the levels asked for", async () => {
    const feed = connected();
    const { clock, views, seen } = await setUp(feed);
    for (let change = 0; change < 1_000; change += 1) {
      feed.changeBook(book(10_000 + change));
      await clock.advance(1);
    }
    expect(views.length).toBe(8);
    expect(seen().at(-1)).toBe("10999");
    expect(views.every(({ book: told }) => told?.bids.length === LEVELS && told.asks.length === LEVELS)).toBe(true);
    await clock.advance(SECOND_MS);
    expect(views.length).toBe(8);
  });

  it("sums near the middle over all its levels, anew each second", async () => {
    const feed = connected();
    const { clock, views } = await setUp(feed);
    feed.changeBook(book(10_000, 500));
    await clock.advance(125);
    expect(views.at(-1)?.depth.map(({ bids }) => bids)).toEqual(["10", "50", "100"]);
    feed.changeBook(book(10_000, 20));
    await clock.advance(125);
    expect(views.at(-1)?.depth.map(({ bids }) => bids)).toEqual(["10", "50", "100"]);
    await clock.advance(SECOND_MS);
    feed.changeBook(book(10_000, 20));
    await clock.advance(125);
    expect(views.at(-1)?.depth.map(({ bids, bidsWhole }) => `${bids} ${bidsWhole}`)).toEqual([
      "10 true",
      "20 false",
      "20 false",
    ]);
  });

  it("is not shown while it is out of step: that is said once, at once", async () => {
    const feed = connected();
    feed.failure = null;
    const { clock, seen } = await setUp(feed);
    feed.changeBook(book(100));
    await clock.advance(125);
    feed.changeBook(null);
    await clock.advance(4 * SECOND_MS);
    feed.changeBook(book(200));
    await clock.advance(125);
    expect(seen()).toEqual(["100", "anew", "200"]);
  });

  it("is asked for while it stays out of step, and no longer once it is back", async () => {
    const feed = connected();
    feed.book = book(300);
    const { clock, seen } = await setUp(feed);
    await clock.advance(12 * SECOND_MS);
    expect(seen()).toEqual(["anew", "300 asked", "300 asked", "300 asked"]);
    feed.changeBook(book(400));
    await clock.advance(12 * SECOND_MS);
    expect(seen().slice(4)).toEqual(["400"]);
  });

  it("is let go when nobody looks", async () => {
    const feed = connected();
    const { clock, looking, seen, read } = await setUp(feed);
    feed.changeBook(book(100));
    expect(await read()).toMatchObject({ kept: true, book: { tsInit: 100 } });
    expect(feed.bookWatchers).toBe(1);
    await looking.dispose();
    expect(feed.bookWatchers).toBe(0);
    feed.changeBook(book(200));
    await clock.advance(SECOND_MS);
    expect(seen()).toEqual([]);
  });
});

describe("a book that is asked for", () => {
  it.each<[QuoteSource, number]>([
    ["simulated", 5],
    ["replay", 5],
    ["rest", 1],
    ["stream", 1],
  ])("from a feed of source %s comes %i times in 3 seconds", async (source, times) => {
    const feed = new ScriptedFeed("kraken", ["BTC/USD"], source);
    feed.book = book(100);
    const { clock, views, read } = await setUp(feed);
    expect(await read()).toMatchObject({ kept: false, book: { bids: [{ length: 2 }, { length: 2 }] } });
    await clock.advance(3 * SECOND_MS);
    expect(views).toHaveLength(times === 5 ? 6 : times);
  });

  it("stays away while it cannot be read, and comes again", async () => {
    const feed = new ScriptedFeed("kraken", ["BTC/USD"], "simulated");
    feed.book = book(100);
    feed.failure = null;
    const { clock, seen, looking } = await setUp(feed);
    feed.failure = new EngineError("VENUE_UNREACHABLE", "No answer.", { retryable: true });
    await clock.advance(2 * SECOND_MS);
    expect(seen()).toEqual([]);
    feed.failure = null;
    await clock.advance(SECOND_MS);
    expect(seen()).toEqual(["100 asked", "100 asked"]);
    await looking.dispose();
    await clock.advance(SECOND_MS);
    expect(seen()).toHaveLength(2);
  });
});
