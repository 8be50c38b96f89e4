// How does Binance's public socket speak?
import type { BookRules, FeedProtocol, OutMessage, StreamKey } from "#exchanges/shared/stream/feed-protocol.ts";
import type { StreamChannel } from "#exchanges/shared/stream/stream-event.ts";
import type { EndpointKind } from "#shared/domain/account.ts";
import { parseBinanceFrame } from "./parse-frame.ts";
import { BINANCE } from "./quirks.ts";
import { scanBinanceQuote } from "./scan-quote.ts";
import { LIMITS, marketSocket, ROLL_AFTER_MS, STREAMS } from "./stream-quirks.ts";

interface StreamParts {
  readonly endpoint: EndpointKind;
  readonly fetchSnapshot: NonNullable<BookRules["fetchSnapshot"]>;
}

export function binanceStream({ endpoint, fetchSnapshot }: StreamParts): FeedProtocol {
  return {
    venue: BINANCE,
    endpoint: marketSocket(endpoint),
    limits: LIMITS,
    channels: new Set<StreamChannel>(["quotes", "trades", "candles", "book"]),
    heartbeatMs: null,
    rollAfterMs: ROLL_AFTER_MS,
    // A frame of one market says nothing of another one, and the venue's pings nothing of any.
    confirmedBy: "none",
    acksUnknownMarkets: true,
    // `bookTicker` has none; `24hrTicker` beside it has one, and is of another moment.
    bestPricesWithoutTime: true,
    // Requests are acknowledged by their number.
    channelOf: () => null,
    opening: () => [],
    subscribe: (keys, nextId) => messages("SUBSCRIBE", keys, nextId),
    unsubscribe: (keys, nextId) => messages("UNSUBSCRIBE", keys, nextId),
    ping: () => null,
    parse: parseBinanceFrame,
    scan: scanBinanceQuote,
    book: { snapshotFrom: "rest", depth: null, fetchSnapshot, follows },
  };
}

function messages(
  method: "SUBSCRIBE" | "UNSUBSCRIBE",
  keys: readonly StreamKey[],
  nextId: () => number,
): readonly OutMessage[] {
  const made: OutMessage[] = [];
  for (let from = 0; from < keys.length; from += LIMITS.keysPerMessage) {
    const part = keys.slice(from, from + LIMITS.keysPerMessage);
    const requestId = nextId();
    made.push({
      text: JSON.stringify({ method, params: part.flatMap(streamsOf), id: requestId }),
      requestId,
      keys: part,
    });
  }
  return made;
}

/** "All symbols for streams are lowercase." */
function streamsOf({ channel, id }: StreamKey): readonly string[] {
  return STREAMS[channel].map((stream) => `${id.toLowerCase()}@${stream}`);
}

/**
 * The first change must reach over the snapshot, each other one must begin where the last has ended. Source: Binance spot docs,
 * "How to manage a local order book correctly" (2023-12).
 */
function follows(
  last: number,
  isFirst: boolean,
  delta: { readonly first: number; readonly last: number },
): "yes" | "stale" | "gap" {
  if (delta.last <= last) return "stale";
  const begins = isFirst ? delta.first <= last + 1 : delta.first === last + 1;
  return begins ? "yes" : "gap";
}
