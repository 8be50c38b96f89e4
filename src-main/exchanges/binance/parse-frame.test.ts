// Is each kind of frame of Binance's market streams read as what it says, and whatever is wrong with one named?
// Frames: our own, in the form of the Binance spot docs, "WebSocket Streams" (2026-07).
import { describe, expect, it } from "vitest";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { parseBinanceFrame } from "./parse-frame.ts";

const BTC = marketSymbolSchema.parse("BTC/USDT");
const names: StreamNames = { symbolOf: (id) => (id === "BTCUSDT" ? BTC : null), idOf: () => null };
const read = (frame: unknown) => parseBinanceFrame(typeof frame === "string" ? frame : JSON.stringify(frame), names);
const only = (frame: unknown) => {
  const { events } = read(frame);
  expect(events).toHaveLength(1);
  return events[0];
};

const AT = 1_772_366_400_123;
const BEST = { u: 400_900_217, s: "BTCUSDT", b: "64000.10000000", B: "0.50000000", a: "64000.20000000", A: "1.25" };
const DAY = {
  ...{ e: "24hrTicker", E: AT, s: "BTCUSDT", p: "-120.00000000", P: "-0.187", w: "64100.00000000", x: "64120.20" },
  ...{ c: "64000.20000000", Q: "0.00100000", b: "64000.10000000", B: "0.50000000", a: "64000.20000000", A: "1.25" },
  ...{ o: "64120.20", h: "65000.00000000", l: "63000.00000000", v: "12345.67800000", q: "790000000.00000000" },
  ...{ O: AT - 86_400_000, C: AT, F: 1, L: 900, n: 900 },
};
const TRADE = {
  ...{ e: "trade", E: AT, s: "BTCUSDT", t: 4_123_456_789, p: "64000.10000000", q: "0.00020000", T: AT - 1, m: true },
  M: true,
};
const KLINE = {
  ...{
    t: 1_772_366_400_000,
    T: 1_772_366_459_999,
    s: "BTCUSDT",
    i: "1m",
    f: 100,
    L: 200,
    o: "64000.10",
    c: "64005.50",
  },
  ...{
    h: "64010.00000000",
    l: "63990.00",
    v: "0.75000000",
    n: 101,
    x: false,
    q: "48000.0",
    V: "0.5",
    Q: "32000",
    B: "0",
  },
};
const CANDLE = { e: "kline", E: AT, s: "BTCUSDT", k: KLINE };
const CHANGE = {
  ...{ e: "depthUpdate", E: AT, s: "BTCUSDT", U: 157, u: 160 },
  b: [["64000.10000000", "0.00000000"]],
  a: [
    ["64000.20000000", "1.50000000"],
    ["64000.3", "2"],
  ],
};

describe("best prices", () => {
  it("have neither a time nor a last price", () => {
    expect(read(BEST)).toEqual({
      events: [
        {
          type: "quote",
          symbol: "BTC/USDT",
          bid: "64000.1",
          ask: "64000.2",
          last: null,
          volume: null,
          tsEvent: null,
        },
      ],
      connectionSequence: null,
      sentAt: null,
    });
  });

  it("come with them in the day's statistics", () => {
    const quote = { type: "quote", symbol: "BTC/USDT", bid: "64000.1", ask: "64000.2", last: "64000.2" };
    expect(read(DAY)).toEqual({
      events: [{ ...quote, volume: "12345.678", tsEvent: AT }],
      connectionSequence: null,
      sentAt: AT,
    });
    expect(only({ ...DAY, c: "0.00000000", v: "0.00000000" })).toEqual({
      ...quote,
      last: null,
      volume: "0",
      tsEvent: AT,
    });
  });

  it("are none where a side of the book is empty", () => {
    const none = { type: "ignored", reason: "BTC/USDT has no bid or no ask", priceOf: "BTC/USDT" };
    expect(only({ ...BEST, b: "0.00000000", B: "0.00000000" })).toEqual(none);
    expect(only({ ...DAY, a: "0.00000000" })).toEqual(none);
  });

  it("keep every digit", () => {
    expect(only({ ...BEST, b: "0.00000000123456789012", a: "123456789012345678.12345678" })).toMatchObject({
      bid: "0.00000000123456789012",
      ask: "123456789012345678.12345678",
    });
  });
});

describe("trades", () => {
  it("tell the taker's side: the buyer who is the maker was sold to", () => {
    const trade = { type: "trade", symbol: "BTC/USDT", price: "64000.1", quantity: "0.0002", side: "sell" };
    expect(read(TRADE)).toEqual({
      events: [{ ...trade, id: "4123456789", tsEvent: AT - 1 }],
      connectionSequence: null,
      sentAt: AT,
    });
    expect(only({ ...TRADE, m: false })).toMatchObject({ side: "buy" });
  });

  it("keep ids that no double holds", () => {
    const text = JSON.stringify(TRADE).replace("4123456789", "9007199254740993123");
    expect(only(text)).toMatchObject({ id: "9007199254740993123" });
  });
});

