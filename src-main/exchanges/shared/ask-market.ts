// How do a feed's questions reach the venue's market side? The port's one request object becomes a call with its options.
import type { Clock } from "#engine/ports/clock.ts";
import type { MarketDataFeed } from "#engine/ports/market-data-feed.ts";
import type { VenueMarket } from "#engine/ports/venues.ts";

/** Until now where the request does not say until when. */
export function askCandles(
  market: VenueMarket,
  clock: Clock,
  { before = clock.now(), signal, ...request }: Parameters<MarketDataFeed["fetchCandles"]>[0],
): ReturnType<MarketDataFeed["fetchCandles"]> {
  return market.fetchCandles({ ...request, before }, signal === undefined ? {} : { signal });
}

export function askOrderBook(
  market: VenueMarket,
  { signal, ...request }: Parameters<MarketDataFeed["fetchOrderBook"]>[0],
): ReturnType<MarketDataFeed["fetchOrderBook"]> {
  return market.fetchOrderBook(request, signal === undefined ? {} : { signal });
}
