// Each kind of frame of Coinbase Exchange's socket is read as documented; a broken one is told, and never a number that was not there.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { decimal } from "#shared/domain/decimal.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { mutatedJson } from "#testing/mutated-json.ts";
import { parseCoinbaseExchangeFrame } from "./parse-frame.ts";
import { guessCoinbaseExchangeNames } from "./stream-names.ts";

const BTC_USD = marketSymbolSchema.parse("BTC/USD");
const CELO_USD = marketSymbolSchema.parse("CELO/USD");
const TIME = "2026-01-05T00:00:01.234567Z";
const AT = Date.parse("2026-01-05T00:00:01.234Z");

/** Only these two are listed. */
const NAMES: StreamNames = {
  symbolOf: (id) => ({ "BTC-USD": BTC_USD, "CGLD-USD": CELO_USD })[id] ?? null,
  idOf: () => null,
};

// Own frames in the documented form (Exchange WebSocket channels, read 2026-11-26; ccxt 4.5.84; frames of 2026-08 and 2026-09).
const TICKER = {
  type: "ticker",
  sequence: 37_475_248_783,
  product_id: "BTC-USD",
  price: "100000.50",
  open_24h: "99000.1",
  volume_24h: "245532.79269678",
  low_24h: "98000",
  high_24h: "101000",
  volume_30d: "9788783.60117027",
  best_bid: "99999.99",
  best_bid_size: "0.46688654",
  best_ask: "100000.51",
  best_ask_size: "1.56637040",
  side: "buy",
  time: TIME,
  trade_id: 370_843_401,
  last_size: "11.4396987",
};
const MATCH = {
  type: "match",
  trade_id: 370_843_402,
  sequence: 50,
  maker_order_id: "ac928c66-ca53-498f-9c13-a110027a60e8",
  taker_order_id: "132fb6ae-456b-4654-b4e0-d681ac05cea1",
  time: TIME,
  product_id: "BTC-USD",
  size: "0.00000001",
  price: "100000.49",
  side: "sell",
};
const HEARTBEAT = { type: "heartbeat", sequence: 90, last_trade_id: 20, product_id: "BTC-USD", time: TIME };
const SNAPSHOT = {
  type: "snapshot",
  product_id: "BTC-USD",
  bids: [
    ["99999.90", "0.4505"],
    ["99999.8", "2"],
  ],
  asks: [["100000.10", "0.57753524"]],
};
const CHANGES = {
  type: "l2update",
  product_id: "BTC-USD",
  time: TIME,
  changes: [
    ["buy", "99999.80000000", "0"],
    ["sell", "100000.20", "0.162567"],
    ["buy", "99999.95", "1.5"],
  ],
};
const SUBSCRIPTIONS = {
  type: "subscriptions",
  channels: [
    { name: "level2_50", product_ids: ["BTC-USD"], account_ids: null },
    { name: "ticker", product_ids: ["BTC-USD", "CGLD-USD", "ETH-USD"], account_ids: null },
    { name: "heartbeat", product_ids: ["BTC-USD"], account_ids: null },
    { name: "status", product_ids: null, account_ids: null },
  ],
};
const ERROR = { type: "error", message: "Failed to subscribe", reason: "CGLD-USD is not a valid product" };
const product = (changes: object = {}) => ({
  id: "BTC-USD",
  base_currency: "BTC",
  quote_currency: "USD",
  status: "online",
  status_message: null,
  post_only: false,
  limit_only: false,
  cancel_only: false,
  ...changes,
});
const STATUS = { type: "status", products: [product(), product({ id: "CGLD-USD" })], currencies: [] };

const parse = (frame: unknown, names = NAMES) => parseCoinbaseExchangeFrame(JSON.stringify(frame), names);
const events = (frame: unknown, names = NAMES) => parse(frame, names).events;
const BOOK_NUMBERS = { sequence: null, checksum: null };

