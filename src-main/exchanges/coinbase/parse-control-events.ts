// What do Coinbase's frames about the connection itself say: acknowledgements, heartbeats, errors?
import type { Answer } from "#exchanges/shared/answer.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { countAt, ignored, unknownMarket } from "./frame-reading.ts";
import { OUR_CHANNELS } from "./stream-quirks.ts";

const LONGEST_QUOTE = 200;

/** Lists all that stands after a request, not only what was asked for last. */
export function parseSubscriptions(event: Answer, names: StreamNames): readonly StreamEvent[] {
  const standing = event
    .at("subscriptions")
    .entries()
    .flatMap(([channel, ids]) =>
      meaningOf(OUR_CHANNELS, channel) === undefined
        ? // `heartbeats` and `user` list themselves or the user where others list products.
          [subscribed(channel.slice(0, LONGEST_QUOTE), null)]
        : ids.list().map((id) => marketSubscribed(channel, id.text(), names)),
    );
  return standing.length === 0 ? [ignored("nothing is subscribed")] : standing;
}

function marketSubscribed(channel: string, id: string, names: StreamNames): StreamEvent {
  const symbol = names.symbolOf(id);
  return symbol === null ? unknownMarket(id) : subscribed(channel, symbol);
}

function subscribed(channel: string, symbol: MarketSymbol | null): StreamEvent {
  return { type: "subscribed", channel, symbol, requestId: null };
}

/** `current_time` is written in several ways and is not the time of sending: the frame's own is taken. */
export function parseHeartbeat(event: Answer, _names: StreamNames, sentAt: UnixMs): readonly StreamEvent[] {
  return [{ type: "heartbeat", counter: countAt(event.at("heartbeat_counter")), symbol: null, tsEvent: sentAt }];
}

/** Names neither market nor request. */
export function parseError(frame: Answer): readonly StreamEvent[] {
  const message = ["message", "reason"]
    .map((field) => frame.at(field).value)
    .filter((words) => typeof words === "string" && words !== "")
    .join(": ");
  return [{ type: "error", message: quotable(message), symbol: null, requestId: null }];
}

/** The venue's own words without anything long enough to be a token. */
function quotable(words: string): string {
  if (words === "") return "Coinbase refused a request without saying why";
  return words.replace(/[A-Za-z0-9+/=_.-]{40,}/g, "…").slice(0, LONGEST_QUOTE);
}
