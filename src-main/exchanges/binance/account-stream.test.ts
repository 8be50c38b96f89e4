// Does the account's stream sign each connection anew with every kind of key, and read what the venue tells of the account?
import { createHmac, createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Credentials } from "#engine/core/credentials.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Secret } from "#engine/core/secret.ts";
import { Answer } from "#exchanges/shared/answer.ts";
import { CallDiary } from "#exchanges/shared/call-diary.ts";
import { ClockCheck } from "#exchanges/shared/clock-check.ts";
import { MarketList } from "#exchanges/shared/market-list.ts";
import { unixMs } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { BinanceAccountStream } from "./account-stream.ts";
import { parseMarkets } from "./parse-market.ts";
import { BINANCE } from "./quirks.ts";

const API_KEY = "K".repeat(64);
const HMAC_SECRET = "s".repeat(64);
const AT = 1_772_366_400_123;
const own = "6d1b345e-2821-40e2-ad83-4ecb18a06876";

const credentials = (secret: string): Credentials => ({
  apiKey: new Secret(API_KEY),
  secret: new Secret(secret),
  passphrase: null,
});

const MARKETS = {
  symbols: [
    {
      ...{ symbol: "BTCUSDT", status: "TRADING", baseAsset: "BTC", quoteAsset: "USDT" },
      filters: [
        { filterType: "PRICE_FILTER", tickSize: "0.01" },
        { filterType: "LOT_SIZE", stepSize: "0.00001", minQty: "0", maxQty: "0" },
      ],
    },
  ],
};

/** `behindMs`: how far the venue's clock is behind ours at each measurement. */
function open(secret = HMAC_SECRET, options: { behindMs?: number[]; listed?: boolean; endpoint?: "sandbox" } = {}) {
  const clock = new ManualClock(AT);
  const diary = new CallDiary(clock);
  const behindMs = options.behindMs ?? [0];
  let measured = 0;
  const clockCheck = new ClockCheck(diary, 600_000, async () => {
    diary.measured(unixMs(clock.now() - (behindMs[measured] ?? 0)), 0);
    measured += 1;
  });
  const list = new MarketList(clock, async () => {
    if (options.listed === false) throw new EngineError("VENUE_UNREACHABLE", "Gone.", { retryable: true });
    return parseMarkets(new Answer(BINANCE, "exchangeInfo", MARKETS));
  });
  const stream = new BinanceAccountStream({
    credentials: async () => credentials(secret),
    market: { endpoint: options.endpoint ?? "production", list, clockCheck },
    clock,
  });
  const opening = async () => {
    const [text = "", ...more] = await stream.opening({ signal: new AbortController().signal });
    expect(more).toEqual([]);
    return JSON.parse(text) as { id: number; method: string; params: Readonly<Record<string, string | number>> };
  };
  return { stream, opening, clock, measurements: () => measured };
}

/** What the venue takes the signature over, written down anew from its docs. */
function signedText(params: Readonly<Record<string, string | number>>): string {
  return Object.keys(params)
    .filter((name) => name !== "signature")
    .sort()
    .map((name) => `${name}=${params[name]}`)
    .join("&");
}

