// Does the Kraken server's public stream answer, show and end as the venue's does? Without a socket.
import { describe, expect, it } from "vitest";
import { KRAKEN_STREAM } from "#exchanges/kraken/stream.ts";
import { guessKrakenNames } from "#exchanges/kraken/stream-names.ts";
import { parseExactJson } from "#exchanges/shared/exact-json.ts";
import { LiveBook } from "#exchanges/shared/stream/live-book.ts";
import { ensure } from "#shared/domain/assert.ts";
import { decimal } from "#shared/domain/decimal.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import { BEAT_MS, IDLE, MESSAGE_LIMIT, PRIVATE_PATH, REFUSALS } from "./stream-quirks.ts";
import { type Frame, openStreams, subscription } from "./stream-test-peer.ts";

const BTC = marketSymbolSchema.parse("BTC/USD");
const names = guessKrakenNames();

describe("replies", () => {
  it("begin with the state of the venue", () => {
    const { connect } = openStreams();
    const [text] = connect().texts();
    expect(JSON.parse(text ?? "")).toEqual({
      channel: "status",
      type: "update",
      data: [{ version: expect.any(String), system: "online", api_version: "v2", connection_id: expect.any(Number) }],
    });
    expect(text).toMatch(/"connection_id":\d{20}/);
  });

  it("acknowledge each market on its own, with the terms and the times, and then show it", () => {
    const socket = openStreams().connect();
    socket.frames();
    const frames = socket.ask(subscription("ticker", ["BTC/USD", "NO/SUCH", "ETH/USD"], { event_trigger: "bbo" }, 7));
    const times = {
      time_in: expect.stringMatching(/\.\d{6}Z$/),
      time_out: expect.stringMatching(/\.\d{6}Z$/),
      req_id: 7,
    };
    const granted = (symbol: string) => ({
      method: "subscribe",
      result: { channel: "ticker", event_trigger: "bbo", snapshot: true, symbol },
      success: true,
      ...times,
    });
    expect(frames).toEqual([
      granted("BTC/USD"),
      expect.objectContaining({ channel: "ticker", type: "snapshot" }),
      {
        error: "Currency pair not supported NO/SUCH",
        method: "subscribe",
        success: false,
        symbol: "NO/SUCH",
        ...times,
      },
      granted("ETH/USD"),
      expect.objectContaining({ channel: "ticker", type: "snapshot" }),
    ]);
  });

  it.each([
    ["an older name", subscription("ticker", ["XBT/USD"]), "Currency pair not supported XBT/USD"],
    [
      "a name that is no list",
      { method: "subscribe", params: { channel: "ticker", symbol: "BTC/USD" } },
      REFUSALS.symbolList,
    ],
    ["no market", subscription("ticker", []), REFUSALS.symbolList],
    ["no channel", { method: "subscribe", params: { symbol: ["BTC/USD"] } }, REFUSALS.channel],
    ["a channel of every object", subscription("constructor", ["BTC/USD"]), REFUSALS.channel],
    ["a private channel", { method: "subscribe", params: { channel: "executions", token: "x" } }, REFUSALS.privateHere],
    [
      "a trigger that is none",
      subscription("ticker", ["BTC/USD"], { event_trigger: "always" }),
      REFUSALS.field("event_trigger"),
    ],
    ["a depth that is none", subscription("book", ["BTC/USD"], { depth: 20 }), REFUSALS.field("depth")],
    ["an interval that is none", subscription("ohlc", ["BTC/USD"], { interval: 2 }), REFUSALS.field("interval")],
    ["a snapshot of another type", subscription("book", ["BTC/USD"], { snapshot: "yes" }), REFUSALS.field("snapshot")],
    ["another method", { method: "dance" }, REFUSALS.method],
    ["no method", {}, REFUSALS.malformed],
    ["a number of another type", { method: "ping", req_id: "1" }, REFUSALS.malformed],
    ["parameters of another type", { method: "subscribe", params: [] }, REFUSALS.malformed],
    ["a list", "[]", REFUSALS.malformed],
    ["no JSON", "{", REFUSALS.malformed],
  ])("refuse %s", (_name, message, error) => {
    const socket = openStreams().connect();
    socket.frames();
    expect(socket.ask(message)).toEqual([expect.objectContaining({ success: false, error })]);
  });

  it("refuse what stands already and what does not, and end what does", async () => {
    const socket = openStreams().connect();
    const btc = { event_trigger: "bbo" };
    socket.ask(subscription("ticker", ["BTC/USD"], btc));
    expect(socket.ask(subscription("ticker", ["BTC/USD"], btc))).toMatchObject([
      { error: REFUSALS.already, symbol: "BTC/USD", success: false },
    ]);
    const end = { ...subscription("ticker", ["BTC/USD"], btc, 5), method: "unsubscribe" };
    // By the terms it was asked for with.
    expect(socket.ask({ ...end, params: { channel: "ticker", symbol: ["BTC/USD"] } })).toMatchObject([
      { error: REFUSALS.notSubscribed },
    ]);
    expect(socket.ask(end)).toMatchObject([
      { method: "unsubscribe", result: { channel: "ticker", symbol: "BTC/USD" }, success: true, req_id: 5 },
    ]);
    expect(socket.ask(end)).toMatchObject([{ error: REFUSALS.notSubscribed, symbol: "BTC/USD" }]);
    expect(await socket.pass(3_000)).toEqual([]);
  });

  it("answer pings, and refuse what comes too fast", async () => {
    const socket = openStreams().connect();
    socket.frames();
    for (let sent = 0; sent < MESSAGE_LIMIT.burst; sent += 1)
      expect(socket.ask({ method: "ping", req_id: sent })).toMatchObject([{ method: "pong", req_id: sent }]);
    expect(socket.ask({ method: "ping", req_id: 99 })).toMatchObject([
      { error: REFUSALS.rate, success: false, req_id: 99 },
    ]);
    await socket.pass(1_000);
    expect(socket.ask({ method: "ping" })).toMatchObject([{ method: "pong" }]);
  });

  it("know two paths", () => {
    const { connect } = openStreams();
    expect(() => connect("/v1")).toThrow();
    expect(connect(PRIVATE_PATH).frames()).toHaveLength(1);
  });
});

