// Does each frame of Kraken's public socket say what it should? Frames of our own, in the format of the vendor's docs (2026-05).
import { describe, expect, it } from "vitest";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { krakenBookChecksum } from "./book-checksum.ts";
import { parseKrakenFrame } from "./parse-frame.ts";

const KNOWN = new Map(["BTC/USD", "ETH/USD"].map((id) => [id, marketSymbolSchema.parse(id)]));
const names: StreamNames = { symbolOf: (id) => KNOWN.get(id) ?? null, idOf: (symbol) => symbol };
const parse = (text: string) => parseKrakenFrame(text, names);
const events = (text: string) => parse(text).events;
const data = (channel: string, type: string, ...rows: string[]) =>
  `{"channel":"${channel}","type":"${type}","data":[${rows.join(",")}]}`;

const TICKER =
  '{"symbol":"BTC/USD","bid":64000.10,"bid_qty":0.50000000,"ask":64000.2,"ask_qty":1.25,"last":64000.20,"volume":1234.00000001,"vwap":63990.5,"low":63000.0,"high":65000.0,"change":-12.5,"change_pct":-0.02,"timestamp":"2026-03-01T12:00:00.123456Z"}';
const TRADE = (id: number, at: string, more = "") =>
  `{"symbol":"BTC/USD","side":"buy","price":64000.10,"qty":0.00020000,"ord_type":"limit","trade_id":${id},"timestamp":"2026-03-01T12:00:${at}Z"${more}}`;
const CANDLE = (begin: string, more = "") =>
  `{"symbol":"BTC/USD","open":64000.1,"high":64010.0,"low":63990.0,"close":64005.5,"trades":3,"volume":0.75000000,"vwap":64001.2,"interval_begin":"2026-03-01T${begin}:00.000000000Z","interval":1,"timestamp":"2026-03-01T12:01:00.000000Z"${more}}`;
const BOOK = (bids: string, asks: string, more = '"checksum":1,"timestamp":"2026-03-01T12:00:00.5Z"') =>
  `{"symbol":"BTC/USD","bids":[${bids}],"asks":[${asks}],${more}}`;
const level = (price: string, qty: string) => `{"price":${price},"qty":${qty}}`;
const NOON = Date.parse("2026-03-01T12:00:00Z");

