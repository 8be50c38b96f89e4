// What do the frames of an account's own orders at Coinbase Exchange say? Each is one step of an order's life.
// Shapes: ccxt 4.5.84 `handleOrder` and `parseWsTrade`, which quote the docs (2026-11-26); `change` and `activate` are not confirmed.
import type { Answer } from "#exchanges/shared/answer.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { OrderEvent, ParsedFrame, StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { venueOrderIdOf } from "#exchanges/shared/venue-ids.ts";
import { clientOrderIdSchema } from "#shared/domain/ids.ts";
import { readError } from "./parse-control-frame.ts";
import { parseByType } from "./parse-frame.ts";
import { readHeartbeat } from "./parse-quote-frame.ts";
import { type FrameReader, ignored, timeOrNull } from "./read-frame.ts";
import { USER_CHANNEL } from "./stream-quirks.ts";

const READERS: Readonly<Record<string, FrameReader>> = {
  received: (frame, names) => [ofOrder(frame, names, "received")],
  open: (frame, names) => [ofOrder(frame, names, "open")],
  change: (frame, names) => [ofOrder(frame, names, "change")],
  activate: (frame, names) => [ofOrder(frame, names, "activate")],
  // `filled` or `canceled`.
  done: (frame, names) => [ofOrder(frame, names, frame.at("reason").text())],
  match: readOwnMatch,
  heartbeat: readHeartbeat,
  error: readError,
};

/** `asked`: the products whose orders were asked for. */
export function parseCoinbaseExchangeAccountFrame(
  text: string,
  names: StreamNames,
  asked: ReadonlySet<string>,
): ParsedFrame {
  return parseByType(text, names, { ...READERS, subscriptions: (frame) => readUserSubscriptions(frame, asked) });
}

/** Our own id comes with `received` only. An order that others gave an id of another form has none of ours. */
function ofOrder(frame: Answer, names: StreamNames, state: string, id: Answer = frame.at("order_id")): OrderEvent {
  return {
    type: "order",
    symbol: names.symbolOf(frame.at("product_id").text()),
    clientOrderId: clientOrderIdSchema.safeParse(frame.at("client_oid").value).data ?? null,
    venueOrderId: venueOrderIdOf(id),
    state,
    tsEvent: timeOf(frame),
  };
}

/** A stop order's activation has `timestamp` in seconds where all others have `time`. */
function timeOf(frame: Answer): OrderEvent["tsEvent"] {
  const timestamp = frame.at("timestamp");
  return frame.at("time").absent && !timestamp.absent ? timestamp.time("s") : timeOrNull(frame.at("time"));
}

/** A match names both orders; fields of one side tell that it is ours. Where neither does, both may be. */
function readOwnMatch(frame: Answer, names: StreamNames): readonly StreamEvent[] {
  const sides = ["maker", "taker"].map((side) => ({
    id: frame.at(`${side}_order_id`),
    isOurs: [`${side}_user_id`, `${side}_profile_id`, `${side}_fee_rate`].some((field) => !frame.at(field).absent),
  }));
  const own = sides.filter(({ isOurs }) => isOurs);
  return (own.length === 0 ? sides : own).map(({ id }) => ofOrder(frame, names, "match", id));
}

/** Each request is confirmed with all that stands so far: the channel stands with the last one. */
function readUserSubscriptions(frame: Answer, asked: ReadonlySet<string>): readonly StreamEvent[] {
  const products = frame
    .at("channels")
    .list()
    .filter((listed) => listed.at("name").text() === USER_CHANNEL)
    .flatMap((listed) => listed.at("product_ids").list());
  const standing = new Set(products.map((product) => product.text()));
  if (standing.size === 0 || ![...asked].every((id) => standing.has(id)))
    return ignored("not all of the account's channel stands yet");
  return [{ type: "subscribed", channel: USER_CHANNEL, symbol: null, requestId: null }];
}