describe("signs of life", () => {
  it("come each second while nothing else does, and only with a subscription", async () => {
    const socket = openStreams().connect();
    socket.frames();
    expect(await socket.pass(5_000)).toEqual([]);
    socket.ask(subscription("ticker", ["BTC/USD"], { event_trigger: "bbo" }));
    expect(await socket.pass(5_000)).toEqual(Array.from({ length: 5 }, () => ({ channel: "heartbeat" })));
  });

  it("a socket without a subscription is cut after a minute, one with a subscription is not", async () => {
    const { connect } = openStreams();
    const [idle, busy] = [connect(), connect()];
    busy.ask(subscription("book", ["BTC/USD"]));
    await idle.pass(IDLE.afterMs - BEAT_MS);
    expect(idle.end.code).toBeNull();
    await idle.pass(BEAT_MS);
    expect(idle.end.code).toBe(IDLE.code);
    await busy.pass(2 * IDLE.afterMs);
    expect(busy.end.code).toBeNull();
    busy.ask({ ...subscription("book", ["BTC/USD"]), method: "unsubscribe" });
    await busy.pass(IDLE.afterMs);
    expect(busy.end.code).toBe(IDLE.code);
  });

  it("each change of the venue's state is told at once", () => {
    const { connect, world } = openStreams();
    const socket = connect();
    socket.frames();
    for (const [state, system] of [
      ["maintenance", "maintenance"],
      ["cancelOnly", "cancel_only"],
      ["postOnly", "post_only"],
      ["limitOnly", "limit_only"],
      ["online", "online"],
    ] as const) {
      world.state = state;
      socket.session.onEvent?.();
      socket.session.onEvent?.();
      expect(socket.frames()).toMatchObject([{ channel: "status", data: [{ system }] }]);
    }
  });
});

