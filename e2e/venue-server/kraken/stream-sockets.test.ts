// Do Kraken's streams work over real sockets, with the tokens that REST gives out, and does the program's own side understand them?
import { createHash, createHmac } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { Secret } from "#engine/core/secret.ts";
import { krakenVenue } from "#exchanges/kraken/index.ts";
import { KRAKEN_STREAM } from "#exchanges/kraken/stream.ts";
import { guessKrakenNames } from "#exchanges/kraken/stream-names.ts";
import type { StreamingClient } from "#exchanges/shared/stream/account-stream.ts";
import { accountSchema } from "#shared/domain/account.ts";
import { ensure } from "#shared/domain/assert.ts";
import { venueIdSchema } from "#shared/domain/ids.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import type { KrakenCredentials } from "./key-ring.ts";
import { TRADING_RIGHTS } from "./quirks.ts";
import { startKrakenServer } from "./start-kraken-server.ts";
import { BEAT_MS, IDLE, PRIVATE_PATH, PUBLIC_PATH, REFUSALS } from "./stream-quirks.ts";
import { type Frame, subscription } from "./stream-test-peer.ts";

const CLIENT_ID = "6d1b345e-2821-40e2-ad83-4ecb18a06876";
const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function open() {
  const clock = new ManualClock();
  const server = await startKrakenServer({ clock, prices: { "BTC/USD": "100000" }, tier: "pro" });
  closing.push(() => server.close());
  server.account.fund("USD", "50000");
  const key = server.addKey({ permissions: TRADING_RIGHTS });
  return { clock, server, key, connect: (path = PUBLIC_PATH) => connect(server.url, path) };
}

/** A raw client that hands out frames one by one, in their order. */
async function connect(url: string, path: string) {
  const socket = new WebSocket(`${url.replace("http", "ws")}${path}`, { perMessageDeflate: false });
  const waiting: ((text: string) => void)[] = [];
  const texts: string[] = [];
  socket.on("message", (data) => {
    const taker = waiting.shift();
    if (taker === undefined) texts.push(String(data));
    else taker(String(data));
  });
  const ended = new Promise<number>((resolve) => socket.once("close", resolve));
  closing.push(() => socket.terminate());
  await new Promise<void>((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const nextText = () =>
    new Promise<string>((resolve) => {
      const text = texts.shift();
      if (text === undefined) waiting.push(resolve);
      else resolve(text);
    });
  const next = async (): Promise<Frame> => JSON.parse(await nextText());
  return {
    ended,
    nextText,
    next,
    send: (message: object | string) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
    /** The next frame of a channel, whatever comes before it. */
    of: async (channel: string): Promise<Frame> => {
      for (;;) {
        const frame = await next();
        if (frame.channel === channel) return frame;
      }
    },
  };
}

let lastNonce = 0;
async function call(url: string, key: KrakenCredentials, name: string, params: Record<string, string> = {}) {
  lastNonce += 1;
  const target = `/0/private/${name}`;
  const body = new URLSearchParams({ nonce: String(lastNonce), ...params }).toString();
  const inner = createHash("sha256").update(`${lastNonce}${body}`).digest();
  const signature = createHmac("sha512", Buffer.from(key.secret, "base64"))
    .update(Buffer.concat([Buffer.from(target), inner]))
    .digest("base64");
  const reply = await fetch(`${url}${target}`, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "API-Key": key.apiKey,
      "API-Sign": signature,
    },
    body,
  });
  return (await reply.json()) as Frame;
}

