// An account's socket at Coinbase: each opening message signed for itself, orders told by their ids, no secret in what is told.
import { createPublicKey, generateKeyPairSync, type KeyObject, verify } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Credentials } from "#engine/core/credentials.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Secret } from "#engine/core/secret.ts";
import { Answer } from "#exchanges/shared/answer.ts";
import { MarketList } from "#exchanges/shared/market-list.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { mutatedJson } from "#testing/mutated-json.ts";
import { CoinbaseAccountStream } from "./account-stream.ts";
import { readCoinbaseCredentials } from "./credentials.ts";
import { COINBASE } from "./quirks.ts";
import { type CoinbaseMarkets, readMarkets } from "./symbols.ts";

const KEY_NAME = "organizations/00000000-aaaa/apiKeys/11111111-bbbb";
const KEY_ID = "11111111-2222-4333-8444-555555555555";
const OWN = "00000000-0000-4000-8000-000000000001";
const NOW = Date.UTC(2026, 3, 7, 14, 30, 6, 900);

const PRODUCT = {
  product_id: "BTC-USDC",
  product_type: "SPOT",
  base_currency_id: "BTC",
  quote_currency_id: "USDC",
  price_increment: "0.01",
  base_increment: "0.00000001",
  alias: "BTC-USD",
  base_min_size: "",
  base_max_size: "",
  quote_min_size: "",
  quote_max_size: "",
};
const markets = async (): Promise<CoinbaseMarkets> =>
  readMarkets(new Answer(COINBASE, "body", { products: [PRODUCT] }), COINBASE);

function streamOf(credentials: Credentials, load = markets) {
  const clock = new ManualClock(NOW);
  const list = new MarketList(clock, load);
  return { clock, stream: new CoinbaseAccountStream({ credentials: async () => credentials, list, clock }) };
}

const bundle = (apiKey: string, secret: string): Credentials => ({
  apiKey: new Secret(apiKey),
  secret: new Secret(secret),
  passphrase: null,
});

function ecKey(): { readonly credentials: Credentials; readonly publicKey: KeyObject } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const secret = privateKey.export({ type: "sec1", format: "pem" }).toString();
  const read = readCoinbaseCredentials({ apiKey: KEY_NAME, secret, passphrase: "" });
  if (read.kind === "bad") throw new Error(read.problem);
  return { credentials: bundle(KEY_NAME, secret), publicKey };
}

function edwardsKey(): { readonly credentials: Credentials; readonly publicKey: KeyObject } {
  const { privateKey } = generateKeyPairSync("ed25519");
  const publicKey = createPublicKey(privateKey);
  const seed = privateKey.export({ type: "pkcs8", format: "der" }).subarray(-32);
  const point = publicKey.export({ type: "spki", format: "der" }).subarray(-32);
  return { credentials: bundle(KEY_ID, Buffer.concat([seed, point]).toString("base64")), publicKey };
}

const decoded = (part: string | undefined) => JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8"));

describe("the opening", () => {
  it.each([
    ["ES256", ecKey, KEY_NAME],
    ["EdDSA", edwardsKey, KEY_ID],
  ] as const)(
    "is signed with %s, each message for itself, for two minutes and for no request",
    async (alg, make, name) => {
      const { credentials, publicKey } = make();
      const { stream } = streamOf(credentials);
      const messages = (await stream.opening()).map((text) => JSON.parse(text));
      expect(messages.map(({ jwt: _, ...rest }) => rest)).toEqual([
        { type: "subscribe", channel: "heartbeats" },
        { type: "subscribe", channel: "user" },
      ]);
      const tokens = messages.map(({ jwt }) => String(jwt));
      expect(new Set(tokens).size).toBe(2);
      for (const token of tokens) {
        const [head, claims, signature] = token.split(".");
        expect(decoded(head)).toEqual({ alg, typ: "JWT", kid: name, nonce: expect.stringMatching(/^[0-9a-f]{32}$/) });
        const seconds = Math.floor(NOW / 1_000);
        expect(decoded(claims)).toEqual({ iss: "cdp", sub: name, nbf: seconds, exp: seconds + 120 });
        const signed = Buffer.from(`${head}.${claims}`);
        const bytes = Buffer.from(signature ?? "", "base64url");
        const fits =
          alg === "EdDSA"
            ? verify(null, signed, publicKey, bytes)
            : verify("sha256", signed, { key: publicKey, dsaEncoding: "ieee-p1363" }, bytes);
        expect(fits).toBe(true);
      }
    },
  );

  it("is made anew for each connection", async () => {
    const { stream, clock } = streamOf(ecKey().credentials);
    const before = await stream.opening();
    await clock.advance(60_000);
    const after = await stream.opening();
    const { nbf } = decoded(JSON.parse(after[1] ?? "").jwt.split(".")[1]);
    expect(nbf).toBe(Math.floor(NOW / 1_000) + 60);
    expect(after.some((text) => before.includes(text))).toBe(false);
  });

  it("fails with a typed error that tells nothing of a secret that cannot sign", async () => {
    const secret = "-----BEGIN EC PRIVATE KEY-----\nTELLNOBODY\n-----END EC PRIVATE KEY-----\n";
    for (const bad of [secret, "TELLNOBODY"]) {
      const { stream } = streamOf(bundle(KEY_NAME, bad));
      const error: unknown = await stream.opening().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(EngineError);
      expect((error as EngineError).code).toBe("VENUE_AUTH");
      const told = JSON.stringify([error, (error as EngineError).message, (error as EngineError).stack]);
      expect(told).not.toContain("TELLNOBODY");
      expect((error as EngineError).cause).toBeUndefined();
    }
  });

  it("does not wait for the list of markets to be readable", async () => {
    const { stream } = streamOf(ecKey().credentials, async () => {
      throw new EngineError("VENUE_UNREACHABLE", "no answer");
    });
    expect(await stream.opening()).toHaveLength(2);
    expect(stream.parse(JSON.stringify(frameOf([ORDER]))).events).toMatchObject([{ type: "order", symbol: null }]);
  });
});

