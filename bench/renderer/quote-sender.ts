// What does a page of prices get? Every quote as its own message, or what the engine sends: the latest of each, once a tick.
import type { WebSocket } from "ws";
import { MarketDataEngine } from "#engine/market-data/market-data-engine.ts";
import { SystemClock } from "#platform/clock/system-clock.ts";
import { ensure } from "#shared/domain/assert.ts";
import type { RawQuote } from "#shared/domain/quote.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { BenchFeed } from "../ingest/bench-feed.ts";
import { instrumentsOf, quotesOf } from "../ingest/quotes.ts";

const SYMBOLS = 50;
const BEAT_MS = 4;
/** Then they come again from the first. */
const PREPARED = 50_000;

/** Sends quotes at a steady rate until the socket closes. */
export async function sendQuotes(socket: WebSocket, perSecond: number, isConflated: boolean): Promise<void> {
  const prepared = quotesOf(instrumentsOf(SYMBOLS), PREPARED, perSecond, 0);
  const take = isConflated ? await throughEngine(socket) : (quotes: readonly RawQuote[]) => eachAlone(socket, quotes);
  const started = performance.now();
  let sent = 0;
  const beat = setInterval(() => {
    const due = Math.floor(((performance.now() - started) * perSecond) / 1000);
    const now = new SystemClock().now();
    const quotes: RawQuote[] = [];
    for (; sent < due; sent += 1) {
      quotes.push({ ...ensure(prepared[sent % PREPARED], "quote"), tsEvent: now, tsInit: now });
    }
    take(quotes);
  }, BEAT_MS);
  socket.once("close", () => clearInterval(beat));
}

function eachAlone(socket: WebSocket, quotes: readonly RawQuote[]): void {
  for (const quote of quotes) {
    socket.send(JSON.stringify({ ...quote, state: "live", reason: null, confirmedAt: quote.tsInit }));
  }
}

/** The engine's own conflation; each batch leaves as an event of the prices stream. */
async function throughEngine(socket: WebSocket): Promise<(quotes: readonly RawQuote[]) => void> {
  const clock = new SystemClock();
  const engine = new MarketDataEngine({
    feeds: [{ feed: new BenchFeed(instrumentsOf(SYMBOLS)), symbols: "all" }],
    candles: new MemoryStore().repositories.candles,
    clock,
    logger: silentLogger,
  });
  await engine.start();
  let seq = 0;
  const send = (kind: "state" | "change", quotes: readonly unknown[]) => {
    socket.send(JSON.stringify({ seq, tsInit: clock.now(), kind, data: { prices: [], quotes, unresolved: [] } }));
    seq += 1;
  };
  send("state", []);
  engine.quotes.subscribe((quotes) => send("change", quotes));
  socket.once("close", () => void engine.dispose());
  return (quotes) => engine.ingest(quotes);
}