describe("the opening", () => {
  it("is one signed subscription", async () => {
    const { opening } = open();
    const { id, method, params } = await opening();
    expect([id, method]).toEqual([1, "userDataStream.subscribe.signature"]);
    expect(Object.keys(params).sort()).toEqual(["apiKey", "recvWindow", "signature", "timestamp"]);
    expect(signedText(params)).toBe(`apiKey=${API_KEY}&recvWindow=5000&timestamp=${AT}`);
    expect(params.signature).toBe(createHmac("sha256", HMAC_SECRET).update(signedText(params)).digest("hex"));
  });

  it.each([
    ["ed25519", generateKeyPairSync("ed25519").privateKey, null],
    ["rsa", generateKeyPairSync("rsa", { modulusLength: 2_048 }).privateKey, "RSA-SHA256"],
  ] as const)("is signed with a key of kind %s too", async (_kind, key, algorithm) => {
    const { opening } = open(key.export({ type: "pkcs8", format: "pem" }).toString().trim());
    const { params } = await opening();
    const signature = Buffer.from(String(params.signature), "base64");
    expect(verify(algorithm, Buffer.from(signedText(params)), createPublicKey(key), signature)).toBe(true);
    expect(verify(algorithm, Buffer.from(`${signedText(params)}1`), createPublicKey(key), signature)).toBe(false);
  });

  it("is signed anew for each connection, in the venue's time", async () => {
    const { opening, clock, measurements } = open(HMAC_SECRET, { behindMs: [1_500, 700] });
    expect((await opening()).params.timestamp).toBe(AT - 1_500);
    await clock.advance(60_000);
    expect((await opening()).params.timestamp).toBe(AT + 60_000 - 1_500);
    expect(measurements()).toBe(1);
  });

  it("compares the clocks anew once the venue did not like our time, and only then", async () => {
    const { stream, opening, measurements } = open(HMAC_SECRET, { behindMs: [1_500, 700] });
    await opening();
    const refusal = (code: number, msg: string) => JSON.stringify({ id: 1, status: 400, error: { code, msg } });
    stream.parse(refusal(-1022, "Signature for this request is not valid."));
    await opening();
    expect(measurements()).toBe(1);
    stream.parse(refusal(-1021, "Timestamp for this request is outside of the recvWindow."));
    expect((await opening()).params.timestamp).toBe(AT - 700);
    await opening();
    expect(measurements()).toBe(2);
  });

  it("fails with a typed error that says nothing of the key where the secret cannot sign", async () => {
    const secret = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----";
    const error: unknown = await open(secret)
      .opening()
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "VENUE_AUTH" });
    expect(String(error instanceof Error ? [error.message, error.cause] : error)).not.toContain("AAAA");
  });

  it("sends nothing once it was given up", async () => {
    const { stream } = open();
    await expect(stream.opening({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "VENUE_UNREACHABLE" });
  });

  it("goes to the socket of the endpoint, and needs no list of markets", async () => {
    const { stream, opening } = open(HMAC_SECRET, { listed: false, endpoint: "sandbox" });
    expect(stream.endpoint).toEqual({
      url: "wss://ws-api.testnet.binance.vision/ws-api/v3",
      loopbackPath: "/ws-api/v3",
    });
    await opening();
    expect(stream.parse(wrapped(ORDER)).events).toMatchObject([{ type: "order", symbol: null, clientOrderId: own }]);
  });
});

const ORDER = {
  ...{ e: "executionReport", E: AT, s: "BTCUSDT", c: own, S: "BUY", o: "LIMIT", f: "GTC", q: "1.00000000", p: "64000" },
  ...{ P: "0.00000000", F: "0.00000000", g: -1, C: "", x: "NEW", X: "NEW", r: "NONE", i: 4_293_153, l: "0.00000000" },
  ...{ z: "0.00000000", L: "0.00000000", n: "0", N: null, T: AT - 1, t: -1, I: 8_641_984, w: true, m: false, M: false },
  ...{ O: AT - 1, Z: "0.00000000", Y: "0.00000000", Q: "0.00000000", W: AT - 1, V: "NONE" },
};
const wrapped = (event: unknown) => JSON.stringify({ subscriptionId: 0, event });

async function opened() {
  const { stream, opening } = open();
  await opening();
  return (event: unknown) => stream.parse(wrapped(event)).events;
}

