// The Coinbase Exchange adapter against its venue server, through the real library and real HTTP.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OrderRequest, VenueClient } from "#engine/ports/exchange-client.ts";
import type { VenueMarket } from "#engine/ports/venues.ts";
import { coinbaseExchangeVenue } from "#exchanges/coinbaseexchange/index.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { clientOrderIdSchema, marketSymbolSchema, venueOrderIdSchema } from "#shared/domain/ids.ts";
import { HOUR_MS, MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { startCoinbaseExchangeServer } from "../venue-server/coinbaseexchange/start-coinbase-exchange-server.ts";
import { openAdapter } from "./open-adapter.ts";

const BTC_USD = marketSymbolSchema.parse("BTC/USD");
const id = (last: number) => clientOrderIdSchema.parse(`00000000-0000-4000-8000-${String(last).padStart(12, "0")}`);

let clock: ManualClock;
let server: Awaited<ReturnType<typeof startCoinbaseExchangeServer>>;
let market: VenueMarket;
let client: VenueClient;

beforeEach(async () => {
  clock = new ManualClock();
  server = await startCoinbaseExchangeServer({ clock, prices: { "BTC/USD": "100000" } });
  server.account.fund("USD", "10000").fund("BTC", "1");
  const adapter = openAdapter({ factory: coinbaseExchangeVenue, server, clock });
  market = adapter.market;
  client = adapter.client(server.addKey());
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
    expect(instruments.find(({ symbol }) => symbol === BTC_USD)).toMatchObject({
      venue: "coinbaseexchange",
      priceStep: "0.01",
      amountStep: "0.00000001",
      amountMin: null,
      amountMax: null,
      costMax: null,
      status: "online",
    });
    server.market.setStatus(BTC_USD, "cancelOnly");
    await clock.advance(2 * MINUTE_MS);
    const again = await apart(market.fetchInstruments({}));
    expect(again.find(({ symbol }) => symbol === BTC_USD)?.status).toBe("cancelOnly");
    const quotes = await apart(market.fetchTickers([BTC_USD, marketSymbolSchema.parse("NO/USD")], {}));
    expect(quotes.map(({ symbol }) => symbol)).toEqual(["BTC/USD"]);
    for (const timeframe of ["1m", "15m", "4h", "1d"] as const) {
      const symbol = marketSymbolSchema.parse("ETH/USD");
      const candles = await apart(market.fetchCandles({ symbol, timeframe, before: clock.now(), limit: 400 }, {}));
      expect([timeframe, candles.length]).toEqual([timeframe, 400]);
      expect(candles.every(({ high, low }) => /^\d+(\.\d+)?$/.test(`${high}`) && Number(high) >= Number(low))).toBe(
        true,
      );
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
    const body = '{"message":"NotFound"}';
    server.faults.add({ kind: "status", status: 404, body }, { path: "/products/BTC-USD/ticker" });
    const quotes = await apart(market.fetchTickers([BTC_USD, eth], {}));
    expect(quotes.map(({ symbol }) => symbol)).toEqual([eth]);
    server.faults.add({ kind: "status", status: 500 }, { path: "/products/BTC-USD/ticker" });
    await expect(market.fetchTickers([BTC_USD, eth], {})).rejects.toMatchObject({ code: "VENUE_UNREACHABLE" });
  });
});

describe("account", () => {
  it("reads balances and fees, and says that rights cannot be read", async () => {
    expect(await apart(client.fetchBalances({}))).toMatchObject([
      { asset: "BTC", free: "1", inOrders: "0" },
      { asset: "USD", free: "10000" },
    ]);
    expect(await apart(client.fetchFeeTier({}))).toEqual({ maker: "0.004", taker: "0.006", feeAsset: "quote" });
    await expect(client.fetchPermissions({})).rejects.toMatchObject({ code: "VENUE_NOT_SUPPORTED" });
    expect(await client.validateOrder(limit(1), {})).toMatchObject({ kind: "notSupported" });
  });

  it("tells a wrong clock, a revoked key and a missing right apart (trap 13)", async () => {
    server.setClockOffset(-10 * MINUTE_MS);
    await expect(apart(client.fetchBalances({}))).rejects.toMatchObject({ code: "VENUE_CLOCK" });
    await clock.advance(1_000);
    server.setClockOffset(0);
    const viewOnly = server.addKey({ permissions: ["view"] });
    const own = openAdapter({ factory: coinbaseExchangeVenue, server, clock }).client(viewOnly);
    expect(await apart(own.submitOrder(limit(1), {}))).toMatchObject({ kind: "rejected" });
    viewOnly.revoke();
    await expect(own.fetchBalances({})).rejects.toMatchObject({ code: "VENUE_AUTH", retryable: false });
  });
});

