// Do Coinbase's sockets here speak as the venue's do, and are they as strict?
import { afterEach, describe, expect, it } from "vitest";
import { decimal } from "#shared/domain/decimal.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import type { VenueServerOptions } from "../core/venue-world.ts";
import { type CoinbaseKeyOptions, startCoinbaseServer } from "./start-coinbase-server.ts";
import { BEAT_MS, SUBSCRIBE_WITHIN_MS, UNSIGNED_PER_SECOND } from "./stream-quirks.ts";
import { callerOf, send, type TokenChanges, tokenOf } from "./test-caller.ts";
import { TestSocket, type WireFrame } from "./test-socket.ts";

const PRICES = { "BTC/USD": "100000", "ETH/USD": "4000" };
const ID = "2f1b6b5e-7f0a-4e6b-9a39-0d8f7a3f4c11";
const ORDERS = "/api/v3/brokerage/orders";

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function open(options: VenueServerOptions = {}, keyOptions: CoinbaseKeyOptions = {}) {
  const clock = new ManualClock();
  const server = await startCoinbaseServer({ clock, prices: PRICES, ...options });
  closing.push(() => server.close());
  server.account.fund("USD", "20000").fund("BTC", "2");
  const key = server.addKey(keyOptions);
  const socket = async (path = "/") => {
    const opened = await TestSocket.open(server.url, path);
    closing.unshift(() => opened.close());
    return opened;
  };
  const jwt = (changes?: TokenChanges) => tokenOf(key, clock.now(), changes);
  return { clock, server, key, jwt, socket, call: callerOf(server.url, key, () => clock.now()) };
}

const subscribe = (channel: string, ...ids: readonly string[]) => ({
  type: "subscribe",
  channel,
  ...(ids.length === 0 ? {} : { product_ids: ids }),
});
const unsubscribe = (channel: string, ...ids: readonly string[]) => ({
  ...subscribe(channel, ...ids),
  type: "unsubscribe",
});
const error = (message: string) => [{ type: "error", message }];
const standing = (frame: WireFrame | undefined) => frame?.events?.[0]?.subscriptions;
/** The rows of a frame's only event. */
const rows = (frame: WireFrame | undefined, name: string) =>
  (frame?.events?.[0]?.[name] ?? []) as readonly Readonly<Record<string, string>>[];