describe("a public socket", () => {
  it("shows the state, what is subscribed, and changes with the same prices as REST", async () => {
    const { clock, server, connect } = await open();
    const socket = await connect();
    expect(await socket.next()).toMatchObject({ channel: "status", data: [{ system: "online" }] });
    socket.send(subscription("ticker", ["BTC/USD"], { event_trigger: "bbo" }));
    expect(await socket.next()).toMatchObject({ success: true, req_id: 1 });
    expect(await socket.next()).toMatchObject({ channel: "ticker", type: "snapshot" });
    server.market.setPrice("BTC/USD", "101000");
    await clock.advance(BEAT_MS);
    const { data } = await socket.of("ticker");
    const rest = (await (await fetch(`${server.url}/0/public/Ticker?pair=XBTUSD`)).json()) as Frame;
    const { a, b, c } = rest.result.XXBTZUSD;
    expect([data[0].bid, data[0].ask, data[0].last]).toEqual([b[0], a[0], c[0]].map(Number));
    server.setState("maintenance");
    expect(await socket.of("status")).toMatchObject({ data: [{ system: "maintenance" }] });
    await clock.advance(1_000);
    expect(await socket.of("heartbeat")).toEqual({ channel: "heartbeat" });
  });

  it("is understood by the program's own side, frame by frame", async () => {
    const { clock, server, connect } = await open();
    const socket = await connect();
    let ids = 0;
    const symbol = ensure(guessKrakenNames().symbolOf("BTC/USD"), "a symbol");
    const keys = [...KRAKEN_STREAM.channels].map((channel) => ({ channel, symbol, id: "BTC/USD" }));
    const nextId = () => {
      ids += 1;
      return ids;
    };
    for (const { text } of KRAKEN_STREAM.subscribe(keys, nextId)) socket.send(text);
    socket.send(ensure(KRAKEN_STREAM.ping(nextId), "a ping"));
    const seen = new Map<string, number>();
    const subscribed: string[] = [];
    const read = async () => {
      const { events } = KRAKEN_STREAM.parse(await socket.nextText(), guessKrakenNames());
      for (const event of events) {
        seen.set(event.type, (seen.get(event.type) ?? 0) + 1);
        if (event.type === "subscribed") subscribed.push(String(KRAKEN_STREAM.channelOf(event.channel ?? "")));
      }
      return events;
    };
    // Until the pong, which is the answer to the last message.
    for (let over = false; !over; ) over = (await read()).some(({ type }) => type === "heartbeat");
    expect(subscribed.toSorted()).toEqual(["book", "candles", "quotes", "trades"]);
    expect(Object.fromEntries(seen)).toMatchObject({ status: 1, subscribed: 4, quote: 1, book: 1, heartbeat: 1 });
    server.market.setPrice("BTC/USD", "99000");
    await clock.advance(2_000);
    while ((seen.get("trade") ?? 0) < 1 || (seen.get("quote") ?? 0) < 2 || (seen.get("book") ?? 0) < 2) await read();
    expect(seen.get("malformed")).toBeUndefined();
    expect(seen.get("error")).toBeUndefined();
    for (const message of KRAKEN_STREAM.unsubscribe(keys, nextId)) socket.send(message.text);
    for (let ended = 0; ended < keys.length; ) {
      const frame = await socket.next();
      if (frame.method !== "unsubscribe") continue;
      expect(frame.success).toBe(true);
      ended += 1;
    }
  });

  it("is cut when nothing is subscribed", async () => {
    const { clock, connect } = await open();
    const socket = await connect();
    await socket.next();
    await clock.advance(IDLE.afterMs);
    expect(await socket.ended).toBe(IDLE.code);
  });
});

