// Each kind of frame of Coinbase's market socket becomes exact events; a broken one becomes `malformed`, never a wrong number.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ParsedFrame, StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { type Decimal, decimal, decimalStringSchema } from "#shared/domain/decimal.ts";
import { mutatedJson } from "#testing/mutated-json.ts";
import { parseCoinbaseFrame } from "./parse-frame.ts";
import { guessCoinbaseNames } from "./stream-names.ts";

const names = guessCoinbaseNames();
const SENT_AT = Date.UTC(2026, 3, 7, 14, 30, 3, 123);
const TIMESTAMP = "2026-04-07T14:30:03.123456789Z";

const frameOf = (channel: string, event: object, head: object = {}) => ({
  channel,
  client_id: "",
  timestamp: TIMESTAMP,
  sequence_num: 12,
  events: [event],
  ...head,
});
const parse = (frame: unknown): ParsedFrame => parseCoinbaseFrame(JSON.stringify(frame), names);
const eventsOf = (frame: unknown): readonly StreamEvent[] => parse(frame).events;
const reasonOf = (frame: unknown) => {
  const [event] = eventsOf(frame);
  return event?.type === "malformed" || event?.type === "ignored" ? `${event.type}: ${event.reason}` : event?.type;
};

const TICKER = {
  type: "ticker",
  product_id: "BTC-USD",
  price: "68900.50",
  volume_24_h: "15328.12345678",
  low_24_h: "67500.00",
  high_24_h: "69200.00",
  low_52_w: "25000.00",
  high_52_w: "73800.00",
  price_percent_chg_24_h: "1.85",
  best_bid: "68900.00",
  best_bid_quantity: "1.50000000",
  best_ask: "68901.00",
  best_ask_quantity: "0.50000000",
};
const ticker = (changes: object = {}) => frameOf("ticker", { type: "update", tickers: [{ ...TICKER, ...changes }] });
const QUOTE = {
  type: "quote",
  symbol: "BTC/USD",
  bid: "68900.00",
  ask: "68901.00",
  last: "68900.50",
  volume: "15328.12345678",
  tsEvent: SENT_AT,
};

const TRADE = {
  trade_id: "995098701",
  product_id: "BTC-USD",
  price: "68900.00",
  size: "0.05000000",
  side: "SELL",
  time: "2026-04-07T14:30:02.800123Z",
};
const trades = (...list: readonly object[]) => frameOf("market_trades", { type: "update", trades: list });

const level = (side: string, price: string, size: string) => ({
  side,
  event_time: "1970-01-01T00:00:00Z",
  price_level: price,
  new_quantity: size,
});
const book = (type: string, ...updates: readonly object[]) =>
  frameOf("l2_data", { type, product_id: "BTC-USD", updates });

const CANDLE = {
  start: "1775571900",
  high: "68950.00",
  low: "68850.00",
  open: "68900.00",
  close: "68920.50",
  volume: "42.15000000",
  product_id: "BTC-USD",
};
const candles = (changes: object = {}) => frameOf("candles", { type: "update", candles: [{ ...CANDLE, ...changes }] });

