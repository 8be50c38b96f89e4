// How healthy is a venue's feed, and each of its markets, in figures a person reads?
import type { FeedHealth, FeedMarket } from "#shared/contract/views.ts";
import { isDoubtful, PRICE_AGE_MS, type QuoteState } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { venueName, venueNature } from "#shared/domain/venue.ts";
import { describeState, worseState } from "./compute-staleness.ts";
import type { FeedMeter } from "./feed-meter.ts";
import type { Ticker } from "./ticker.ts";
import type { VenueFeed } from "./venue-feed.ts";

/** The lag is that of markets that spoke so lately. */
const SPOKE_MS = 10_000;

export function describeFeed({ feed, meter, uptime }: VenueFeed, tickers: readonly Ticker[], now: UnixMs): FeedHealth {
  const { venue, source } = feed;
  const quoted = tickers.filter(({ isQuoted }) => isQuoted);
  const ages = quoted.map((ticker) => ticker.ageMs(now));
  return {
    venue,
    name: venueName(venue),
    nature: venueNature(venue),
    source,
    state: feedState(meter, tickers, now),
    detail: meter.status.detail,
    since: meter.status.since,
    symbols: tickers.length,
    liveSymbols: quoted.filter((ticker) => ticker.state(now) === "live").length,
    trouble: troubleOf(tickers, now),
    oldestAgeMs: ages.length === 0 ? null : Math.round(Math.max(...ages)),
    lagMs: lagOf(quoted, now),
    messagesPerSecond: meter.messagesPerSecond,
    received: meter.received,
    accepted: meter.accepted,
    rejected: Object.fromEntries(meter.rejected),
    reconnects: meter.reconnects,
    uptime: { sinceOpen: uptime.sinceOpen, lastHour: uptime.lastHour, countedMs: Math.round(uptime.countedMs) },
    connection: connectionOf(feed),
    canReconnect: feed.reconnect !== undefined,
  };
}

/** A feed is as fresh as its freshest market: single quiet markets do not make it late; `trouble` tells of them. */
export function feedState(meter: FeedMeter, tickers: Iterable<Ticker>, now: number): FeedHealth["state"] {
  if (meter.status.state === "off") return "off";
  let youngest = Number.POSITIVE_INFINITY;
  for (const ticker of tickers) if (ticker.isQuoted) youngest = Math.min(youngest, ticker.ageMs(now));
  if (meter.status.state === "down" || youngest === Number.POSITIVE_INFINITY) return "down";
  if (youngest <= PRICE_AGE_MS.live) return "live";
  return youngest <= PRICE_AGE_MS.lagging ? "lagging" : "stale";
}

export function describeMarket(ticker: Ticker, now: UnixMs): FeedMarket {
  const state = marketState(ticker, now);
  return {
    symbol: ticker.instrument.symbol,
    state,
    reason: state === null ? "No price has come yet." : reasonOf(ticker, state, now),
    ageMs: ticker.isQuoted ? Math.round(ticker.ageMs(now)) : null,
    messagesPerSecond: ticker.traffic.perSecond,
    received: ticker.traffic.received,
    rejected: ticker.traffic.rejected,
  };
}

/** Null for a market that has told nothing so far and of which nothing is wrong. */
function marketState(ticker: Ticker, now: number): QuoteState | null {
  return ticker.isQuoted || ticker.problem !== null ? ticker.state(now) : null;
}

function reasonOf(ticker: Ticker, state: QuoteState, now: number): string | null {
  const { feedDown, problem, suspicion } = ticker;
  return describeState(state, { ageMs: ticker.ageMs(now), feedDown, problem, suspicion: suspicion?.reason ?? null });
}

/** Markets whose price may not be relied on, with the worst of them. */
function troubleOf(tickers: readonly Ticker[], now: number): FeedHealth["trouble"] {
  let worst: { readonly ticker: Ticker; readonly state: QuoteState } | null = null;
  let markets = 0;
  for (const ticker of tickers) {
    const state = marketState(ticker, now);
    if (state === null || !isDoubtful(state)) continue;
    markets += 1;
    const isWorse =
      worst === null ||
      (state === worst.state ? ticker.ageMs(now) > worst.ticker.ageMs(now) : worseState(state, worst.state) === state);
    if (isWorse) worst = { ticker, state };
  }
  if (worst === null) return null;
  const { ticker, state } = worst;
  return { markets, symbol: ticker.instrument.symbol, state, reason: reasonOf(ticker, state, now) ?? state };
}

/** By how much later than its quickest the venue's newest prices came: the middle of its markets. Null where it sends no time. */
function lagOf(quoted: readonly Ticker[], now: number): number | null {
  const lags: number[] = [];
  for (const { lateness, tsEvent, tsInit } of quoted) {
    const { offsetMs } = lateness;
    // Without a time of the venue ours stands in its place.
    if (offsetMs === null || tsEvent === tsInit || now - tsInit > SPOKE_MS) continue;
    lags.push(Math.max(0, tsInit - tsEvent - offsetMs));
  }
  lags.sort((one, other) => one - other);
  const middle = lags[lags.length >> 1];
  return middle === undefined ? null : Math.round(middle);
}

function connectionOf(feed: VenueFeed["feed"]): FeedHealth["connection"] {
  const told = feed.diagnostics?.();
  if (told === undefined) return null;
  return { ...told, frames: { ...told.frames }, connects: { ...told.connects }, alarms: { ...told.alarms } };
}
