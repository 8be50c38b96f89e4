// Do quotes that come as numbers meet with just what the same quotes as text meet with?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { QuoteNumbers } from "#engine/ports/market-data-feed.ts";
import { ensure } from "#shared/domain/assert.ts";
import type { RawQuote } from "#shared/domain/quote.ts";
import { MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { ScriptedFeed } from "#testing/scripted-feed.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { unitsNumber, unitsText } from "./compute-units.ts";
import type { CandleChange } from "./market-changes.ts";
import { MarketDataEngine } from "./market-data-engine.ts";

const RUNS = process.env.SCHWABOT_LONG === "1" ? 2_000 : 40;
const SYMBOLS = ["BTC/USD", "ETH/USD"] as const;

interface Drawn extends QuoteNumbers {
  readonly market: number;
  /** Between this quote and the one before it. */
  readonly waitMs: number;
  /** Whether somebody looks at the candle that is being made. */
  readonly looks: boolean;
}

/** What a market of an engine has been through. */
async function openEngine() {
  const clock = new ManualClock();
  const feed = new ScriptedFeed("kraken", SYMBOLS);
  const candles = new MemoryStore().repositories.candles;
  const engine = new MarketDataEngine({ feeds: [{ feed, symbols: "all" }], candles, clock, logger: silentLogger });
  const closed: CandleChange[] = [];
  const sent: unknown[] = [];
  engine.closedCandles.subscribe((change) => closed.push(change));
  engine.quotes.subscribe((batch) => sent.push(batch));
  await engine.start();
  const inlets = feed.instruments.map(({ symbol }) => ensure(feed.sink.inlet(feed.venue, symbol), "inlet"));
  const told = () => ({
    accounting: engine.accounting(),
    rejected: engine.health()[0]?.rejected,
    quotes: engine.allQuotes(),
    open: feed.instruments.map(({ symbol }) => engine.newestCandle(feed.venue, symbol, "1m")),
    closed: [...closed],
    sent: [...sent],
  });
  return { clock, feed, engine, inlets, told };
}
type Opened = Awaited<ReturnType<typeof openEngine>>;

function asText({ feed, clock }: Opened, drawn: Drawn): RawQuote {
  const figure = (units: number, places: number) => (units < 0 ? null : unitsText(units, places));
  return {
    venue: feed.venue,
    symbol: ensure(feed.instruments[drawn.market], "market").symbol,
    bid: unitsText(drawn.bidUnits, drawn.bidPlaces),
    ask: unitsText(drawn.askUnits, drawn.askPlaces),
    last: figure(drawn.lastUnits, drawn.lastPlaces),
    volume24h: figure(drawn.volumeUnits, drawn.volumePlaces),
    tsEvent: drawn.tsEvent < 0 ? null : unixMs(drawn.tsEvent),
    tsInit: clock.now(),
    source: "stream",
  };
}

/** Prices around 100, mostly steady, sometimes far off or nothing; times mostly in order. */
const START = new ManualClock().now();
const price = fc
  .oneof(
    { weight: 20, arbitrary: fc.integer({ min: 9_990, max: 10_010 }) },
    { weight: 2, arbitrary: fc.integer({ min: 10_400, max: 10_420 }) },
    { weight: 1, arbitrary: fc.constantFrom(0, 1, 999_999_999_999_999) },
  )
  .chain((units) => fc.constantFrom(0, 1, 4).map((more) => ({ units: units * 10 ** more, places: 2 + more })))
  .filter(({ units }) => Number.isSafeInteger(units));
const told = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: null });
const volume = fc.integer({ min: 0, max: 2_000_000 }).map((units) => ({ units, places: 3 }));
const drawnQuote = (time: number, waitMs: number): fc.Arbitrary<Drawn> =>
  fc
    .record({
      ...{ market: fc.nat(1), bid: price, spread: fc.integer({ min: -1, max: 20 }) },
      ...{
        last: told(price),
        volume: told(volume),
        looks: fc.integer({ min: 0, max: 5 }).map((chance) => chance === 0),
      },
    })
    .chain((quote) =>
      fc
        .oneof(
          { weight: 8, arbitrary: fc.integer({ min: -5, max: 200 }) },
          { weight: 1, arbitrary: fc.integer({ min: -1_500, max: 0 }) },
          { weight: 1, arbitrary: fc.integer({ min: -90_000, max: 9_000 }) },
          { weight: 2, arbitrary: fc.constant(null) },
        )
        .map((late) => ({
          ...{ market: quote.market, looks: quote.looks, waitMs },
          ...{ bidUnits: quote.bid.units, bidPlaces: quote.bid.places },
          ...{ askUnits: Math.max(0, quote.bid.units + quote.spread), askPlaces: quote.bid.places },
          ...{ lastUnits: quote.last?.units ?? -1, lastPlaces: quote.last?.places ?? 0 },
          ...{ volumeUnits: quote.volume?.units ?? -1, volumePlaces: quote.volume?.places ?? 0 },
          tsEvent: late === null ? -1 : time + late,
        })),
    );
