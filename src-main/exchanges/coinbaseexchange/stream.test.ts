// What is sent to Coinbase Exchange's socket, and which facts does the feed go by?
import { describe, expect, it } from "vitest";
import type { StreamKey } from "#exchanges/shared/stream/feed-protocol.ts";
import type { StreamChannel } from "#exchanges/shared/stream/stream-event.ts";
import { marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { coinbaseExchangeStream } from "./stream.ts";
import { LIMITS } from "./stream-quirks.ts";

const VENUE = venueIdSchema.parse("coinbaseexchange");
const stream = coinbaseExchangeStream({ venue: VENUE, endpoint: "production" });
const noId = () => {
  throw new Error("Requests have no numbers here");
};

const key = (channel: StreamChannel, id: string): StreamKey => ({
  channel,
  id,
  symbol: marketSymbolSchema.parse(id.replace("-", "/")),
});
const subscribed = (...keys: readonly StreamKey[]) =>
  stream.subscribe(keys, noId).map(({ text }): unknown => JSON.parse(text));
const unsubscribed = (...keys: readonly StreamKey[]) =>
  stream.unsubscribe(keys, noId).map(({ text }): unknown => JSON.parse(text));

describe("requests", () => {
  it("name the products with each channel, and the heartbeat of every product once", () => {
    const keys = [key("quotes", "BTC-USD"), key("book", "BTC-USD"), key("quotes", "ETH-USD"), key("trades", "ETH-USD")];
    expect(subscribed(...keys)).toEqual([
      {
        type: "subscribe",
        channels: [
          { name: "ticker", product_ids: ["BTC-USD", "ETH-USD"] },
          { name: "level2_batch", product_ids: ["BTC-USD"] },
          { name: "matches", product_ids: ["ETH-USD"] },
          { name: "heartbeat", product_ids: ["BTC-USD", "ETH-USD"] },
        ],
      },
    ]);
  });

  it("let the heartbeat go with the quotes only", () => {
    expect(unsubscribed(key("book", "BTC-USD"))).toEqual([
      { type: "unsubscribe", channels: [{ name: "level2_batch", product_ids: ["BTC-USD"] }] },
    ]);
    expect(unsubscribed(key("quotes", "BTC-USD"), key("trades", "ETH-USD"))).toEqual([
      {
        type: "unsubscribe",
        channels: [
          { name: "ticker", product_ids: ["BTC-USD"] },
          { name: "matches", product_ids: ["ETH-USD"] },
          { name: "heartbeat", product_ids: ["BTC-USD"] },
        ],
      },
    ]);
  });

  it("come in messages of the greatest length, with every key once and in its order", () => {
    const keys = Array.from({ length: 2 * LIMITS.keysPerMessage + 1 }, (_, index) => key("quotes", `C${index}-USD`));
    const messages = stream.subscribe(keys, noId);
    expect(messages.map((message) => message.keys.length)).toEqual([LIMITS.keysPerMessage, LIMITS.keysPerMessage, 1]);
    expect(messages.flatMap((message) => message.keys)).toEqual(keys);
    expect(messages.every(({ requestId }) => requestId === null)).toBe(true);
    expect(stream.subscribe([], noId)).toEqual([]);
  });

  it("never ask for candles", () => {
    expect(stream.channels.has("candles")).toBe(false);
    expect(() => subscribed(key("candles", "BTC-USD"))).toThrow("no candles");
  });
});

describe("facts", () => {
  it("a sandbox is another host, with the same path at a server that stands in", () => {
    const sandbox = coinbaseExchangeStream({ venue: VENUE, endpoint: "sandbox" });
    expect(stream.endpoint).toEqual({ url: "wss://ws-feed.exchange.coinbase.com", loopbackPath: "/feed" });
    expect(sandbox.endpoint).toEqual({
      url: "wss://ws-feed-public.sandbox.exchange.coinbase.com",
      loopbackPath: "/feed",
    });
  });

  it.each([
    ["ticker", "quotes"],
    ["matches", "trades"],
    ["level2_batch", "book"],
    ["level2_50", "book"],
    ["heartbeat", null],
    ["constructor", null],
  ])("%s stands for %s", (word, channel) => {
    expect(stream.channelOf(word)).toBe(channel);
  });

  it("needs no message before the first subscription and no ping of its own", () => {
    expect(stream.opening(["BTC-USD"], noId)).toEqual([]);
    expect(stream.ping(noId)).toBeNull();
  });
});
