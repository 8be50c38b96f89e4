// Do the Binance server's account sockets check who listens as strictly as REST, and tell what happens as the venue does?
import { createHmac, createPrivateKey, randomUUID, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Secret } from "#engine/core/secret.ts";
import { binanceVenue } from "#exchanges/binance/index.ts";
import type { StreamingClient } from "#exchanges/shared/stream/account-stream.ts";
import { accountSchema } from "#shared/domain/account.ts";
import { venueIdSchema } from "#shared/domain/ids.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import type { BinanceCredentials, BinanceKeyKind } from "./key-ring.ts";
import { WEIGHT_LIMIT, WEIGHTS } from "./quirks.ts";
import {
  BEAT_MS,
  GOING_AWAY,
  MESSAGES_PER_SECOND,
  SHUTDOWN_LEAD_MS,
  TOO_MANY,
  USER_STREAM_WEIGHT,
} from "./stream-quirks.ts";
import { type Frame, openStreams, type RawClient } from "./stream-test-client.ts";

const METHOD = "userDataStream.subscribe.signature";
const BINANCE = venueIdSchema.parse("binance");

type Params = Readonly<Record<string, string | number | boolean>>;

function signatureOf(params: Params, secret: string): string {
  const text = Object.keys(params)
    .sort()
    .map((name) => `${name}=${params[name]}`)
    .join("&");
  if (!secret.includes("PRIVATE KEY")) return createHmac("sha256", secret).update(text).digest("hex");
  const key = createPrivateKey(secret);
  return sign(key.asymmetricKeyType === "rsa" ? "RSA-SHA256" : null, Buffer.from(text), key).toString("base64");
}

function signedMessage(key: BinanceCredentials, timestamp: number, more: Params = {}, id: unknown = 1) {
  const params = { apiKey: key.apiKey, timestamp, ...more };
  return { id, method: METHOD, params: { ...params, signature: signatureOf(params, key.secret) } };
}

async function open() {
  const bench = await openStreams();
  const { server, clock, connectAccount } = bench;
  server.account.fund("USDT", "50000").fund("BTC", "2");
  const key = server.addKey();
  /** A socket that listens to this key's account. */
  const listen = async (credentials = key) => {
    const client = await connectAccount();
    expect(await client.ask(signedMessage(credentials, clock.now()))).toMatchObject({ status: 200 });
    return client;
  };
  const call = async (method: string, path: string, params: Readonly<Record<string, string>>): Promise<Frame> => {
    const text = new URLSearchParams({ ...params, timestamp: String(clock.now()) }).toString();
    const signature = createHmac("sha256", key.secret).update(text).digest("hex");
    const headers = { "X-MBX-APIKEY": key.apiKey };
    return (await fetch(`${server.url}${path}?${text}&signature=${signature}`, { method, headers })).json();
  };
  return { ...bench, key, listen, call };
}

const error = (status: number, code: number, msg?: string) => ({
  status,
  error: msg === undefined ? { code, msg: expect.any(String) } : { code, msg },
});
const eventsOf = async (client: RawClient): Promise<readonly Frame[]> =>
  (await client.frames()).map(({ event }) => event);