describe("candles", () => {
  it("say themselves whether they are over", () => {
    const candle = {
      type: "candle",
      symbol: "BTC/USDT",
      timeframe: "1m",
      openTime: 1_772_366_400_000,
      open: "64000.1",
      high: "64010",
      low: "63990",
      close: "64005.5",
      volume: "0.75",
      closed: false,
    };
    expect(read(CANDLE)).toEqual({ events: [candle], connectionSequence: null, sentAt: AT });
    expect(only({ ...CANDLE, k: { ...KLINE, x: true } })).toEqual({ ...candle, closed: true });
  });

  it("of other lengths are of no use", () => {
    expect(only({ ...CANDLE, k: { ...KLINE, i: "3m" } })).toEqual({ type: "ignored", reason: "candles of 3m" });
    expect(only({ ...CANDLE, k: { ...KLINE, i: "constructor" } })).toMatchObject({ type: "ignored" });
  });
});

describe("books", () => {
  it("tell levels as they were written, and the numbers of their updates", () => {
    expect(read(CHANGE)).toEqual({
      events: [
        {
          type: "book",
          symbol: "BTC/USDT",
          kind: "delta",
          bids: [["64000.10000000", "0.00000000"]],
          asks: [
            ["64000.20000000", "1.50000000"],
            ["64000.3", "2"],
          ],
          sequence: { first: 157, last: 160 },
          checksum: null,
          tsEvent: AT,
        },
      ],
      connectionSequence: null,
      sentAt: AT,
    });
    expect(only({ ...CHANGE, b: [], a: [] })).toMatchObject({ bids: [], asks: [] });
  });
});

describe("answers", () => {
  it("acknowledge a request by its number", () => {
    expect(only({ result: null, id: 7 })).toEqual({ type: "subscribed", channel: null, symbol: null, requestId: 7 });
    expect(only({ result: null, id: null })).toMatchObject({ type: "subscribed", requestId: null });
  });

  it("refuse it in two forms", () => {
    const error = { type: "error", message: "Invalid request: too many parameters (2)", symbol: null, requestId: 7 };
    const said = { code: 2, msg: "Invalid request: too many parameters" };
    expect(only({ ...said, id: 7 })).toEqual(error);
    expect(only({ error: said, id: 7 })).toEqual(error);
    expect(only({ code: 3, msg: "Invalid JSON: expected value at line 1 column 1" })).toMatchObject({
      type: "error",
      requestId: null,
    });
    expect(only({ code: 2, msg: "no ".repeat(500), id: 7 })).toMatchObject({
      message: `${"no ".repeat(80).slice(0, 80)}... (2)`,
    });
  });

  it("to questions are of no use", () => {
    expect(only({ result: ["btcusdt@trade"], id: 3 })).toMatchObject({ type: "ignored" });
    expect(only({ result: true, id: 3 })).toMatchObject({ type: "ignored" });
  });
});

it("a server that goes away is told by either kind of stream", () => {
  const closing = { type: "status", state: "closing", detail: "Binance shuts this server down." };
  const event = { e: "serverShutdown", E: AT };
  expect(read(event)).toEqual({ events: [closing], connectionSequence: null, sentAt: AT });
  expect(only({ stream: "!serverShutdown", data: event })).toEqual(closing);
});

describe("combined streams", () => {
  it("say the same as raw ones", () => {
    for (const [stream, data] of Object.entries({
      "btcusdt@bookTicker": BEST,
      "btcusdt@ticker": DAY,
      "btcusdt@trade": TRADE,
      "btcusdt@kline_1m": CANDLE,
      "btcusdt@depth@100ms": CHANGE,
    }))
      expect(read({ stream, data })).toEqual(read(data));
  });

  it("must hold an object or a list", () => {
    expect(only({ stream: "btcusdt@trade", data: "x" })).toEqual({
      type: "malformed",
      reason: "frame.data.e should be there",
    });
    expect(only({ stream: "!ticker@arr", data: [DAY] })).toMatchObject({ type: "ignored" });
  });
});

describe("what is of no use", () => {
  it.each([
    ["another market", { ...BEST, s: "ETHUSDT" }, "unknown market ETHUSDT"],
    ["another market's trade", { ...TRADE, s: "__proto__" }, "unknown market __proto__"],
    ["another event", { e: "aggTrade", E: AT, s: "BTCUSDT" }, "event aggTrade"],
    ["a word that every object has", { ...DAY, e: "constructor" }, "event constructor"],
    ["a short book", { lastUpdateId: 160, bids: [], asks: [] }, "a book of a few levels"],
    ["a list", [DAY], "a list of all markets"],
  ])("%s is ignored", (_what, frame, reason) => {
    expect(only(frame)).toEqual({ type: "ignored", reason });
  });
});