describe("requests", () => {
  it("are acknowledged with all that stands, after the snapshot of what is new", async () => {
    const { socket } = await open();
    const client = await socket();
    const [heartbeats] = await client.ask({ ...subscribe("heartbeats") });
    expect(heartbeats).toMatchObject({ channel: "subscriptions", client_id: "", sequence_num: 0 });
    expect(standing(heartbeats)).toEqual({ heartbeats: ["heartbeats"] });
    const [snapshot, ack] = await client.ask(subscribe("ticker", "BTC-USD", "ETH-USD"));
    expect(snapshot).toMatchObject({ channel: "ticker", sequence_num: 1, events: [{ type: "snapshot" }] });
    expect(rows(snapshot, "tickers").map((row) => row.product_id)).toEqual(["BTC-USD", "ETH-USD"]);
    expect(standing(ack)).toEqual({ ticker: ["BTC-USD", "ETH-USD"], heartbeats: ["heartbeats"] });
    expect(standing((await client.ask(unsubscribe("ticker", "BTC-USD"))).at(-1))).toEqual({
      ticker: ["ETH-USD"],
      heartbeats: ["heartbeats"],
    });
    expect(standing((await client.ask(unsubscribe("heartbeats"))).at(-1))).toEqual({ ticker: ["ETH-USD"] });
    // Without products a channel is left entirely.
    expect(standing((await client.ask(unsubscribe("ticker"))).at(-1))).toEqual({});
  });

  it("for a USDC product are answered with the USD product, whose book it has", async () => {
    const { socket } = await open();
    const client = await socket();
    const [snapshot, ack] = await client.ask(subscribe("ticker", "BTC-USDC", "BTC-USD"));
    expect(rows(snapshot, "tickers").map((row) => row.product_id)).toEqual(["BTC-USD"]);
    expect(standing(ack)).toEqual({ ticker: ["BTC-USD"] });
  });

  it.each([
    ["{", "failed to parse message"],
    ["[]", "failed to parse message"],
    [{ type: "subscribe", channel: "ticker", product_ids: "BTC-USD" }, "failed to parse message"],
    [{ type: "hello", channel: "ticker", product_ids: ["BTC-USD"] }, "unsupported message type"],
    [subscribe("ticker"), "no product_ids provided"],
    [subscribe("ticker", "BTC-USD", "NOPE-USD"), "failure to subscribe"],
    [subscribe("ticker", "btc-usd"), "failure to subscribe"],
    [subscribe("ticker", "CELO-USD"), "failure to subscribe"],
    // Recorded: an unknown channel is taken for one that needs a key.
    [subscribe("heartbeat", "BTC-USD"), "authentication failure"],
    [{ type: "subscribe", product_ids: ["BTC-USD"] }, "authentication failure"],
    [subscribe("user"), "authentication failure"],
  ])("that are wrong are refused whole, naming no product: %j", async (message, words) => {
    const { socket } = await open();
    const client = await socket();
    expect(await client.ask(message)).toEqual(error(words));
    // An error has no number: the next frame is still the first.
    const [first, ack] = await client.ask(subscribe("ticker", "CGLD-USD"));
    expect(first?.sequence_num).toBe(0);
    expect(standing(ack)).toEqual({ ticker: ["CGLD-USD"] });
  });

  it("beyond eight a second without a token are refused, over all sockets of an address", async () => {
    const { socket, jwt, clock } = await open();
    const [one, two] = [await socket(), await socket()];
    const half = UNSIGNED_PER_SECOND / 2;
    for (const client of [one, two])
      for (let count = 0; count < half; count += 1)
        expect((await client.ask(subscribe("heartbeats"))).at(-1)?.channel).toBe("subscriptions");
    expect(await one.ask(subscribe("heartbeats"))).toEqual(error("rate limit exceeded"));
    expect((await one.ask({ ...subscribe("heartbeats"), jwt: jwt() })).at(-1)?.channel).toBe("subscriptions");
    await clock.advance(125);
    expect((await one.ask(subscribe("heartbeats"))).at(-1)?.channel).toBe("subscriptions");
  });
});

describe("connections", () => {
  it("without a subscription are ended after five seconds", async () => {
    const { socket, clock } = await open();
    const [silent, wrong, right] = [await socket(), await socket(), await socket("/user")];
    await wrong.ask(subscribe("nothing"));
    await right.ask(subscribe("heartbeats"));
    await clock.advance(SUBSCRIBE_WITHIN_MS - BEAT_MS);
    expect((await right.take(4)).map((frame) => frame.channel)).toEqual(Array(4).fill("heartbeats"));
    await clock.advance(BEAT_MS);
    expect(await silent.ended()).toBe("1008 no subscribe message");
    expect(await wrong.ended()).toBe("1008 no subscribe message");
    expect(await right.next()).toMatchObject({ channel: "heartbeats" });
  });

  it("without heartbeats are ended when nothing is told for long; with them they stay", async () => {
    const { socket, clock } = await open();
    const [quiet, kept] = [await socket(), await socket()];
    for (const client of [quiet, kept]) await client.ask(subscribe("status", "BTC-USD"));
    await kept.ask(subscribe("heartbeats"));
    await clock.advance(75_000);
    expect(await quiet.ended()).toBe("1000 no updates");
    const frames = await kept.take(75);
    expect(frames.at(-1)).toMatchObject({ channel: "heartbeats" });
  });

  it("go to two places; others are none", async () => {
    const { socket } = await open();
    await expect(socket("/market")).rejects.toThrow("404");
    const user = await socket("/user");
    expect(await user.ask(subscribe("ticker", "BTC-USD"))).toEqual(error("channel is not supported on this endpoint"));
  });

  it("end with maintenance, also new ones", async () => {
    const { socket, server, clock } = await open();
    const client = await socket();
    await client.ask(subscribe("heartbeats"));
    server.setState("maintenance");
    expect(await client.ended()).toBe("1012 maintenance");
    const late = await socket();
    await clock.advance(BEAT_MS);
    expect(await late.ended()).toBe("1012 maintenance");
  });

  it("number their frames over all channels, without a gap, and tell when each was sent", async () => {
    const { socket, clock } = await open({ prices: {} });
    const client = await socket();
    for (const channel of ["ticker", "market_trades", "level2", "candles"])
      await client.ask(subscribe(channel, "BTC-USD", "ETH-USD"));
    await client.ask(subscribe("heartbeats"));
    const before = client.texts.length;
    await clock.advance(10_000);
    await client.ask(unsubscribe("candles"));
    const frames = client.texts.map((text): WireFrame => JSON.parse(text));
    expect(frames.length).toBeGreaterThan(before + 20);
    expect(frames.map((frame) => frame.sequence_num)).toEqual(frames.map((_, index) => index));
    for (const { timestamp } of frames) expect(timestamp).toMatch(/^2026-01-05T00:00:(0\d|10)(\.\d{0,8}[1-9])?Z$/);
    expect(new Set(frames.map((frame) => frame.channel))).toEqual(
      new Set(["ticker", "market_trades", "l2_data", "candles", "heartbeats", "subscriptions"]),
    );
  });

  it("beat once a second, with a counter that rises by one", async () => {
    const { socket, clock } = await open();
    const client = await socket();
    await client.ask(subscribe("heartbeats"));
    await clock.advance(3_000);
    const beats = (await client.take(3)).map((frame) => frame.events?.[0]);
    const counters = beats.map((beat) => Number(beat?.heartbeat_counter));
    expect(counters).toEqual([counters[0], (counters[0] ?? 0) + 1, (counters[0] ?? 0) + 2]);
    expect(beats[0]?.current_time).toMatch(/^2026-01-05 00:00:01\.000000000 \+0000 UTC m=\+/);
  });
});