const ROWS: readonly (readonly [string, unknown, readonly StreamEvent[] | readonly object[]])[] = [
  [
    "a ticker",
    TICKER,
    [
      {
        type: "quote",
        symbol: BTC_USD,
        bid: "99999.99",
        ask: "100000.51",
        last: "100000.5",
        volume: "245532.79269678",
        tsEvent: AT,
      },
    ],
  ],
  [
    "the first ticker, before any trade",
    { ...TICKER, price: "", side: undefined, time: undefined, trade_id: undefined, last_size: undefined },
    [{ type: "quote", bid: "99999.99", last: null, tsEvent: null }],
  ],
  ["a ticker without bids", { ...TICKER, best_bid: "0" }, [{ type: "ignored" }]],
  ["a ticker without asks", { ...TICKER, best_ask: "" }, [{ type: "ignored" }]],
  ["a ticker of a market nobody knows", { ...TICKER, product_id: "ETH-USD" }, [{ type: "ignored" }]],
  ["a ticker of a coin with two names", { ...TICKER, product_id: "CGLD-USD" }, [{ type: "quote", symbol: CELO_USD }]],
  [
    "a trade: the maker sold, the taker bought",
    MATCH,
    [
      {
        type: "trade",
        symbol: BTC_USD,
        price: "100000.49",
        quantity: "0.00000001",
        side: "buy",
        id: "370843402",
        tsEvent: AT,
      },
    ],
  ],
  ["the trade before", { ...MATCH, type: "last_match", side: "buy" }, [{ type: "trade", side: "sell" }]],
  ["a heartbeat", HEARTBEAT, [{ type: "heartbeat", counter: null, symbol: BTC_USD, tsEvent: AT, lastTradeId: 20 }]],
  [
    "a heartbeat of a market without a trade",
    { ...HEARTBEAT, last_trade_id: undefined },
    [{ type: "heartbeat", counter: null, symbol: BTC_USD, tsEvent: AT }],
  ],
  [
    "a whole book, as it was written",
    SNAPSHOT,
    [
      {
        type: "book",
        symbol: BTC_USD,
        kind: "snapshot",
        bids: SNAPSHOT.bids,
        asks: SNAPSHOT.asks,
        tsEvent: null,
        ...BOOK_NUMBERS,
      },
    ],
  ],
  [
    "changes of a book, in their order",
    CHANGES,
    [
      {
        type: "book",
        symbol: BTC_USD,
        kind: "delta",
        bids: [
          ["99999.80000000", "0"],
          ["99999.95", "1.5"],
        ],
        asks: [["100000.20", "0.162567"]],
        tsEvent: AT,
        ...BOOK_NUMBERS,
      },
    ],
  ],
  [
    "changes without a time",
    { ...CHANGES, time: "0001-01-01T00:00:00.000000Z" },
    [{ type: "book", kind: "delta", tsEvent: null }],
  ],
  [
    "what stands: known markets of channels that are ours",
    SUBSCRIPTIONS,
    [
      { type: "subscribed", channel: "level2_50", symbol: BTC_USD, requestId: null },
      { type: "subscribed", channel: "ticker", symbol: BTC_USD, requestId: null },
      { type: "subscribed", channel: "ticker", symbol: CELO_USD, requestId: null },
    ],
  ],
  ["that nothing stands", { type: "subscriptions", channels: [] }, [{ type: "ignored" }]],
  [
    "a refusal for one product",
    ERROR,
    [
      {
        type: "error",
        message: "Failed to subscribe: CGLD-USD is not a valid product",
        symbol: CELO_USD,
        requestId: null,
      },
    ],
  ],
  ["a refusal for a product that is no more", { ...ERROR, reason: "CGLD-USD is delisted" }, [{ symbol: CELO_USD }]],
  ["a refusal for a product that is not named", { ...ERROR, reason: " is not a valid product" }, [{ symbol: null }]],
  [
    "a refusal for something else",
    { ...ERROR, reason: "level2, level3, and full channels now require authentication." },
    [{ type: "error", symbol: null }],
  ],
  [
    "a failure without a reason",
    { type: "error", message: "ErrSlowConsume" },
    [{ type: "error", message: "ErrSlowConsume", symbol: null }],
  ],
  ["all is well", STATUS, [{ type: "status", state: "online", detail: null }]],
  [
    "a market that is offline for good",
    { ...STATUS, products: [product(), product({ status: "delisted" })] },
    [{ state: "online" }],
  ],
  [
    "every market that trades only takes cancels",
    { ...STATUS, products: [product({ cancel_only: true }), product({ status: "delisted" })] },
    [{ state: "cancelOnly" }],
  ],
  [
    "markets in different states",
    { ...STATUS, products: [product({ cancel_only: true }), product({ post_only: true })] },
    [{ state: "online" }],
  ],
  ["every market is offline", { ...STATUS, products: [product({ status: "offline" })] }, [{ state: "maintenance" }]],
  ["no market at all", { ...STATUS, products: [] }, [{ type: "ignored" }]],
  // The account's own and other channels are not for the public side.
  ["a step of an order", { ...MATCH, type: "done", reason: "filled" }, [{ type: "ignored" }]],
  ["a kind that every object has", { type: "constructor" }, [{ type: "ignored" }]],
  ["a kind of the future", { type: "tea_time" }, [{ type: "ignored" }]],
];