describe("quotes", () => {
  const quote = {
    type: "quote",
    symbol: "BTC/USD",
    bid: "64000.1",
    ask: "64000.2",
    last: "64000.2",
    volume: "1234.00000001",
    tsEvent: NOON + 123,
  };

  it.each(["snapshot", "update"])("are read from a %s", (type) => {
    expect(parse(data("ticker", type, TICKER))).toEqual({ events: [quote], connectionSequence: null, sentAt: null });
  });

  it("keep every digit, whatever a double would make of it", () => {
    const exact = TICKER.replace("64000.10", "0.1234567890123456789").replace("1234.00000001", "123456789012345678.9");
    expect(events(data("ticker", "update", exact))).toEqual([
      { ...quote, bid: "0.1234567890123456789", volume: "123456789012345678.9" },
    ]);
    expect(events(data("ticker", "update", TICKER.replace("64000.10", "1.5e-7")))[0]).toMatchObject({
      bid: "0.00000015",
    });
  });

  it("may tell neither last, nor volume, nor time", () => {
    const short = '{"symbol":"ETH/USD","bid":10,"bid_qty":1,"ask":11,"ask_qty":1}';
    const nulls = { last: null, volume: null, tsEvent: null };
    expect(events(data("ticker", "update", short))).toEqual([
      { type: "quote", symbol: "ETH/USD", bid: "10", ask: "11", ...nulls },
    ]);
    const never = short.replace("}", ',"last":0.0,"volume":0.0,"timestamp":"1970-01-01T00:00:00.000000Z"}');
    expect(events(data("ticker", "update", never))[0]).toMatchObject({ ...nulls, volume: "0" });
  });

  it("of an empty side are no price", () => {
    for (const zero of [TICKER.replace("64000.10", "0"), TICKER.replace("64000.2,", "0.00,")])
      expect(events(data("ticker", "update", zero))).toEqual([
        { type: "ignored", reason: "BTC/USD has no bid or no ask", priceOf: "BTC/USD" },
      ]);
  });

  it.each([
    ["bid", '"bid":64000.10', '"bid":-1', /^frame\.data\[0\]\.bid should be a decimal number of zero or more$/],
    ["bid", '"bid":64000.10', '"bid":null', /^frame\.data\[0\]\.bid should be a decimal number$/],
    ["bid", '"bid":64000.10', '"bid":"NaN"', /\.bid should/],
    ["bid", '"bid":64000.10', '"bid":true', /\.bid should/],
    ["bid", '"bid":64000.10', '"bid":[1]', /\.bid should/],
    ["bid", '"bid":64000.10', '"bid":1e400', /\.bid should/],
    ["bid", '"bid":64000.10', `"bid":${"9".repeat(200)}`, /\.bid should/],
    ["ask", '"ask":64000.2,', "", /\.ask should/],
    ["last", '"last":64000.20', '"last":-0.1', /\.last should/],
    ["volume", '"volume":1234.00000001', '"volume":-3', /\.volume should/],
    ["timestamp", '"2026-03-01T12:00:00.123456Z"', "5", /\.timestamp should be a time in ISO 8601/],
    ["timestamp", "2026-03-01T12", "2026-13-01T12", /\.timestamp should/],
    ["symbol", '"symbol":"BTC/USD"', '"symbol":{}', /\.symbol should be a text/],
  ])("with a wrong %s are malformed by its name (%s -> %s)", (_name, right, wrong, reason) => {
    const text = data("ticker", "update", TICKER.replace(right, wrong));
    expect(text).not.toBe(data("ticker", "update", TICKER));
    expect(events(text)).toEqual([{ type: "malformed", reason: expect.stringMatching(reason) }]);
  });

  it("of another market are ignored by name, and do not spoil their neighbours", () => {
    const other = TICKER.replace("BTC/USD", "NEW/USD");
    expect(events(data("ticker", "update", other, TICKER, TICKER.replace("64000.2,", '"x",')))).toEqual([
      { type: "ignored", reason: "unknown market NEW/USD" },
      quote,
      { type: "malformed", reason: expect.stringMatching(/^frame\.data\[2\]\.ask/) },
    ]);
  });
});

describe("trades", () => {
  it("come oldest first, whatever their order in the frame", () => {
    const frame = data("trade", "update", TRADE(12, "02.5"), TRADE(10, "01.0"), TRADE(11, "02.5"));
    expect(events(frame)).toEqual(
      [
        ["10", 1_000],
        ["11", 2_500],
        ["12", 2_500],
      ].map(([id, ms]) => ({
        type: "trade",
        symbol: "BTC/USD",
        price: "64000.1",
        quantity: "0.0002",
        side: "buy",
        id,
        tsEvent: NOON + Number(ms),
      })),
    );
  });

  it.each([
    ["price", "64000.10", "0"],
    ["qty", "0.00020000", "0.0"],
    ["side", '"buy"', '"hold"'],
    ["trade_id", '"trade_id":10', '"trade_id":-10'],
    ["trade_id", '"trade_id":10', '"trade_id":1.5'],
    ["timestamp", '"2026-03-01T12:00:01.0Z"', "null"],
  ])("without a right %s are malformed (%s -> %s)", (name, right, wrong) => {
    expect(events(data("trade", "update", TRADE(10, "01.0").replace(right, wrong)))).toEqual([
      { type: "malformed", reason: expect.stringContaining(`.${name} should be`) },
    ]);
  });
});