describe("prices", () => {
  it("are those of REST at the same time, with every documented field", async () => {
    const { socket, server, clock } = await open({ prices: {} });
    const client = await socket();
    await client.ask(subscribe("heartbeats"));
    await client.ask(subscribe("ticker", "BTC-USD"));
    await clock.advance(60_000);
    const frames = await client.ask(subscribe("ticker", "BTC-USD"));
    const updates = frames.filter((frame) => frame.channel === "ticker" && frame.events?.[0]?.type === "update");
    expect(updates.length).toBeGreaterThan(3);
    const snapshot = frames.at(-2);
    const [row] = rows(snapshot, "tickers");
    const product = await send(server.url, "GET", "/api/v3/brokerage/market/products/BTC-USD");
    const book = await send(server.url, "GET", "/api/v3/brokerage/market/product_book?product_id=BTC-USD&limit=1");
    const { pricebook } = book.body as { pricebook: Record<"bids" | "asks", readonly Record<string, string>[]> };
    expect(row).toEqual({
      type: "ticker",
      product_id: "BTC-USD",
      price: (product.body as Record<string, string>).price,
      volume_24_h: (product.body as Record<string, string>).volume_24h,
      low_24_h: expect.stringMatching(/^\d/),
      high_24_h: expect.stringMatching(/^\d/),
      low_52_w: expect.stringMatching(/^\d/),
      high_52_w: expect.stringMatching(/^\d/),
      price_percent_chg_24_h: (product.body as Record<string, string>).price_percentage_change_24h,
      best_bid: pricebook.bids[0]?.price,
      best_bid_quantity: pricebook.bids[0]?.size,
      best_ask: pricebook.asks[0]?.price,
      best_ask_quantity: pricebook.asks[0]?.size,
    });
  });

  it("are told one product a frame, when they have moved, and now and then", async () => {
    const { socket, server, clock } = await open();
    const client = await socket();
    await client.ask(subscribe("ticker", "BTC-USD", "ETH-USD"));
    server.market.setPrice("BTC/USD", "100500");
    await clock.advance(BEAT_MS);
    const update = await client.next();
    expect(update).toMatchObject({ channel: "ticker", events: [{ type: "update" }] });
    expect(rows(update, "tickers")).toMatchObject([
      { product_id: "BTC-USD", best_bid: "100499.99", best_ask: "100500.01" },
    ]);
    await clock.advance(10_000);
    const later = (await client.take(2)).map((frame) => rows(frame, "tickers")[0]?.product_id);
    expect(new Set(later)).toEqual(new Set(["BTC-USD", "ETH-USD"]));
  });

  it("of a product without a book are empty texts", async () => {
    const { socket, server } = await open();
    server.market.setBook("ETH/USD", { bids: [], asks: [] });
    const client = await socket();
    const [snapshot] = await client.ask(subscribe("ticker", "ETH-USD"));
    expect(rows(snapshot, "tickers")).toMatchObject([{ product_id: "ETH-USD", best_bid: "", best_ask: "", price: "" }]);
  });
});

