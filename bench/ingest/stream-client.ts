// Who takes the frames of a socket? The least that can be done with them, and the program itself: its feed, and its engine behind it.
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import { MarketDataEngine } from "#engine/market-data/market-data-engine.ts";
import type { FeedSink, MarketDataFeed } from "#engine/ports/market-data-feed.ts";
import type { VenueMarket } from "#engine/ports/venues.ts";
import { ConnectBudget } from "#exchanges/shared/stream/connect-budget.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import { webSockets } from "#exchanges/shared/stream/open-socket.ts";
import { StreamFeed } from "#exchanges/shared/stream/stream-feed.ts";
import { SystemClock } from "#platform/clock/system-clock.ts";
import { SystemRng } from "#platform/rng/system-rng.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { type Instrument, instrumentSchema } from "#shared/domain/instrument.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { START_MS } from "./stream-frames.ts";
import type { StreamVenue } from "./stream-venues.ts";

/** What was made of the frames so far. */
export interface Taken {
  readonly frames: number;
  /** Frames that are in none of the counts. */
  readonly unaccounted: number;
  readonly rejected: number;
  /** Read without JSON.parse. */
  readonly scanned: number;
  /** Quotes that an awaiting caller was given, where that is the only way to them. */
  readonly awaited?: number;
}

export interface StreamClient {
  taken(): Taken;
  close(): Promise<void>;
}

export interface ClientOptions {
  readonly url: string;
  readonly venue: StreamVenue;
  readonly markets: number;
  /** Called after each frame, with its number from 0. Absent where that would cost. */
  readonly onFrame?: (number: number) => void;
}

/** A WebSocket and JSON.parse. */
export function openFloor({ url, onFrame }: ClientOptions): StreamClient {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  let frames = 0;
  let seen: unknown;
  socket.on("open", () => socket.send("go"));
  socket.on("message", (frame: Buffer) => {
    seen = JSON.parse(frame.toString());
    onFrame?.(frames);
    frames += 1;
  });
  return {
    taken: () => ({ frames: seen === undefined ? 0 : frames, unaccounted: 0, rejected: 0, scanned: 0 }),
    close: async () => socket.terminate(),
  };
}

/** Our clock is that of the frames, a little ahead, whenever they were made. */
class StreamClock extends SystemClock {
  readonly #aheadMs = START_MS + AHEAD_MS - Date.now();

