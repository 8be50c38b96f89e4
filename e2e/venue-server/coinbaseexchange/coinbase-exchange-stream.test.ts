// Is the Coinbase Exchange server's socket as strict as the venue's, and does it say what the venue says?
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { decimal } from "#shared/domain/decimal.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { referenceWire } from "../../fixtures/reference-data.ts";
import { shapeProblems } from "../core/wire-shape.ts";
import type { ExchangeKeyOptions } from "./exchange-venue.ts";
import { type ExchangeServerOptions, startCoinbaseExchangeServer } from "./start-coinbase-exchange-server.ts";
import { connectStream, type Frame, type StreamClient, signedFields } from "./stream-client.ts";
import { LARGEST_MESSAGE, STREAM_RATES, SUBSCRIPTIONS_PER_PRODUCT } from "./stream-quirks.ts";

const PRICES = { "BTC/USD": "100000", "ETH/USD": "4000" };
const ID = "2f1b6b5e-7f0a-4e6b-9a39-0d8f7a3f4c11";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(options: ExchangeServerOptions = {}, keyOptions: ExchangeKeyOptions = {}) {
  const clock = new ManualClock();
  const server = await startCoinbaseExchangeServer({ clock, prices: PRICES, ...options });
  closing.push(() => server.close());
  server.account.fund("USD", "2000000").fund("BTC", "20");
  const connect = async (): Promise<StreamClient> => {
    const client = await connectStream(server.url);
    closing.push(() => client.close());
    return client;
  };
  const key = server.addKey(keyOptions);
  const signed = () => signedFields(key, clock.now());
  return { clock, server, key, signed, connect, client: await connect() };
}

const subscribe = (channels: unknown, product_ids?: unknown) => ({ type: "subscribe", channels, product_ids });
const typesOf = (frames: readonly Frame[]) => frames.map(({ type }) => type);

describe("requests", () => {
  it("are confirmed with all that stands, products named in either place", async () => {
    const { client } = await open();
    client.send(subscribe(["heartbeat", { name: "ticker", product_ids: ["ETH-BTC"] }], ["BTC-USD", "ETH-USD"]));
    expect(await client.next("subscriptions")).toEqual({
      type: "subscriptions",
      channels: [
        { name: "heartbeat", product_ids: ["BTC-USD", "ETH-USD"], account_ids: null },
        { name: "ticker", product_ids: ["BTC-USD", "ETH-USD", "ETH-BTC"], account_ids: null },
      ],
    });
    client.send(subscribe([{ name: "level2_batch", product_ids: ["BTC-USD"] }, "status"]));
    expect((await client.next("subscriptions")).channels).toMatchObject([
      { name: "heartbeat" },
      { name: "ticker" },
      // The venue's other name for it.
      { name: "level2_50", product_ids: ["BTC-USD"] },
      { name: "status", product_ids: null },
    ]);
  });

  it("end what they name: one product, or a channel whole", async () => {
    const { client } = await open();
    client.send(subscribe(["ticker", "heartbeat"], ["BTC-USD", "ETH-USD"]));
    await client.next("subscriptions");
    client.send({ type: "unsubscribe", channels: [{ name: "ticker", product_ids: ["BTC-USD"] }] });
    expect((await client.next("subscriptions")).channels).toMatchObject([
      { name: "ticker", product_ids: ["ETH-USD"] },
      { name: "heartbeat", product_ids: ["BTC-USD", "ETH-USD"] },
    ]);
    client.send({ type: "unsubscribe", channels: ["heartbeat", { name: "ticker", product_ids: ["ETH-USD"] }] });
    expect(await client.next("subscriptions")).toEqual({ type: "subscriptions", channels: [] });
  });

  const level2 =
    "level2, level3, and full channels now require authentication. https://docs.cloud.coinbase.com/exchange/docs/websocket-auth";
  it.each<[string, unknown]>([
    ["XYZ-USD is not a valid product", subscribe(["ticker"], ["BTC-USD", "XYZ-USD"])],
    ["btc-usd is not a valid product", subscribe(["ticker"], ["btc-usd"])],
    [" is not a valid product", subscribe(["ticker"])],
    [" is not a valid product", subscribe([{ name: "ticker", product_ids: [] }], ["BTC-USD"])],
    ["Invalid product ID provided", subscribe(["ticker"], "BTC-USD")],
    ["No channels provided", subscribe([], ["BTC-USD"])],
    ["No channels provided", { type: "subscribe", product_ids: ["BTC-USD"] }],
    ["candles is not a valid channel", subscribe(["candles"], ["BTC-USD"])],
    ["Type has to be either subscribe or unsubscribe", { type: "ping" }],
    ["Type has to be either subscribe or unsubscribe", { action: "subscribe" }],
    [level2, subscribe(["level2"], ["BTC-USD"])],
    ["user channel requires authentication", subscribe(["user"], ["BTC-USD"])],
  ])("are refused with %j", async (reason, message) => {
    const { client } = await open();
    client.send(message);
    expect(await client.rest()).toEqual([{ type: "error", message: "Failed to subscribe", reason }]);
  });

  it("are refused whole for one bad product, or for that one only", async () => {
    const message = subscribe(["ticker", "matches"], ["BTC-USD", "XYZ-USD"]);
    const whole = await open();
    whole.client.send(message);
    expect(typesOf(await whole.client.rest())).toEqual(["error"]);
    const single = await open({ refusesOneByOne: true });
    single.client.send(message);
    const [first, second, stands] = await single.client.rest();
    expect([first, second]).toEqual(
      Array(2).fill(expect.objectContaining({ reason: "XYZ-USD is not a valid product" })),
    );
    expect(stands).toMatchObject({ channels: [{ product_ids: ["BTC-USD"] }, { product_ids: ["BTC-USD"] }] });
  });

  it.each(["{", "[]", '"subscribe"', "null"])("that are no object are told so: %s", async (text) => {
    const { client } = await open();
    client.send(text);
    expect(await client.rest()).toEqual([{ type: "error", message: "Malformed JSON" }]);
  });
});

