// What does a case of the feed suite have? Venue servers, the real feeds over real sockets, the engine, and one clock that all go by.
import { MarketDataEngine } from "#engine/market-data/market-data-engine.ts";
import type { MarketDataFeed } from "#engine/ports/market-data-feed.ts";
import type { CandleRepository } from "#engine/ports/repositories.ts";
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { openVenues } from "#exchanges/open-venues.ts";
import type { FeedHealth } from "#shared/contract/views.ts";
import type { Timeframe } from "#shared/domain/candle.ts";
import { type MarketSymbol, marketSymbolSchema, type VenueId, venueIdSchema } from "#shared/domain/ids.ts";
import type { Quote } from "#shared/domain/quote.ts";
import { type DurationMs, HOUR_MS, SECOND_MS, unixMs } from "#shared/domain/time.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { type LogLine, recordingLogger } from "#testing/silent-logger.ts";
import { TestTime } from "../conformance/test-time.ts";
import { startBinanceServer } from "../venue-server/binance/start-binance-server.ts";
import { startCoinbaseServer } from "../venue-server/coinbase/start-coinbase-server.ts";
import { startCoinbaseExchangeServer } from "../venue-server/coinbaseexchange/start-coinbase-exchange-server.ts";
import type { VenueServer } from "../venue-server/core/venue-server.ts";
import type { VenueServerOptions } from "../venue-server/core/venue-world.ts";
import { startKrakenServer } from "../venue-server/kraken/start-kraken-server.ts";

type AnyServer = Omit<VenueServer<never, never>, "addKey">;

const STARTS = {
  binance: startBinanceServer,
  coinbase: startCoinbaseServer,
  coinbaseexchange: startCoinbaseExchangeServer,
  kraken: startKrakenServer,
} as const satisfies Record<string, (options: VenueServerOptions) => Promise<AnyServer>>;

export type FeedVenue = keyof typeof STARTS;
export const FEED_VENUES = Object.keys(STARTS) as readonly FeedVenue[];

/** Markets of each venue that the cases watch; the first is the one that is looked at. */
export const MARKETS: Readonly<Record<FeedVenue, readonly string[]>> = {
  binance: ["BTC/USDT", "ETH/USDT", "SOL/USDT"],
  coinbase: ["BTC/USD", "ETH/USD", "SOL/USD"],
  coinbaseexchange: ["BTC/USD", "ETH/USD", "SOL/USD"],
  kraken: ["BTC/USD", "ETH/USD", "SOL/USD"],
};

/** The many candles, which are read back for a day, are kept by the test's store for a little longer. */
const READ_BACK_A_DAY: ReadonlySet<Timeframe> = new Set<Timeframe>(["1m", "5m"]);
export const DISK_MS: DurationMs = 25 * HOUR_MS;

const START_PRICES: Readonly<Record<string, number>> = { BTC: 60_000, ETH: 3_000, SOL: 150 };

export interface FeedWorldOptions {
  readonly venues?: readonly FeedVenue[];
  readonly seed?: number;
  /** The venues' clocks less ours. */
  readonly clockOffsetMs?: DurationMs;
  /** Length of the engine's tick. Default 500: hours of virtual time stay cheap. */
  readonly tickMs?: number;
}

interface Venue {
  readonly id: VenueId;
  readonly server: AnyServer;
  readonly feed: MarketDataFeed;
}

export class FeedWorld {
  readonly time: TestTime;
  readonly engine: MarketDataEngine;
  readonly logger: ReturnType<typeof recordingLogger>;
  readonly rng: SeededRng;
  readonly #venues: ReadonlyMap<FeedVenue, Venue>;
  readonly #lines: LogLine[];
  readonly #candles: CandleRepository;
  readonly #prices = new Map<string, number>();
  #moving: { dispose(): void | Promise<void> } | null = null;

  private constructor(parts: {
    readonly time: TestTime;
    readonly engine: MarketDataEngine;
    readonly logger: ReturnType<typeof recordingLogger>;
    readonly lines: LogLine[];
    readonly candles: CandleRepository;
    readonly rng: SeededRng;
    readonly venues: ReadonlyMap<FeedVenue, Venue>;
  }) {
    this.time = parts.time;
    this.engine = parts.engine;
    this.logger = parts.logger;
    this.#lines = parts.lines;
    this.#candles = parts.candles;
    this.rng = parts.rng;
    this.#venues = parts.venues;
  }

  static async open(options: FeedWorldOptions = {}): Promise<FeedWorld> {
    const names = options.venues ?? FEED_VENUES;
    const time = new TestTime(undefined, { hashing: false });
    const lines: LogLine[] = [];
    const logger = recordingLogger(lines);
    const rng = SeededRng.of(options.seed ?? 1);
    const servers = new Map<FeedVenue, AnyServer>();
    for (const name of names) {
      const prices = Object.fromEntries(MARKETS[name].map((symbol) => [symbol, String(startPrice(symbol))]));
      const server = await STARTS[name]({ clock: time.venueClock, prices });
      server.setClockOffset(options.clockOffsetMs ?? 0);
      servers.set(name, server);
    }
    const venues = openVenues({
      clock: time.clock,
      rng,
      logger,
      nonces: { reserve: async (_key, atLeast) => atLeast },
      endpoints: new Map([...servers].map(([name, { url }]) => [venueIdSchema.parse(name), url])),
    });
    const opened = new Map<FeedVenue, Venue>();
    for (const [name, server] of servers) {
      const id = venueIdSchema.parse(name);
      opened.set(name, { id, server, feed: venues.feed(id, "loopback") });
    }
    const { candles } = new MemoryStore().repositories;
    const engine = new MarketDataEngine({
      feeds: [...opened].map(([name, { feed }]) => ({
        feed,
        symbols: MARKETS[name].map((s) => marketSymbolSchema.parse(s)),
      })),
      candles,
      clock: time.clock,
      logger,
      tickMs: options.tickMs ?? 500,
    });
    const world = new FeedWorld({ time, engine, logger, lines, candles, rng, venues: opened });
    await time.run(engine.start());
    return world;
  }