  override now(): UnixMs {
    return unixMs(Date.now() + this.#aheadMs);
  }
}

/** The program: its own connections, its reading, its engine with candles, and a listener to each batch. */
export async function openProduct(options: ClientOptions & { readonly byScan: boolean }): Promise<StreamClient> {
  const { venue, byScan, onFrame } = options;
  const clock = new StreamClock();
  // Nobody acknowledges trades and candles here, and each connection is sent all frames: there is one.
  const limits = { ...venue.protocol.limits, keysPerConnection: options.markets };
  const quotesOnly = { ...venue.protocol, limits, channels: new Set(["quotes"] as const) };
  const feed = new StreamFeed({
    market: marketOf(venue, options.markets),
    protocol: byScan ? quotesOnly : { ...quotesOnly, scan: null },
    url: options.url,
    names: async () => namesOf(venue, options.markets),
    openSocket: webSockets(),
    budget: new ConnectBudget(clock),
    clock,
    rng: new SystemRng(),
    logger: silentLogger,
  });
  const candles = new MemoryStore().repositories.candles;
  const watched = onFrame === undefined ? feed : reporting(feed, onFrame);
  const engine = new MarketDataEngine({
    feeds: [{ feed: watched, symbols: "all" }],
    candles,
    clock,
    logger: silentLogger,
  });
  let delivered = 0;
  engine.quotes.subscribe((batch) => {
    delivered += batch.length;
  });
  await engine.start();
  return {
    taken: () => {
      const told = engine.accounting();
      const known = told.rejected + told.conflated + told.delivered + told.pending;
      return {
        frames: told.received,
        unaccounted: Math.abs(told.received - known) + Math.max(0, told.delivered - delivered),
        rejected: told.rejected,
        scanned: feed.diagnostics().frames.scanned,
      };
    },
    close: () => engine.dispose(),
  };
}

/** The feed, telling each quote once the engine has taken it. */
function reporting(feed: StreamFeed, onFrame: (number: number) => void): MarketDataFeed {
  let number = 0;
  const done = () => {
    onFrame(number);
    number += 1;
  };
  const wrapped = (sink: FeedSink): FeedSink => ({
    onConfirmed: (...told) => sink.onConfirmed(...told),
    onStatus: (told) => sink.onStatus(told),
    onTimeReset: (venue) => sink.onTimeReset(venue),
    onTrades: (trades) => sink.onTrades(trades),
    onVenueCandle: (...told) => sink.onVenueCandle(...told),
    onMarketProblem: (...told) => sink.onMarketProblem(...told),
    onNotice: (notice) => sink.onNotice(notice),
    onQuotes: (quotes) => {
      sink.onQuotes(quotes);
      done();
    },
    inlet: (...of) => {
      const inlet = sink.inlet(...of);
      if (inlet === null) return null;
      const quote: typeof inlet.quote = (numbers, tsInit) => {
        inlet.quote(numbers, tsInit);
        done();
      };
      return { quote, outOfOrder: () => inlet.outOfOrder() };
    },
  });
  return {
    venue: feed.venue,
    source: feed.source,
    fetchInstruments: (request) => feed.fetchInstruments(request),
    watchQuotes: (symbols, sink) => feed.watchQuotes(symbols, wrapped(sink)),
    fetchCandles: (request) => feed.fetchCandles(request),
    fetchOrderBook: (request) => feed.fetchOrderBook(request),
  };
}

function namesOf(venue: StreamVenue, markets: number): StreamNames {
  const numbers = Array.from({ length: markets }, (_, index) => index);
  const symbols = new Map(numbers.map((index) => [venue.id(index), marketSymbolSchema.parse(venue.symbol(index))]));
  const ids = new Map([...symbols].map(([id, symbol]) => [symbol, id]));
  return { symbolOf: (id) => symbols.get(id) ?? null, idOf: (symbol) => ids.get(symbol) ?? null };
}

/** Knows its markets and tells nothing else. */
function marketOf(venue: StreamVenue, markets: number): VenueMarket {
  const nothing = async () => [];
  const none = async () => {
    throw new Error("The bench asks for nothing else");
  };
  const can = { trade: false, validateOrder: false, findByClientId: false, permissions: false } as const;
  return {
    venue: venue.protocol.venue,
    endpoint: "loopback",
    abilities: {
      ...can,
      ...{ deposits: false, withdrawals: false, ledger: false, candles: true, orderBook: false, cannot: [] },
    },
    fetchInstruments: async () => Array.from({ length: markets }, (_, index) => instrumentOf(venue, index)),
    fetchTickers: nothing,
    fetchCandles: nothing,
    fetchOrderBook: none,
    fetchStatus: async () => ({ state: "online", detail: null }),
    fetchTime: async () => unixMs(Date.now()),
  };
}

function instrumentOf(venue: StreamVenue, index: number): Instrument {
  const [base, quote] = venue.symbol(index).split("/");
  return instrumentSchema.parse({
    ...{ venue: venue.protocol.venue, symbol: venue.symbol(index), base, quote },
    ...{ priceStep: "0.01", amountStep: "0.0001", amountMin: null, amountMax: null, costMin: null, costMax: null },
    status: "online",
  });
}

/** Frames that come quicker than the venue's time moves are not of the future. */
const AHEAD_MS = 2_000;

/** Asked so often whether all has come; what that costs is in every variant alike. */
const LOOK_MS = 2;
const GIVE_UP_MS = 20_000;

/** Resolves once `frames` have been taken, or when no more come. Returns how many were. */
export async function until(client: Pick<StreamClient, "taken">, frames: number): Promise<number> {
  let last = 0;
  let movedAt = performance.now();
  for (;;) {
    const { frames: now } = client.taken();
    if (now !== last) movedAt = performance.now();
    last = now;
    if (now >= frames || performance.now() - movedAt > GIVE_UP_MS) return now;
    await sleep(LOOK_MS);
  }
}