describe("events", () => {
  it("tell orders by both ids", async () => {
    const read = await opened();
    const order = {
      type: "order",
      symbol: "BTC/USDT",
      clientOrderId: own,
      venueOrderId: "4293153",
      state: "NEW",
      tsEvent: AT - 1,
    };
    expect(read(ORDER)).toEqual([order]);
    // A cancel has an id of its own.
    expect(read({ ...ORDER, c: "WEB-cancel", C: own, x: "CANCELED", X: "CANCELED" })).toEqual([
      { ...order, state: "CANCELED" },
    ]);
    expect(read({ ...ORDER, c: "made-elsewhere", s: "XYZUSDT" })).toEqual([
      { ...order, clientOrderId: null, symbol: null },
    ]);
  });

  it("tell balances, each asset by itself", async () => {
    const read = await opened();
    const position = {
      ...{ e: "outboundAccountPosition", E: AT, u: AT - 1 },
      B: [
        { a: "BTC", f: "0.50000000", l: "0.25000000" },
        { a: "币安人生", f: "1.0", l: "0" },
      ],
    };
    expect(read(position)).toEqual([
      { type: "balance", asset: "BTC", total: "0.75", tsEvent: AT },
      { type: "balance", asset: null, total: "1", tsEvent: AT },
    ]);
    expect(read({ ...position, B: [] })).toEqual([{ type: "ignored", reason: "no balances" }]);
    for (const e of ["balanceUpdate", "externalLockUpdate"])
      expect(read({ e, E: AT, a: "BTC", d: "-0.50000000", T: AT - 2 })).toEqual([
        { type: "balance", asset: "BTC", total: null, tsEvent: AT - 2 },
      ]);
  });

  it("tell that stream or server end", async () => {
    const read = await opened();
    expect(read({ e: "eventStreamTerminated", E: AT })).toMatchObject([{ type: "status", state: "closing" }]);
    expect(read({ e: "serverShutdown", E: AT })).toMatchObject([{ type: "status", state: "closing" }]);
  });

  it("of other kinds are of no use", async () => {
    const read = await opened();
    expect(read({ e: "listStatus", E: AT, s: "BTCUSDT" })).toEqual([{ type: "ignored", reason: "event listStatus" }]);
    expect(read({ e: "constructor", E: AT })).toEqual([{ type: "ignored", reason: "event constructor" }]);
  });

  it.each([
    ["frame.event.e", {}, "a text"],
    ["frame.event.E", { ...ORDER, E: null }, "a whole number"],
    ["frame.event.i", { ...ORDER, i: undefined }, "a text"],
    ["frame.event.X", { ...ORDER, X: true }, "a text"],
    ["frame.event.T", { ...ORDER, T: 12 }, "a time in milliseconds"],
    [
      "frame.event.B[0].l",
      { e: "outboundAccountPosition", E: AT, B: [{ a: "BTC", f: "1", l: "-1" }] },
      "a decimal number of zero or more",
    ],
    ["frame.event.d", { e: "balanceUpdate", E: AT, a: "BTC", d: "much", T: AT }, "a decimal number"],
  ])("that cannot be read are told with their place: %s", async (field, event, expected) => {
    const read = await opened();
    expect(read(event)).toEqual([{ type: "malformed", reason: `${field} should be ${expected}` }]);
  });
});

describe("answers", () => {
  const read = (frame: unknown) => open().stream.parse(JSON.stringify(frame)).events;

  it("say that the stream begins, or why it does not", () => {
    expect(read({ id: 1, status: 200, result: { subscriptionId: 0 }, rateLimits: [] })).toEqual([
      { type: "subscribed", channel: "userDataStream.subscribe.signature", symbol: null, requestId: 1 },
    ]);
    const error = { code: -2015, msg: "Invalid API-key, IP, or permissions for action." };
    expect(read({ id: 1, status: 401, error })).toEqual([
      {
        type: "error",
        message: "Invalid API-key, IP, or permissions for action. (-2015)",
        symbol: null,
        requestId: 1,
      },
    ]);
    expect(read({ id: 1, status: 200, result: {} })).toMatchObject([{ type: "ignored" }]);
    expect(read({ id: 1, status: 500 })).toMatchObject([{ type: "malformed" }]);
    expect(read({})).toMatchObject([{ type: "malformed" }]);
  });

  it("never repeat what may be a key", async () => {
    const error = { code: -1100, msg: `No such key: ${API_KEY}!` };
    expect(read({ id: 1, status: 400, error })).toMatchObject([{ message: "No such key: …! (-1100)" }]);
  });
});
