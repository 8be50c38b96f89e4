// Are Kraken's channels asked for in its own words, within the limits, and ended by the same terms?
import { describe, expect, it } from "vitest";
import type { StreamKey } from "#exchanges/shared/stream/feed-protocol.ts";
import type { StreamChannel } from "#exchanges/shared/stream/stream-event.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { KRAKEN_STREAM } from "./stream.ts";

const key = (channel: StreamChannel, id: string): StreamKey => ({ channel, symbol: marketSymbolSchema.parse(id), id });
function ids() {
  let last = 0;
  return () => {
    last += 1;
    return last;
  };
}

describe("messages", () => {
  it("ask for one channel each, by number, and name every term that tells subscriptions apart", () => {
    const keys = [
      key("quotes", "BTC/USD"),
      key("trades", "BTC/USD"),
      key("quotes", "ETH/USD"),
      key("candles", "BTC/USD"),
      key("book", "BTC/USD"),
    ];
    const sent = KRAKEN_STREAM.subscribe(keys, ids());
    expect(sent.map(({ text }): unknown => JSON.parse(text))).toEqual([
      {
        method: "subscribe",
        params: { channel: "ticker", symbol: ["BTC/USD", "ETH/USD"], event_trigger: "bbo", snapshot: true },
        req_id: 1,
      },
      { method: "subscribe", params: { channel: "trade", symbol: ["BTC/USD"], snapshot: false }, req_id: 2 },
      { method: "subscribe", params: { channel: "ohlc", symbol: ["BTC/USD"], interval: 1, snapshot: true }, req_id: 3 },
      { method: "subscribe", params: { channel: "book", symbol: ["BTC/USD"], depth: 25, snapshot: true }, req_id: 4 },
    ]);
    expect(sent.map(({ requestId }) => requestId)).toEqual([1, 2, 3, 4]);
    expect(sent[0]?.keys).toEqual([keys[0], keys[2]]);
    const ended = KRAKEN_STREAM.unsubscribe(keys, ids());
    expect(ended.map(({ text }): unknown => JSON.parse(text))).toEqual([
      {
        method: "unsubscribe",
        params: { channel: "ticker", symbol: ["BTC/USD", "ETH/USD"], event_trigger: "bbo" },
        req_id: 1,
      },
      { method: "unsubscribe", params: { channel: "trade", symbol: ["BTC/USD"] }, req_id: 2 },
      { method: "unsubscribe", params: { channel: "ohlc", symbol: ["BTC/USD"], interval: 1 }, req_id: 3 },
      { method: "unsubscribe", params: { channel: "book", symbol: ["BTC/USD"], depth: 25 }, req_id: 4 },
    ]);
  });

  it("hold no more markets than the limit, in the order asked for", () => {
    const most = KRAKEN_STREAM.limits.keysPerMessage;
    const keys = Array.from({ length: most * 2 + 1 }, (_, at) => key("quotes", `A${at}/USD`));
    const sent = KRAKEN_STREAM.subscribe(keys, ids());
    expect(sent.map((message) => message.keys.length)).toEqual([most, most, 1]);
    expect(sent.flatMap((message) => message.keys)).toEqual(keys);
    expect(KRAKEN_STREAM.subscribe([], ids())).toEqual([]);
  });

  it("ping by number, and begin with nothing", () => {
    expect(KRAKEN_STREAM.ping(() => 7)).toBe('{"method":"ping","req_id":7}');
    expect(KRAKEN_STREAM.opening(["BTC/USD"], ids())).toEqual([]);
  });
});

it("each of our channels is known again by the word that acknowledges it", () => {
  for (const channel of KRAKEN_STREAM.channels) {
    const [message] = KRAKEN_STREAM.subscribe([key(channel, "BTC/USD")], ids());
    const { params } = JSON.parse(message?.text ?? "") as { readonly params: { readonly channel: string } };
    expect(KRAKEN_STREAM.channelOf(params.channel)).toBe(channel);
  }
  expect(KRAKEN_STREAM.channelOf("instrument")).toBeNull();
  expect(KRAKEN_STREAM.channelOf("constructor")).toBeNull();
});
