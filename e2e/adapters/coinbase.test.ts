// The Coinbase adapter against its venue server, through the real library and real HTTP.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OrderRequest, VenueClient } from "#engine/ports/exchange-client.ts";
import type { VenueMarket } from "#engine/ports/venues.ts";
import { coinbaseVenue } from "#exchanges/coinbase/index.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { clientOrderIdSchema, marketSymbolSchema, venueOrderIdSchema } from "#shared/domain/ids.ts";
import { HOUR_MS, MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { startCoinbaseServer } from "../venue-server/coinbase/start-coinbase-server.ts";
import { openAdapter } from "./open-adapter.ts";

const BTC_USD = marketSymbolSchema.parse("BTC/USD");
const ORDERS = "/api/v3/brokerage/orders";
const id = (last: number) => clientOrderIdSchema.parse(`00000000-0000-4000-8000-${String(last).padStart(12, "0")}`);

let clock: ManualClock;
let server: Awaited<ReturnType<typeof startCoinbaseServer>>;
let market: VenueMarket;
let client: VenueClient;
let entered: { apiKey: string; secret: string; passphrase: string };

beforeEach(async () => {
  clock = new ManualClock();
  server = await startCoinbaseServer({ clock, prices: { "BTC/USD": "100000" } });
  server.account.fund("USD", "10000").fund("BTC", "1");
  const adapter = openAdapter({ factory: coinbaseVenue, server, clock });
  const key = server.addKey();
  entered = { apiKey: key.apiKey, secret: key.secret, passphrase: "" };
  market = adapter.market;
  client = adapter.client(entered);
});

afterEach(() => server.close());

const limit = (last: number, changes: Partial<OrderRequest> = {}): OrderRequest => ({
  clientOrderId: id(last),
  symbol: BTC_USD,
  side: "buy",
  kind: "limitIoc",
  quantity: decimalString("0.01"),
  limitPrice: decimalString("101000"),
  ...changes,
});

/** Limits of a second are not what these tests are about. */
async function apart<T>(call: Promise<T>): Promise<T> {
  const result = await call;
  await clock.advance(1_000);
  return result;
}

const find = (last: number) => client.findOrder({ clientOrderId: id(last), symbol: BTC_USD, sentAt: clock.now() }, {});

describe("market", () => {
  it("has instruments, prices, candles, books, time and a state", async () => {
    const instruments = await apart(market.fetchInstruments({}));
    expect(instruments.find(({ symbol }) => symbol === BTC_USD)).toEqual({
      venue: "coinbase",
      symbol: "BTC/USD",
      base: "BTC",
      quote: "USD",
      priceStep: "0.01",
      amountStep: "0.00000001",
      amountMin: "0.00000001",
      amountMax: "3400",
      costMin: "1",
      costMax: "150000000",
      status: "online",
    });
    const usdc = marketSymbolSchema.parse("BTC/USDC");
    const quotes = await apart(market.fetchTickers([BTC_USD, usdc, marketSymbolSchema.parse("NO/USD")], {}));
    expect(quotes.map(({ symbol, source }) => [symbol, source])).toEqual([
      ["BTC/USD", "rest"],
      ["BTC/USDC", "rest"],
    ]);
    expect(Number(quotes[0]?.ask)).toBeGreaterThan(Number(quotes[0]?.bid));
    for (const timeframe of ["1m", "1h", "4h", "1d"] as const) {
      const candles = await apart(
        market.fetchCandles(
          { symbol: marketSymbolSchema.parse("ETH/USD"), timeframe, before: clock.now(), limit: 400 },
          {},
        ),
      );
      expect([timeframe, candles.length]).toEqual([timeframe, 400]);
      expect(
        candles.every(({ openTime }, index) => index === 0 || openTime > (candles[index - 1]?.openTime ?? 0)),
      ).toBe(true);
    }
    const book = await apart(market.fetchOrderBook({ symbol: BTC_USD, depth: 5 }, {}));
    expect([book.bids.length, book.asks.length]).toEqual([5, 5]);
    expect(await market.fetchTime({})).toBe(clock.now());
    expect((await market.fetchStatus({})).state).toBe("online");
  });
});

describe("prices", () => {
  it("of the other markets are there when the venue refuses one", async () => {
    const eth = marketSymbolSchema.parse("ETH/USD");
    server.faults.add(
      { kind: "status", status: 404 },
      { path: "/api/v3/brokerage/market/product_book", when: ({ query }) => query.get("product_id") === "BTC-USD" },
    );
    const quotes = await apart(market.fetchTickers([BTC_USD, eth], {}));
    expect(quotes.map(({ symbol }) => symbol)).toEqual([eth]);
    server.faults.add(
      { kind: "status", status: 500 },
      { path: "/api/v3/brokerage/market/product_book", when: ({ query }) => query.get("product_id") === "BTC-USD" },
    );
    await expect(market.fetchTickers([BTC_USD, eth], {})).rejects.toMatchObject({ code: "VENUE_UNREACHABLE" });
  });
});

describe("account", () => {
  it("reads rights, balances and fees with every kind of key", async () => {
    for (const format of ["sec1", "pkcs8", "ed25519"] as const) {
      const { apiKey, secret, keyFile } = server.addKey({
        format,
        permissions: ["can_view", "can_trade", "can_transfer"],
      });
      for (const pasted of [
        { apiKey, secret },
        { apiKey: keyFile, secret: "" },
      ]) {
        const own = openAdapter({ factory: coinbaseVenue, server, clock }).client({ ...pasted, passphrase: "" });
        const permissions = await apart(own.fetchPermissions({}));
        expect(permissions.rights.map((right) => [right.id, right.granted, right.need])).toEqual([
          ["can_view", "yes", "needed"],
          ["can_trade", "yes", "trading"],
          ["can_transfer", "yes", "mustBeOff"],
        ]);
      }
    }
    expect(await apart(client.fetchBalances({}))).toMatchObject([
      { asset: "BTC", free: "1", inOrders: "0" },
      { asset: "USD", free: "10000" },
    ]);
    expect(await apart(client.fetchFeeTier({}))).toEqual({ maker: "0.006", taker: "0.012", feeAsset: "quote" });
  });

  it("says that the clock is wrong where a key is refused for it", async () => {
    server.setClockOffset(-10 * MINUTE_MS);
    await expect(client.fetchBalances({})).rejects.toMatchObject({
      code: "VENUE_CLOCK",
      message: expect.stringContaining("600 s ahead of"),
    });
    server.setClockOffset(0);
    await clock.advance(1_000);
    await expect(client.fetchBalances({})).resolves.toHaveLength(2);
  });

  it("tells a revoked key from a missing right", async () => {
    const { apiKey, secret, revoke } = server.addKey({ permissions: ["can_view"] });
    const own = openAdapter({ factory: coinbaseVenue, server, clock }).client({ apiKey, secret, passphrase: "" });
    expect(await apart(own.submitOrder(limit(1), {}))).toMatchObject({ kind: "rejected", code: "PERMISSION_DENIED" });
    revoke();
    await expect(own.fetchBalances({})).rejects.toMatchObject({ code: "VENUE_AUTH" });
  });
});

describe("orders", () => {
  it("sends the raw client id and finds the order with all its fills", async () => {
    const outcome = await apart(client.submitOrder(limit(1), {}));
    expect(outcome).toMatchObject({ kind: "accepted", fills: [], order: { clientOrderId: id(1), state: "open" } });
    const body = JSON.parse(server.requests.of(ORDERS, "POST")[0]?.body ?? "");
    expect(body).toEqual({
      client_order_id: id(1),
      product_id: "BTC-USD",
      side: "BUY",
      order_configuration: { sor_limit_ioc: { base_size: "0.01", limit_price: "101000" } },
    });
    const found = await apart(find(1));
    if (found.kind !== "found") throw new Error(JSON.stringify(found));
    expect(found.order).toMatchObject({
      state: "filled",
      filledQuantity: "0.01",
      quantity: "0.01",
      limitPrice: "101000",
    });
    expect(found.fills[0]).toMatchObject({
      clientOrderId: id(1),
      side: "buy",
      liquidity: "taker",
      fee: { asset: "USD" },
    });
    const listed = await apart(client.fetchFills({ since: unixMs(clock.now() - HOUR_MS) }, {}));
    expect(listed.map(({ tsInit: _, ...fill }) => fill)).toEqual(found.fills.map(({ tsInit: _, ...fill }) => fill));
    expect(await apart(find(2))).toEqual({ kind: "notFound" });
  });

  it("takes every kind of order and refuses a market buy by quantity before sending", async () => {
    const quarter = decimalString("0.001");
    const kinds: readonly (readonly [OrderRequest, object])[] = [
      [limit(1, { kind: "limit", limitPrice: decimalString("90000") }), { limit_limit_gtc: { post_only: false } }],
      [limit(2, { kind: "postOnly", limitPrice: decimalString("90000") }), { limit_limit_gtc: { post_only: true } }],
      [
        limit(3, { kind: "market", side: "sell", quantity: quarter, limitPrice: null }),
        { market_market_ioc: { base_size: "0.001" } },
      ],
      [
        limit(4, { kind: "market", limitPrice: null, quoteAmount: decimalString("25") }),
        { market_market_ioc: { quote_size: "25" } },
      ],
    ];
    for (const [request, configuration] of kinds) {
      expect(await apart(client.validateOrder(request, {}))).toMatchObject({
        kind: "valid",
        fee: { kind: "amount", asset: "USD", amount: expect.stringMatching(/^\d+(\.\d+)?$/) },
        warnings: [],
      });
      expect(await apart(client.submitOrder(request, {}))).toMatchObject({ kind: "accepted" });
      const sent = server.requests.of(ORDERS, "POST").at(-1)?.body ?? "";
      expect(JSON.parse(sent).order_configuration).toMatchObject(configuration);
    }
    const before = server.requests.all.length;
    expect(await client.submitOrder(limit(5, { kind: "market", limitPrice: null }), {})).toMatchObject({
      kind: "rejected",
      code: "MARKET_BUY_BY_QUANTITY",
    });
    expect(server.requests.all.length).toBe(before);
    const open = await apart(client.fetchOpenOrders({}));
    expect(open.map(({ clientOrderId }) => clientOrderId).sort()).toEqual([id(1), id(2)]);
    const bought = await apart(find(4));
    expect(bought).toMatchObject({ kind: "found", order: { state: "filled" } });
  });

  it("is idempotent, and says refusals with the venue's own code", async () => {
    await apart(client.submitOrder(limit(1), {}));
    await apart(client.submitOrder(limit(1), {}));
    expect(server.account.orders()).toHaveLength(1);
    const much = limit(2, { quantity: decimalString("100") });
    expect(await apart(client.submitOrder(much, {}))).toMatchObject({ kind: "rejected", code: "INSUFFICIENT_FUND" });
    expect(await apart(client.validateOrder(much, {}))).toMatchObject({
      kind: "invalid",
      code: "PREVIEW_INSUFFICIENT_FUND",
    });
  });

  it("does not take silence or confusion for a refusal", async () => {
    const faults = [
      { kind: "dropReply" },
      { kind: "status", status: 503, executed: true },
      { kind: "text", text: "{}" },
      { kind: "text", text: "<html>" },
      { kind: "alter", change: () => ({ success: true, success_response: { order_id: "" } }) },
    ] as const;
    for (const [index, fault] of faults.entries()) {
      server.faults.add(fault, { path: ORDERS });
      expect([fault, await apart(client.submitOrder(limit(index), {}))]).toMatchObject([fault, { kind: "unknown" }]);
      expect(await apart(find(index))).toMatchObject({ kind: "found" });
    }
  });

  it("walks the whole list for our id (trap 1: there is no look-up by it)", async () => {
    const first = limit(0, { quantity: decimalString("0.0001") });
    const sentAt = clock.now();
    for (let count = 0; count < 310; count += 1) {
      const request = { ...first, clientOrderId: id(count) };
      expect(await apart(client.submitOrder(request, {}))).toMatchObject({ kind: "accepted" });
    }
    const before = server.requests.all.length;
    const found = await apart(client.findOrder({ clientOrderId: id(0), symbol: BTC_USD, sentAt }, {}));
    expect(found).toMatchObject({ kind: "found", order: { clientOrderId: id(0) } });
    // Four pages of orders, one of fills.
    expect(server.requests.all.length - before).toBe(5);
  });

  it("finds an order that is told under the product with the same book (trap 20)", async () => {
    const usdc = marketSymbolSchema.parse("BTC/USDC");
    server.account.fund("USDC", "10000");
    expect(await apart(client.submitOrder(limit(1, { symbol: usdc }), {}))).toMatchObject({ kind: "accepted" });
    const renamed = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll("BTC-USDC", "BTC-USD"));
    server.faults.add({ kind: "alter", change: renamed }, { path: /historical/, times: 2 });
    const found = await apart(client.findOrder({ clientOrderId: id(1), symbol: usdc, sentAt: clock.now() }, {}));
    expect(found).toMatchObject({ kind: "found", order: { symbol: "BTC/USDC" }, fills: [{ fee: { asset: "USDC" } }] });
    const query = server.requests.of(`${ORDERS}/historical/batch`)[0]?.query;
    expect(query?.getAll("product_ids")).toEqual(["BTC-USDC", "BTC-USD"]);
  });

  it("says no answer, never not found, where a list stands still or cannot be read", async () => {
    const stuck = (value: unknown) => ({ ...(value as object), orders: [], has_next: true, cursor: "again" });
    server.faults.add({ kind: "alter", change: stuck }, { path: `${ORDERS}/historical/batch`, times: 2 });
    server.account.fund("USD", "1");
    server.faults.add({ kind: "status", status: 500 }, { path: `${ORDERS}/historical/batch`, skip: 2 });
    expect(await apart(find(1))).toMatchObject({ kind: "noAnswer" });
    expect(await apart(find(1))).toMatchObject({ kind: "noAnswer" });
  });

  it("waits as long as the venue asks after a 429, and an order refused by it was not placed", async () => {
    server.faults.add({ kind: "status", status: 429, headers: { "retry-after": "7" } }, { path: ORDERS });
    expect(await client.submitOrder(limit(1), {})).toMatchObject({ kind: "rejected" });
    expect(client.diagnostics().pausedUntil).toBe(clock.now() + 7_000);
    const waiting = client.fetchBalances({});
    const before = server.requests.all.length;
    await clock.advance(6_900);
    expect(server.requests.all.length).toBe(before);
    await clock.advance(200);
    expect(await waiting).toHaveLength(2);
  });

  it("cancels by id, order by order", async () => {
    const resting = limit(1, { kind: "limit", limitPrice: decimalString("90000") });
    const placed = await apart(client.submitOrder(resting, {}));
    if (placed.kind !== "accepted") throw new Error(JSON.stringify(placed));
    const cancel = (venueOrderId: string) =>
      apart(client.cancelOrder({ venueOrderId: venueOrderIdSchema.parse(venueOrderId), symbol: BTC_USD }, {}));
    expect(await cancel(placed.order.venueOrderId)).toEqual({ kind: "accepted" });
    expect(await cancel(placed.order.venueOrderId)).toEqual({ kind: "alreadyOver" });
    expect(await cancel("00000000-0000-4000-8000-00000000dead")).toEqual({ kind: "notFound" });
    const filled = await apart(client.submitOrder(limit(2), {}));
    if (filled.kind !== "accepted") throw new Error(JSON.stringify(filled));
    expect(await cancel(filled.order.venueOrderId)).toEqual({ kind: "alreadyOver" });
  });
});