describe("limits", () => {
  it("a socket that has not subscribed within 5 s is cut; a refused request does not count", async () => {
    const { client, clock, connect } = await open();
    const faithful = await connect();
    faithful.send(subscribe(["heartbeat"], ["BTC-USD"]));
    await faithful.next("subscriptions");
    client.send(subscribe(["ticker"], ["XYZ-USD"]));
    await client.next("error");
    await clock.advance(4_750);
    expect(await client.rest()).toEqual([]);
    await clock.advance(250);
    expect(await client.ended).toEqual([1_008, "no subscription"]);
    await clock.advance(60_000);
    expect((await faithful.rest()).length).toBeGreaterThan(60);
  });

  it("20 requests at once and 8 a second, over all sockets", async () => {
    const { client, clock, connect } = await open();
    const other = await connect();
    const message = subscribe(["heartbeat"], ["BTC-USD"]);
    for (let count = 0; count < STREAM_RATES.requests.burst; count += 1) client.send(message);
    expect(typesOf(await client.rest())).toEqual(Array(STREAM_RATES.requests.burst).fill("subscriptions"));
    other.send(message);
    expect(await other.rest()).toMatchObject([{ type: "error", reason: "rate limit exceeded" }]);
    await clock.advance(1_000);
    for (let count = 0; count < 9; count += 1) other.send(message);
    const answers = typesOf(await other.rest());
    expect(answers.filter((type) => type === "subscriptions")).toHaveLength(STREAM_RATES.requests.perSecond);
    expect(answers.filter((type) => type === "error")).toHaveLength(1);
  });

  it("100 messages a second, whatever is in them; then the connection ends", async () => {
    const { client } = await open();
    for (let count = 0; count <= STREAM_RATES.messages.burst; count += 1) client.send("{");
    expect((await client.ended)[0]).toBe(1_008);
    await client.next("error");
  });

  it("a message that is too big ends the connection", async () => {
    const { client } = await open();
    client.send("x".repeat(LARGEST_MESSAGE + 1));
    expect(await client.ended).toEqual([1_009, "Message too big"]);
  });

  it("10 subscriptions of an account to one product and channel", async () => {
    const { connect, signed, clock } = await open();
    const message = () => ({ ...subscribe(["user"], ["BTC-USD"]), ...signed() });
    for (let count = 0; count < SUBSCRIPTIONS_PER_PRODUCT; count += 1) {
      const client = await connect();
      client.send(message());
      await client.next("subscriptions");
    }
    await clock.advance(2_000);
    const last = await connect();
    last.send(message());
    expect(await last.next("error")).toMatchObject({ reason: "subscription limit exceeded for BTC-USD user" });
  });
});