describe("the frame", () => {
  it("tells its number on the connection and when it was sent, to the millisecond", () => {
    expect(parse(ticker())).toEqual({ events: [QUOTE], connectionSequence: 12, sentAt: SENT_AT });
  });

  it.each([
    ["no JSON", "{", "malformed: the frame should be a JSON object"],
    ["empty", "", "malformed: the frame should be a JSON object"],
    ["a list", "[]", "malformed: the frame should be a JSON object"],
    ["a number", "12", "malformed: the frame should be a JSON object"],
    ["null", "null", "malformed: the frame should be a JSON object"],
    ["nested without end", "[".repeat(200_000), "malformed: the frame should be a JSON object"],
    ["nothing in it", "{}", "malformed: frame.channel should be there"],
    ["a channel that is no text", '{"channel":7}', "malformed: frame.channel should be a text"],
    ["a kind that is new", '{"type":"hello"}', "ignored: a message without a channel"],
  ])("%s", (_name, text, reason) => {
    const frame = parseCoinbaseFrame(text, names);
    expect(frame.connectionSequence).toBeNull();
    const [event] = frame.events;
    expect(event).toEqual({ type: reason.split(": ")[0], reason: reason.slice(reason.indexOf(": ") + 2) });
  });

  it.each([
    ["sequence_num", undefined, "a count"],
    ["sequence_num", -1, "a count"],
    ["sequence_num", 1.5, "a count"],
    ["sequence_num", 2 ** 53, "a count"],
    ["sequence_num", "x", "a count"],
    ["timestamp", undefined, "a time in ISO 8601"],
    ["timestamp", "yesterday", "a time in ISO 8601"],
    ["timestamp", "2026-02-31T00:00:00Z", "a time in ISO 8601"],
    ["timestamp", 1775572203, "a time in ISO 8601"],
    ["events", undefined, "a list"],
    ["events", {}, "a list"],
  ])("%s that is %j is malformed", (field, value, expected) => {
    expect(reasonOf({ ...ticker(), [field]: value })).toBe(`malformed: frame.${field} should be ${expected}`);
  });

  it("tells the number of a frame of a channel that is not known, so that no gap is seen", () => {
    for (const channel of ["ticker_batch", "status", "user", "futures_balance_summary", "constructor", "__proto__"])
      expect(parse(frameOf(channel, {}))).toEqual({
        events: [{ type: "ignored", reason: "a channel that is not listened to" }],
        connectionSequence: 12,
        sentAt: SENT_AT,
      });
    expect(parse({ channel: "new" })).toMatchObject({ connectionSequence: null, sentAt: null });
  });

  it("without events is ignored", () => {
    expect(reasonOf({ ...ticker(), events: [] })).toBe("ignored: no events");
  });
});

describe("tickers", () => {
  it("are quotes, with all places as they were written", () => {
    expect(eventsOf(ticker())).toEqual([QUOTE]);
    expect(eventsOf(ticker({ product_id: "CGLD-USD" }))).toEqual([{ ...QUOTE, symbol: "CELO/USD" }]);
  });

  it("without last price or volume still tell the best prices", () => {
    expect(eventsOf(ticker({ price: "", volume_24_h: "" }))).toEqual([{ ...QUOTE, last: null, volume: null }]);
    expect(eventsOf(ticker({ price: "0", volume_24_h: "0" }))).toEqual([{ ...QUOTE, last: null, volume: "0" }]);
  });

  it.each([
    [{ best_bid: "" }, "ignored: BTC/USD has no best price on one side"],
    [{ best_ask: "0.00" }, "ignored: BTC/USD has no best price on one side"],
    [{ product_id: "", price: "", best_bid: "", best_ask: "" }, "ignored: a ticker without anything in it"],
    [{ product_id: "BIT-28JUN24-CDE" }, "ignored: unknown market BIT-28JUN24-CDE"],
    [{ product_id: "<script>" }, "ignored: unknown market"],
    [{ product_id: undefined }, "malformed: frame.events[0].tickers[0].product_id should be a text"],
    [{ best_bid: undefined }, "malformed: frame.events[0].tickers[0].best_bid should be a decimal number"],
    [{ best_bid: null }, "malformed: frame.events[0].tickers[0].best_bid should be a decimal number"],
    [{ best_bid: 68900 }, "malformed: frame.events[0].tickers[0].best_bid should be a decimal number"],
    [{ best_bid: "-1" }, "malformed: frame.events[0].tickers[0].best_bid should be a decimal number of zero or more"],
    [{ best_ask: "NaN" }, "malformed: frame.events[0].tickers[0].best_ask should be a decimal number"],
    [{ best_ask: "1,5" }, "malformed: frame.events[0].tickers[0].best_ask should be a decimal number"],
    [{ best_ask: "9".repeat(97) }, "malformed: frame.events[0].tickers[0].best_ask should be a decimal number"],
    [{ price: "1e999" }, "malformed: frame.events[0].tickers[0].price should be a decimal number"],
    [
      { volume_24_h: "-5" },
      "malformed: frame.events[0].tickers[0].volume_24_h should be a decimal number of zero or more",
    ],
    [{ volume_24_h: undefined }, "malformed: frame.events[0].tickers[0].volume_24_h should be a decimal number"],
  ])("%j: %s", (changes, reason) => expect(reasonOf(ticker(changes))).toBe(reason));

  it("are read one by one: a broken one does not take the others with it", () => {
    const frame = frameOf("ticker", {
      type: "snapshot",
      tickers: [{ ...TICKER, best_bid: "x" }, TICKER, { ...TICKER, product_id: "ETH-USD" }],
    });
    expect(eventsOf(frame).map((event) => ("symbol" in event ? event.symbol : event.type))).toEqual([
      "malformed",
      "BTC/USD",
      "ETH/USD",
    ]);
    expect(parse(frame).connectionSequence).toBe(12);
  });

  it("in scientific notation are written out, exactly", () => {
    expect(eventsOf(ticker({ best_bid: "1e-8", best_ask: "1.5E-7" }))).toEqual([
      { ...QUOTE, bid: "0.00000001", ask: "0.00000015" },
    ]);
  });
});

