// How does one event of a venue's socket stand in a line? Fixed keys in a fixed order: it is a promise to scripts.
import type { StreamEvent } from "#exchanges/shared/stream/stream-event.ts";

/** A JSON object without a line end. */
export function eventLine(event: StreamEvent): string {
  return JSON.stringify(shown(event));
}

function shown(event: StreamEvent): object {
  switch (event.type) {
    case "quote":
      return pick(event, ["symbol", "bid", "ask", "last", "volume", "tsEvent"]);
    case "trade":
      return pick(event, ["symbol", "price", "quantity", "side", "id", "tsEvent"]);
    case "candle":
      return pick(event, ["symbol", "timeframe", "openTime", "open", "high", "low", "close", "volume", "closed"]);
    case "book":
      return { ...pick(event, ["symbol", "kind", "bids", "asks"]), sequence: event.sequence?.last ?? null };
    case "heartbeat":
      return pick(event, ["symbol", "counter", "tsEvent"]);
    case "subscribed":
      return pick(event, ["channel", "symbol"]);
    case "error":
      return pick(event, ["message"]);
    case "status":
      return pick(event, ["state", "detail"]);
    case "order":
      return pick(event, ["symbol", "clientOrderId", "venueOrderId", "state", "tsEvent"]);
    case "balance":
      return pick(event, ["asset", "total", "tsEvent"]);
    case "ignored":
    case "malformed":
      return pick(event, ["reason"]);
  }
}

function pick<E extends StreamEvent, K extends keyof E & string>(event: E, keys: readonly K[]): object {
  return Object.fromEntries([["type", event.type], ...keys.map((key) => [key, event[key]])]);
}