describe("market data", () => {
  it("heartbeats come every second for each product, with the last trade's number", async () => {
    const { client, clock } = await open();
    client.send(subscribe(["heartbeat", "matches"], ["BTC-USD", "ETH-USD"]));
    const last = await client.next("last_match");
    await client.rest();
    await clock.advance(3_000);
    const beats = (await client.rest()).filter(({ type }) => type === "heartbeat");
    expect(beats.map(({ product_id, time }) => [product_id, time])).toEqual(
      [1, 2, 3].flatMap((second) => ["BTC-USD", "ETH-USD"].map((id) => [id, `2026-01-05T00:00:0${second}.000000Z`])),
    );
    expect(beats[0]).toEqual({
      type: "heartbeat",
      last_trade_id: last.trade_id,
      product_id: "BTC-USD",
      sequence: last.sequence,
      time: "2026-01-05T00:00:01.000000Z",
    });
  });

  it("a ticker comes at once, then with each trade; match and ticker tell the one trade from its two sides", async () => {
    const { client, clock, server } = await open();
    client.send(subscribe(["ticker", "matches"], ["BTC-USD"]));
    expect(await client.next("ticker")).toMatchObject({ best_bid: "99999.99", best_ask: "100000.01" });
    await client.rest();
    await clock.advance(1_000);
    expect(await client.rest()).toEqual([]);
    server.market.setPrice("BTC/USD", "100500");
    await clock.advance(250);
    const [match, ticker, ...more] = await client.rest();
    expect(more).toEqual([]);
    expect(ticker).toEqual({
      type: "ticker",
      sequence: match?.sequence,
      product_id: "BTC-USD",
      price: "100500.01",
      open_24h: "100500",
      volume_24h: "24",
      low_24h: "100500",
      high_24h: "100500",
      volume_30d: "720",
      best_bid: "100499.99",
      best_bid_size: "100000",
      best_ask: "100500.01",
      best_ask_size: "100000",
      side: "buy",
      time: "2026-01-05T00:00:01.250000Z",
      trade_id: match?.trade_id,
      last_size: match?.size,
    });
    expect(match).toMatchObject({ type: "match", side: "sell", price: "100500.01", time: ticker?.time });
  });

  it("says what REST says at the same time, simulated prices too", async () => {
    const { client, clock, server } = await open({ prices: {} });
    client.send(subscribe(["ticker"], ["SOL-USD"]));
    await client.next("ticker");
    for (let minute = 0; minute < 5; minute += 1) {
      await clock.advance(60_000);
      const streamed = (await client.rest()).at(-1);
      const response = await fetch(`${server.url}/products/SOL-USD/ticker`);
      const told = z.record(z.string(), z.unknown()).parse(await response.json());
      expect([
        streamed?.best_bid,
        streamed?.best_ask,
        streamed?.price,
        streamed?.volume_24h,
        streamed?.trade_id,
      ]).toEqual([told.bid, told.ask, told.price, told.volume, told.trade_id]);
    }
  });

  it("numbers of trades rise by one, numbers of messages by more", async () => {
    const { client, clock } = await open({ prices: {} });
    client.send(subscribe(["matches"], ["BTC-USD"]));
    const first = await client.next("last_match");
    await client.rest();
    await clock.advance(60_000);
    const matches = await client.rest();
    expect(matches.length).toBeGreaterThan(10);
    expect(matches.map(({ trade_id }) => Number(trade_id) - Number(first.trade_id))).toEqual(
      matches.map((_, index) => index + 1),
    );
    const numbers = [first, ...matches].map(({ sequence }) => Number(sequence));
    expect(numbers.every((number, index) => index === 0 || number - (numbers[index - 1] ?? 0) > 1)).toBe(true);
  });

  it("a book is whole first; the changes make of it what REST tells then", async () => {
    const { client, clock, server } = await open({ prices: {} });
    client.send(subscribe(["level2_batch"], ["ETH-USD"]));
    const sides = { bids: new Map<string, string>(), asks: new Map<string, string>() };
    const take = (frames: readonly Frame[]) => {
      for (const frame of frames) {
        const changes = levelsSchema.parse(frame.changes ?? []);
        for (const [side, price, size] of changes) {
          const levels = side === "buy" ? sides.bids : sides.asks;
          if (decimal(size).isZero) levels.delete(price);
          else levels.set(price, size);
        }
      }
    };
    const snapshot = snapshotSchema.parse(await client.next("snapshot"));
    for (const side of ["bids", "asks"] as const)
      for (const [price, size] of snapshot[side]) sides[side].set(price, size);
    let updates = 0;
    for (let step = 0; step < 20; step += 1) {
      await clock.advance(1_000);
      const frames = await client.rest();
      updates += frames.length;
      take(frames);
      const response = await fetch(`${server.url}/products/ETH-USD/book?level=2`);
      const told = bookSchema.parse(await response.json());
      for (const side of ["bids", "asks"] as const)
        expect(sides[side]).toEqual(new Map(told[side].map(([price, size]) => [price, size])));
    }
    expect(updates).toBeGreaterThan(5);
  });

  it("what ended is silent, and begins anew with a whole book", async () => {
    const { client, clock, server } = await open();
    client.send(subscribe(["level2_batch", "matches", "ticker"], ["BTC-USD"]));
    await client.next("snapshot");
    client.send({ type: "unsubscribe", channels: ["level2_batch", "matches", "ticker"] });
    await client.rest();
    server.market.setPrice("BTC/USD", "100500");
    await clock.advance(10_000);
    expect(await client.rest()).toEqual([]);
    client.send(subscribe(["level2_batch"], ["BTC-USD"]));
    expect(snapshotSchema.parse(await client.next("snapshot")).bids[0]).toEqual(["100499.99", "100000"]);
  });

  it("maintenance stops trades and prices, not the heartbeat; states of products are told at once", async () => {
    const { client, clock, server } = await open();
    client.send(subscribe(["ticker", "status", "heartbeat"], ["BTC-USD"]));
    expect(await client.next("status")).toMatchObject({ products: expect.arrayContaining([statusOf("online")]) });
    await client.rest();
    server.setState("maintenance");
    expect(await client.next("status")).toMatchObject({ products: expect.arrayContaining([statusOf("offline")]) });
    server.market.setPrice("BTC/USD", "90000");
    await clock.advance(3_000);
    expect(typesOf(await client.rest())).toEqual(["heartbeat", "heartbeat", "heartbeat"]);
    server.setState("cancelOnly");
    expect(await client.next("status")).toMatchObject({
      products: expect.arrayContaining([expect.objectContaining({ id: "BTC-USD", cancel_only: true })]),
    });
    await clock.advance(250);
    expect(await client.next("ticker")).toMatchObject({ best_bid: "89999.99" });
  });
});