/** As documented, with the fields of an order of each kind. */
const ORDER = {
  avg_price: "68900.50",
  cancel_reason: "",
  client_order_id: OWN,
  completion_percentage: "50.00",
  contract_expiry_type: "UNKNOWN_CONTRACT_EXPIRY_TYPE",
  cumulative_quantity: "0.0005",
  filled_value: "34.45",
  leaves_quantity: "0.0005",
  limit_price: "68900.50",
  number_of_fills: "1",
  order_id: "a1b2c3d4-e5f6-4890-abcd-ef1234567890",
  order_side: "BUY",
  order_type: "Limit",
  outstanding_hold_amount: "34.45",
  post_only: "false",
  product_id: "BTC-USDC",
  product_type: "SPOT",
  reject_reason: "",
  status: "OPEN",
  total_fees: "0.2",
  creation_time: "2026-04-07T14:29:55.123456Z",
};
const frameOf = (orders: unknown, type = "update") => ({
  channel: "user",
  client_id: "",
  timestamp: "2026-04-07T14:30:06.000000Z",
  sequence_num: 3,
  events: [{ type, orders }],
});

describe("a frame", () => {
  const open = async () => {
    const { stream } = streamOf(ecKey().credentials);
    await stream.opening();
    return (frame: unknown) => stream.parse(JSON.stringify(frame));
  };
  const told = {
    type: "order",
    symbol: "BTC/USDC",
    clientOrderId: OWN,
    venueOrderId: ORDER.order_id,
    state: "OPEN",
    tsEvent: Date.UTC(2026, 3, 7, 14, 30, 6),
  };

  it("tells orders, also by the product that shares another one's book", async () => {
    const parse = await open();
    expect(parse(frameOf([ORDER]))).toEqual({
      events: [told],
      connectionSequence: 3,
      sentAt: Date.UTC(2026, 3, 7, 14, 30, 6),
    });
    for (const state of ["PENDING", "FILLED", "CANCELLED", "EXPIRED", "FAILED", "CANCEL_QUEUED"])
      expect(parse(frameOf([{ ...ORDER, status: state }], "snapshot")).events).toEqual([{ ...told, state }]);
  });

  it("tells orders that were made elsewhere, and of markets that we do not have", async () => {
    const parse = await open();
    const other = { ...ORDER, client_order_id: "11111-000000-000001", product_id: "BTC-PERP-INTX" };
    expect(parse(frameOf([other])).events).toEqual([{ ...told, symbol: null, clientOrderId: null }]);
  });

  it.each([
    [[{ ...ORDER, order_id: "" }], "malformed: frame.events[0].orders[0].order_id should be a text"],
    [[{ ...ORDER, status: undefined }], "malformed: frame.events[0].orders[0].status should be a text"],
    [undefined, "malformed: frame.events[0].orders should be a list"],
    [[], "ignored: no orders"],
  ])("%# that tells nothing: %s", async (orders, reason) => {
    const [event] = (await open())(frameOf(orders)).events;
    expect(event?.type === "malformed" || event?.type === "ignored" ? `${event.type}: ${event.reason}` : event).toBe(
      reason,
    );
  });

  it("tells once that orders are listened to, heartbeats and refusals; prices it does not", async () => {
    const parse = await open();
    const head = { timestamp: "2026-04-07T14:30:06Z", sequence_num: 0 };
    const standing = (subscriptions: object) => ({ channel: "subscriptions", ...head, events: [{ subscriptions }] });
    const user = { heartbeats: ["heartbeats"], user: ["3e625b74-1c4e"] };
    expect(parse(standing(user)).events).toEqual([
      { type: "subscribed", channel: "user", symbol: null, requestId: null },
    ]);
    expect(parse(standing({ heartbeats: ["heartbeats"] })).events).toEqual([
      { type: "ignored", reason: "orders are not subscribed" },
    ]);
    expect(parse({ channel: "heartbeats", ...head, events: [{ heartbeat_counter: 5 }] }).events).toMatchObject([
      { type: "heartbeat", counter: 5 },
    ]);
    expect(parse({ type: "error", message: "authentication failure" }).events).toMatchObject([
      { type: "error", message: "authentication failure" },
    ]);
    expect(parse({ channel: "ticker", ...head, events: [] }).events).toMatchObject([{ type: "ignored" }]);
  });

  it("that is missing is told, once, before what came after it; a new connection counts anew", async () => {
    const { stream } = streamOf(ecKey().credentials);
    const parse = (number: number) =>
      stream.parse(JSON.stringify({ ...frameOf([ORDER]), sequence_num: number })).events.map((event) => event.type);
    await stream.opening();
    expect([parse(7), parse(8), parse(8), parse(11), parse(10), parse(12)]).toEqual([
      ["order"],
      ["order"],
      ["order"],
      ["error", "order"],
      ["order"],
      ["order"],
    ]);
    expect(stream.parse('{"type":"error","message":"x"}').events).toHaveLength(1);
    await stream.opening();
    expect(parse(3)).toEqual(["order"]);
  });

  it("however broken, gives an event and throws nothing", async () => {
    const parse = await open();
    fc.assert(
      fc.property(mutatedJson(frameOf([ORDER])), (frame) => {
        const { events } = parse(frame ?? null);
        expect(events.length).toBeGreaterThan(0);
        for (const event of events) if (event.type === "order") expect(event.venueOrderId).not.toBe("");
      }),
    );
  });
});