describe("trades", () => {
  it("are told oldest first, by the taker's side", () => {
    const newest = { ...TRADE, trade_id: "995098703", time: "2026-04-07T14:30:02.900Z", side: "BUY" };
    const middle = { ...TRADE, trade_id: "995098702" };
    expect(eventsOf(trades(newest, middle, TRADE))).toEqual([
      {
        type: "trade",
        symbol: "BTC/USD",
        price: "68900.00",
        quantity: "0.05000000",
        side: "buy",
        id: "995098701",
        tsEvent: Date.UTC(2026, 3, 7, 14, 30, 2, 800),
      },
      expect.objectContaining({ id: "995098702", side: "buy" }),
      expect.objectContaining({ id: "995098703", side: "sell" }),
    ]);
  });

  it("that come in another order are put in order by their time", () => {
    const later = { ...TRADE, trade_id: "2", time: "2026-04-07T14:30:02.900Z" };
    expect(eventsOf(trades({ ...TRADE, trade_id: "1" }, later)).map((event) => "id" in event && event.id)).toEqual([
      "1",
      "2",
    ]);
  });

  it.each([
    [{ price: "0" }, "malformed: frame.events[0].trades[0].price should be a decimal number above zero"],
    [{ size: "0.000" }, "malformed: frame.events[0].trades[0].size should be a decimal number above zero"],
    [{ size: undefined }, "malformed: frame.events[0].trades[0].size should be a decimal number"],
    [{ side: "buy" }, "malformed: frame.events[0].trades[0].side should be one of BUY, SELL"],
    [{ side: "constructor" }, "malformed: frame.events[0].trades[0].side should be one of BUY, SELL"],
    [{ trade_id: "" }, "malformed: frame.events[0].trades[0].trade_id should be a trade's id"],
    [{ trade_id: 7 }, "malformed: frame.events[0].trades[0].trade_id should be a trade's id"],
    [{ time: "2026-04-07" }, "malformed: frame.events[0].trades[0].time should be a time in ISO 8601"],
    [{ product_id: "BTC-PERP-INTX" }, "ignored: unknown market BTC-PERP-INTX"],
  ])("%j: %s", (changes, reason) => expect(reasonOf(trades({ ...TRADE, ...changes }))).toBe(reason));

  it("that are none", () => expect(reasonOf(trades())).toBe("ignored: no trades"));
});

describe("books", () => {
  it("begin with a snapshot", () => {
    const frame = book("snapshot", level("bid", "68900.00", "1.50000000"), level("offer", "68901.00", "0.5"));
    expect(parse(frame)).toEqual({
      events: [
        {
          type: "book",
          symbol: "BTC/USD",
          kind: "snapshot",
          bids: [["68900.00", "1.50000000"]],
          asks: [["68901.00", "0.5"]],
          sequence: null,
          checksum: null,
          tsEvent: SENT_AT,
        },
      ],
      connectionSequence: 12,
      sentAt: SENT_AT,
    });
  });

  it("go on with updates, in which a zero is a level that is gone", () => {
    const frame = book("update", level("offer", "68901.00", "0.00000000"), level("offer", "68902.00", "2"));
    expect(eventsOf(frame)).toMatchObject([
      {
        kind: "delta",
        bids: [],
        asks: [
          ["68901.00", "0.00000000"],
          ["68902.00", "2"],
        ],
      },
    ]);
  });

  it.each([
    [book("change"), "frame.events[0].type should be one of snapshot, update"],
    [book("update", level("ask", "1", "1")), "frame.events[0].updates[0].side should be one of bid, offer"],
    [
      book("update", level("bid", "0", "1")),
      "frame.events[0].updates[0].price_level should be a decimal number above zero",
    ],
    [
      book("update", level("bid", "1", "1"), level("bid", "2", "-1")),
      "frame.events[0].updates[1].new_quantity should be a decimal number of zero or more",
    ],
    [frameOf("l2_data", { type: "update", product_id: "BTC-USD" }), "frame.events[0].updates should be a list"],
  ])("that cannot be read whole are not read at all, and count as lost (%#)", (frame, reason) => {
    expect(parse(frame)).toEqual({
      events: [{ type: "malformed", reason }],
      connectionSequence: null,
      sentAt: SENT_AT,
    });
  });

  it("of 40,000 levels are read", () => {
    const levels = Array.from({ length: 40_000 }, (_, index) =>
      level(index % 2 ? "bid" : "offer", `${index + 1}.5`, "1"),
    );
    const [event] = eventsOf(book("snapshot", ...levels));
    expect(event?.type === "book" && event.bids.length + event.asks.length).toBe(40_000);
  });
});