describe("trades", () => {
  it("come newest first, each once on every socket, by the side of the order that rested", async () => {
    const { socket, server, clock } = await open();
    const [client, other] = [await socket(), await socket()];
    const [first] = await client.ask(subscribe("market_trades", "BTC-USD"));
    expect(first).toMatchObject({ channel: "market_trades", events: [{ type: "snapshot" }] });
    server.market.setPrice("BTC/USD", "100500");
    await clock.advance(BEAT_MS);
    server.market.setPrice("BTC/USD", "100400");
    await clock.advance(BEAT_MS);
    const [up, down] = await client.take(2);
    expect(rows(up, "trades")).toEqual([
      {
        product_id: "BTC-USD",
        trade_id: expect.stringMatching(/^\d+$/),
        price: "100500.01",
        size: expect.stringMatching(/^0\.0+[1-9]/),
        time: "2026-01-05T00:00:00.250000Z",
        side: "SELL",
      },
    ]);
    expect(rows(down, "trades")).toMatchObject([{ price: "100399.99", side: "BUY" }]);
    const [all] = await other.ask(subscribe("market_trades", "BTC-USD"));
    const ids = rows(all, "trades").map((row) => Number(row.trade_id));
    expect(ids).toEqual([...ids].sort((left, right) => right - left));
    expect(ids).toEqual([down, up, first].map((frame) => Number(rows(frame, "trades")[0]?.trade_id)));
  });
});

describe("books", () => {
  it("are whole at first and then only what changed, so that they stay what REST tells", async () => {
    const { socket, server, clock } = await open({ prices: {} });
    const client = await socket();
    await client.ask(subscribe("level2", "BTC-USD"));
    await clock.advance(30_000);
    await client.ask(unsubscribe("level2"));
    const sides: Record<string, Map<string, string>> = { bid: new Map(), offer: new Map() };
    const frames = client.texts
      .map((text): WireFrame => JSON.parse(text))
      .filter(({ channel }) => channel === "l2_data");
    expect(frames.length).toBeGreaterThan(5);
    expect(frames[0]?.events?.[0]).toMatchObject({ type: "snapshot", product_id: "BTC-USD" });
    for (const frame of frames)
      for (const { side = "", price_level = "", new_quantity = "" } of rows(frame, "updates")) {
        if (new_quantity === "0") sides[side]?.delete(price_level);
        else sides[side]?.set(price_level, new_quantity);
      }
    const { body } = await send(server.url, "GET", "/api/v3/brokerage/market/product_book?product_id=BTC-USD&limit=50");
    const { pricebook } = body as { pricebook: Record<"bids" | "asks", readonly { price: string; size: string }[]> };
    for (const [side, key] of [
      ["bid", "bids"],
      ["offer", "asks"],
    ] as const) {
      const order = side === "bid" ? -1 : 1;
      const kept = [...(sides[side] ?? [])].sort(([left], [right]) => order * decimal(left).cmp(decimal(right)));
      expect(kept).toEqual(pricebook[key].map(({ price, size }) => [price, size]));
    }
  });

  it("say when a level changed, and nothing while none does", async () => {
    const { socket, server, clock } = await open();
    const client = await socket();
    await client.ask(subscribe("level2", "BTC-USD"));
    await clock.advance(2_000);
    server.market.setBook("BTC/USD", { bids: [["99999.99", "1"]], asks: [["100000.01", "100000"]] });
    await clock.advance(BEAT_MS);
    const frame = await client.next();
    expect(frame).toMatchObject({ channel: "l2_data", events: [{ type: "update", product_id: "BTC-USD" }] });
    const updates = rows(frame, "updates");
    expect(updates).toContainEqual({
      side: "bid",
      event_time: "2026-01-05T00:00:02.250000Z",
      price_level: "99999.99",
      new_quantity: "1",
    });
    expect(updates.filter(({ new_quantity }) => new_quantity === "0")).toHaveLength(18);
  });
});

