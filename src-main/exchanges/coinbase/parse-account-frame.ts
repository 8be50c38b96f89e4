// What does one frame of Coinbase's user socket say? Orders only: of balances this socket says nothing.
import type { Answer } from "#exchanges/shared/answer.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { OrderEvent, ParsedFrame, StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { venueOrderIdOf } from "#exchanges/shared/venue-ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { ignored, readEach } from "./frame-reading.ts";
import { parseHeartbeat, parseSubscriptions } from "./parse-control-events.ts";
import { type ChannelReaders, readFrame } from "./parse-frame.ts";
import { ownClientOrderId } from "./parse-order.ts";
import { USER_CHANNEL } from "./stream-quirks.ts";

const LONGEST_STATE = 64;

const USER_CHANNELS: ChannelReaders = {
  heartbeats: parseHeartbeat,
  subscriptions: parseUserSubscription,
  user: parseOrders,
};

/** Never throws. */
export function parseCoinbaseAccountFrame(text: string, names: StreamNames): ParsedFrame {
  return readFrame(text, names, USER_CHANNELS);
}

/** Only orders are listened to; that their heartbeat stands says nothing yet. */
function parseUserSubscription(event: Answer, names: StreamNames): readonly StreamEvent[] {
  const told = parseSubscriptions(event, names).filter((one) => one.type === "subscribed");
  const user = told.filter(({ channel }) => channel === USER_CHANNEL);
  return user.length === 0 ? [ignored("orders are not subscribed")] : user;
}

/** A snapshot lists the open orders, fifty a frame; an update the orders that changed. */
function parseOrders(event: Answer, names: StreamNames, sentAt: UnixMs): readonly StreamEvent[] {
  return readEach(event.at("orders"), (row) => [parseOrder(row, names, sentAt)], "no orders");
}

function parseOrder(row: Answer, names: StreamNames, sentAt: UnixMs): OrderEvent {
  const state = row.at("status");
  return {
    type: "order",
    symbol: names.symbolOf(row.at("product_id").text()),
    // Null for an order that was made elsewhere.
    clientOrderId: ownClientOrderId(row.at("client_order_id")),
    venueOrderId: venueOrderIdOf(row.at("order_id")),
    state: state.text().slice(0, LONGEST_STATE),
    tsEvent: sentAt,
  };
}
