// Which feeds are open, how are they and their markets, and which one is connected anew because a person asks?
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { FeedHealth, FeedMarket } from "#shared/contract/views.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import type { QuoteSource } from "#shared/domain/quote.ts";
import { venueName } from "#shared/domain/venue.ts";
import { describeFeed, describeMarket, feedState } from "./feed-health.ts";
import type { Ticker } from "./ticker.ts";
import type { VenueFeed } from "./venue-feed.ts";

export interface FeedDeskOptions {
  readonly feeds: ReadonlyMap<VenueId, VenueFeed>;
  readonly tickers: (venue: VenueId) => Iterable<Ticker>;
  readonly clock: Pick<Clock, "now" | "monotonicMs">;
}

/** Why there is nothing to connect anew. */
const NO_CONNECTION: Readonly<Record<QuoteSource, string>> = {
  stream: "has no connection that can be made anew.",
  rest: "is asked for its prices: no connection stays open.",
  simulated: "is made in this program: there is no connection.",
  replay: "is played from files: there is no connection.",
};

export class FeedDesk {
  readonly #options: FeedDeskOptions;

  constructor(options: FeedDeskOptions) {
    this.#options = options;
  }

  /** Rates, and the time in which each feed was live. */
  everySecond(): void {
    const { feeds, tickers, clock } = this.#options;
    const now = clock.now();
    const nowMs = clock.monotonicMs();
    for (const [venue, { meter, uptime }] of feeds) {
      meter.tick();
      const own = [...tickers(venue)];
      for (const { traffic } of own) traffic.tick();
      uptime.look(feedState(meter, own, now) === "live", nowMs);
    }
  }

  /** Figures of every feed: state, ages, rate, refusals by reason. */
  health(): readonly FeedHealth[] {
    const { feeds, tickers, clock } = this.#options;
    const now = clock.now();
    return [...feeds].map(([venue, feed]) => describeFeed(feed, [...tickers(venue)], now));
  }

  /** By name. */
  markets(venue: VenueId): readonly FeedMarket[] {
    const { feeds, tickers, clock } = this.#options;
    const now = clock.now();
    if (!feeds.has(venue)) return [];
    return [...tickers(venue)]
      .map((ticker) => describeMarket(ticker, now))
      .sort((one, other) => (one.symbol < other.symbol ? -1 : 1));
  }

  /** Throws VENUE_NOT_SUPPORTED where nothing stays connected. */
  reconnect(venue: VenueId): void {
    const feed = this.#options.feeds.get(venue)?.feed;
    if (feed === undefined) return;
    if (feed.reconnect === undefined) {
      throw new EngineError("VENUE_NOT_SUPPORTED", `${venueName(venue)} ${NO_CONNECTION[feed.source]}`, {
        data: { venue },
      });
    }
    feed.reconnect();
  }
}
