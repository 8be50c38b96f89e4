// What is told of one feed beside its table row, line by line? Pure.

import { formatDuration } from "#renderer/lib/format-age.ts";
import { formatDateTime } from "#renderer/lib/format-time.ts";
import type { FeedHealth } from "#shared/contract/views.ts";
import type { QuoteSource } from "#shared/domain/quote.ts";

export interface FeedFact {
  readonly name: string;
  readonly value: string;
  /** Said in full where the value is short. */
  readonly title?: string;
}

/** Never rounded up to a whole that was not: 99.996 % is not 100 %. */
export function uptimeText(share: number | null): string {
  if (share === null) return "not yet known";
  if (share === 1) return "100%";
  return `${(Math.floor(share * 10_000) / 100).toFixed(2)}%`;
}

export function feedFacts(feed: FeedHealth, zone: "utc" | "local"): readonly FeedFact[] {
  const { uptime, lagMs, since, state } = feed;
  return [
    { name: state === "live" ? "Live since" : "In this state since", value: formatDateTime(since, zone) },
    { name: "Live, last hour", value: uptimeText(uptime.lastHour) },
    {
      name: `Live, last ${formatDuration(uptime.countedMs)}`,
      value: uptimeText(uptime.sinceOpen),
      title: "Since this feed was opened",
    },
    {
      name: "Lag",
      value: lagMs === null ? "not known" : formatDuration(lagMs),
      title: "By how much later than its quickest the venue's prices come now, where it sends a time with them",
    },
    ...connectionFacts(feed),
  ];
}

function connectionFacts({ connection, reconnects }: FeedHealth): readonly FeedFact[] {
  if (connection === null) return [{ name: "Outages that ended", value: String(reconnects) }];
  const { connections, connects, frames } = connection;
  return [
    { name: "Connections", value: String(connections) },
    { name: "Reconnects", value: String(connection.reconnects) },
    {
      name: "Opened, last 5 min",
      value: `${connects.lastFiveMinutes} of ${connects.limit}`,
      title: "The venue allows so many",
    },
    { name: "Messages", value: count(frames.received) },
    { name: "Read the quick way", value: share(frames.scanned, frames.received) },
    { name: "Read whole", value: share(frames.parsed, frames.received) },
    { name: "Not understood", value: count(frames.malformed) },
  ];
}

const numbers = new Intl.NumberFormat("en-US");

function count(value: number): string {
  return numbers.format(value);
}

function share(part: number, whole: number): string {
  return whole === 0 ? "0" : `${count(part)} (${((100 * part) / whole).toFixed(1)}%)`;
}

const NO_CONNECTION: Readonly<Record<QuoteSource, string>> = {
  stream: "This feed cannot be connected anew by hand.",
  rest: "Its prices are asked for: no connection stays open.",
  simulated: "It is made in this program: there is no connection.",
  replay: "It is played from files: there is no connection.",
};

/** Why there is nothing to connect anew; null where there is. */
export function whyNotReconnect({ canReconnect, source }: Pick<FeedHealth, "canReconnect" | "source">): string | null {
  return canReconnect ? null : NO_CONNECTION[source];
}

/** What is wrong with the feed or some of its markets, in one sentence; null where nothing is. */
export function feedTrouble({ state, detail, trouble, symbols }: FeedHealth): string | null {
  const told = detail === null ? "" : ` ${detail}`;
  if (state === "off") return `Not connected.${told}`;
  if (state === "down") return `No price comes.${told}`;
  if (trouble !== null) {
    const many = trouble.markets === 1 ? "One" : trouble.markets;
    const verb = trouble.markets === 1 ? "has" : "have";
    return `${many} of ${symbols} markets ${verb} a price that may be old or wrong. ${trouble.symbol}: ${trouble.reason}${told}`;
  }
  if (state === "stale") return `Its prices are old.${told}`;
  return detail;
}
