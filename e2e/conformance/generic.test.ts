// Does the general adapter do what little it promises at an exchange that it has no facts about? Binance.US speaks Binance's
// language, so our Binance server stands in for it; the adapter knows nothing of either.
import { describe, expect, it } from "vitest";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { binanceUnderTest } from "./binance-under-test.ts";
import { openVenue } from "./open-venue.ts";
import { AFTER_LAG_MS, accepted, found, lookUp } from "./place-orders.ts";
import type { VenueUnderTest } from "./venue-under-test.ts";

const under: VenueUnderTest = { ...binanceUnderTest, venue: "binanceus" };
const symbol = marketSymbolSchema.parse(under.symbol);
const submit = { path: under.routes.submit.path, method: under.routes.submit.method };

describe("the general adapter", () => {
  it("has no sandbox and says what it cannot do", async () => {
    const venue = await openVenue(under);
    expect(() => venue.sandbox()).toThrow(/no sandbox/);
    expect(venue.market.abilities.cannot.length).toBeGreaterThan(2);
    expect((await venue.failure(venue.client().fetchPermissions({}))).code).toBe("VENUE_NOT_SUPPORTED");
    expect((await venue.value(venue.client().validateOrder(venue.order(), {}))).kind).toBe("notSupported");
  });

  it("tells markets with their steps, prices, a book and balances", async () => {
    const venue = await openVenue(under);
    const instruments = await venue.value(venue.market.fetchInstruments({}));
    const listed = venue.server.market.instrument(symbol);
    expect(instruments.find((instrument) => instrument.symbol === symbol)).toMatchObject({
      priceStep: listed?.priceStep,
      amountStep: listed?.amountStep,
      costMin: listed?.costMin,
    });
    const [quote] = await venue.value(venue.market.fetchTickers([symbol], {}));
    const book = await venue.value(venue.market.fetchOrderBook({ symbol, depth: 5 }, {}));
    expect([quote?.bid, quote?.ask]).toEqual([book.bids[0]?.[0], book.asks[0]?.[0]]);
    const balances = await venue.value(venue.client().fetchBalances({}));
    expect(balances.find(({ asset }) => asset === under.base)).toMatchObject({ free: "100", inOrders: "0" });
  });

  it.each(["buy", "sell"] as const)("places a limit %s under our own id, finds and cancels it", async (side) => {
    const venue = await openVenue(under);
    const client = venue.client();
    const order = venue.order({
      kind: "limit",
      side,
      price: side === "buy" ? "90000.07" : "110000.13",
      quantity: "0.02003",
    });
    const { venueOrderId } = await accepted(venue, client, order);
    const [post] = venue.requests(under.routes.submit);
    expect(post === undefined ? null : under.readWire(post)).toMatchObject({
      clientId: order.clientOrderId,
      quantity: order.quantity,
      price: order.limitPrice,
    });
    await venue.time.pass(AFTER_LAG_MS);
    expect((await found(venue, client, order)).order).toMatchObject({
      state: "open",
      quantity: order.quantity,
      venueOrderId,
    });
    expect(await venue.value(client.cancelOrder({ venueOrderId, symbol }, {}))).toEqual({ kind: "accepted" });
    expect(venue.server.account.openOrders()).toEqual([]);
  });

  it.each([
    ["off the tick", { kind: "limit", price: "90000.001" }],
    ["off the lot", { kind: "limit", price: "90000", quantity: "0.010000001" }],
  ] as const)("does not send an order that the library would round: %s", async (_name, wish) => {
    const venue = await openVenue(under);
    expect((await venue.value(venue.client().submitOrder(venue.order(wish), {}))).kind).toBe("rejected");
    expect(venue.requests(under.routes.submit)).toEqual([]);
  });

  it.each([
    ["the reply is lost", { kind: "dropReply" }, 1],
    ["the request is lost", { kind: "dropRequest" }, 0],
    ["503 but executed", { kind: "status", status: 503, executed: true }, 1],
    ["broken JSON", { kind: "text", text: "{" }, 1],
    ["an empty body", { kind: "text", text: "" }, 1],
    ["an empty object", { kind: "alter", change: () => ({}) }, 1],
  ] as const)(
    "does not know what became of an order when %s, and never sends it again",
    async (_name, fault, orders) => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(client.fetchBalances({}));
      venue.server.faults.add(fault, submit);
      const order = venue.order({ kind: "limit", price: "90000" });
      expect((await venue.value(client.submitOrder(order, {}))).kind).toBe("unknown");
      expect(venue.requests(under.routes.submit)).toHaveLength(1);
      expect(venue.server.account.orders()).toHaveLength(orders);
      expect(client.rules).toMatchObject({ expiryMs: null, idempotentClientId: false });
      await venue.time.pass(AFTER_LAG_MS);
      const seen = await lookUp(venue, client, order);
      if (orders === 1) expect(seen.kind).toBe("found");
      else expect(["notFound", "noAnswer"]).toContain(seen.kind);
    },
  );

  it("a wrong key, a pause and a block are told as such", async () => {
    const venue = await openVenue(under);
    const key = venue.key();
    const client = venue.client(key);
    await venue.value(client.fetchBalances({}));
    const balances = { path: under.routes.balances.path, method: "GET" };
    venue.server.faults.add({ kind: "status", status: 429, headers: { "retry-after": "5" } }, balances);
    expect((await venue.failure(client.fetchBalances({}))).code).toBe("VENUE_RATE_LIMITED");
    venue.running.revoke(key);
    expect((await venue.failure(client.fetchBalances({}))).code).toMatch(/^VENUE_(AUTH|RATE_LIMITED)$/);
    venue.server.faults.add({ kind: "status", status: 418, headers: { "retry-after": "60" } }, balances);
    expect((await venue.failure(client.fetchBalances({}))).code).toBe("VENUE_BANNED");
    expect((await venue.failure(venue.market.fetchTickers([symbol], {}))).code).toBe("VENUE_BANNED");
  });
});
