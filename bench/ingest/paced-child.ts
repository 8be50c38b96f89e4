// Child: how long does the engine's thread keep others waiting while quotes come in real time?
// Arguments: idle | engine, quotes a second, symbols, seconds.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { MarketDataEngine } from "#engine/market-data/market-data-engine.ts";
import { SystemClock } from "#platform/clock/system-clock.ts";
import { unixMs } from "#shared/domain/time.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { answer } from "../support/child.ts";
import { cpuMsSince } from "../support/measure-loop.ts";
import { BenchFeed } from "./bench-feed.ts";
import { instrumentsOf, quotesOf } from "./quotes.ts";

const SAMPLED_EVERY_MS = 1;
const BEAT_MS = 5;
const UNTIMED_MS = 2_000;

const [variant = "", ...numbers] = process.argv.slice(2);
const [perSecond = 5_000, symbols = 50, seconds = 8] = numbers.map((text) => Number.parseInt(text, 10));
const clock = new SystemClock();
const feed = new BenchFeed(instrumentsOf(symbols));
const candles = new MemoryStore().repositories.candles;
const engine = new MarketDataEngine({ feeds: [{ feed, symbols: "all" }], candles, clock, logger: silentLogger });
// The idle loop wakes up as often and does nothing: what the machine itself keeps waiting.
const quotes = quotesOf(instrumentsOf(symbols), perSecond * (seconds + UNTIMED_MS / 1000), perSecond, 0);
await engine.start();

const started = performance.now();
let sent = 0;
const beat = setInterval(() => {
  const due = Math.min(quotes.length, Math.floor(((performance.now() - started) * perSecond) / 1000));
  if (variant === "engine") {
    const now = clock.now();

    engine.ingest(quotes.slice(sent, due).map((quote) => ({ ...quote, tsEvent: now, tsInit: unixMs(now) })));
  }
  sent = due;
}, BEAT_MS);
await sleep(UNTIMED_MS);
const delay = monitorEventLoopDelay({ resolution: SAMPLED_EVERY_MS });
const start = process.cpuUsage();
const sentBefore = sent;
delay.enable();
await sleep(seconds * 1000);
delay.disable();
const cpuMs = cpuMsSince(start);
clearInterval(beat);
const told = engine.accounting();
await engine.dispose();
// The histogram holds whole intervals: what is over the sampling interval is delay.
const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - SAMPLED_EVERY_MS);
answer({
  p50Ms: late(delay.percentile(50)),
  p99Ms: late(delay.percentile(99)),
  maxMs: late(delay.max),
  busyShare: cpuMs / (seconds * 1000),
  perSecond: (sent - sentBefore) / seconds,
  unaccounted: Math.abs(told.received - told.rejected - told.conflated - told.delivered - told.pending),
});
