// How does a quote that was read whole reach the prices?
import type { FeedSink } from "#engine/ports/market-data-feed.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";
import type { QuoteEvent } from "./stream-event.ts";
import type { StreamLink } from "./stream-link.ts";
import type { TurnClock } from "./turn-clock.ts";
import type { WatchedMarket } from "./watched-market.ts";

/** Best prices that came so lately are newer than those beside day statistics, which are made once a second. */
const NEWER_MS: DurationMs = 2 * SECOND_MS;

interface Arrival {
  readonly event: QuoteEvent;
  readonly market: WatchedMarket;
  readonly link: StreamLink;
  readonly turn: TurnClock;
  readonly venue: VenueId;
  readonly sink: FeedSink;
  /** Best prices come without a time: one that has a time stands beside day statistics. */
  readonly bestPricesWithoutTime: boolean;
}

export function takeQuoteEvent(arrival: Arrival): void {
  const { event, market, link, turn, venue, sink } = arrival;
  const isStatistics = arrival.bestPricesWithoutTime && event.tsEvent !== null;
  const best = isStatistics && turn.mono - market.heardMs <= NEWER_MS ? market.bestPrices() : null;
  if (!isStatistics) {
    market.takeText({ bid: event.bid, ask: event.ask });
    market.heard(turn.mono, link);
  }
  sink.onQuotes([
    {
      venue,
      symbol: event.symbol,
      bid: best?.bid ?? event.bid,
      ask: best?.ask ?? event.ask,
      last: event.last,
      volume24h: event.volume,
      // Best prices without a time are ordered by ours: the venue's time of the statistics must not stand between them.
      tsEvent: isStatistics ? null : event.tsEvent,
      tsInit: turn.wall,
      source: "stream",
    },
  ]);
}
