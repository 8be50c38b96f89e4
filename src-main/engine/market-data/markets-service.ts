// Which market data engine serves whom? One per kind of market, so that a simulated price never mixes with a real one.
import { EngineError } from "#engine/core/engine-error.ts";
import type { FeedHealth, FeedMarket } from "#shared/contract/views.ts";
import { ensure } from "#shared/domain/assert.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import type { MarketSource } from "#shared/domain/profile.ts";
import type { QuoteSource } from "#shared/domain/quote.ts";
import { CandleRetention } from "./candle-retention.ts";
import { MarketDataEngine, type MarketDataOptions, type WatchedFeed } from "./market-data-engine.ts";

const SOURCES = ["simulated", "replay", "real"] as const satisfies readonly MarketSource[];

const SOURCE_OF: Readonly<Record<QuoteSource, MarketSource>> = {
  simulated: "simulated",
  replay: "replay",
  stream: "real",
  rest: "real",
};

export class MarketsService {
  readonly #engines: ReadonlyMap<MarketSource, MarketDataEngine>;
  readonly #retention: CandleRetention;

  constructor(options: MarketDataOptions) {
    this.#retention = new CandleRetention(options);
    this.#engines = new Map(
      SOURCES.map((source) => {
        const feeds = options.feeds.filter(({ feed }: WatchedFeed) => SOURCE_OF[feed.source] === source);
        return [source, new MarketDataEngine({ ...options, feeds })];
      }),
    );
  }

  async start(): Promise<void> {
    this.#retention.start();
    await Promise.all([...this.#engines.values()].map((engine) => engine.start()));
  }

  async dispose(): Promise<void> {
    await this.#retention.dispose();
    await Promise.all([...this.#engines.values()].map((engine) => engine.dispose()));
  }

  /** The engine of a profile's kind of market; without feeds where that market is not open. */
  of(source: MarketSource): MarketDataEngine {
    return ensure(this.#engines.get(source), `engine of the ${source} market`);
  }

  /** The engine that a venue's feed belongs to. Throws FEED_NO_DATA for a venue not in use. */
  ofVenue(venue: VenueId): MarketDataEngine {
    const found = [...this.#engines.values()].find((engine) => engine.venues.includes(venue));
    if (found !== undefined) return found;
    throw new EngineError("FEED_NO_DATA", `${venue} is not a venue in use.`, { data: { venue } });
  }

  health(): readonly FeedHealth[] {
    return [...this.#engines.values()].flatMap((engine) => engine.health());
  }

  /** Every watched market of a venue, by name. Throws FEED_NO_DATA for a venue not in use. */
  feedMarkets(venue: VenueId): readonly FeedMarket[] {
    return this.ofVenue(venue).desk.markets(venue);
  }

  /** Connects a venue's feed anew, as a person asks for. Throws VENUE_NOT_SUPPORTED where nothing stays connected. */
  reconnectFeed(venue: VenueId): void {
    this.ofVenue(venue).desk.reconnect(venue);
  }
}