describe("a private socket", () => {
  it("opens with a token of REST and tells the orders and balances of that key's account", async () => {
    const { server, key, connect } = await open();
    const { result } = await call(server.url, key, "GetWebSocketsToken");
    expect(result).toEqual({ token: expect.any(String), expires: 900 });
    const socket = await connect(PRIVATE_PATH);
    for (const channel of ["executions", "balances"])
      socket.send({ method: "subscribe", params: { channel, token: result.token } });
    expect(await socket.of("executions")).toMatchObject({ type: "snapshot", data: [], sequence: 1 });
    expect(await socket.of("balances")).toMatchObject({ type: "snapshot", data: [{ asset: "USD", balance: 50_000 }] });
    const placed = await call(server.url, key, "AddOrder", {
      pair: "XBTUSD",
      type: "buy",
      ordertype: "market",
      volume: "0.1",
      cl_ord_id: CLIENT_ID,
    });
    const [orderId] = placed.result.txid;
    const statuses: string[] = [];
    while (statuses.at(-1) !== "filled") {
      const { data } = await socket.of("executions");
      expect(data[0]).toMatchObject({ order_id: orderId, cl_ord_id: CLIENT_ID, symbol: "BTC/USD" });
      statuses.push(data[0].exec_type);
    }
    expect(statuses).toEqual(["pending_new", "new", "trade", "filled"]);
    expect(await socket.of("balances")).toMatchObject({ sequence: 2, data: [{ asset: "BTC", balance: 0.1 }] });
  });

  it("opens for nobody else", async () => {
    const { server, key, connect } = await open();
    const weak = server.addKey({ permissions: ["query-funds"] });
    expect(await call(server.url, weak, "GetWebSocketsToken")).toMatchObject({ error: ["EGeneral:Permission denied"] });
    const forged = { ...key, secret: Buffer.alloc(64, 1).toString("base64") };
    expect(await call(server.url, forged, "GetWebSocketsToken")).toMatchObject({ error: ["EAPI:Invalid signature"] });
    const socket = await connect(PRIVATE_PATH);
    await socket.next();
    socket.send({ method: "subscribe", params: { channel: "executions", token: "made-up" }, req_id: 9 });
    expect(await socket.next()).toMatchObject({ success: false, error: REFUSALS.session, req_id: 9 });
  });

  it("is opened by the program's own client through the real library", async () => {
    const { clock, server, key, connect } = await open();
    const adapter = krakenVenue.adapter({
      venue: venueIdSchema.parse("kraken"),
      endpoint: "loopback",
      loopbackOrigin: server.url,
      clock,
      logger: silentLogger,
      nonces: { reserve: async (_key, atLeast) => atLeast },
    });
    const account = accountSchema.parse({
      id: "a",
      name: "A",
      kind: "exchange",
      venue: "kraken",
      fees: { maker: "0", taker: "0" },
    });
    const credentials = { apiKey: new Secret(key.apiKey), secret: new Secret(key.secret), passphrase: null };
    // The folder's client has a private stream; the port does not tell.
    const client = adapter.client(account, async () => credentials) as StreamingClient;
    const protocol = client.accountProtocol();
    const socket = await connect(protocol.endpoint.loopbackPath);
    for (const text of await protocol.opening({ signal: new AbortController().signal })) socket.send(text);
    server.account.submit({
      clientId: CLIENT_ID,
      symbol: "BTC/USD",
      side: "buy",
      kind: "limit",
      quantity: "0.1",
      limitPrice: "90000",
    });
    const events: string[] = [];
    while (
      events.filter((type) => type === "order").length < 1 ||
      events.filter((type) => type === "balance").length < 1
    )
      for (const event of protocol.parse(await socket.nextText()).events) {
        events.push(event.type);
        if (event.type === "order") expect(event).toMatchObject({ clientOrderId: CLIENT_ID, symbol: "BTC/USD" });
      }
    expect(events).not.toContain("malformed");
    expect(events).not.toContain("error");
    // Frames that are lost on the way are noticed by their numbers.
    const gap = server.streams?.faults.add({ kind: "silent", word: '"executions"' });
    const cancel = (limitPrice: string) => {
      const placed = server.account.submit({
        clientId: null,
        symbol: "BTC/USD",
        side: "buy",
        kind: "limit",
        quantity: "0.1",
        limitPrice,
      });
      if (placed.kind === "accepted") server.account.cancel(placed.placed.order.venueOrderId);
    };
    cancel("80000");
    gap?.remove();
    cancel("70000");
    const later: string[] = [];
    while (!later.includes("order"))
      for (const { type } of protocol.parse(await socket.nextText()).events) later.push(type);
    expect(later).toContain("error");
  });
});