describe("who listens", () => {
  it.each(["hmac", "ed25519", "rsa"] satisfies BinanceKeyKind[])("may have a key of kind %s", async (kind) => {
    const { server, clock, connectAccount } = await open();
    const key = server.addKey({ kind });
    const client = await connectAccount();
    expect(await client.ask(signedMessage(key, clock.now(), { recvWindow: 5_000 }, "my-id"))).toEqual({
      id: "my-id",
      status: 200,
      result: { subscriptionId: 0 },
      rateLimits: [
        {
          ...{ rateLimitType: "REQUEST_WEIGHT", interval: "MINUTE", intervalNum: 1 },
          ...{ limit: WEIGHT_LIMIT, count: USER_STREAM_WEIGHT },
        },
      ],
    });
    const forged = signedMessage(key, clock.now());
    const other = signedMessage(key, clock.now() + 1);
    forged.params.signature = other.params.signature;
    expect(await (await connectAccount()).ask(forged)).toMatchObject(
      error(400, -1022, "Signature for this request is not valid."),
    );
  });

  it("is refused as REST refuses", async () => {
    const { server, clock, key, connectAccount } = await open();
    const now = clock.now();
    const ask = async (message: object) => (await connectAccount()).ask(message);
    const without = (name: string) => {
      const message = signedMessage(key, now);
      const params = Object.fromEntries(Object.entries(message.params).filter(([other]) => other !== name));
      return { ...message, params };
    };
    const cases: readonly (readonly [object, object])[] = [
      [signedMessage({ ...key, apiKey: "short" }, now), error(401, -2014)],
      [signedMessage({ ...key, apiKey: "A".repeat(64) }, now), error(401, -2015)],
      [signedMessage({ ...key, secret: "x".repeat(64) }, now), error(400, -1022)],
      [signedMessage(key, now - 5_001), error(400, -1021)],
      [signedMessage(key, now + 1_000), error(400, -1021)],
      [signedMessage(key, now - 5_001, { recvWindow: 6_000 }), { status: 200 }],
      [signedMessage(key, now, { recvWindow: 60_001 }), error(400, -1131)],
      [without("apiKey"), error(400, -1102)],
      [without("signature"), error(400, -1102)],
      [without("timestamp"), error(400, -1102)],
      [{ ...signedMessage(key, now), params: undefined }, error(400, -1102)],
      [signedMessage(server.addKey({ ipAllowList: ["203.0.113.5"] }), now), error(401, -2015)],
      [signedMessage(server.addKey({ ipAllowList: ["127.0.0.1"] }), now), { status: 200 }],
      [signedMessage(server.addKey({ permissions: ["enableSpotAndMarginTrading"] }), now), error(401, -2015)],
    ];
    for (const [message, answer] of cases) expect(await ask(message)).toMatchObject(answer);
    const gone = server.addKey();
    server.revokeKey(gone.apiKey);
    expect(await ask(signedMessage(gone, now))).toMatchObject(error(401, -2015));
  });

  it("may write numbers only as numbers", async () => {
    const { clock, key, connectAccount } = await open();
    const message = signedMessage(key, clock.now());
    const params = { ...message.params, timestamp: String(message.params.timestamp) };
    expect(await (await connectAccount()).ask({ ...message, params })).toMatchObject(error(400, -1102));
  });

  it("listens once to each account, and to as many as it has keys of", async () => {
    const { server, clock, listen } = await open();
    const client = await listen();
    expect(await client.ask(signedMessage(server.addKey(), clock.now(), {}, 2))).toMatchObject(error(400, -2035));
    const other = server.addKey({ account: server.addAccount() });
    expect(await client.ask(signedMessage(other, clock.now(), {}, 3))).toMatchObject({ result: { subscriptionId: 1 } });
    expect(await client.ask({ id: 4, method: "session.subscriptions" })).toMatchObject({
      result: [{ subscriptionId: 0 }, { subscriptionId: 1 }],
    });
  });

  it("is told of the end of a stream", async () => {
    const { listen, clock, server } = await open();
    const client = await listen();
    const end = (id: number, params?: object) => ({ id, method: "userDataStream.unsubscribe", params });
    expect(await client.ask(end(2, { subscriptionId: 7 }))).toMatchObject(error(400, -2036));
    expect(await client.ask(end(3))).toMatchObject({ id: 3, status: 200, result: {} });
    expect(await client.next()).toEqual({
      subscriptionId: 0,
      event: { e: "eventStreamTerminated", E: clock.now() },
    });
    server.account.fund("BTC", "1");
    expect(await client.frames()).toEqual([]);
  });
});

describe("requests", () => {
  it("of other kinds are answered or refused", async () => {
    const { connectAccount, clock } = await open();
    const client = await connectAccount();
    const bare = (method: string) => ({ id: null, method, params: { returnRateLimits: false } });
    expect(await client.ask(bare("ping"))).toEqual({ id: null, status: 200, result: {} });
    expect(await client.ask(bare("time"))).toMatchObject({ status: 200, result: { serverTime: clock.now() } });
    expect(await client.ask(bare("order.place"))).toMatchObject(error(400, -1020));
    expect(await client.ask(bare("userDataStream.subscribe"))).toMatchObject(error(401, -1099));
    await clock.advance(1_000);
    expect(await client.ask("{")).toMatchObject({ id: null, ...error(400, -1135) });
    expect(await client.ask({ method: "ping" })).toMatchObject(error(400, -1102));
    expect(await client.ask({ id: 1 })).toMatchObject({ id: 1, ...error(400, -1102) });
  });

  it("count with those of REST, and are refused by the same limits", async () => {
    const { connectAccount, server, rest, listen } = await open();
    await rest("/api/v3/exchangeInfo");
    const client = await connectAccount();
    expect(await client.ask({ id: 1, method: "ping" })).toMatchObject({
      rateLimits: [{ count: WEIGHTS.exchangeInfo + USER_STREAM_WEIGHT }],
    });
    const listener = await listen();
    server.banAddress(60_000);
    expect(await client.ask({ id: 2, method: "ping" })).toMatchObject(error(418, -1003));
    server.account.fund("BTC", "1");
    expect(await eventsOf(listener)).toMatchObject([{ e: "outboundAccountPosition" }]);
  });

  it("that come too fast end the socket", async () => {
    const { connectAccount } = await open();
    const client = await connectAccount();
    for (let id = 0; id <= MESSAGES_PER_SECOND; id += 1) client.send({ id, method: "ping" });
    expect(await client.ended).toEqual([TOO_MANY.code, TOO_MANY.reason]);
  });
});