describe("a frame", () => {
  it.each(ROWS)("%s", (_, frame, wanted) => {
    expect(events(frame)).toMatchObject(wanted);
    expect(events(frame)).toHaveLength(wanted.length);
    expect(parse(frame).connectionSequence).toBeNull();
  });

  it("tells when it was sent only where it is a heartbeat", () => {
    expect(parse(HEARTBEAT).sentAt).toBe(AT);
    for (const frame of [TICKER, MATCH, CHANGES, SNAPSHOT, ERROR]) expect(parse(frame).sentAt).toBeNull();
  });

  it("keeps every digit of a number that was not sent as text", () => {
    const text = JSON.stringify(TICKER).replace('"99999.99"', "99999.990000000000000001");
    expect(parseCoinbaseExchangeFrame(text, NAMES).events[0]).toMatchObject({ bid: "99999.990000000000000001" });
  });
});

const ROWS_BROKEN: readonly (readonly [string, unknown, string])[] = [
  ["no bid", { ...TICKER, best_bid: undefined }, "ticker.best_bid"],
  ["a negative ask", { ...TICKER, best_ask: "-1" }, "ticker.best_ask"],
  ["an ask that is no number", { ...TICKER, best_ask: "NaN" }, "ticker.best_ask"],
  ["a price in words", { ...TICKER, price: "free" }, "ticker.price"],
  ["an absurd volume", { ...TICKER, volume_24h: "1e400" }, "ticker.volume_24h"],
  ["no volume", { ...TICKER, volume_24h: null }, "ticker.volume_24h"],
  ["a time that is none", { ...TICKER, time: "yesterday" }, "ticker.time"],
  ["no product", { ...TICKER, product_id: undefined }, "ticker.product_id"],
  ["a trade of nothing", { ...MATCH, size: "0" }, "match.size"],
  ["a trade without a side", { ...MATCH, side: "both" }, "match.side"],
  ["a negative trade number", { ...MATCH, trade_id: -1 }, "match.trade_id"],
  ["a trade number in words", { ...MATCH, trade_id: "one" }, "match.trade_id"],
  ["a trade without a time", { ...MATCH, time: undefined }, "match.time"],
  ["a heartbeat without a time", { ...HEARTBEAT, time: undefined }, "heartbeat.time"],
  ["a book without bids", { ...SNAPSHOT, bids: undefined }, "snapshot.bids"],
  ["a level that is none", { ...SNAPSHOT, asks: ["1"] }, "snapshot.asks[0]"],
  ["a level at zero", { ...SNAPSHOT, asks: [["0.00", "1"]] }, "snapshot.asks[0][0]"],
  ["a level without a size", { ...SNAPSHOT, bids: [["1", "1"], ["1"]] }, "snapshot.bids[1][1]"],
  // Recorded once.
  ["a broken size", { ...SNAPSHOT, bids: [["40531.19", "0.-10000"]] }, "snapshot.bids[0][1]"],
  ["a change of no side", { ...CHANGES, changes: [["both", "1", "1"]] }, "l2update.changes[0][0]"],
  ["a change below zero", { ...CHANGES, changes: [["buy", "1", "-1"]] }, "l2update.changes[0][2]"],
  ["changes that are no list", { ...CHANGES, changes: {} }, "l2update.changes"],
  ["subscriptions of nothing", { type: "subscriptions" }, "subscriptions.channels"],
  ["a channel without products", { type: "subscriptions", channels: [{ name: "ticker" }] }, "product_ids"],
  ["an error without words", { type: "error" }, "error.message"],
  ["a status without products", { type: "status" }, "status.products"],
  ["no kind", { product_id: "BTC-USD" }, "frame.type"],
];

describe("a broken frame", () => {
  it.each(ROWS_BROKEN)("%s is told with its field", (_, frame, field) => {
    expect(events(frame)).toEqual([{ type: "malformed", reason: expect.stringContaining(field) }]);
  });

  it.each([
    ["nothing", ""],
    ["half a frame", JSON.stringify(TICKER).slice(0, 60)],
    ["a list", JSON.stringify([TICKER])],
    ["a text", '"ticker"'],
    ["null", "null"],
    ["deep nesting", `{"type":"ticker","product_id":${"[".repeat(200_000)}${"]".repeat(200_000)}}`],
    ["a prototype", '{"__proto__":{"type":"ticker"}}'],
    ["garbage", "\u0000\u0001\ufffd"],
  ])("%s is malformed", (_, text) => {
    expect(parseCoinbaseExchangeFrame(text, NAMES).events).toMatchObject([{ type: "malformed" }]);
  });

  it("takes the last of two fields of one name, as everybody does", () => {
    const text = JSON.stringify(TICKER).replace('"best_bid":', '"best_bid":"1","best_bid":');
    expect(parseCoinbaseExchangeFrame(text, NAMES).events).toEqual(events(TICKER));
  });

  it("never quotes what stood there", () => {
    const canary = "canary-0123456789";
    for (const field of ["best_bid", "time", "volume_24h"])
      expect(JSON.stringify(events({ ...TICKER, [field]: canary }))).not.toContain(canary);
  });
});