const statusOf = (status: string) => expect.objectContaining({ id: "BTC-USD", status });
const levelsSchema = z.array(z.tuple([z.enum(["buy", "sell"]), z.string(), z.string()]));
const pairs = z.array(z.tuple([z.string(), z.string()]));
const snapshotSchema = z.object({ bids: pairs, asks: pairs });
const triples = z.array(z.tuple([z.string(), z.string(), z.number()]));
const bookSchema = z.object({ bids: triples, asks: triples });

describe("the account's own orders", () => {
  const order = { clientId: ID, symbol: "BTC/USD", side: "buy", quantity: "0.5" } as const;

  async function listen() {
    const opened = await open();
    opened.client.send({ ...subscribe(["user"], ["BTC-USD"]), ...opened.signed() });
    await opened.client.next("subscriptions");
    return opened;
  }

  it("a resting order is received and opened, matched as maker, and done", async () => {
    const { client, clock, server } = await listen();
    server.account.submit({ ...order, kind: "limit", limitPrice: "99000" });
    await clock.advance(250);
    const [received, opened, ...more] = await client.rest();
    expect(more).toEqual([]);
    expect(received).toEqual({
      type: "received",
      side: "buy",
      product_id: "BTC-USD",
      time: "2026-01-05T00:00:00.000000Z",
      sequence: expect.any(Number),
      profile_id: expect.any(String),
      user_id: expect.any(String),
      order_id: opened?.order_id,
      order_type: "limit",
      size: "0.5",
      price: "99000",
      client_oid: ID,
    });
    expect(opened).toMatchObject({ type: "open", price: "99000", remaining_size: "0.5" });
    expect(opened).not.toHaveProperty("client_oid");
    server.market.setPrice("BTC/USD", "98000");
    await clock.advance(250);
    const [match, done] = await client.rest();
    expect(match).toMatchObject({
      type: "match",
      maker_order_id: opened?.order_id,
      maker_fee_rate: "0.004",
      maker_profile_id: received?.profile_id,
      size: "0.5",
      price: "99000",
      side: "buy",
    });
    expect(match).not.toHaveProperty("taker_user_id");
    expect(done).toMatchObject({ type: "done", reason: "filled", order_id: opened?.order_id, remaining_size: "0" });
  });

  it("an order that takes is matched as taker and never open; the side is the maker's", async () => {
    const { client, clock, server } = await listen();
    server.account.submit({ ...order, kind: "market", limitPrice: null });
    await clock.advance(250);
    const [received, match, done] = await client.rest();
    expect(received).toMatchObject({ type: "received", order_type: "market" });
    expect(received).not.toHaveProperty("price");
    expect(match).toMatchObject({
      type: "match",
      taker_order_id: received?.order_id,
      side: "sell",
      taker_fee_rate: "0.006",
    });
    expect(done).toMatchObject({ type: "done", reason: "filled" });
    expect(done).not.toHaveProperty("remaining_size");
  });

  it("a canceled order is done at once where the account tells, with what was left", async () => {
    const { client, clock, server } = await listen();
    const placed = server.account.submit({ ...order, kind: "limit", limitPrice: "99000" });
    await clock.advance(250);
    await client.next("open");
    server.account.cancel(placed.kind === "accepted" ? placed.placed.order.venueOrderId : "");
    await clock.advance(250);
    expect(await client.next("done")).toMatchObject({ reason: "canceled", remaining_size: "0.5" });
  });

  it("tells nothing of orders before, of other products, or of other accounts", async () => {
    const { client, clock, server } = await open().then(async (opened) => {
      opened.server.account.submit({ ...order, kind: "limit", limitPrice: "99000" });
      opened.client.send({ ...subscribe(["user"], ["BTC-USD"]), ...opened.signed() });
      await opened.client.next("subscriptions");
      return opened;
    });
    server
      .addAccount()
      .fund("USD", "100000")
      .submit({ ...order, kind: "limit", limitPrice: "99000" });
    server.account.submit({ ...order, symbol: "ETH/USD", kind: "limit", limitPrice: "3000" });
    await clock.advance(1_000);
    expect(await client.rest()).toEqual([]);
  });

  it.each<[string, object]>([
    ["Invalid API Key", { key: "other" }],
    ["Invalid Passphrase", { passphrase: "other" }],
    ["invalid signature", { signature: "AAAA" }],
    ["invalid signature", { timestamp: "1767571201" }],
    ["request timestamp expired", { timestamp: "1767571169" }],
    ["invalid timestamp", { timestamp: "now" }],
    ["Invalid API Key", { key: undefined }],
  ])("are refused with %s", async (message, changes) => {
    const { client, signed } = await open();
    client.send({ ...subscribe(["user"], ["BTC-USD"]), ...signed(), ...changes });
    expect(await client.rest()).toEqual([
      { type: "error", message: "Authentication Failed", reason: JSON.stringify({ message }) },
    ]);
  });

  it.each<[string, ExchangeKeyOptions]>([
    ["Forbidden", { permissions: ["transfer"] }],
    ["IP does not match IP whitelist", { ipAllowList: ["10.0.0.1"] }],
  ])("want the right to be read: %s", async (message, keyOptions) => {
    const { client, signed } = await open({}, keyOptions);
    client.send({ ...subscribe(["user"], ["BTC-USD"]), ...signed() });
    expect(await client.next("error")).toMatchObject({ reason: JSON.stringify({ message }) });
  });

  it("a signed socket gets the unbatched book too", async () => {
    const { client, signed } = await open();
    client.send({ ...subscribe(["level2"], ["BTC-USD"]), ...signed() });
    expect(await client.next("subscriptions")).toMatchObject({ channels: [{ name: "level2" }] });
    await client.next("snapshot");
  });
});