  venue(name: FeedVenue): Venue {
    const venue = this.#venues.get(name);
    if (venue === undefined) throw new Error(`${name} is not open in this case`);
    return venue;
  }

  server(name: FeedVenue): AnyServer {
    return this.venue(name).server;
  }

  streams(name: FeedVenue) {
    const { streams } = this.server(name);
    if (streams === null) throw new Error(`${name}'s server has no streams`);
    return streams;
  }

  quote(name: FeedVenue, symbol = MARKETS[name][0] ?? ""): Quote | null {
    return this.engine.quote(this.venue(name).id, symbolOf(symbol));
  }

  health(name: FeedVenue): FeedHealth {
    const found = this.engine.health().find(({ venue }) => venue === name);
    if (found === undefined) throw new Error(`${name} has no feed`);
    return found;
  }

  alarms(name: FeedVenue): Readonly<Record<string, number>> {
    return this.venue(name).feed.diagnostics?.().alarms ?? {};
  }

  /** Every second each market takes a step of about this share, the same at all venues. */
  movePrices(share = 0.000_2): void {
    this.stopPrices();
    this.#moving = this.time.clock.every(SECOND_MS, () => {
      for (const asset of Object.keys(START_PRICES)) {
        const before = this.#prices.get(asset) ?? START_PRICES[asset] ?? 1;
        this.#prices.set(asset, before * Math.exp(share * this.rng.normal()));
      }
      this.showPrices();
    });
  }

  /** One asset takes a step of about this share. */
  step(asset: string, share: number): void {
    this.jump(asset, Math.exp(share * this.rng.normal()));
  }

  stopPrices(): void {
    void this.#moving?.dispose();
    this.#moving = null;
  }

  /** Multiplies an asset's price at all venues. */
  jump(asset: string, factor: number): void {
    this.#prices.set(asset, (this.#prices.get(asset) ?? START_PRICES[asset] ?? 1) * factor);
    this.showPrices();
  }

  /** The price of an asset that the venues show now. */
  price(asset: string): number {
    return this.#prices.get(asset) ?? START_PRICES[asset] ?? 1;
  }

  showPrices(): void {
    for (const [name, { server }] of this.#venues) {
      for (const symbol of MARKETS[name]) {
        const step = server.market.instrument(symbol)?.priceStep ?? "1";
        // On the venue's own step, so that its socket and its REST write the same.
        const places = step.split(".")[1]?.length ?? 0;
        server.market.setPrice(symbol, this.price(symbol.split("/")[0] ?? "").toFixed(places));
      }
    }
  }

  /** What the test itself wrote down, which is not the program's. */
  async forgetNotes(): Promise<void> {
    this.#lines.length = 0;
    for (const { server } of this.#venues.values()) {
      server.requests.clear();
      server.streams?.forgetLog();
      // The HTTP client ends what it keeps by the real clock.
      server.closeIdle();
    }
    await this.time.run(this.#forgetOldCandles());
  }

  /** What stands for the disk keeps a little more than the engine reads back; the policy for real disks goes by months. */
  async #forgetOldCandles(): Promise<void> {
    const before = unixMs(this.time.clock.now() - DISK_MS);
    for (const { venue, symbol, timeframe } of await this.#candles.series()) {
      if (!READ_BACK_A_DAY.has(timeframe)) continue;
      await this.#candles.prune(venue, symbol, timeframe, { after: unixMs(0), before, limit: 10_000 });
    }
  }

  pass(ms: DurationMs): Promise<void> {
    return this.time.pass(ms);
  }

  /** Lets time pass in steps until the condition holds; the virtual time it took, or null after `withinMs`. */
  async until(condition: () => boolean, withinMs: DurationMs, stepMs = 250): Promise<DurationMs | null> {
    const startMs = this.time.clock.monotonicMs();
    while (!condition()) {
      if (this.time.clock.monotonicMs() - startMs >= withinMs) return null;
      await this.pass(stepMs);
    }
    return this.time.clock.monotonicMs() - startMs;
  }

  async close(): Promise<void> {
    this.stopPrices();
    await this.engine.dispose();
    for (const { server } of this.#venues.values()) await server.close();
    this.time.dispose();
  }
}

export function symbolOf(text: string): MarketSymbol {
  return marketSymbolSchema.parse(text);
}

function startPrice(symbol: string): number {
  return START_PRICES[symbol.split("/")[0] ?? ""] ?? 1;
}
