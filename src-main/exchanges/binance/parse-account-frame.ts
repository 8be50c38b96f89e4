// What does one frame of Binance's account stream say? Each event stands in an envelope with its subscription's number.
import type { Answer } from "#exchanges/shared/answer.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { BalanceEvent, OrderEvent, ParsedFrame, StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { venueOrderIdOf } from "#exchanges/shared/venue-ids.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import { decimal } from "#shared/domain/decimal.ts";
import { assetSchema, clientOrderIdSchema } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { ignored, quoted, type ReadFrame, readFrame, timeAt } from "./frame-reading.ts";
import { parseShutdown, refusal, requestId } from "./parse-reply-frame.ts";
import { ACCOUNT_CHANNEL } from "./stream-quirks.ts";

type EventReader = (event: Answer, names: StreamNames, sentAt: UnixMs) => readonly StreamEvent[];

const EVENT_READERS: Readonly<Record<string, EventReader>> = {
  executionReport: (event, names) => [parseOrder(event, names)],
  outboundAccountPosition: parsePosition,
  balanceUpdate: (event) => [parseChange(event)],
  externalLockUpdate: (event) => [parseChange(event)],
  eventStreamTerminated: () => [{ type: "status", state: "closing", detail: "Binance ended the account's stream." }],
};

/** Never throws. */
export function parseBinanceAccountFrame(text: string, names: StreamNames): ParsedFrame {
  return readFrame(text, (frame) => {
    const event = frame.at("event");
    return event.absent ? { events: [parseReply(frame)], sentAt: null } : readEvent(event, names);
  });
}

function readEvent(event: Answer, names: StreamNames): ReadFrame {
  const type = event.at("e").text();
  if (type === "serverShutdown") return parseShutdown(event);
  const read = meaningOf(EVENT_READERS, type);
  if (read === undefined) return { events: [ignored(`event ${quoted(type)}`)], sentAt: null };
  const sentAt = timeAt(event.at("E"));
  return { events: read(event, names, sentAt), sentAt };
}

/** `{"id":1,"status":200,"result":{"subscriptionId":0},"rateLimits":[…]}`, or an `error` in place of the result. */
function parseReply(frame: Answer): StreamEvent {
  const error = frame.at("error");
  if (!error.absent) return refusal(error, requestId(frame));
  if (frame.at("status").whole() !== 200) throw frame.at("error").unexpected("there");
  if (frame.at("result").at("subscriptionId").absent) return ignored("an answer that begins no stream");
  return { type: "subscribed", channel: ACCOUNT_CHANNEL, symbol: null, requestId: requestId(frame) };
}

/** A cancel has an id of its own in `c`; that of the order is then in `C`, which is empty otherwise. */
function parseOrder(event: Answer, names: StreamNames): OrderEvent {
  const own = event.at("C").textOrNull() ?? event.at("c").textOrNull();
  return {
    type: "order",
    symbol: names.symbolOf(event.at("s").text()),
    // Null for an order that was made elsewhere.
    clientOrderId: clientOrderIdSchema.safeParse(own).data ?? null,
    venueOrderId: venueOrderIdOf(event.at("i")),
    state: quoted(event.at("X").text()),
    tsEvent: timeAt(event.at("T")),
  };
}

/** All assets that may have changed, each with what is free and what orders hold. */
function parsePosition(event: Answer, _names: StreamNames, sentAt: UnixMs): readonly StreamEvent[] {
  const rows = event.at("B").list();
  if (rows.length === 0) return [ignored("no balances")];
  return rows.map((row) => {
    const total = decimal(row.at("f").amount()).add(decimal(row.at("l").amount()));
    return balance(row, total.toString(), sentAt);
  });
}

/** A deposit, withdrawal, transfer or outside lock: what the balance changed by, not what it is. */
function parseChange(event: Answer): BalanceEvent {
  event.at("d").decimal();
  return balance(event, null, timeAt(event.at("T")));
}

/** Coins whose code is not in Latin letters are told without a name. */
function balance(place: Answer, total: BalanceEvent["total"], tsEvent: UnixMs): BalanceEvent {
  const asset = assetSchema.safeParse(place.at("a").text());
  return { type: "balance", asset: asset.data ?? null, total, tsEvent };
}