describe("candles and products", () => {
  it("are five minutes long, every second anew", async () => {
    const { socket, clock } = await open();
    await clock.advance(12 * 60_000);
    const client = await socket();
    const [snapshot] = await client.ask(subscribe("candles", "BTC-USD"));
    const candles = rows(snapshot, "candles");
    expect(candles).toHaveLength(10);
    expect(Number(candles[0]?.start) - Number(candles[1]?.start)).toBe(300);
    await clock.advance(1_000);
    const update = await client.next();
    expect(rows(update, "candles")).toEqual([
      {
        start: candles[0]?.start,
        high: "100000",
        low: "100000",
        open: "100000",
        close: "100000",
        volume: expect.stringMatching(/^\d/),
        product_id: "BTC-USD",
      },
    ]);
  });

  it("have a state, which is told when it changes", async () => {
    const { socket, server, clock } = await open();
    const client = await socket();
    const [snapshot] = await client.ask(subscribe("status"));
    expect(rows(snapshot, "products").length).toBe(server.market.instruments.length);
    server.market.setStatus("BTC/USD", "offline");
    await clock.advance(BEAT_MS);
    expect(rows(await client.next(), "products")).toMatchObject([{ id: "BTC-USD", status: "offline" }]);
  });
});

describe("orders", () => {
  const order = (price: string) => ({
    client_order_id: ID,
    product_id: "BTC-USDC",
    side: "BUY",
    order_configuration: { limit_limit_gtc: { base_size: "0.1", limit_price: price } },
  });

  it.each(["sec1", "pkcs8", "ed25519"] as const)(
    "are told to the key's own account (%s), as they happen",
    async (format) => {
      const { socket, server, clock, call, jwt } = await open({}, { format });
      server.account.fund("USDC", "20000");
      const client = await socket("/user");
      const [snapshot, ack] = await client.ask({ ...subscribe("user"), jwt: jwt() });
      expect(snapshot).toMatchObject({ channel: "user", sequence_num: 0, events: [{ type: "snapshot", orders: [] }] });
      expect(standing(ack)).toEqual({ user: [expect.stringMatching(/^[0-9a-f-]{36}$/)] });

      const placed = await call("POST", ORDERS, order("99000"));
      const opened = await client.next();
      expect(opened).toMatchObject({ channel: "user", events: [{ type: "update" }] });
      expect(rows(opened, "orders")).toEqual([
        {
          avg_price: "0",
          cancel_reason: "",
          client_order_id: ID,
          completion_percentage: "0",
          contract_expiry_type: "UNKNOWN_CONTRACT_EXPIRY_TYPE",
          cumulative_quantity: "0",
          filled_value: "0",
          leaves_quantity: "0.1",
          limit_price: "99000",
          number_of_fills: "0",
          order_id: (placed.body as { order_id: string }).order_id,
          order_side: "BUY",
          order_type: "Limit",
          outstanding_hold_amount: "9900",
          post_only: "false",
          product_id: "BTC-USDC",
          product_type: "SPOT",
          reject_reason: "",
          retail_portfolio_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          risk_managed_by: "UNKNOWN_RISK_MANAGEMENT_TYPE",
          status: "OPEN",
          stop_price: "",
          time_in_force: "GOOD_UNTIL_CANCELLED",
          total_fees: "0",
          total_value_after_fees: "0",
          trigger_status: "INVALID_ORDER_TYPE",
          creation_time: "2026-01-05T00:00:00.000000Z",
          end_time: "0001-01-01T00:00:00Z",
          start_time: "0001-01-01T00:00:00Z",
        },
      ]);

      // The market comes to it: nobody asks by REST.
      server.market.setPrice("BTC/USDC", "98000");
      await clock.advance(BEAT_MS);
      expect(rows(await client.next(), "orders")).toMatchObject([
        {
          client_order_id: ID,
          status: "FILLED",
          cumulative_quantity: "0.1",
          leaves_quantity: "0",
          number_of_fills: "1",
        },
      ]);
    },
  );

  it("that are open come first, fifty a frame", async () => {
    const { socket, server, jwt } = await open();
    for (let count = 0; count < 51; count += 1)
      server.account.submit({
        clientId: `other-${count}`,
        symbol: "BTC/USD",
        side: "buy",
        kind: "limit",
        quantity: "0.001",
        limitPrice: "90000",
      });
    const client = await socket("/user");
    const frames = await client.ask({ ...subscribe("user"), jwt: jwt() });
    expect(frames.map((frame) => rows(frame, "orders").length)).toEqual([50, 1, 0]);
  });

  it("of another account are not told, and end with the subscription", async () => {
    const { socket, server, call, jwt } = await open();
    const other = server.addAccount().fund("USD", "20000");
    const client = await socket("/user");
    await client.ask({ ...subscribe("user"), jwt: jwt() });
    other.submit({
      clientId: "other",
      symbol: "BTC/USD",
      side: "buy",
      kind: "limit",
      quantity: "0.001",
      limitPrice: "90000",
    });
    await call("POST", ORDERS, { ...order("99000"), product_id: "BTC-USD" });
    expect(rows(await client.next(), "orders").map((row) => row.client_order_id)).toEqual([ID]);
    expect(standing((await client.ask({ ...unsubscribe("user"), jwt: jwt() })).at(-1))).toEqual({});
    const placed = await call("POST", ORDERS, { ...order("98000"), client_order_id: "x", product_id: "BTC-USD" });
    expect(placed.status).toBe(200);
    expect((await client.ask(subscribe("heartbeats"))).length).toBe(1);
  });

  const SECONDS = 1_767_571_200;
  it.each<[string, TokenChanges]>([
    ["for a request", { claims: { uri: "GET api.coinbase.com/api/v3/brokerage/accounts" } }],
    ["that lives over 120 s", { claims: { exp: SECONDS + 121 } }],
    ["whose time is over", { claims: { nbf: SECONDS - 130, exp: SECONDS - 10 } }],
    ["whose time is to come", { claims: { nbf: SECONDS + 60, exp: SECONDS + 180 } }],
    ["of another subject", { claims: { sub: "organizations/a/apiKeys/b" } }],
    ["of an unknown issuer", { claims: { iss: "me" } }],
    ["of an unknown key", { head: { kid: "organizations/a/apiKeys/b" } }],
    ["by another algorithm", { head: { alg: "none" } }],
    [
      "with a changed signature",
      { token: (token) => token.replace(/\.(.)([^.]*)$/, (_, first, rest) => `.${first === "A" ? "B" : "A"}${rest}`) },
    ],
    ["that is nonsense", { token: () => "a.b.c" }],
  ])("are not told for a token %s", async (_what, changes) => {
    const { socket, jwt } = await open();
    const client = await socket("/user");
    expect(await client.ask({ ...subscribe("user"), jwt: jwt(changes) })).toEqual(error("authentication failure"));
    expect(await client.ask({ ...subscribe("heartbeats"), jwt: jwt(changes) })).toEqual(
      error("authentication failure"),
    );
  });

  it("are not told for a token that was used, a key without the right, or one that is gone", async () => {
    const { socket, jwt, server, key } = await open();
    const client = await socket("/user");
    const token = jwt();
    await client.ask({ ...subscribe("heartbeats"), jwt: token });
    expect(await client.ask({ ...subscribe("user"), jwt: token })).toEqual(error("authentication failure"));
    const blind = server.addKey({ permissions: ["can_trade"] });
    const refused = { ...subscribe("user"), jwt: tokenOf(blind, server.clock.now()) };
    expect(await client.ask(refused)).toEqual(error("authentication failure"));
    key.revoke();
    expect(await client.ask({ ...subscribe("user"), jwt: jwt() })).toEqual(error("authentication failure"));
  });
});
