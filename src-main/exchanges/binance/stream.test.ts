// Does Binance's protocol ask for the right streams within the venue's limits, and keep a book in step?
import { describe, expect, it } from "vitest";
import type { StreamKey } from "#exchanges/shared/stream/feed-protocol.ts";
import { LiveBook } from "#exchanges/shared/stream/live-book.ts";
import type { BookEvent, StreamChannel } from "#exchanges/shared/stream/stream-event.ts";
import { ensure } from "#shared/domain/assert.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { binanceStream } from "./stream.ts";

const fetchSnapshot = () => Promise.reject(new Error("not asked for here"));
const protocol = binanceStream({ endpoint: "production", fetchSnapshot });
const BTC = marketSymbolSchema.parse("BTC/USDT");

const key = (channel: StreamChannel, id = "BTCUSDT"): StreamKey => ({ channel, symbol: BTC, id });
const counter = () => {
  let last = 0;
  return () => {
    last += 1;
    return last;
  };
};
const bodies = (messages: readonly { readonly text: string }[]) =>
  messages.map(({ text }) => JSON.parse(text) as { method: string; params: string[]; id: number });

it("goes to the venue of its endpoint", () => {
  expect(protocol.endpoint).toEqual({ url: "wss://stream.binance.com:9443/ws", loopbackPath: "/ws" });
  expect(binanceStream({ endpoint: "sandbox", fetchSnapshot }).endpoint.url).toBe(
    "wss://stream.testnet.binance.vision/ws",
  );
});

describe("messages", () => {
  it("name a stream or two for each key, in lower case", () => {
    const keys = [key("quotes"), key("trades", "ETHUSDT"), key("candles"), key("book")];
    const messages = protocol.subscribe(keys, counter());
    expect(bodies(messages)).toEqual([
      {
        method: "SUBSCRIBE",
        params: ["btcusdt@bookTicker", "btcusdt@ticker", "ethusdt@trade", "btcusdt@kline_1m", "btcusdt@depth@100ms"],
        id: 1,
      },
    ]);
    expect(messages[0]).toMatchObject({ requestId: 1, keys });
    expect(bodies(protocol.unsubscribe([key("quotes")], counter()))).toEqual([
      { method: "UNSUBSCRIBE", params: ["btcusdt@bookTicker", "btcusdt@ticker"], id: 1 },
    ]);
    expect(protocol.subscribe([], counter())).toEqual([]);
  });

  it("name at most 200 streams, and a connection's keys never more than 1,024", () => {
    const keys = Array.from({ length: protocol.limits.keysPerConnection }, (_, index) => key("quotes", `A${index}`));
    const messages = protocol.subscribe(keys, counter());
    const sent = bodies(messages);
    expect(Math.max(...sent.map(({ params }) => params.length))).toBe(200);
    expect(sent.flatMap(({ params }) => params)).toHaveLength(1_024);
    expect(sent.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(messages.flatMap((message) => message.keys)).toEqual(keys);
  });

  it("are none on opening, and pings are the protocol's own", () => {
    expect(protocol.opening(["BTCUSDT"], counter())).toEqual([]);
    expect(protocol.ping(counter())).toBeNull();
    expect(protocol.limits.messagesPerSecond).toBeLessThan(5);
  });
});

describe("a book", () => {
  const rules = ensure(protocol.book, "the rules of books");
  const change = (first: number, last: number, bid: string, size: string): BookEvent => ({
    type: "book",
    symbol: BTC,
    kind: "delta",
    bids: [[decimalString(bid), decimalString(size)]],
    asks: [],
    sequence: { first, last },
    checksum: null,
    tsEvent: null,
  });
  const snapshot = (last: number) => ({
    bids: [[decimalString("100"), decimalString("1")] as const],
    asks: [[decimalString("101"), decimalString("1")] as const],
    last,
  });
  const bids = (book: LiveBook) => book.levels(10).bids;

  it("waits for its snapshot and puts on top what reaches over it", () => {
    const book = new LiveBook(rules);
    expect(
      [change(1, 4, "99", "1"), change(5, 8, "99", "2"), change(9, 9, "98", "3")].map((c) => book.take(c)),
    ).toEqual(["kept", "kept", "kept"]);
    expect(book.begin(snapshot(6))).toBe("applied");
    expect(bids(book)).toEqual([
      ["100", "1"],
      ["99", "2"],
      ["98", "3"],
    ]);
    expect(book.take(change(10, 12, "98", "0"))).toBe("applied");
    expect(bids(book)).toHaveLength(2);
  });

  it("takes a first change that begins just behind the snapshot", () => {
    const book = new LiveBook(rules);
    book.begin(snapshot(6));
    expect(book.take(change(3, 6, "99", "9"))).toBe("kept");
    expect(book.take(change(7, 7, "99", "2"))).toBe("applied");
    expect(book.take(change(7, 7, "99", "5"))).toBe("kept");
    expect(bids(book)).toEqual([
      ["100", "1"],
      ["99", "2"],
    ]);
  });

  it("is lost where a change is missing", () => {
    const early = new LiveBook(rules);
    early.take(change(9, 9, "99", "1"));
    expect(early.begin(snapshot(6))).toBe("outOfStep");
    const later = new LiveBook(rules);
    later.begin(snapshot(6));
    expect(later.take(change(5, 8, "99", "1"))).toBe("applied");
    // Reaching over the last one is allowed to the first change only.
    expect(later.take(change(8, 10, "99", "1"))).toBe("outOfStep");
    expect(later.inStep).toBe(false);
  });
});