const isNumber = (value: unknown) =>
  (typeof value === "string" || typeof value === "number") && /^\d+(\.\d+)?$/.test(String(value));
const plain = (value: unknown) => (isNumber(value) ? decimal(String(value)).toString() : String(value));
const levels = (rows: unknown) => (rows as unknown[][]).map(([price, size]) => [plain(price), plain(size)]);

/** Where each number of an event stands in the frame it was read from. */
function expectNoOtherNumber(event: StreamEvent, frame: unknown): void {
  // A frame that gave an event with numbers is an object with these fields.
  const held = frame as Readonly<Record<string, unknown>>;
  if (event.type === "quote") {
    expect([event.bid, event.ask, event.volume]).toEqual([held.best_bid, held.best_ask, held.volume_24h].map(plain));
    if (event.last !== null) expect(event.last).toBe(plain(held.price));
  } else if (event.type === "trade") {
    expect([event.price, event.quantity, event.id]).toEqual([held.price, held.size, held.trade_id].map(plain));
  } else if (event.type === "book" && event.kind === "snapshot") {
    expect([levels(event.bids), levels(event.asks)]).toEqual([levels(held.bids), levels(held.asks)]);
  } else if (event.type === "book") {
    const of = (side: string) =>
      (held.changes as unknown[][]).filter(([word]) => word === side).map((row) => row.slice(1));
    expect([levels(event.bids), levels(event.asks)]).toEqual([levels(of("buy")), levels(of("sell"))]);
  }
}

describe("any frame", () => {
  it.each([
    ["ticker", TICKER],
    ["match", MATCH],
    ["heartbeat", HEARTBEAT],
    ["snapshot", SNAPSHOT],
    ["l2update", CHANGES],
    ["subscriptions", SUBSCRIPTIONS],
    ["error", ERROR],
    ["status", STATUS],
  ])("%s with one wrong value gives events, and no number but the frame's own", (_, right) => {
    fc.assert(
      fc.property(mutatedJson(right), (frame) => {
        // A value that is not there at all leaves no text.
        const text = frame === undefined ? "" : JSON.stringify(frame);
        const read = parseCoinbaseExchangeFrame(text, NAMES).events;
        expect(read.length).toBeGreaterThan(0);
        for (const event of read) expectNoOtherNumber(event, frame);
      }),
      { numRuns: 300 },
    );
  });

  it("cut or spliced anywhere is read without a throw", () => {
    const whole = JSON.stringify(TICKER) + JSON.stringify(CHANGES);
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(whole.length), fc.string(), (from, to, middle) => {
        const text = whole.slice(0, from) + middle + whole.slice(to);
        expect(parseCoinbaseExchangeFrame(text, NAMES).events.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe("names without a list of markets", () => {
  const names = guessCoinbaseExchangeNames();

  it.each([
    ["BTC-USD", "BTC/USD"],
    ["CGLD-USD", "CELO/USD"],
    ["00-USD", "00/USD"],
  ])("%s is %s, there and back", (id, symbol) => {
    expect(names.symbolOf(id)).toBe(symbol);
    expect(names.idOf(marketSymbolSchema.parse(symbol))).toBe(id);
  });

  it.each(["BTC", "BTC-USD-PERP", "btc-usd", "-USD", "BTC/USD", ""])("%j is none", (id) => {
    expect(names.symbolOf(id)).toBeNull();
  });
});

const RECORDED = join(
  process.env.SCHWABOT_REFERENCE_DATA ?? "../shared/data",
  "wire/tardis-node/coinbase_exchange.json",
);
const IS_THERE = existsSync(RECORDED);
const WHY_NOT = `no recorded frames in ${RECORDED} (SCHWABOT_REFERENCE_DATA names another folder)`;

describe.skipIf(!IS_THERE)(`frames recorded at the venue${IS_THERE ? "" : `: ${WHY_NOT}`}`, () => {
  it("are read to the digit; the one that the venue broke is told", () => {
    const frames: unknown[] = JSON.parse(readFileSync(RECORDED, "utf8"));
    const kinds = frames.map((frame) => {
      const read = events(frame, guessCoinbaseExchangeNames());
      for (const event of read) expectNoOtherNumber(event, frame);
      return read.map(({ type }) => type).join();
    });
    expect(kinds).toEqual(["trade", "book", "book", "book", "book", "malformed", "quote", "quote", "quote"]);
  });
});
