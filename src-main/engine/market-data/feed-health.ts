// How healthy is a venue's feed, in figures a person reads?
import type { FeedHealth } from "#shared/contract/views.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { PRICE_AGE_MS } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { venueName, venueNature } from "#shared/domain/venue.ts";
import type { FeedMeter } from "./feed-meter.ts";
import type { Ticker } from "./ticker.ts";

export function describeFeed(venue: VenueId, meter: FeedMeter, tickers: readonly Ticker[], now: UnixMs): FeedHealth {
  const quoted = tickers.filter(({ raw }) => raw !== null);
  const ages = quoted.map((ticker) => ticker.ageMs(now));
  const youngest = ages.length === 0 ? null : Math.min(...ages);
  return {
    venue,
    name: venueName(venue),
    nature: venueNature(venue),
    state: stateOf(meter, youngest),
    detail: meter.status.detail,
    since: meter.status.since,
    symbols: tickers.length,
    liveSymbols: quoted.filter((ticker) => ticker.state(now) === "live").length,
    oldestAgeMs: ages.length === 0 ? null : Math.round(Math.max(...ages)),
    messagesPerSecond: meter.messagesPerSecond,
    received: meter.received,
    accepted: meter.accepted,
    rejected: Object.fromEntries(meter.rejected),
    reconnects: meter.reconnects,
  };
}

/** A feed is as fresh as its freshest market: single quiet markets do not make it late. */
function stateOf(meter: FeedMeter, youngestAgeMs: number | null): FeedHealth["state"] {
  if (meter.status.state === "off") return "off";
  if (meter.status.state === "down" || youngestAgeMs === null) return "down";
  if (youngestAgeMs <= PRICE_AGE_MS.live) return "live";
  return youngestAgeMs <= PRICE_AGE_MS.lagging ? "lagging" : "stale";
}