describe("candles", () => {
  const frame = (...rows: string[]) =>
    `{"channel":"ohlc","type":"update","timestamp":"2026-03-01T12:00:30.524394914Z","data":[${rows.join(",")}]}`;

  it("are open, as far as one frame can tell", () => {
    expect(parse(frame(CANDLE("12:00")))).toEqual({
      events: [
        {
          type: "candle",
          symbol: "BTC/USD",
          timeframe: "1m",
          openTime: NOON,
          open: "64000.1",
          high: "64010",
          low: "63990",
          close: "64005.5",
          volume: "0.75",
          closed: false,
        },
      ],
      connectionSequence: null,
      sentAt: NOON + 30_524,
    });
  });

  it("are over where the same frame has a later one of the same market and length", () => {
    const rows = [
      CANDLE("12:02"),
      CANDLE("12:00"),
      CANDLE("12:01"),
      CANDLE("12:00").replace("BTC", "ETH"),
      CANDLE("12:00").replace('"interval":1,', '"interval":5,'),
    ];
    expect(events(frame(...rows)).map((event) => event.type === "candle" && [event.openTime, event.closed])).toEqual([
      [NOON + 120_000, false],
      [NOON, true],
      [NOON + 60_000, true],
      [NOON, false],
      [NOON, false],
    ]);
  });

  it.each([
    ["interval_begin", "12:00:00.000000000Z", "12:00:01.000000000Z"],
    ["high", '"high":64010.0', '"high":64000.0'],
    ["high", '"low":63990.0', '"low":64001.0'],
    ["open", '"open":64000.1', '"open":0'],
    ["volume", '"volume":0.75000000', '"volume":-1'],
    ["interval", '"interval":1,', '"interval":[],'],
  ])("without a right %s are malformed (%s -> %s)", (name, right, wrong) => {
    expect(events(frame(CANDLE("12:00").replace(right, wrong)))).toEqual([
      { type: "malformed", reason: expect.stringContaining(`.${name} should be`) },
    ]);
  });

  it("of a length that we do not have are ignored", () => {
    for (const minutes of ["30", "21600"])
      expect(events(frame(CANDLE("12:00").replace('"interval":1,', `"interval":${minutes},`)))).toEqual([
        { type: "ignored", reason: `candles of ${minutes} minutes` },
      ]);
  });

  it("are not taken from a frame whose own time cannot be read", () => {
    expect(events(frame(CANDLE("12:00")).replace("12:00:30.524394914Z", "noon"))).toEqual([
      { type: "malformed", reason: "frame.timestamp should be a time in ISO 8601" },
    ]);
  });
});

describe("books", () => {
  it("keep the digits of the wire, which the checksum is over", () => {
    const bids = [level("64000.10", "0.50000000"), level("64000.00", "2.0")].join(",");
    const asks = level("64000.20", "0.10000000");
    const [book] = events(data("book", "snapshot", BOOK(bids, asks, '"checksum":4028342147')));
    expect(book).toEqual({
      type: "book",
      symbol: "BTC/USD",
      kind: "snapshot",
      bids: [
        ["64000.10", "0.50000000"],
        ["64000.00", "2.0"],
      ],
      asks: [["64000.20", "0.10000000"]],
      sequence: null,
      checksum: 4_028_342_147,
      tsEvent: null,
    });
    if (book?.type !== "book") throw new Error("no book");
    // Of "640002010000000" + "640001050000000" + "640000020", by another program.
    expect(krakenBookChecksum(book.bids, book.asks)).toBe(book.checksum);
  });

  it("change by updates, where a size of zero removes a level", () => {
    const frame = data("book", "update", BOOK(level("64000.10", "0"), [level("1e-7", "2.5E2")].join(",")));
    expect(events(frame)).toEqual([
      {
        type: "book",
        symbol: "BTC/USD",
        kind: "delta",
        bids: [["64000.10", "0"]],
        asks: [["0.0000001", "250"]],
        sequence: null,
        checksum: 1,
        tsEvent: NOON + 500,
      },
    ]);
    expect(events(data("book", "update", BOOK("", "")))[0]).toMatchObject({ kind: "delta", bids: [], asks: [] });
  });

  it.each([
    ["price", level("0", "1"), "snapshot"],
    ["price", level("-1", "1"), "update"],
    ["qty", level("1", "-1"), "update"],
    ["qty", level("1", "0"), "snapshot"],
    ["qty", '{"price":1}', "update"],
    ["price", "[1,2]", "update"],
    ["bids", "", "update", '"bids":[]', '"bids":{}'],
    ["asks", "", "update", '"asks":[],', ""],
    ["checksum", "", "update", '"checksum":1,', ""],
    ["checksum", "", "update", '"checksum":1,', '"checksum":-1,'],
    ["checksum", "", "update", '"checksum":1,', '"checksum":4294967296,'],
    ["checksum", "", "update", '"checksum":1,', '"checksum":1.5,'],
    ["type", "", "later"],
  ])("without a right %s are malformed (%s in %s)", (name, bid, type, right = "", wrong = "") => {
    expect(events(data("book", type, BOOK(bid, "").replace(right, wrong)))).toEqual([
      { type: "malformed", reason: expect.stringContaining(`.${name} should be`) },
    ]);
  });
});