describe("markets", () => {
  it("a ticker carries every field as a number with all its digits, and comes at changes of the best prices", async () => {
    const { connect, world } = openStreams();
    const socket = connect();
    socket.texts();
    socket.session.onMessage(JSON.stringify(subscription("ticker", ["BTC/USD"], { event_trigger: "bbo" })));
    const [, text = ""] = socket.texts();
    expect(parseExactJson(text)).toEqual({
      channel: "ticker",
      type: "snapshot",
      data: [
        {
          symbol: "BTC/USD",
          bid: "99999.9",
          bid_qty: "100000.00000000",
          ask: "100000.1",
          ask_qty: "100000.00000000",
          last: "100000.0",
          volume: expect.stringMatching(/^\d+\.\d{8}$/),
          vwap: "100000.00000",
          low: "100000.0",
          high: "100000.0",
          change: "0.0",
          change_pct: "0.00",
          timestamp: expect.any(String),
        },
      ],
    });
    expect(text).toContain('"bid":99999.9,');
    world.market.setPrice("BTC/USD", "100001");
    expect(await socket.pass(BEAT_MS)).toMatchObject([
      { channel: "ticker", type: "update", data: [{ bid: 100_000.9 }] },
    ]);
    world.market.setPrice("BTC/USD", "100001", "5");
    expect(await socket.pass(BEAT_MS)).toEqual([]);
    world.market.setBook("BTC/USD", { bids: [], asks: [["100000", "1"]] });
    expect(await socket.pass(BEAT_MS)).toMatchObject([{ data: [{ bid: 0, bid_qty: 0, ask: 100_000, ask_qty: 1 }] }]);
  });

  it("a ticker by trades is silent about prices between them", async () => {
    const { connect, world } = openStreams();
    const socket = connect();
    socket.ask(subscription("ticker", ["BTC/USD"]));
    await socket.pass(2_000);
    world.market.setPrice("BTC/USD", "100001");
    expect(await socket.pass(BEAT_MS)).toEqual([]);
    expect((await socket.pass(2_000)).filter(({ channel }) => channel === "ticker")).toHaveLength(1);
  });

  it("trades have rising numbers and are the same ones on every socket and in a snapshot", async () => {
    const { connect } = openStreams({});
    const [first, second] = [connect(), connect()];
    for (const socket of [first, second]) socket.ask(subscription("trade", ["BTC/USD"]));
    const told = (frames: readonly Frame[]) =>
      frames.filter(({ channel }) => channel === "trade").flatMap(({ data }) => data);
    const trades = told(await first.pass(20_000));
    expect(trades).toHaveLength(10);
    expect(trades.map(({ trade_id }) => trade_id)).toEqual(trades.map((_, at) => trades[0].trade_id + at));
    second.session.onBeat();
    expect(told(second.frames())).toEqual(trades);
    const third = connect();
    third.frames();
    const [, snapshot] = third.ask(subscription("trade", ["BTC/USD"], { snapshot: true }));
    expect(snapshot.data.slice(-10)).toEqual(trades);
    expect(trades[0]).toMatchObject({
      symbol: "BTC/USD",
      side: expect.stringMatching(/^(buy|sell)$/),
      price: expect.any(Number),
      qty: expect.any(Number),
      ord_type: expect.stringMatching(/^(limit|market)$/),
      timestamp: expect.any(String),
    });
  });

  it("candles end as REST has them, and then the next one begins", async () => {
    const { connect, world, clock } = openStreams({});
    const socket = connect();
    socket.ask(subscription("ohlc", ["BTC/USD"], { interval: 1 }));
    const begun = clock.now();
    const rows = (await socket.pass(150_000)).filter(({ channel }) => channel === "ohlc").flatMap(({ data }) => data);
    const begins = rows.map(({ interval_begin }) => Date.parse(interval_begin));
    expect(begins).toEqual(begins.toSorted((left, right) => left - right));
    const [closed] = world.market.candles("BTC/USD", "1m", unixMs(begun), world.now());
    const last = rows.findLast(({ interval_begin }) => Date.parse(interval_begin) === begun);
    expect([last.open, last.high, last.low, last.close]).toEqual(
      [closed?.open, closed?.high, closed?.low, closed?.close].map(Number),
    );
    expect(new Set(begins).size).toBeGreaterThanOrEqual(3);
    expect(Object.keys(last)).toEqual([
      "symbol",
      "open",
      "high",
      "low",
      "close",
      "trades",
      "volume",
      "vwap",
      "interval_begin",
      "interval",
      "timestamp",
    ]);
  });

  it.each([10, 25])(
    "a book of %i levels stays in step with a client that cuts and sums as the docs say",
    async (depth) => {
      const { connect, world, clock } = openStreams({});
      const socket = connect();
      const book = new LiveBook({ ...ensure(KRAKEN_STREAM.book, "rules"), depth });
      const take = () => {
        const events = socket.texts().flatMap((text) => KRAKEN_STREAM.parse(text, names).events);
        const books = events.filter((event) => event.type === "book");
        for (const event of books) expect(book.take(event)).toBe("applied");
        return books.filter(({ kind }) => kind === "delta").length;
      };
      socket.session.onMessage(JSON.stringify(subscription("book", ["BTC/USD"], { depth })));
      take();
      let changes = 0;
      for (let beat = 0; beat < 400; beat += 1) {
        await clock.advance(BEAT_MS);
        socket.beat();
        changes += take();
      }
      expect(changes).toBeGreaterThan(50);
      const real = world.market.bookAt(world.market.venue, BTC, world.now(), depth);
      const kept = book.levels(depth);
      const plain = (levels: readonly (readonly [string, string])[]) =>
        levels.map(([price, size]) => [decimal(price).toString(), decimal(size).toString()]);
      expect(plain(kept.bids)).toEqual(plain(real?.bids ?? []));
      expect(plain(kept.asks)).toEqual(plain(real?.asks ?? []));
    },
  );

  it("a book tells of levels that are gone, and not of those that only fell out of its depth", async () => {
    const { connect, world } = openStreams({});
    const side = (...prices: number[]) => prices.map((price) => [String(price), "1"] as const);
    const tens = (from: number, step: number) => Array.from({ length: 10 }, (_, at) => from + at * step);
    world.market.setBook("BTC/USD", { bids: side(...tens(99, -1)), asks: side(...tens(101, 1)) });
    const socket = connect();
    socket.ask(subscription("book", ["BTC/USD"]));
    // A better bid, and two asks less.
    world.market.setBook("BTC/USD", { bids: side(99.5, ...tens(99, -1)), asks: side(...tens(103, 1).slice(0, 8)) });
    const [update] = await socket.pass(BEAT_MS);
    expect(update.data[0]).toMatchObject({
      bids: [{ price: 99.5, qty: 1 }],
      asks: [
        { price: 101, qty: 0 },
        { price: 102, qty: 0 },
      ],
    });
    expect(await socket.pass(BEAT_MS)).toEqual([]);
  });
});