describe("candles", () => {
  it("are of five minutes, and never said to be over", () => {
    expect(eventsOf(candles())).toEqual([
      {
        type: "candle",
        symbol: "BTC/USD",
        timeframe: "5m",
        openTime: 1_775_571_900_000,
        open: "68900.00",
        high: "68950.00",
        low: "68850.00",
        close: "68920.50",
        volume: "42.15000000",
        closed: false,
      },
    ]);
  });

  it.each([
    [{ start: "1775571901" }, "frame.events[0].candles[0].start should be the start of a candle of 5m"],
    [{ start: "8".repeat(15) }, "frame.events[0].candles[0].start should be the start of a candle of 5m"],
    [{ start: "x" }, "frame.events[0].candles[0].start should be a count"],
    [{ low: "0" }, "frame.events[0].candles[0].low should be a decimal number above zero"],
    [{ volume: null }, "frame.events[0].candles[0].volume should be a decimal number"],
  ])("%j: %s", (changes, reason) => expect(reasonOf(candles(changes))).toBe(`malformed: ${reason}`));
});

describe("the connection itself", () => {
  it("acknowledges with all that stands, by the venue's own channels", () => {
    const subscriptions = {
      ticker: ["BTC-USD", "ETH-USD"],
      level2: ["BTC-USD"],
      heartbeats: ["heartbeats"],
      market_trades: ["BIT-28JUN24-CDE"],
    };
    const subscribed = (channel: string, symbol: string | null) => ({
      type: "subscribed",
      channel,
      symbol,
      requestId: null,
    });
    expect(eventsOf(frameOf("subscriptions", { subscriptions }))).toEqual([
      subscribed("ticker", "BTC/USD"),
      subscribed("ticker", "ETH/USD"),
      subscribed("level2", "BTC/USD"),
      subscribed("heartbeats", null),
      { type: "ignored", reason: "unknown market BIT-28JUN24-CDE" },
    ]);
  });

  it.each([
    [{ subscriptions: {} }, "ignored: nothing is subscribed"],
    [{ subscriptions: { ticker: [] } }, "ignored: nothing is subscribed"],
    [{ subscriptions: { ticker: "BTC-USD" } }, "malformed: frame.events[0].subscriptions.ticker should be a list"],
    [{ subscriptions: { ticker: [null] } }, "malformed: frame.events[0].subscriptions.ticker[0] should be a text"],
    [{}, "malformed: frame.events[0].subscriptions should be an object"],
  ])("%j: %s", (event, reason) => expect(reasonOf(frameOf("subscriptions", event))).toBe(reason));

  it.each([
    [66987, "2024-10-04 07:04:40.820713045 +0000 UTC m=+66987.628148662"],
    ["66987", "2026-04-07 14:30:10.000000000+00:00"],
  ])("beats, with a counter like %j", (counter, time) => {
    expect(eventsOf(frameOf("heartbeats", { current_time: time, heartbeat_counter: counter }))).toEqual([
      { type: "heartbeat", counter: 66987, symbol: null, tsEvent: SENT_AT },
    ]);
  });

  it("beats with a counter, or it is malformed", () => {
    expect(reasonOf(frameOf("heartbeats", { heartbeat_counter: -1 }))).toBe(
      "malformed: frame.events[0].heartbeat_counter should be a count",
    );
  });

  it.each([
    [{ message: "authentication failure" }, "authentication failure"],
    [{ message: "failed", reason: "too many" }, "failed: too many"],
    [{ message: "" }, "Coinbase refused a request without saying why"],
    [{ message: 7 }, "Coinbase refused a request without saying why"],
    [{ message: `bad token eyJhbGciOi${"A".repeat(60)}.x` }, "bad token …"],
    [{ message: "no ".repeat(200) }, "no ".repeat(200).slice(0, 200)],
  ])("refuses without naming market or request: %j", (error, message) => {
    expect(parse({ type: "error", ...error })).toEqual({
      events: [{ type: "error", message, symbol: null, requestId: null }],
      connectionSequence: null,
      sentAt: null,
    });
  });
});