describe("replies", () => {
  const times = '"time_in":"2026-03-01T12:00:00.742599Z","time_out":"2026-03-01T12:00:00.742648Z"';
  const none = { symbol: null, requestId: null };

  it.each([
    [
      "an acknowledgement",
      '"method":"subscribe","result":{"channel":"ticker","event_trigger":"bbo","snapshot":true,"symbol":"BTC/USD"},"success":true,"req_id":3',
      { type: "subscribed", channel: "ticker", symbol: "BTC/USD", requestId: 3 },
    ],
    [
      "one without a number",
      '"method":"subscribe","result":{"channel":"book","depth":25,"snapshot":true,"symbol":"BTC/USD"},"success":true',
      { type: "subscribed", channel: "book", symbol: "BTC/USD", requestId: null },
    ],
    [
      "one of a market that we do not know",
      '"method":"subscribe","result":{"channel":"book","symbol":"NEW/USD"},"success":true,"req_id":4',
      { type: "ignored", reason: "unknown market NEW/USD" },
    ],
    [
      "a refusal that names the market",
      '"method":"subscribe","error":"Currency pair not supported BTC/USD","success":false,"symbol":"BTC/USD","req_id":5',
      { type: "error", message: "Currency pair not supported BTC/USD", symbol: "BTC/USD", requestId: 5 },
    ],
    [
      "a refusal of a request",
      '"method":"subscribe","error":"Symbol field must be an array","success":false,"req_id":6',
      { type: "error", message: "Symbol field must be an array", symbol: null, requestId: 6 },
    ],
    [
      "a refusal of nobody knows what",
      '"method":"error","error":"Malformed request","success":false',
      { type: "error", message: "Malformed request", ...none },
    ],
    [
      "a refusal without anything",
      '"error":"Exceeded msg rate"',
      { type: "error", message: "Exceeded msg rate", ...none },
    ],
    [
      "a refusal of what stands already",
      '"method":"subscribe","error":"Already subscribed to ticker","success":false,"symbol":"BTC/USD","req_id":7',
      { type: "subscribed", channel: null, symbol: "BTC/USD", requestId: 7 },
    ],
    [
      "the end of a subscription",
      '"method":"unsubscribe","result":{"channel":"ticker","symbol":"BTC/USD"},"success":true,"req_id":8',
      { type: "ignored", reason: "unsubscribed" },
    ],
    [
      "the end of none, which must not look like a refused subscription",
      '"method":"unsubscribe","error":"Subscription not found","success":false,"symbol":"BTC/USD","req_id":8',
      { type: "ignored", reason: "not unsubscribed: Subscription not found" },
    ],
    ["a pong", '"method":"pong","req_id":9', { type: "heartbeat", counter: null, symbol: null, tsEvent: NOON + 742 }],
    [
      "a reply to what we never ask",
      '"method":"add_order","success":true',
      { type: "ignored", reason: "reply to add_order" },
    ],
  ])("%s", (_name, text, event) => {
    expect(parse(`{${text},${times}}`)).toEqual({ events: [event], connectionSequence: null, sentAt: NOON + 742 });
  });

  it.each([
    ["success", '"method":"subscribe","result":{"channel":"ticker","symbol":"BTC/USD"}'],
    ["error", '"method":"subscribe","result":{"channel":"ticker","symbol":"BTC/USD"},"success":false'],
    ["result.channel", '"method":"subscribe","result":{"symbol":"BTC/USD"},"success":true'],
    ["result.channel", '"method":"subscribe","success":true'],
    ["req_id", '"method":"subscribe","result":{"channel":"ticker","symbol":"BTC/USD"},"success":true,"req_id":"x"'],
    ["time_out", '"method":"pong","time_out":12'],
    ["method", '"method":{}'],
  ])("without a right %s are malformed (%s)", (name, text) => {
    expect(events(`{${text}}`)).toEqual([
      { type: "malformed", reason: expect.stringContaining(`frame.${name} should be`) },
    ]);
  });

  it("repeat no more of the venue's words than one line", () => {
    const [event] = events(`{"method":"subscribe","success":false,"error":"${"x".repeat(5_000)}"}`);
    expect(event?.type === "error" && event.message.length).toBeLessThan(100);
  });
});