describe("history", () => {
  it("pages transactions of all wallets and goes on from any page", async () => {
    for (let count = 0; count < 230; count += 1)
      server.account.transfer({
        kind: "deposit",
        asset: count % 2 === 0 ? "USD" : "BTC",
        amount: "1",
        at: unixMs(clock.now() + count),
      });
    server.account.transfer({ kind: "withdrawal", asset: "BTC", amount: "0.5", fee: "0.0001" });
    const since = unixMs(0);
    const pagesFrom = async (resume: string | null) => {
      const pages: { readonly ids: readonly string[]; readonly resume: string | null }[] = [];
      for await (const page of client.history("deposits", { since, resume }, {})) {
        pages.push({ ids: page.items.map(({ venueId }) => venueId), resume: page.resume });
        await clock.advance(1_000);
      }
      return pages;
    };
    const pages = await pagesFrom(null);
    const whole = pages.flatMap(({ ids }) => ids);
    expect([whole.length, new Set(whole).size]).toEqual([230, 230]);
    expect(pages.filter(({ ids }) => ids.length > 0).map(({ ids }) => ids.length)).toHaveLength(4);
    for (const [index, { resume }] of pages.entries()) {
      if (resume === null) continue;
      const rest = (await pagesFrom(resume)).flatMap(({ ids }) => ids);
      expect(rest).toEqual(pages.slice(index + 1).flatMap(({ ids }) => ids));
    }
    const out = [];
    for await (const page of client.history("withdrawals", { since, resume: null }, {})) {
      out.push(...page.items);
      await clock.advance(1_000);
    }
    expect(out).toMatchObject([{ kind: "withdrawal", asset: "BTC", amount: "-0.5", fee: "0.0001", status: "done" }]);
  });

  it("pages fills", async () => {
    for (let count = 0; count < 210; count += 1) {
      await apart(client.submitOrder(limit(count, { quantity: decimalString("0.0001") }), {}));
    }
    const pages = [];
    for await (const page of client.fillPages({ since: unixMs(0), resume: null }, {})) {
      pages.push(page.items.length);
      await clock.advance(1_000);
    }
    expect(pages).toEqual([100, 100, 10]);
  });
});
