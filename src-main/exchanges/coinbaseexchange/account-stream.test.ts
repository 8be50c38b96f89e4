// How an account's own channel is asked for, signed anew each time, and what each step of an order says.
import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Credentials } from "#engine/core/credentials.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Secret } from "#engine/core/secret.ts";
import { type ListedMarket, MarketList, MarketTable } from "#exchanges/shared/market-list.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { assetSchema, marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { mutatedJson } from "#testing/mutated-json.ts";
import { coinbaseExchangeAccountStream } from "./account-stream.ts";
import { ACCOUNT_PRODUCTS_PER_MESSAGE } from "./stream-quirks.ts";

const VENUE = venueIdSchema.parse("coinbaseexchange");
const SECRET = Buffer.alloc(64, 7).toString("base64");
const KEY: Credentials = {
  apiKey: new Secret("0123456789abcdef0123456789abcdef"),
  secret: new Secret(SECRET),
  passphrase: new Secret("correct horse"),
};
const { signal } = new AbortController();

function market(base: string, status: Instrument["status"] = "online"): ListedMarket {
  const instrument: Instrument = {
    venue: VENUE,
    symbol: marketSymbolSchema.parse(`${base}/USD`),
    base: assetSchema.parse(base),
    quote: assetSchema.parse("USD"),
    priceStep: decimalString("0.01"),
    amountStep: decimalString("0.01"),
    amountMin: null,
    amountMax: null,
    costMin: null,
    costMax: null,
    status,
  };
  return { instrument, id: `${base}-USD`, otherIds: [] };
}

interface Message {
  readonly type: string;
  readonly channels: readonly { readonly name: string; readonly product_ids: readonly string[] }[];
  readonly key: string;
  readonly passphrase: string;
  readonly timestamp: string;
  readonly signature: string;
}

function open(markets: readonly ListedMarket[], credentials: () => Promise<Credentials> = () => Promise.resolve(KEY)) {
  const clock = new ManualClock();
  const list = new MarketList(clock, () => Promise.resolve(new MarketTable(VENUE, markets)));
  const stream = coinbaseExchangeAccountStream({ endpoint: "sandbox", clock, list, credentials });
  const messages = async (): Promise<readonly Message[]> =>
    (await stream.opening({ signal })).map((text): Message => JSON.parse(text));
  return { clock, stream, messages };
}