const stream = fc
  .array(fc.constantFrom(0, 0, 0, 10, 10, 120, 700, 2_500, 21_000), { minLength: 1, maxLength: 250, size: "max" })
  .chain((waits) => {
    let time: number = START;
    return fc.tuple(
      ...waits.map((waitMs) => {
        time += waitMs;
        return drawnQuote(time, waitMs);
      }),
    );
  });

async function run(quotes: readonly Drawn[], comesAsText: (at: number) => boolean) {
  const opened = await openEngine();
  const seen: unknown[] = [];
  for (const [at, drawn] of quotes.entries()) {
    if (drawn.waitMs > 0) await opened.clock.advance(drawn.waitMs);
    if (comesAsText(at)) opened.feed.sink.onQuotes([asText(opened, drawn)]);
    // One object for all, as a scan has it.
    else ensure(opened.inlets[drawn.market], "inlet").quote(Object.assign(REUSED, drawn), opened.clock.now());
    if (drawn.looks) seen.push(opened.told().open);
  }
  const before = opened.told();
  await opened.clock.advance(2 * MINUTE_MS);
  const after = opened.told();
  await opened.engine.dispose();
  return { before, after, seen };
}
const NOTHING: QuoteNumbers = {
  ...{ bidUnits: -1, bidPlaces: 0, askUnits: -1, askPlaces: 0, lastUnits: -1, lastPlaces: 0 },
  ...{ volumeUnits: -1, volumePlaces: 0, tsEvent: -1 },
};

const REUSED = { ...NOTHING };