const LIMIT = { symbol: "BTCUSDT", side: "BUY", type: "LIMIT", timeInForce: "GTC", quantity: "0.1", price: "90000" };

describe("orders", () => {
  it("are reported from the first step to the last, with every documented field", async () => {
    const { listen, call, clock, server, pass } = await open();
    const client = await listen();
    const clientId = randomUUID();
    const { orderId } = await call("POST", "/api/v3/order", { ...LIMIT, newClientOrderId: clientId });
    const at = clock.now();
    const [report, position, ...more] = await client.frames();
    expect(more).toEqual([]);
    expect(report).toEqual({
      subscriptionId: 0,
      event: {
        ...{ e: "executionReport", E: at, s: "BTCUSDT", c: clientId, S: "BUY", o: "LIMIT", f: "GTC" },
        ...{ q: "0.10000000", p: "90000.00000000", P: "0.00000000", F: "0.00000000", g: -1, C: "", x: "NEW", X: "NEW" },
        ...{ r: "NONE", i: orderId, l: "0.00000000", z: "0.00000000", L: "0.00000000", n: "0", N: null, T: at, t: -1 },
        ...{ I: expect.any(Number), w: true, m: false, M: false, O: at, Z: "0.00000000", Y: "0.00000000" },
        ...{ Q: "0.00000000", W: at, V: "EXPIRE_MAKER" },
      },
    });
    expect(position).toEqual({
      subscriptionId: 0,
      event: {
        ...{ e: "outboundAccountPosition", E: at, u: at },
        B: [{ a: "USDT", f: "41000.00000000", l: "9000.00000000" }],
      },
    });

    // The market comes to the order; nobody calls.
    server.market.setPrice("BTC/USDT", "89999");
    await pass(BEAT_MS);
    const [trade, balances] = await eventsOf(client);
    expect(trade).toMatchObject({
      ...{ x: "TRADE", X: "FILLED", c: clientId, i: orderId, l: "0.10000000", z: "0.10000000", L: "90000.00000000" },
      ...{ n: "0.00010000", N: "BTC", m: true, w: false, Z: "9000.00000000", Y: "9000.00000000", T: clock.now() },
    });
    expect(trade.t).toBeGreaterThan(0);
    expect(trade.I).toBeGreaterThan(report.event.I);
    expect(balances.B).toEqual([
      { a: "BTC", f: "2.09990000", l: "0.00000000" },
      { a: "USDT", f: "41000.00000000", l: "0.00000000" },
    ]);
  });

  it("are reported in parts", async () => {
    const { listen, call, server } = await open();
    const client = await listen();
    server.faults.add({ kind: "partialFill", share: "0.5" }, { path: "/api/v3/order" });
    await call("POST", "/api/v3/order", { ...LIMIT, price: "100001" });
    const reports = (await eventsOf(client)).filter(({ e }) => e === "executionReport");
    expect(reports.map(({ x, X, l, z, w }) => [x, X, l, z, w])).toEqual([
      ["NEW", "NEW", "0.00000000", "0.00000000", true],
      ["TRADE", "PARTIALLY_FILLED", "0.05000000", "0.05000000", true],
    ]);
  });

  it("that are canceled bear the cancel's id beside their own", async () => {
    const { listen, call } = await open();
    const client = await listen();
    const placed = await call("POST", "/api/v3/order", { ...LIMIT, newClientOrderId: "mine" });
    await client.frames();
    const cancel = { symbol: "BTCUSDT", orderId: String(placed.orderId), newClientOrderId: "the-cancel" };
    const answer = await call("DELETE", "/api/v3/order", cancel);
    expect(answer).toMatchObject({ origClientOrderId: "mine", clientOrderId: "the-cancel" });
    const [report] = await eventsOf(client);
    expect(report).toMatchObject({ x: "CANCELED", X: "CANCELED", c: "the-cancel", C: "mine", w: false });
    expect(report).not.toHaveProperty("W");
    const again = await call("POST", "/api/v3/order", LIMIT);
    const left = await call("DELETE", "/api/v3/order", { symbol: "BTCUSDT", orderId: String(again.orderId) });
    const [, , own] = await eventsOf(client);
    expect([own.c, own.C]).toEqual([left.clientOrderId, again.clientOrderId]);
  });

  it("that expire say so", async () => {
    const { listen, call } = await open();
    const client = await listen();
    await call("POST", "/api/v3/order", { ...LIMIT, timeInForce: "IOC" });
    const reports = (await eventsOf(client)).filter(({ e }) => e === "executionReport");
    expect(reports.map(({ x, X, f }) => [x, X, f])).toEqual([
      ["NEW", "NEW", "IOC"],
      ["EXPIRED", "EXPIRED", "IOC"],
    ]);
  });

  it("of before are not told, nor those of another account", async () => {
    const { listen, call, server } = await open();
    await call("POST", "/api/v3/order", LIMIT);
    const client = await listen();
    server.addAccount().fund("BTC", "1");
    expect(await client.frames()).toEqual([]);
  });
});

