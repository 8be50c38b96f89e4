// What does Coinbase Exchange's socket say of itself: which subscriptions stand, what it refuses, in which state its markets are?
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { ErrorEvent, StatusEvent, StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { statusOf } from "./parse-market.ts";
import { type FrameReader, ignored } from "./read-frame.ts";
import { BAD_PRODUCT, CONFIRMED_NAMES } from "./stream-quirks.ts";

/**
 * Each request is answered with all that stands then. Channels that are no key of ours are left out: that a market's heartbeat stands
 * says nothing of its quotes.
 */
export const readSubscriptions: FrameReader = (frame, names) => {
  const events: StreamEvent[] = [];
  for (const listed of frame.at("channels").list()) {
    const channel = listed.at("name").text();
    if (meaningOf(CONFIRMED_NAMES, channel) === undefined) continue;
    for (const product of listed.at("product_ids").list()) {
      const symbol = names.symbolOf(product.text());
      if (symbol !== null) events.push({ type: "subscribed", channel, symbol, requestId: null });
    }
  }
  return events.length === 0 ? ignored("no subscription of a known market stands") : events;
};

const LONGEST_MESSAGE = 300;

/** `reason` says more than `message`, where there is one. It may name the one product for which a whole request was refused. */
export const readError: FrameReader = (frame, names) => {
  const message = frame.at("message").text();
  const told = frame.at("reason").value;
  const reason = typeof told === "string" ? told : "";
  return [errorOf(message, reason, names)];
};

function errorOf(message: string, reason: string, names: StreamNames): ErrorEvent {
  const product = BAD_PRODUCT.exec(reason)?.[1];
  return {
    type: "error",
    message: (reason === "" ? message : `${message}: ${reason}`).slice(0, LONGEST_MESSAGE),
    symbol: product === undefined ? null : names.symbolOf(product),
    requestId: null,
  };
}

/** All products and their states. The venue has no state of its own: it is in the one that all its markets share. */
export const readStatus: FrameReader = (frame) => {
  const states = new Set(frame.at("products").list().map(statusOf));
  if (states.size === 0) return ignored("no product is listed");
  // What is offline for good stays so while the venue is well.
  if (states.size > 1) states.delete("offline");
  const [first] = states;
  return [{ type: "status", state: states.size > 1 ? "online" : stateOf(first), detail: null }];
};

function stateOf(status: Instrument["status"] | undefined): StatusEvent["state"] {
  return status === "offline" ? "maintenance" : (status ?? "online");
}