describe("signs of life and state", () => {
  it("a heartbeat is of the whole connection", () => {
    expect(events('{"channel":"heartbeat"}')).toEqual([
      { type: "heartbeat", counter: null, symbol: null, tsEvent: null },
    ]);
  });

  const status = (system: string) =>
    data(
      "status",
      "update",
      `{"version":"2.0.10","system":${system},"api_version":"v2","connection_id":12345678901234567890}`,
    );

  it.each([
    ["online", "online", null],
    ["maintenance", "maintenance", 'Kraken says "maintenance".'],
    ["cancel_only", "cancelOnly", 'Kraken says "cancel_only".'],
    ["post_only", "postOnly", 'Kraken says "post_only".'],
    ["limit_only", "limitOnly", 'Kraken says "limit_only".'],
  ])("the state %s", (word, state, detail) => {
    expect(events(status(`"${word}"`))).toEqual([{ type: "status", state, detail }]);
  });

  it.each(['"sleeping"', '"constructor"', "null", "5", "{}"])("the state %s is malformed", (word) => {
    expect(events(status(word))).toEqual([
      { type: "malformed", reason: expect.stringContaining("frame.data[0].system should be") },
    ]);
  });
});

describe("what is no frame of ours", () => {
  it.each(["", "null", "7", '"text"', "[]", "[1,2]", "{", "pong", '{"channel":"ticker","data":[', "\u0000"])(
    "%j is malformed",
    (text) => {
      expect(events(text)).toEqual([{ type: "malformed", reason: "the frame should be a JSON object" }]);
    },
  );

  it.each([
    ["{}", "frame.channel should be there"],
    ['{"event":"systemStatus"}', "frame.channel should be there"],
    ['{"channel":7.5e1000}', null],
    ['{"channel":{}}', "frame.channel should be a text"],
    ['{"channel":"ticker"}', "frame.data should be a list"],
    ['{"channel":"ticker","data":{}}', "frame.data should be a list"],
    ['{"channel":"ticker","data":[null]}', "frame.data[0].symbol should be there"],
    ['{"__proto__":{"channel":"heartbeat"}}', "frame.channel should be there"],
    ['{"constructor":{"prototype":{"channel":"heartbeat"}}}', "frame.channel should be there"],
  ])("%s", (text, reason) => {
    const expected = reason === null ? { type: "ignored", reason: "channel 7.5e1000" } : { type: "malformed", reason };
    expect(events(text)).toEqual([expected]);
  });

  it("an unknown channel and an empty frame are ignored", () => {
    expect(events(data("instrument", "snapshot"))).toEqual([{ type: "ignored", reason: "channel instrument" }]);
    expect(events(data("constructor", "snapshot"))).toEqual([{ type: "ignored", reason: "channel constructor" }]);
    expect(events(data("ticker", "update"))).toEqual([{ type: "ignored", reason: "no data" }]);
  });

  it("deep nesting ends in an event, not in an overflow", () => {
    const deep = (count: number) => "[".repeat(count) + "]".repeat(count);
    for (const text of [deep(200_000), `{"channel":"ticker","data":${deep(200_000)},"a":1.5}`])
      expect(events(text)[0]?.type).toBe("malformed");
  });

  it("of a key that comes twice the last one counts, as everywhere", () => {
    expect(events(data("ticker", "update", TICKER.replace('"bid":64000.10', '"bid":1,"bid":2')))[0]).toMatchObject({
      bid: "2",
    });
  });
});
