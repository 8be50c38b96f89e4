// How does a quote that was read whole reach the prices?
import type { FeedSink } from "#engine/ports/market-data-feed.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import type { QuoteEvent } from "./stream-event.ts";
import type { StreamLink } from "./stream-link.ts";
import type { TurnClock } from "./turn-clock.ts";
import type { WatchedMarket } from "./watched-market.ts";

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
  if (!isStatistics) {
    if (event.tradeId !== undefined && event.tradeId !== null) market.tradeId = event.tradeId;
    market.takeText({ bid: event.bid, ask: event.ask });
    market.heard(turn.mono, link);
  }
  sink.onQuotes([
    {
      venue,
      symbol: event.symbol,
      // Its own, not those of the last best prices: a wrong one said again would pass for a second witness of itself.
      bid: event.bid,
      ask: event.ask,
      last: event.last,
      volume24h: event.volume,
      // Best prices without a time are ordered by ours: the venue's time of the statistics must not stand between them.
      tsEvent: isStatistics ? null : event.tsEvent,
      tsInit: turn.wall,
      source: "stream",
    },
  ]);
}
