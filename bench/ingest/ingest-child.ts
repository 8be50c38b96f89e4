// Child: what does one quote cost in processor time on its way to the conflated batch? Time is the quotes' own, 5,000 a second.
// Arguments: floor | engine | disk | simulated, number of symbols, number of quotes.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { MarketDataEngine, type WatchedFeed } from "#engine/market-data/market-data-engine.ts";
import type { CandleRepository } from "#engine/ports/repositories.ts";
import { SimulatedMarket } from "#engine/simulation/market/simulated-market.ts";
import { SimulatedFeed } from "#exchanges/simulated/feed.ts";
import { workerUrl } from "#platform/worker-url.ts";
import type { RawQuote } from "#shared/domain/quote.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { openStore } from "#workers/storage/open-store.ts";
import { answer } from "../support/child.ts";
import { cpuMsSince } from "../support/measure-loop.ts";
import { BenchFeed } from "./bench-feed.ts";
import { instrumentsOf, quotesOf } from "./quotes.ts";

const PER_SECOND = 5_000;
/** Quotes that arrive together, as in one frame of a socket. */
const TOGETHER = 10;
const TICK_MS = 100;
const UNTIMED_SHARE = 0.1;

const [variant = "", symbols = "10", count = "100000"] = process.argv.slice(2);
const instruments = instrumentsOf(Number.parseInt(symbols, 10));
const total = Number.parseInt(count, 10);

if (variant === "floor") answer(measureFloor());
else if (variant === "simulated") answer(await measureSimulated());
else if (variant === "disk") answer(await measureWithDisk());
else answer(await measureEngine(new MemoryStore().repositories.candles));

/** The least that can be done: the latest quote of each market is kept, and handed out on the same tick. */
function measureFloor() {
  const quotes = quotesOf(instruments, total, PER_SECOND, 0);
  const latest = new Map<string, RawQuote>();
  const untimed = total * UNTIMED_SHARE;
  let start = process.cpuUsage();
  let delivered = 0;
  let next = TICK_MS;
  for (let index = 0; index < quotes.length; index += 1) {
    if (index === untimed) start = process.cpuUsage();
    const quote = quotes[index] as RawQuote; // within the array by the loop's own bound
    latest.set(quote.symbol, quote);
    if (quote.tsInit < next) continue;
    next += TICK_MS;
    delivered += [...latest.values()].length;
    latest.clear();
  }
  return { usPerQuote: (cpuMsSince(start) * 1000) / (total - untimed), quotes: total, delivered, unaccounted: 0 };
}

async function measureEngine(candles: CandleRepository) {
  const clock = new ManualClock();
  const quotes = quotesOf(instruments, total, PER_SECOND, clock.now());
  const feed = new BenchFeed(instruments);
  const engine = new MarketDataEngine({ feeds: [{ feed, symbols: "all" }], candles, clock, logger: silentLogger });
  let delivered = 0;
  engine.quotes.subscribe((batch) => {
    delivered += batch.length;
  });
  await engine.start();
  const perTick = (PER_SECOND * TICK_MS) / 1000;
  let timed = 0;
  let cpuMs = 0;
  for (let tick = 0; tick * perTick < total; tick += 1) {
    const batches: RawQuote[][] = [];
    for (let at = tick * perTick; at < Math.min(total, (tick + 1) * perTick); at += TOGETHER) {
      batches.push(quotes.slice(at, at + TOGETHER));
    }
    const start = process.cpuUsage();
    for (const batch of batches) engine.ingest(batch);
    await clock.advance(TICK_MS);
    if (tick * perTick < total * UNTIMED_SHARE) continue;
    cpuMs += cpuMsSince(start);
    timed += batches.length * TOGETHER;
  }
  const told = engine.accounting();
  await engine.dispose();
  const { received, rejected, conflated, pending } = told;
  return {
    usPerQuote: (cpuMs * 1000) / timed,
    quotes: received,
    delivered,
    // What came and is neither refused, replaced by a newer one, delivered nor waiting.
    unaccounted: Math.abs(total - received) + Math.abs(received - rejected - conflated - told.delivered - pending),
    rejected,
  };
}

/** As above, and the minutes that close go through the storage thread to the disk; its processor time counts too. */
async function measureWithDisk() {
  const dataFolder = mkdtempSync(path.join(tmpdir(), "schwabot-bench-"));
  const now = new ManualClock().now();
  const store = await openStore({ dataFolder, now, workerUrl: workerUrl("storage") });
  try {
    return await measureEngine(store.repositories.candles);
  } finally {
    await store.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** The demo's own feed, all markets of both venues: making a quote costs too. */
async function measureSimulated() {
  const clock = new ManualClock();
  const market = new SimulatedMarket({ seed: 1, gaps: "none" });
  const feeds: WatchedFeed[] = market.venues.map((venue) => ({
    feed: new SimulatedFeed({ venue, market, clock }),
    symbols: "all",
  }));
  const candles = new MemoryStore().repositories.candles;
  const engine = new MarketDataEngine({ feeds, candles, clock, logger: silentLogger });
  await engine.start();
  // The last day of each market is read in turns of their own first.
  await clock.advance(5_000);
  const before = engine.accounting();
  const start = process.cpuUsage();
  await clock.advance(60_000);
  const cpuMs = cpuMsSince(start);
  const { received, rejected, conflated, delivered, pending } = engine.accounting();
  await engine.dispose();
  return {
    usPerQuote: (cpuMs * 1000) / (received - before.received),
    quotes: received - before.received,
    delivered: delivered - before.delivered,
    unaccounted: Math.abs(received - rejected - conflated - delivered - pending),
    rejected,
    cpuMsPerSecond: cpuMs / 60,
  };
}