describe("balances", () => {
  it("that came or went by themselves are told by what they changed", async () => {
    const { listen, server, clock } = await open();
    const client = await listen();
    server.account.transfer({ kind: "deposit", asset: "ETH", amount: "1.5" });
    server.account.transfer({ kind: "withdrawal", asset: "BTC", amount: "0.5", fee: "0.001" });
    server.account.transfer({ kind: "deposit", asset: "ETH", amount: "9", status: "pending" });
    const events = await eventsOf(client);
    const at = clock.now();
    expect(events.filter(({ e }) => e === "balanceUpdate")).toEqual([
      { e: "balanceUpdate", E: at, a: "ETH", d: "1.50000000", T: at },
      { e: "balanceUpdate", E: at, a: "BTC", d: "-0.50100000", T: at },
    ]);
    expect(events.filter(({ e }) => e !== "balanceUpdate").flatMap(({ B }) => B)).toEqual([
      { a: "ETH", f: "1.50000000", l: "0.00000000" },
      { a: "BTC", f: "1.49900000", l: "0.00000000" },
    ]);
  });
});

it("maintenance is told to sockets that are open, which are cut later; nobody may begin to listen", async () => {
  const { listen, connectAccount, server, key, clock, pass } = await open();
  const client = await listen();
  server.setState("maintenance");
  expect(await client.frames()).toEqual([{ event: { e: "serverShutdown", E: clock.now() } }]);
  expect(await (await connectAccount()).ask(signedMessage(key, clock.now()))).toMatchObject(error(503, -1016));
  await pass(SHUTDOWN_LEAD_MS);
  expect(await client.ended).toEqual([GOING_AWAY.code, GOING_AWAY.reason]);
});

describe("the program's own side", () => {
  it.each(["hmac", "ed25519", "rsa"] satisfies BinanceKeyKind[])("listens with a key of kind %s", async (kind) => {
    const { server, clock, connectAccount } = await open();
    const key = server.addKey({ kind });
    const adapter = binanceVenue.adapter({
      venue: BINANCE,
      endpoint: "loopback",
      loopbackOrigin: server.url,
      clock,
      logger: silentLogger,
      nonces: { reserve: async (_key, atLeast) => atLeast },
    });
    const fees = { maker: "0", taker: "0" };
    const account = accountSchema.parse({ id: "a", name: "A", kind: "exchange", venue: "binance", fees });
    const credentials = async () => ({
      apiKey: new Secret(key.apiKey),
      secret: new Secret(key.secret.trim()),
      passphrase: null,
    });
    // The client of this venue has a private socket.
    const client = adapter.client(account, credentials) as StreamingClient;
    const protocol = client.accountProtocol();
    expect(protocol.endpoint.loopbackPath).toBe("/ws-api/v3");
    const socket = await connectAccount();
    for (const text of await protocol.opening({ signal: new AbortController().signal })) socket.send(text);
    expect(protocol.parse(JSON.stringify(await socket.next())).events).toMatchObject([{ type: "subscribed" }]);
    server.account.submit({
      clientId: "x",
      symbol: "BTC/USDT",
      side: "buy",
      kind: "market",
      quantity: "0.1",
      limitPrice: null,
    });
    const read = (await socket.texts()).flatMap((text) => protocol.parse(text).events);
    expect(read.map((event) => (event.type === "order" ? `${event.symbol} ${event.state}` : event.type))).toEqual([
      "BTC/USDT NEW",
      "BTC/USDT FILLED",
      "balance",
      "balance",
    ]);
  });
});