describe("the first messages", () => {
  it("ask for the orders of every open market and for one heartbeat, signed over the time", async () => {
    const { clock, messages } = open([market("BTC"), market("ETH", "cancelOnly"), market("OLD", "offline")]);
    const [message, ...rest] = await messages();
    const timestamp = String(Math.floor(clock.now() / 1_000));
    expect(rest).toEqual([]);
    expect(message).toEqual({
      type: "subscribe",
      channels: [
        { name: "user", product_ids: ["BTC-USD", "ETH-USD"] },
        { name: "heartbeat", product_ids: ["BTC-USD"] },
      ],
      key: KEY.apiKey.reveal(),
      passphrase: "correct horse",
      timestamp,
      signature: createHmac("sha256", Buffer.from(SECRET, "base64"))
        .update(`${timestamp}GET/users/self/verify`)
        .digest("base64"),
    });
  });

  it("are signed anew for each connection, with the key as it is then", async () => {
    let asked = 0;
    const { clock, messages } = open([market("BTC")], () => {
      asked += 1;
      return Promise.resolve(KEY);
    });
    const [first] = await messages();
    await clock.advance(61_000);
    const [second] = await messages();
    expect(asked).toBe(2);
    expect(Number(second?.timestamp) - Number(first?.timestamp)).toBe(61);
    expect(second?.signature).not.toBe(first?.signature);
  });

  it("name many markets in several messages, the heartbeat in the first", async () => {
    const { messages } = open(
      Array.from({ length: ACCOUNT_PRODUCTS_PER_MESSAGE + 1 }, (_, index) => market(`C${index}`)),
    );
    const sent = await messages();
    expect(sent.map(({ channels }) => channels.map(({ name, product_ids }) => [name, product_ids.length]))).toEqual([
      [
        ["user", ACCOUNT_PRODUCTS_PER_MESSAGE],
        ["heartbeat", 1],
      ],
      [["user", 1]],
    ]);
  });

  it("leave out what the venue refused before", async () => {
    const { stream, messages } = open([market("BTC"), market("ETH")]);
    await messages();
    const reason = "ETH-USD is delisted";
    expect(
      stream.parse(JSON.stringify({ type: "error", message: "Failed to subscribe", reason })).events,
    ).toMatchObject([{ type: "error", symbol: "ETH/USD" }]);
    expect((await messages())[0]?.channels[0]).toEqual({ name: "user", product_ids: ["BTC-USD"] });
  });

  it("are confirmed once all of them stand", async () => {
    const { stream, messages } = open([market("BTC"), market("ETH")]);
    await messages();
    const confirm = (...product_ids: readonly string[]) =>
      stream.parse(JSON.stringify({ type: "subscriptions", channels: [{ name: "user", product_ids }] })).events;
    expect(confirm("BTC-USD")).toMatchObject([{ type: "ignored" }]);
    expect(confirm("BTC-USD", "ETH-USD")).toMatchObject([{ type: "subscribed", channel: "user", symbol: null }]);
  });

  it("are not made without a market, after the end, or with a key that cannot sign; nothing of the key is told", async () => {
    const canary = "canary-0123456789-canary";
    const unusable = { ...KEY, secret: new Secret(`${canary}!`) };
    const failing = open([market("BTC")], () => Promise.resolve(unusable)).stream.opening({ signal });
    const error: unknown = await failing.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({ code: "VENUE_AUTH", retryable: false });
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain(canary);
    await expect(open([market("OLD", "offline")]).stream.opening({ signal })).rejects.toMatchObject({
      code: "VENUE_MAINTENANCE",
    });
    const stopped = open([market("BTC")]).stream.opening({ signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ code: "VENUE_UNREACHABLE" });
  });
});

// Own frames in the documented form, as ccxt 4.5.84 quotes it.
const OWN = "2f1b6b5e-7f0a-4e6b-9a39-0d8f7a3f4c11";
const ORDER = "d50ec984-77a8-460a-b958-66f114b0de9b";
const OTHER = "132fb6ae-456b-4654-b4e0-d681ac05cea1";
const TIME = "2026-01-05T00:00:01.234567Z";
const AT = Date.parse("2026-01-05T00:00:01.234Z");
const COMMON = {
  time: TIME,
  product_id: "BTC-USD",
  sequence: 10,
  side: "buy",
  user_id: "5844eceecf7e803e259d0365",
  profile_id: "765d1549-9660-4be2-97d4-fa2d65fa3352",
};
const RECEIVED = {
  ...COMMON,
  type: "received",
  order_id: ORDER,
  size: "1",
  price: "5",
  order_type: "limit",
  client_oid: OWN,
};
const MATCH = {
  ...COMMON,
  type: "match",
  trade_id: 10,
  maker_order_id: ORDER,
  taker_order_id: OTHER,
  size: "5.23512",
  price: "400.23",
};
const ours = { type: "order", symbol: "BTC/USD", clientOrderId: null, venueOrderId: ORDER, tsEvent: AT };

