// Do the Binance server's market sockets answer, show and end as the venue's do?
import { describe, expect, it } from "vitest";
import { parseBinanceFrame } from "#exchanges/binance/parse-frame.ts";
import { binanceStream } from "#exchanges/binance/stream.ts";
import { guessBinanceNames } from "#exchanges/binance/stream-names.ts";
import { LiveBook } from "#exchanges/shared/stream/live-book.ts";
import type { StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { ensure } from "#shared/domain/assert.ts";
import { decimal, decimalString } from "#shared/domain/decimal.ts";
import { venueIdSchema } from "#shared/domain/ids.ts";
import { MINUTE_MS } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { VenueWorld } from "../core/venue-world.ts";
import { BookLog } from "./book-log.ts";
import { BinanceKeyRing } from "./key-ring.ts";
import { FIRST_TIER, LISTINGS } from "./quirks.ts";
import { BinanceLimits } from "./rate-limits.ts";
import { binanceStreams } from "./stream-hosts.ts";
import {
  BEAT_MS,
  COMBINED_PATH,
  CONNECTIONS,
  GOING_AWAY,
  LONGEST_LIFE_MS,
  MARKET_REFUSALS,
  MESSAGES_PER_SECOND,
  RAW_PATH,
  SHUTDOWN_LEAD_MS,
  STREAMS_PER_CONNECTION,
  TOO_MANY,
  TRADE_EVERY_MS,
  WORN_OUT,
} from "./stream-quirks.ts";
import { type Frame, openStreams, type RawClient, subscribe } from "./stream-test-client.ts";

const names = guessBinanceNames();
const events = (texts: readonly string[]) => texts.flatMap((text) => parseBinanceFrame(text, names).events);
const ofType = <Type extends StreamEvent["type"]>(all: readonly StreamEvent[], type: Type) =>
  all.filter((event): event is Extract<StreamEvent, { type: Type }> => event.type === type);

describe("requests", () => {
  it("are acknowledged by their number, whatever the streams are called", async () => {
    const { connect, pass } = await openStreams();
    const client = await connect();
    const streams = ["btcusdt@trade", "nosuch@trade", "BTCUSDT@trade", "btcusdt@nosuch", "btcusdt"];
    expect(await client.ask({ method: "SUBSCRIBE", params: streams, id: 1 })).toEqual({ result: null, id: 1 });
    expect(await client.ask({ method: "SUBSCRIBE", params: ["btcusdt@trade"], id: "abc" })).toEqual({
      result: null,
      id: "abc",
    });
    expect(await client.ask({ method: "LIST_SUBSCRIPTIONS", id: 3 })).toEqual({ result: streams, id: 3 });
    await pass(TRADE_EVERY_MS);
    expect((await client.frames()).map(({ e, s }) => [e, s])).toEqual([["trade", "BTCUSDT"]]);
  });

  it("end streams", async () => {
    const { connect, pass } = await openStreams();
    const client = await connect();
    await subscribe(client, ["btcusdt@trade", "ethusdt@trade"]);
    expect(await client.ask({ method: "UNSUBSCRIBE", params: ["btcusdt@trade", "never@trade"], id: 2 })).toEqual({
      result: null,
      id: 2,
    });
    await pass(TRADE_EVERY_MS);
    expect((await client.frames()).map(({ s }) => s)).toEqual(["ETHUSDT"]);
  });

  it("turn the wrapping of frames on and off", async () => {
    const { connect, pass } = await openStreams();
    const client = await connect();
    await subscribe(client, ["btcusdt@trade"]);
    const get = { method: "GET_PROPERTY", params: ["combined"], id: 2 };
    expect(await client.ask(get)).toEqual({ result: false, id: 2 });
    expect(await client.ask({ method: "SET_PROPERTY", params: ["combined", true], id: 3 })).toEqual({
      result: null,
      id: 3,
    });
    expect(await client.ask(get)).toEqual({ result: true, id: 2 });
    await pass(TRADE_EVERY_MS);
    expect(await client.frames()).toMatchObject([{ stream: "btcusdt@trade", data: { e: "trade" } }]);
  });

  it.each([
    ["no JSON", "{", MARKET_REFUSALS.notJson, undefined],
    ["a list", "[]", MARKET_REFUSALS.noMethod, undefined],
    ["no method", { params: [], id: 1 }, MARKET_REFUSALS.noMethod, undefined],
    [
      "an unknown method",
      { method: "subscribe", params: ["a@trade"], id: 1 },
      MARKET_REFUSALS.method("subscribe"),
      undefined,
    ],
    ["no number", { method: "SUBSCRIBE", params: ["a@trade"] }, MARKET_REFUSALS.requestId, undefined],
    ["a broken number", { method: "SUBSCRIBE", params: ["a@trade"], id: 1.5 }, MARKET_REFUSALS.requestId, undefined],
    [
      "a long id",
      { method: "SUBSCRIBE", params: ["a@trade"], id: "a".repeat(37) },
      MARKET_REFUSALS.requestId,
      undefined,
    ],
    ["no streams", { method: "SUBSCRIBE", id: 1 }, MARKET_REFUSALS.streamNames, 1],
    ["streams that are no texts", { method: "UNSUBSCRIBE", params: [7], id: null }, MARKET_REFUSALS.streamNames, null],
    ["too much", { method: "LIST_SUBSCRIPTIONS", params: [], id: 1 }, MARKET_REFUSALS.tooManyParameters, 1],
    ["an unknown property", { method: "GET_PROPERTY", params: ["x"], id: 1 }, MARKET_REFUSALS.unknownProperty, 1],
    ["no property", { method: "GET_PROPERTY", params: [], id: 1 }, MARKET_REFUSALS.propertyName, 1],
    ["no value", { method: "SET_PROPERTY", params: ["combined"], id: 1 }, MARKET_REFUSALS.notBoolean, 1],
  ] as const)("with %s are refused in the documented words", async (_what, message, [code, msg], id) => {
    const { connect } = await openStreams();
    const client = await connect();
    const answer = await client.ask(message);
    expect(answer).toEqual(id === undefined ? { code, msg } : { code, msg, id });
    expect(parseBinanceFrame(JSON.stringify(answer), names).events).toMatchObject([
      { type: "error", requestId: id ?? null },
    ]);
  });
});

describe("paths", () => {
  it("name streams", async () => {
    const { connect, pass } = await openStreams();
    const client = await connect(`${RAW_PATH}/btcusdt@trade/ethusdt@trade`);
    await pass(TRADE_EVERY_MS);
    expect((await client.frames()).map(({ s }) => s)).toEqual(["BTCUSDT", "ETHUSDT"]);
  });

  it("wrap frames, the last one too", async () => {
    const { connect, pass, server } = await openStreams();
    const client = await connect(COMBINED_PATH);
    await subscribe(client, ["btcusdt@trade"]);
    await pass(TRADE_EVERY_MS);
    server.setState("maintenance");
    expect(await client.frames()).toMatchObject([
      { stream: "btcusdt@trade", data: { e: "trade" } },
      { stream: "!serverShutdown", data: { e: "serverShutdown" } },
    ]);
  });

  it("that the venue does not have are not found", async () => {
    const { connect } = await openStreams();
    for (const path of ["/", "/wss", "/ws-api", "/streams"]) await expect(connect(path)).rejects.toThrow("404");
  });
});

describe("limits", () => {
  it("cut who sends more than five messages a second", async () => {
    const { connect, clock } = await openStreams();
    const client = await connect();
    const ask = (id: number) => client.ask({ method: "LIST_SUBSCRIPTIONS", id });
    for (let id = 1; id <= MESSAGES_PER_SECOND; id += 1) expect(await ask(id)).toEqual({ result: [], id });
    await clock.advance(1_000);
    for (let id = 1; id <= MESSAGES_PER_SECOND; id += 1) await ask(id);
    client.send({ method: "LIST_SUBSCRIPTIONS", id: 0 });
    expect(await client.ended).toEqual([TOO_MANY.code, TOO_MANY.reason]);
  });

  it("cut who wants more streams than a connection may have", async () => {
    const { connect } = await openStreams();
    const client = await connect();
    const many = Array.from({ length: STREAMS_PER_CONNECTION }, (_, index) => `a${index}@trade`);
    await subscribe(client, many);
    await subscribe(client, many.slice(0, 5), 2);
    client.send({ method: "SUBSCRIBE", params: ["b@trade"], id: 3 });
    expect(await client.ended).toEqual([TOO_MANY.code, TOO_MANY.reason]);
  });

  it("end a connection after a day, and turn away who opens too many", async () => {
    const clock = new ManualClock();
    const world = new VenueWorld({
      clock,
      venue: venueIdSchema.parse("binance"),
      listings: LISTINGS,
      rules: { ...FIRST_TIER, feeAsset: "received", clientIds: "openOnly", orderId: String, tradeId: String },
    });
    const venue = binanceStreams({
      keys: new BinanceKeyRing(),
      limits: new BinanceLimits(),
      books: new BookLog(world),
    });
    const open = () => {
      const ends: number[] = [];
      const peer = { openedAt: clock.now(), send: () => undefined, close: (code: number) => void ends.push(code) };
      const session = ensure(venue.open(peer, RAW_PATH, world), "a session");
      return { session, ends };
    };
    const { session, ends } = open();
    await clock.advance(LONGEST_LIFE_MS - 1);
    session.onBeat();
    expect(ends).toEqual([]);
    await clock.advance(1);
    session.onBeat();
    expect(ends).toEqual([WORN_OUT.code]);

    const opened = Array.from({ length: CONNECTIONS.limit }, open);
    expect(opened.flatMap((one) => one.ends)).toEqual([]);
    expect(open().ends).toEqual([TOO_MANY.code]);
    await clock.advance(CONNECTIONS.withinMs);
    expect(open().ends).toEqual([]);
  });

  it("are looked after by a ping of the venue every 20 s", async () => {
    const { connect, pass } = await openStreams();
    const client = await connect();
    const pinged = new Promise<void>((resolve) => client.socket.once("ping", () => resolve()));
    await pass(20_000);
    await pinged;
  });
});

describe("best prices", () => {
  it("come when they change, with a number that rises, as REST has them", async () => {
    const { connect, pass, server, rest } = await openStreams();
    const client = await connect();
    await subscribe(client, ["btcusdt@bookTicker"]);
    await pass(BEAT_MS);
    const [first, ...more] = await client.frames();
    expect(more).toEqual([]);
    expect(first).toEqual({
      u: expect.any(Number),
      s: "BTCUSDT",
      b: "99999.99000000",
      B: "100000.00000000",
      a: "100000.01000000",
      A: "100000.00000000",
    });
    await pass(30_000);
    expect(await client.frames()).toEqual([]);
    server.market.setPrice("BTC/USDT", "101000", "2.5");
    await pass(BEAT_MS);
    const [second] = await client.frames();
    expect(second.u).toBeGreaterThan(first.u);
    const { bidPrice, bidQty, askPrice, askQty } = await rest("/api/v3/ticker/bookTicker?symbol=BTCUSDT");
    expect([second.b, second.B, second.a, second.A]).toEqual([bidPrice, bidQty, askPrice, askQty]);
    expect(bidPrice).toBe("100999.99000000");
  });

  it("of a market that moves are at every moment those of REST, and the program reads each one", async () => {
    const { connect, pass, rest } = await openStreams({ seed: 5 });
    const client = await connect();
    await subscribe(client, ["solusdt@bookTicker", "solusdt@ticker"]);
    let quotes = 0;
    for (let second = 0; second < 10; second += 1) {
      await pass(1_000);
      const read = ofType(events(await client.texts()), "quote");
      quotes += read.length;
      const last = ensure(read.at(-1), "a quote");
      const { bidPrice, askPrice } = await rest("/api/v3/ticker/bookTicker?symbol=SOLUSDT");
      expect([last.bid, last.ask]).toEqual([bidPrice, askPrice].map((text) => decimalString(text)));
    }
    expect(quotes).toBeGreaterThan(20);
  });
});

describe("day statistics", () => {
  it("come once a second with every documented field, as REST has them", async () => {
    const { connect, pass, rest, clock } = await openStreams({ seed: 5 });
    const client = await connect();
    await subscribe(client, ["solusdt@ticker"]);
    await pass(BEAT_MS);
    await client.frames();
    await pass(3_000);
    const frames = await client.frames();
    expect(frames).toHaveLength(3);
    const [, , frame] = frames;
    expect(Object.keys(frame).join("")).toBe("eEspPwxcQbBaAohlvqOCFLn");
    const day = await rest("/api/v3/ticker/24hr?symbol=SOLUSDT");
    expect([frame.E, frame.C, frame.O]).toEqual([clock.now(), day.closeTime, day.openTime]);
    expect([frame.c, frame.v, frame.o, frame.h, frame.l, frame.p, frame.P, frame.w, frame.q]).toEqual([
      ...[day.lastPrice, day.volume, day.openPrice, day.highPrice, day.lowPrice],
      ...[day.priceChange, day.priceChangePercent, day.weightedAvgPrice, day.quoteVolume],
    ]);
    expect([frame.b, frame.B, frame.a, frame.A]).toEqual([day.bidPrice, day.bidQty, day.askPrice, day.askQty]);
    expect(frame.n).toBe(frame.L - frame.F + 1);
  });

  it("of a market that stands still come once", async () => {
    const { connect, pass } = await openStreams();
    const client = await connect();
    await subscribe(client, ["btcusdt@ticker"]);
    await pass(30_000);
    expect(await client.frames()).toHaveLength(1);
  });
});

describe("trades", () => {
  it("have numbers that rise by one, at the best price of their side, the same ones on every socket", async () => {
    const { connect, pass, clock } = await openStreams();
    const [one, other] = [await connect(), await connect()];
    for (const client of [one, other]) await subscribe(client, ["btcusdt@trade"]);
    await pass(20 * TRADE_EVERY_MS);
    const frames = await one.frames();
    expect(await other.frames()).toEqual(frames);
    expect(frames).toHaveLength(20);
    expect(Object.keys(frames[0]).join("")).toBe("eEstpqTmM");
    expect(new Set(frames.map(({ m }) => m))).toEqual(new Set([true, false]));
    for (const [index, { t, p, q, m, T }] of frames.entries()) {
      expect(t).toBe(frames[0].t + index);
      expect(p).toBe(m ? "99999.99000000" : "100000.01000000");
      expect(decimal(q).isPositive).toBe(true);
      expect(T).toBeLessThanOrEqual(clock.now());
    }
    const read = ofType(events(frames.map((frame) => JSON.stringify(frame))), "trade");
    expect(read.map(({ side, id }) => [side, id])).toEqual(frames.map(({ m, t }) => [m ? "sell" : "buy", String(t)]));
  });
});

describe("candles", () => {
  it("grow, are told once more when they are over, and are then those of REST", async () => {
    const { connect, pass, rest } = await openStreams({ seed: 5 });
    const client = await connect();
    await subscribe(client, ["solusdt@kline_1m"]);
    await pass(2 * MINUTE_MS + 1_000);
    const read = ofType(events(await client.texts()), "candle");
    const closed = read.filter((candle) => candle.closed);
    const klines: Frame[] = (await rest("/api/v3/klines?symbol=SOLUSDT&interval=1m&limit=3")).slice(0, 2);
    expect(
      closed.map(({ openTime, open, high, low, close, volume }) => [openTime, open, high, low, close, volume]),
    ).toEqual(klines.map((row) => [row[0], ...row.slice(1, 6).map((text: string) => decimalString(text))]));
    expect(read.length).toBeGreaterThan(40);
    for (const [index, candle] of read.entries())
      expect(candle.openTime).toBeGreaterThanOrEqual(read[index - 1]?.openTime ?? 0);
  });

  it("have every documented field, and count the trades", async () => {
    const { connect, pass } = await openStreams();
    const client = await connect();
    await subscribe(client, ["btcusdt@kline_1m", "btcusdt@kline_1w"]);
    await pass(MINUTE_MS + 5_000);
    const frames = await client.frames();
    const [closed, ...more] = frames.filter(({ k }) => k.x);
    expect(more).toEqual([]);
    expect(Object.keys(closed).join("")).toBe("eEsk");
    expect(Object.keys(closed.k).join("")).toBe("tTsifLochlvnxqVQB");
    expect(closed.k).toMatchObject({ T: closed.k.t + MINUTE_MS - 1, n: 30, s: "BTCUSDT", i: "1m", v: "1.00000000" });
    expect(closed.E).toBeGreaterThan(closed.k.T);
  });
});

describe("books", () => {
  const rules = ensure(
    binanceStream({ endpoint: "loopback", fetchSnapshot: () => Promise.reject(new Error("not asked for here")) }).book,
    "the rules of books",
  );
  const snapshot = (body: Frame) => {
    const side = (levels: readonly [string, string][]) =>
      levels.map(([price, size]) => [decimalString(price), decimalString(size)] as const);
    return { bids: side(body.bids), asks: side(body.asks), last: body.lastUpdateId };
  };
  const plain = (levels: readonly (readonly [string, string])[]) =>
    levels.map(([price, size]) => [decimalString(price), decimalString(size)]);
  const feed = async (client: RawClient, book: LiveBook) => {
    const changes = ofType(events(await client.texts()), "book");
    return changes.map((change) => book.take(change));
  };

  it("are kept in step from a snapshot by REST and the changes on the stream", async () => {
    const { connect, pass, rest } = await openStreams({ seed: 5 });
    const client = await connect();
    await subscribe(client, ["solusdt@depth@100ms"]);
    await pass(1_000);
    const book = new LiveBook(rules);
    expect(new Set(await feed(client, book))).toEqual(new Set(["kept"]));
    expect(book.begin(snapshot(await rest("/api/v3/depth?symbol=SOLUSDT&limit=1000")))).toBe("applied");
    let applied = 0;
    for (let second = 0; second < 30; second += 1) {
      await pass(1_000);
      const steps = await feed(client, book);
      expect(steps.every((step) => step === "applied" || step === "kept")).toBe(true);
      applied += steps.filter((step) => step === "applied").length;
      const { bids, asks } = await rest("/api/v3/depth?symbol=SOLUSDT&limit=1000");
      const own = book.levels(1_000);
      expect([plain(own.bids), plain(own.asks)]).toEqual([plain(bids), plain(asks)]);
    }
    expect(applied).toBeGreaterThan(50);
  });

  it("tell each change with its number once, and levels that go with a size of zero", async () => {
    const { connect, pass, server, rest } = await openStreams();
    const client = await connect();
    await subscribe(client, ["btcusdt@depth@100ms"]);
    await pass(1_000);
    expect(await client.frames()).toEqual([]);
    const before = (await rest("/api/v3/depth?symbol=BTCUSDT")).lastUpdateId;
    const set = (bids: [string, string][]) => server.market.setBook("BTC/USDT", { bids, asks: [["200000", "1"]] });
    set([["100", "1"]]);
    await pass(BEAT_MS);
    // Between two beats a book may change there and back: the snapshot in between must not be left standing.
    set([["100", "2"]]);
    const between = await rest("/api/v3/depth?symbol=BTCUSDT");
    set([["100", "1"]]);
    await pass(BEAT_MS);
    const [first, second, ...more] = await client.frames();
    expect(more).toEqual([]);
    expect(Object.keys(first).join("")).toBe("eEsUuba");
    expect([first.U, second.U]).toEqual([before + 1, first.u + 1]);
    expect(first.b).toContainEqual(["99999.99000000", "0.00000000"]);
    expect(first.b).toContainEqual(["100.00000000", "1.00000000"]);
    expect([between.lastUpdateId, second.u]).toEqual([second.U, second.U + 1]);
    expect(second.b).toEqual([["100.00000000", "1.00000000"]]);
    expect((await rest("/api/v3/depth?symbol=BTCUSDT")).lastUpdateId).toBe(second.u);
  });

  it("come once a second on the slow stream", async () => {
    const { connect, pass } = await openStreams({ seed: 5 });
    const client = await connect();
    await subscribe(client, ["solusdt@depth"]);
    await pass(10_000);
    expect((await client.frames()).length).toBeLessThanOrEqual(10);
  });
});

describe("maintenance", () => {
  it("is told to sockets that are open, which are cut later; the market stands still meanwhile", async () => {
    const { connect, pass, server, clock } = await openStreams();
    const client = await connect();
    await subscribe(client, ["btcusdt@trade"]);
    server.setState("maintenance");
    const at = clock.now();
    server.setState("online");
    server.setState("maintenance");
    const late = await connect();
    await pass(10_000);
    const told = await client.texts();
    expect(told.map((text): Frame => JSON.parse(text))).toEqual([{ e: "serverShutdown", E: at }]);
    expect(events(told)).toMatchObject([{ type: "status", state: "closing" }]);
    expect(await late.frames()).toEqual([]);
    await pass(SHUTDOWN_LEAD_MS - 10_000);
    expect(await client.ended).toEqual([GOING_AWAY.code, GOING_AWAY.reason]);
    expect(await late.ask({ method: "LIST_SUBSCRIPTIONS", id: 1 })).toEqual({ result: [], id: 1 });
  });
});