const wire = referenceWire();
const recordedFile = "missing" in wire ? "" : path.join(wire.folder, "tardis-node", "coinbase_exchange.json");
const WHY_NOT = "missing" in wire ? wire.missing : existsSync(recordedFile) ? "" : `no ${recordedFile}`;

describe.skipIf(WHY_NOT !== "")(`frames beside recorded ones${WHY_NOT === "" ? "" : `: ${WHY_NOT}`}`, () => {
  it("have all their fields, of the same kinds", async () => {
    const { client, clock, server } = await open();
    client.send(subscribe(["ticker", "matches", "level2_batch"], ["BTC-USD"]));
    const ours = new Map<unknown, Frame>();
    for (const type of ["last_match", "snapshot"])
      ours.set(type === "last_match" ? "match" : type, await client.next(type));
    server.market.setPrice("BTC/USD", "100001");
    await clock.advance(250);
    for (const frame of await client.rest()) ours.set(frame.type, frame);
    const recorded = z.array(z.record(z.string(), z.unknown())).parse(JSON.parse(readFileSync(recordedFile, "utf8")));
    const problems = recorded.flatMap((frame) => shapeProblems(ours.get(frame.type), frame, String(frame.type)));
    expect(recorded.length).toBeGreaterThan(5);
    expect(problems).toEqual([]);
  });
});