const FRAMES: readonly (readonly [string, object, readonly object[]])[] = [
  ["received", RECEIVED, [{ ...ours, clientOrderId: OWN, state: "received" }]],
  [
    "received, with an id that is not ours",
    { ...RECEIVED, client_oid: "my-order-1" },
    [{ ...ours, state: "received" }],
  ],
  [
    "received at a market nobody knows",
    { ...RECEIVED, product_id: "XYZ-USD" },
    [{ venueOrderId: ORDER, symbol: null }],
  ],
  ["open", { ...COMMON, type: "open", order_id: ORDER, price: "5", remaining_size: "1" }, [{ ...ours, state: "open" }]],
  ["filled", { ...COMMON, type: "done", order_id: ORDER, reason: "filled" }, [{ ...ours, state: "filled" }]],
  ["canceled", { ...COMMON, type: "done", order_id: ORDER, reason: "canceled" }, [{ ...ours, state: "canceled" }]],
  ["changed", { ...COMMON, type: "change", order_id: ORDER, new_size: "1" }, [{ ...ours, state: "change" }]],
  [
    "a stop order that became one, with the time in seconds",
    { ...COMMON, time: undefined, type: "activate", order_id: ORDER, timestamp: "1767571201.234000" },
    [{ ...ours, state: "activate" }],
  ],
  ["a match as maker", { ...MATCH, maker_fee_rate: "0.004" }, [{ ...ours, state: "match" }]],
  ["a match as taker", { ...MATCH, taker_user_id: "5844" }, [{ ...ours, venueOrderId: OTHER, state: "match" }]],
  ["a match that does not say whose it is", MATCH, [ours, { ...ours, venueOrderId: OTHER }]],
  [
    "a heartbeat",
    { type: "heartbeat", sequence: 1, last_trade_id: 2, product_id: "BTC-USD", time: TIME },
    [{ type: "heartbeat" }],
  ],
  [
    "what stands",
    { type: "subscriptions", channels: [{ name: "user", product_ids: ["BTC-USD"], account_ids: null }] },
    [{ type: "subscribed", channel: "user", symbol: null, requestId: null }],
  ],
  [
    "that the heartbeat stands",
    { type: "subscriptions", channels: [{ name: "heartbeat", product_ids: [] }] },
    [{ type: "ignored" }],
  ],
  [
    "a refused key",
    { type: "error", message: "Authentication Failed", reason: '{"message":"Invalid API Key"}' },
    [{ type: "error", symbol: null, requestId: null, message: 'Authentication Failed: {"message":"Invalid API Key"}' }],
  ],
  ["a public kind", { type: "ticker", product_id: "BTC-USD" }, [{ type: "ignored" }]],
  [
    "no order",
    { ...RECEIVED, order_id: undefined },
    [{ type: "malformed", reason: "received.order_id should be a text" }],
  ],
  ["an end without a reason", { ...COMMON, type: "done", order_id: ORDER }, [{ type: "malformed" }]],
  ["a time that is none", { ...RECEIVED, time: "soon" }, [{ type: "malformed" }]],
  ["no product", { ...RECEIVED, product_id: 7 }, [{ type: "order", symbol: null }]],
];

describe("a frame of the account", () => {
  it("with one wrong value, or cut, gives events and never throws", async () => {
    const { stream, messages } = open([market("BTC")]);
    await messages();
    const right = fc.constantFrom(...FRAMES.map(([, frame]) => frame));
    fc.assert(
      fc.property(right.chain(mutatedJson), fc.nat(400), (frame, cut) => {
        const text = frame === undefined ? "" : JSON.stringify(frame);
        expect(stream.parse(text).events.length).toBeGreaterThan(0);
        expect(stream.parse(text.slice(0, cut)).events.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it.each(FRAMES)("%s", async (_, frame, wanted) => {
    const { stream, messages } = open([market("BTC")]);
    await messages();
    const { events } = stream.parse(JSON.stringify(frame));
    expect(events).toMatchObject(wanted);
    expect(events).toHaveLength(wanted.length);
  });

  it("before the markets are known has an order all the same", () => {
    const { stream } = open([market("BTC")]);
    expect(stream.parse(JSON.stringify(RECEIVED)).events).toMatchObject([{ symbol: null, clientOrderId: OWN }]);
    expect(stream.parse("{").events).toMatchObject([{ type: "malformed" }]);
  });
});