describe("what cannot be read", () => {
  const wrong: readonly (readonly [field: string, frame: unknown, expected: string])[] = [
    ["frame.u", { ...BEST, u: -1 }, "a whole number of zero or more"],
    ["frame.u", { ...BEST, u: undefined }, "a whole number"],
    ["frame.s", { ...BEST, s: undefined }, "a text"],
    ["frame.b", { ...BEST, b: "-1" }, "a decimal number of zero or more"],
    ["frame.b", { ...BEST, b: "NaN" }, "a decimal number"],
    ["frame.a", { ...BEST, a: "9".repeat(200) }, "a decimal number"],
    ["frame.a", { ...BEST, a: "1e400" }, "a decimal number"],
    ["frame.A", { ...BEST, A: null }, "a decimal number"],
    ["frame.B", { ...BEST, B: "1,5" }, "a decimal number"],
    ["frame.e", { ...DAY, e: true }, "a text"],
    ["frame.E", { ...DAY, E: Math.floor(AT / 1_000) }, "a time in milliseconds"],
    ["frame.E", { ...TRADE, E: AT * 1_000 }, "a time in milliseconds"],
    ["frame.E", { ...DAY, E: undefined }, "a whole number"],
    ["frame.c", { ...DAY, c: undefined }, "a decimal number"],
    ["frame.v", { ...DAY, v: "-1" }, "a decimal number of zero or more"],
    ["frame.t", { ...TRADE, t: "1.5" }, "a whole number"],
    ["frame.t", { ...TRADE, t: null }, "a text"],
    ["frame.p", { ...TRADE, p: "0.00" }, "a decimal number above zero"],
    ["frame.q", { ...TRADE, q: {} }, "a decimal number"],
    ["frame.m", { ...TRADE, m: "true" }, "true or false"],
    ["frame.T", { ...TRADE, T: "yesterday" }, "a whole number"],
    ["frame.k.i", { ...CANDLE, k: {} }, "a text"],
    ["frame.k.s", { ...CANDLE, k: { ...KLINE, s: "ETHUSDT" } }, "the market of the frame"],
    ["frame.k.t", { ...CANDLE, k: { ...KLINE, t: KLINE.t + 1 } }, "the start of an interval"],
    ["frame.k.x", { ...CANDLE, k: { ...KLINE, x: 1 } }, "true or false"],
    ["frame.k.h", { ...CANDLE, k: { ...KLINE, h: "64005" } }, "the highest of the candle's prices, and l the lowest"],
    ["frame.k.h", { ...CANDLE, k: { ...KLINE, l: "64001" } }, "the highest of the candle's prices, and l the lowest"],
    ["frame.U", { ...CHANGE, U: 161 }, "the number of the first update, and u of the last"],
    ["frame.b", { ...CHANGE, b: undefined }, "a list"],
    ["frame.a[0][0]", { ...CHANGE, a: [["0", "1"]] }, "a decimal number above zero"],
    ["frame.a[0][1]", { ...CHANGE, a: [["1"]] }, "a decimal number"],
    ["frame.b[0][0]", { ...CHANGE, b: ["1"] }, "there"],
    ["frame.result", { id: 1 }, "nothing, a list, true or false"],
    ["frame.id", { result: null, id: "one" }, "a whole number"],
    ["frame.msg", { code: 2, id: 1 }, "a text"],
    ["frame.error.code", { error: { msg: "no" }, id: 1 }, "a whole number"],
    ["frame.s", {}, "a text"],
  ];
  it.each(wrong)("is told with its place: %s", (field, frame, expected) => {
    expect(read(frame)).toEqual({
      events: [{ type: "malformed", reason: `${field} should be ${expected}` }],
      connectionSequence: null,
      sentAt: null,
    });
  });

  it("may be no object at all", () => {
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    for (const text of [
      "",
      "{",
      "null",
      "1",
      '"x"',
      '{"u":1',
      "\u0000",
      `{"e":${deep}}`,
      `{"a":${"9".repeat(1_000_000)}`,
    ])
      expect(only(text)).toMatchObject({ type: "malformed" });
  });

  it("may name a field twice or bear the names that every object has", () => {
    const twice = JSON.stringify(BEST).replace('"b":"64000.10000000"', '"b":"-1","b":"64000.10000000"');
    expect(only(twice)).toMatchObject({ type: "quote", bid: "64000.1" });
    expect(only(`{"__proto__":${JSON.stringify(BEST)}}`)).toMatchObject({ type: "malformed" });
    expect(only(`{"constructor":{},${JSON.stringify(BEST).slice(1)}`)).toMatchObject({ type: "quote" });
    expect(({} as Record<string, unknown>).u).toBeUndefined();
  });
});
