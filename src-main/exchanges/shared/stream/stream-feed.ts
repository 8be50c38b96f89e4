// How do a venue's prices come by WebSocket? The feed port over lanes of sockets, with REST beside them.

import type {
  BookWatch,
  FeedDiagnostics,
  FeedSink,
  MarketDataFeed,
  QuoteWatch,
} from "#engine/ports/market-data-feed.ts";
import { askCandles, askOrderBook } from "#exchanges/shared/ask-market.ts";
import { ensure, InvariantError } from "#shared/domain/assert.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { StreamNames } from "./feed-protocol.ts";
import { type StreamSources, StreamWatch } from "./stream-watch.ts";

export interface StreamFeedOptions extends StreamSources {
  /** Rejects with VENUE_ codes while the venue's market list cannot be read. */
  readonly names: () => Promise<StreamNames>;
}

export class StreamFeed implements MarketDataFeed {
  readonly venue: VenueId;
  readonly source = "stream";
  readonly #options: StreamFeedOptions;
  #names: StreamNames | null = null;
  #watch: StreamWatch | null = null;

  constructor(options: StreamFeedOptions) {
    this.venue = options.market.venue;
    this.#options = options;
  }

  /** Also learns what the socket calls the markets. */
  async fetchInstruments(
    options: Parameters<MarketDataFeed["fetchInstruments"]>[0],
  ): ReturnType<MarketDataFeed["fetchInstruments"]> {
    const instruments = await this.#options.market.fetchInstruments(options);
    this.#names = await this.#options.names();
    return instruments;
  }

  fetchCandles(request: Parameters<MarketDataFeed["fetchCandles"]>[0]): ReturnType<MarketDataFeed["fetchCandles"]> {
    return askCandles(this.#options.market, this.#options.clock, request);
  }

  fetchOrderBook(
    request: Parameters<MarketDataFeed["fetchOrderBook"]>[0],
  ): ReturnType<MarketDataFeed["fetchOrderBook"]> {
    return askOrderBook(this.#options.market, request);
  }

  /** One watch at a time; its markets must have been read by {@link StreamFeed.fetchInstruments} before. */
  watchQuotes(symbols: readonly MarketSymbol[], sink: FeedSink): QuoteWatch {
    if (this.#watch !== null) throw new InvariantError(`The prices of ${this.venue} are watched already`);
    const watch = new StreamWatch({
      ...this.#options,
      names: () => ensure(this.#names, `names of the markets of ${this.venue}`),
      sink,
    });
    this.#watch = watch;
    watch.start(symbols);
    return {
      setSymbols: (changed) => watch.setSymbols(changed),
      dispose: () => {
        watch.dispose();
        if (this.#watch === watch) this.#watch = null;
      },
    };
  }

  watchBook(symbol: MarketSymbol, onChange: () => void): BookWatch {
    return this.#watch?.watchBook(symbol, onChange) ?? { read: () => null, dispose: () => undefined };
  }

  diagnostics(): FeedDiagnostics {
    return (this.#watch ?? NOTHING).diagnostics();
  }

  reconnect(): void {
    this.#watch?.reconnect();
  }
}

const NOTHING = {
  diagnostics: (): FeedDiagnostics => ({
    connections: 0,
    reconnects: 0,
    frames: { received: 0, scanned: 0, parsed: 0, malformed: 0 },
    connects: { lastFiveMinutes: 0, limit: 0 },
    alarms: {},
    lastEnd: null,
  }),
};
