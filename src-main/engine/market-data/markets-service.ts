// Which market data engine serves whom? One per kind of market, so that a simulated price never mixes with a real one.
import { EngineError } from "#engine/core/engine-error.ts";
import type { FeedHealth } from "#shared/contract/views.ts";
import { ensure } from "#shared/domain/assert.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import type { MarketSource } from "#shared/domain/profile.ts";
import type { QuoteSource } from "#shared/domain/quote.ts";
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

  constructor(options: MarketDataOptions) {
    this.#engines = new Map(
      SOURCES.map((source) => {
        const feeds = options.feeds.filter(({ feed }: WatchedFeed) => SOURCE_OF[feed.source] === source);
        return [source, new MarketDataEngine({ ...options, feeds })];
      }),
    );
  }

  async start(): Promise<void> {
    await Promise.all([...this.#engines.values()].map((engine) => engine.start()));
  }

  async dispose(): Promise<void> {
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
}