const FRAMES: Readonly<Record<string, object>> = {
  ticker: ticker(),
  trades: trades({ ...TRADE, trade_id: "995098702" }, TRADE),
  book: book("update", level("bid", "68900.00", "1.5"), level("offer", "68901.00", "0")),
  candles: candles(),
  subscriptions: frameOf("subscriptions", { subscriptions: { ticker: ["BTC-USD"] } }),
  heartbeats: frameOf("heartbeats", { current_time: "", heartbeat_counter: 1 }),
  error: { type: "error", message: "authentication failure" },
};

/** Every decimal of an event, and the text of the same field on the wire. */
function figuresOf(event: StreamEvent, frame: unknown): readonly (readonly [string, unknown])[] {
  const rows = rowsOf(frame);
  const row = rows.find((one) => !("id" in event) || one.trade_id === event.id) ?? {};
  switch (event.type) {
    case "quote":
      return [
        [event.bid, row.best_bid],
        [event.ask, row.best_ask],
        ...(event.last === null ? [] : [[event.last, row.price] as const]),
        ...(event.volume === null ? [] : [[event.volume, row.volume_24_h] as const]),
      ];
    case "trade":
      return [
        [event.price, row.price],
        [event.quantity, row.size],
      ];
    case "candle":
      return (["open", "high", "low", "close", "volume"] as const).map((field) => [event[field], row[field]]);
    case "book":
      return (["bids", "asks"] as const).flatMap((side) => {
        const own = rows.filter((one) => one.side === (side === "bids" ? "bid" : "offer"));
        return event[side].flatMap(([price, size], index) => [
          [price, own[index]?.price_level] as const,
          [size, own[index]?.new_quantity] as const,
        ]);
      });
    default:
      return [];
  }
}

/** The rows of a frame's first event. */
function rowsOf(frame: unknown): readonly Readonly<Record<string, unknown>>[] {
  const { events } = frame as { readonly events: readonly Readonly<Record<string, unknown>>[] };
  const rows = ["tickers", "trades", "candles", "updates"].flatMap((name): readonly unknown[] => {
    const list = events[0]?.[name];
    return Array.isArray(list) ? list : [];
  });
  return rows.filter((row): row is Readonly<Record<string, unknown>> => typeof row === "object" && row !== null);
}

function asDecimal(value: unknown): Decimal | null {
  return typeof value === "string" ? decimal(value) : null;
}

function expectRight(text: string): void {
  const { events } = parseCoinbaseFrame(text, names);
  expect(events.length).toBeGreaterThan(0);
  for (const event of events) {
    if (!["quote", "trade", "candle", "book"].includes(event.type)) continue;
    const frame: unknown = JSON.parse(text);
    for (const [figure, wire] of figuresOf(event, frame)) {
      expect(decimalStringSchema.safeParse(figure).success).toBe(true);
      expect(asDecimal(wire)?.eq(decimal(figure))).toBe(true);
      expect(decimal(figure).isNegative).toBe(false);
    }
  }
}

describe("no wrong number comes out of a broken frame", () => {
  it.each(Object.entries(FRAMES))("%s with one part of it changed", (_name, frame) => {
    fc.assert(fc.property(mutatedJson(frame), (broken) => expectRight(JSON.stringify(broken) ?? "")));
  });

  it.each(Object.entries(FRAMES))("%s with letters changed, lost or repeated", (_name, frame) => {
    const text = JSON.stringify(frame);
    const place = fc.nat(text.length - 1);
    const letters = fc.constantFrom("", "0", "9", "-", ".", "e", '"', "{", "}", "[", "]", ",", ":", "\\", "\u0000");
    fc.assert(
      fc.property(place, fc.nat(3), letters, (at, gone, instead) =>
        expectRight(text.slice(0, at) + instead + text.slice(at + gone)),
      ),
    );
  });

  it("any text at all gives at least one event", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), expectRight));
  });

  it("names of all objects are no fields", () => {
    const text = '{"channel":"ticker","__proto__":{"timestamp":"2026-04-07T14:30:03Z","sequence_num":1,"events":[]}}';
    expect(parseCoinbaseFrame(text, names).events).toEqual([
      { type: "malformed", reason: "frame.sequence_num should be a count" },
    ]);
  });
});