describe("quotes as numbers and as text", () => {
  it("are accepted, refused, counted, sent and made candles alike, also when they take turns", async () => {
    await fc.assert(
      fc.asyncProperty(stream, fc.integer({ min: 2, max: 5 }), async (quotes, turns) => {
        const text = await run(quotes, () => true);
        expect(await run(quotes, () => false)).toEqual(text);
        expect(await run(quotes, (at) => at % turns === 0)).toEqual(text);
        const { received, rejected, conflated, delivered, pending } = text.after.accounting;
        expect(received).toBe(quotes.length);
        expect(received).toBe(rejected + conflated + delivered + pending);
      }),
      { numRuns: RUNS },
    );
  });

  it("keep a last price and a volume that are not told", async () => {
    const { feed, engine, inlets, clock } = await openEngine();
    const numbers = { ...NOTHING, bidUnits: 100, askUnits: 101, lastUnits: 1_005, lastPlaces: 1, volumeUnits: 7 };
    const [inlet] = inlets;
    inlet?.quote(numbers, clock.now());
    inlet?.quote({ ...numbers, bidUnits: 99, lastUnits: -1, volumeUnits: -1 }, clock.now());
    const { symbol } = ensure(feed.instruments[0], "market");
    expect(engine.quote(feed.venue, symbol)).toMatchObject({ bid: "99", ask: "101", last: "100.5", volume24h: "7" });
    feed.sink.onQuotes([
      asText({ feed, clock } as Opened, {
        ...numbers,
        lastUnits: -1,
        volumeUnits: -1,
        market: 0,
        waitMs: 0,
        looks: false,
      }),
    ]);
    expect(engine.quote(feed.venue, symbol)).toMatchObject({ bid: "100", last: "100.5", volume24h: "7" });
    inlet?.quote({ ...numbers, bidUnits: 98, lastUnits: -1, volumeUnits: -1 }, clock.now());
    expect(engine.quote(feed.venue, symbol)).toMatchObject({ bid: "98", last: "100.5", volume24h: "7" });
  });

  it("tell a bid over the ask though both are the same double", async () => {
    let bidUnits = Number.MAX_SAFE_INTEGER;
    while (unitsNumber(bidUnits, 16) !== unitsNumber(bidUnits - 1, 16)) bidUnits -= 1;
    const { inlets, engine, clock } = await openEngine();
    const same = { ...NOTHING, bidUnits, bidPlaces: 16, askUnits: bidUnits, askPlaces: 16 };
    inlets[0]?.quote(same, clock.now());
    inlets[0]?.quote({ ...same, askUnits: bidUnits - 1 }, clock.now());
    inlets[0]?.quote({ ...same, bidUnits: 10, bidPlaces: 1, askUnits: 1, askPlaces: 0 }, clock.now());
    expect(engine.health()[0]).toMatchObject({ accepted: 2, rejected: { crossed: 1 } });
  });

  it("that are no prices are refused as such", async () => {
    const { inlets, engine, clock } = await openEngine();
    const numbers = { ...NOTHING, bidUnits: 1, askUnits: 1 };
    for (const wrong of [
      { bidUnits: -1 },
      { askUnits: 0 },
      { bidUnits: Number.NaN },
      { askPlaces: 23 },
      { askPlaces: -1 },
    ])
      inlets[0]?.quote({ ...numbers, ...wrong }, clock.now());
    expect(engine.health()[0]).toMatchObject({ received: 5, accepted: 0, rejected: { notAPrice: 5 } });
  });
});

describe("an inlet", () => {
  it("is one object for as long as its market is watched, and there is none for others", async () => {
    const { feed, inlets } = await openEngine();
    const [first] = feed.instruments;
    const symbol = ensure(first, "market").symbol;
    expect(feed.sink.inlet(feed.venue, symbol)).toBe(inlets[0]);
    expect(feed.sink.inlet(feed.venue, "XXX/USD" as typeof symbol)).toBeNull();
  });

  it("counts what came out of order and takes nothing of it", async () => {
    const { engine, inlets } = await openEngine();
    inlets[0]?.outOfOrder();
    inlets[1]?.outOfOrder();
    expect(engine.health()[0]).toMatchObject({ received: 2, accepted: 0, rejected: { outOfOrder: 2 } });
    expect(engine.accounting()).toEqual({ received: 2, rejected: 2, conflated: 0, delivered: 0, pending: 0 });
  });
});

describe("a quote that is older by its time than the price that is held", () => {
  const at = { lastUnits: -1, lastPlaces: 0, volumeUnits: -1, volumePlaces: 0 };
  const prices = { bidUnits: 9_999, bidPlaces: 2, askUnits: 10_001, askPlaces: 2, ...at };

  async function withOlder(source: RawQuote["source"]) {
    const opened = await openEngine();
    const { clock, feed, engine, inlets } = opened;
    const symbol = ensure(feed.instruments[0], "market").symbol;
    inlets[0]?.quote({ ...prices, tsEvent: clock.now() }, clock.now());
    const older = {
      ...asText(opened, { ...prices, market: 0, looks: false, waitMs: 0, tsEvent: clock.now() - 4_000 }),
      source,
    };
    feed.sink.onQuotes([older]);
    await clock.advance(20_000);
    feed.sink.onConfirmed(feed.venue, [symbol], clock.now());
    return engine.quote(feed.venue, symbol)?.state;
  }

  it("keeps heartbeats from confirming that price where the stream sent it: it may be news of a wrong clock", async () => {
    expect(await withOlder("stream")).not.toBe("live");
  });

  it("says nothing against that price where REST sent it", async () => {
    expect(await withOlder("rest")).toBe("live");
  });
});
