// What is sent to Coinbase's market socket: one channel a message, within the limits, the heartbeats first.
import { expect, it } from "vitest";
import type { StreamKey } from "#exchanges/shared/stream/feed-protocol.ts";
import type { StreamChannel } from "#exchanges/shared/stream/stream-event.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { COINBASE_STREAM } from "./stream.ts";

const key = (channel: StreamChannel, base: string): StreamKey => ({
  channel,
  symbol: marketSymbolSchema.parse(`${base}/USD`),
  id: `${base}-USD`,
});
const noId = () => {
  throw new Error("Coinbase's messages have no number");
};
const { limits } = COINBASE_STREAM;

it("begins with the heartbeats, which hold everything else open", () => {
  expect(COINBASE_STREAM.opening(["BTC-USD"], noId)).toEqual(['{"type":"subscribe","channel":"heartbeats"}']);
  expect(COINBASE_STREAM.ping(noId)).toBeNull();
});

it.each(["subscribe", "unsubscribe"] as const)("%ss one channel a message, in the order asked for", (type) => {
  const keys = [key("quotes", "BTC"), key("book", "BTC"), key("quotes", "ETH"), key("trades", "BTC")];
  const messages = COINBASE_STREAM[type](keys, noId);
  expect(messages.map(({ text }) => JSON.parse(text))).toEqual([
    { type, product_ids: ["BTC-USD", "ETH-USD"], channel: "ticker" },
    { type, product_ids: ["BTC-USD"], channel: "level2" },
    { type, product_ids: ["BTC-USD"], channel: "market_trades" },
  ]);
  expect(messages.map(({ requestId }) => requestId)).toEqual([null, null, null]);
  expect(messages.map((message) => message.keys)).toEqual([[keys[0], keys[2]], [keys[1]], [keys[3]]]);
});

it("splits what is too long for a message, and sends nothing for nothing", () => {
  const keys = Array.from({ length: 2 * limits.keysPerMessage + 1 }, (_, index) => key("quotes", `C${index}`));
  const messages = COINBASE_STREAM.subscribe(keys, noId);
  expect(messages.map((message) => message.keys.length)).toEqual([limits.keysPerMessage, limits.keysPerMessage, 1]);
  expect(messages.flatMap((message) => message.keys)).toEqual(keys);
  expect(COINBASE_STREAM.subscribe([], noId)).toEqual([]);
});

it("knows its channels by the words of the acknowledgements", () => {
  for (const channel of COINBASE_STREAM.channels) {
    const [message] = COINBASE_STREAM.subscribe([key(channel, "BTC")], noId);
    expect(COINBASE_STREAM.channelOf(JSON.parse(message?.text ?? "").channel)).toBe(channel);
  }
  for (const word of ["heartbeats", "user", "constructor", ""]) expect(COINBASE_STREAM.channelOf(word)).toBeNull();
  expect(COINBASE_STREAM.channels.has("candles")).toBe(false);
});