describe("orders", () => {
  it("sends raw fields, each kind its own", async () => {
    const kinds: readonly (readonly [OrderRequest, object])[] = [
      [limit(1), { type: "limit", size: "0.01", price: "101000", time_in_force: "IOC" }],
      [limit(2, { kind: "limit", limitPrice: decimalString("90000") }), { type: "limit", time_in_force: "GTC" }],
      [limit(3, { kind: "postOnly", limitPrice: decimalString("90000") }), { time_in_force: "GTC", post_only: true }],
      [
        limit(4, { kind: "market", limitPrice: null, quantity: decimalString("0.001") }),
        { type: "market", size: "0.001" },
      ],
      [
        limit(5, { kind: "market", limitPrice: null, quoteAmount: decimalString("25") }),
        { type: "market", funds: "25" },
      ],
    ];
    for (const [request, wire] of kinds) {
      expect(await apart(client.submitOrder(request, {}))).toMatchObject({ kind: "accepted", fills: [] });
      const sent = JSON.parse(server.requests.of("/orders", "POST").at(-1)?.body ?? "");
      expect(sent).toMatchObject({ ...wire, client_oid: request.clientOrderId, product_id: "BTC-USD", side: "buy" });
      const found = await apart(client.findOrder({ ...request, sentAt: clock.now() }, {}));
      expect(found).toMatchObject({ kind: "found", order: { clientOrderId: request.clientOrderId } });
    }
    const open = await apart(client.fetchOpenOrders({}));
    expect(open.map(({ clientOrderId }) => clientOrderId).sort()).toEqual([id(2), id(3)]);
    const fills = await apart(client.fetchFills({ since: unixMs(clock.now() - HOUR_MS) }, {}));
    expect(new Set(fills.map(({ clientOrderId }) => clientOrderId))).toEqual(new Set([id(1), id(4), id(5)]));
    expect(await apart(find(6))).toEqual({ kind: "notFound" });
  });

  it("finds the fills of orders of an earlier run", async () => {
    await apart(client.submitOrder(limit(1), {}));
    const reborn = openAdapter({ factory: coinbaseExchangeVenue, server, clock }).client(server.addKey());
    const fills = await apart(reborn.fetchFills({ since: unixMs(clock.now() - HOUR_MS) }, {}));
    expect(fills.map(({ clientOrderId }) => clientOrderId)).toEqual([id(1)]);
  });

  it("says refusals with the venue's own words, and a post-only order that would take is rejected", async () => {
    const much = limit(1, { quantity: decimalString("100") });
    expect(await apart(client.submitOrder(much, {}))).toMatchObject({ kind: "rejected", code: "Insufficient funds" });
    const crossing = limit(2, { kind: "postOnly" });
    expect(await apart(client.submitOrder(crossing, {}))).toMatchObject({ kind: "rejected", code: "post only" });
  });

  it("does not take silence or confusion for a refusal", async () => {
    const faults = [
      { kind: "dropReply" },
      { kind: "status", status: 503, executed: true },
      { kind: "text", text: "{}" },
      { kind: "text", text: "<html>" },
    ] as const;
    for (const [index, fault] of faults.entries()) {
      server.faults.add(fault, { path: "/orders", method: "POST" });
      expect([fault, await apart(client.submitOrder(limit(index), {}))]).toMatchObject([fault, { kind: "unknown" }]);
      expect(await apart(find(index))).toMatchObject({ kind: "found" });
    }
  });

  it("cancels by id alone (trap 14)", async () => {
    const resting = limit(1, { kind: "limit", limitPrice: decimalString("90000") });
    const placed = await apart(client.submitOrder(resting, {}));
    const filled = await apart(client.submitOrder(limit(2), {}));
    if (placed.kind !== "accepted" || filled.kind !== "accepted") throw new Error("Not accepted");
    const cancel = (venueOrderId: string) =>
      apart(client.cancelOrder({ venueOrderId: venueOrderIdSchema.parse(venueOrderId), symbol: BTC_USD }, {}));
    expect(await cancel(placed.order.venueOrderId)).toEqual({ kind: "accepted" });
    expect(server.requests.of(`/orders/${placed.order.venueOrderId}`, "DELETE")[0]?.body).toBe("");
    expect(await cancel(filled.order.venueOrderId)).toEqual({ kind: "alreadyOver" });
    expect(await cancel("00000000-0000-4000-8000-00000000dead")).toEqual({ kind: "notFound" });
  });
});

describe("history", () => {
  it.each(["deposits", "ledger"] as const)("pages %s and goes on from any page", async (kind) => {
    for (let count = 0; count < 230; count += 1) {
      const asset = count % 2 === 0 ? "USD" : "BTC";
      server.account.transfer({ kind: "deposit", asset, amount: "1", at: unixMs(clock.now() + count) });
    }
    server.account.transfer({ kind: "withdrawal", asset: "BTC", amount: "0.5", fee: "0.0001" });
    const pagesFrom = async (of: "deposits" | "withdrawals" | "ledger", resume: string | null) => {
      const pages = [];
      for await (const page of client.history(of, { since: unixMs(0), resume }, {})) {
        pages.push(page);
        await clock.advance(1_000);
      }
      return pages;
    };
    const ids = (pages: Awaited<ReturnType<typeof pagesFrom>>) =>
      pages.flatMap(({ items }) => items.map((item) => item.venueId));
    const pages = await pagesFrom(kind, null);
    const count = kind === "deposits" ? 230 : 231;
    expect([ids(pages).length, new Set(ids(pages)).size]).toEqual([count, count]);
    for (const [index, { resume }] of pages.entries()) {
      if (resume !== null) expect(ids(await pagesFrom(kind, resume))).toEqual(ids(pages.slice(index + 1)));
    }
    const out = (await pagesFrom("withdrawals", null)).flatMap(({ items }) => items);
    expect(out).toMatchObject([{ kind: "withdrawal", asset: "BTC", amount: "-0.5", fee: "0.0001", status: "done" }]);
  });

  it("pages fills", async () => {
    for (let count = 0; count < 210; count += 1)
      await apart(client.submitOrder(limit(count, { quantity: decimalString("0.0001") }), {}));
    const pages = [];
    for await (const page of client.fillPages({ since: unixMs(0), resume: null }, {})) {
      pages.push(page.items.length);
      await clock.advance(1_000);
    }
    expect(pages).toEqual([0, 100, 100, 10, 0]);
  });
});
