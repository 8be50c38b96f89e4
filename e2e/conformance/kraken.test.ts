// Does the Kraken adapter keep the contract, and every trap that is about Kraken?
import { describe, expect, it } from "vitest";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import { exchangeConformance } from "./exchange-conformance.ts";
import { krakenUnderTest as under } from "./kraken-under-test.ts";
import { type OpenVenue, openVenue } from "./open-venue.ts";
import { accepted, found, lookUp } from "./place-orders.ts";

exchangeConformance(under);

const sentForms = (venue: OpenVenue, path: string) =>
  venue.server.requests.of(path).map(({ body }) => new URLSearchParams(body));
/** Of every signed call, as they arrived. */
const nonces = (venue: OpenVenue): bigint[] =>
  venue.server.requests.of(/^\/0\/private\//).map(({ body }) => BigInt(new URLSearchParams(body).get("nonce") ?? "-1"));

function expectRising(values: readonly bigint[]): void {
  values.forEach((value, index) => {
    expect(value > (values[index - 1] ?? 0n), `nonce ${index}`).toBe(true);
  });
}

describe("traps of Kraken", () => {
  it("trap 3: there is no sandbox to be switched to", async () => {
    const venue = await openVenue(under);
    expect(() => venue.sandbox()).toThrow(/no sandbox/);
    expect(venue.server.requests.all).toEqual([]);
  });

  it("trap 5: calls at the same moment, of two clients with one key, carry rising nonces and none is refused", async () => {
    const venue = await openVenue(under);
    const key = venue.key();
    const clients = [venue.client(key), venue.client(key)];
    const calls = Array.from({ length: 24 }, (_, index) => {
      const client = clients[index % 2];
      if (client === undefined) throw new Error("no client");
      return index % 3 === 0 ? client.submitOrder(venue.order(), {}) : client.fetchBalances({});
    });
    await venue.value(Promise.all(calls));
    const sent = nonces(venue);
    expect(sent).toHaveLength(24);
    expectRising(sent);
    expect(venue.server.requests.all.every(({ status }) => status === 200)).toBe(true);
    expect(venue.server.account.orders()).toHaveLength(8);
  });

  it("trap 5: nonces rise across a restart with the clock set back", async () => {
    const venue = await openVenue(under);
    const key = venue.key();
    await venue.value(venue.client(key).fetchBalances({}));
    venue.restart();
    venue.time.clock.stepWall(-3 * 3_600_000);
    await venue.value(venue.client(key).fetchBalances({}));
    venue.time.clock.stepWall(-3_600_000);
    await venue.value(venue.client(key).fetchBalances({}));
    expect(nonces(venue)).toHaveLength(3);
    expectRising(nonces(venue));
  });

  it("trap 5: after somebody else used a higher nonce with the key, the next call goes above it", async () => {
    const venue = await openVenue(under);
    const client = venue.client();
    await venue.value(client.fetchBalances({}));
    venue.server.faults.add(
      { kind: "status", status: 200, body: JSON.stringify({ error: ["EAPI:Invalid nonce"] }) },
      { path: "/0/private/AddOrder" },
    );
    const order = venue.order({ kind: "limit", price: "90000" });
    await accepted(venue, client, order);
    const forms = sentForms(venue, "/0/private/AddOrder");
    expect(forms.map((form) => form.get("cl_ord_id"))).toEqual([order.clientOrderId, order.clientOrderId]);
    expect(venue.server.account.orders()).toHaveLength(1);
    expectRising(nonces(venue));
    const [first = 0n, second = 0n] = nonces(venue).slice(-2);
    expect(second - first).toBeGreaterThan(1_000_000n);
  });

  it("trap 6: a server error is not answered by sending again", async () => {
    const venue = await openVenue(under);
    venue.server.faults.add({ kind: "status", status: 520, executed: true }, { path: "/0/private/AddOrder", times: 9 });
    expect((await venue.value(venue.client().submitOrder(venue.order(), {}))).kind).toBe("unknown");
    expect(sentForms(venue, "/0/private/AddOrder")).toHaveLength(1);
  });

  it("trap 8: a validated order is never a placed one", async () => {
    const venue = await openVenue(under);
    const client = venue.client();
    const order = venue.order();
    expect(await venue.value(client.validateOrder(order, {}))).toEqual({ kind: "valid" });
    expect(sentForms(venue, "/0/private/AddOrder").map((form) => form.get("validate"))).toEqual(["true"]);
    expect(await lookUp(venue, client, order)).toEqual({ kind: "notFound" });
    // What the venue answers to it, were it the answer to a real one.
    venue.server.faults.add(
      { kind: "alter", change: () => ({ error: [], result: { descr: { order: "buy 0.01 XBTUSD @ limit 1" } } }) },
      { path: "/0/private/AddOrder" },
    );
    expect((await venue.value(client.submitOrder(venue.order(), {}))).kind).toBe("unknown");
  });

  it("trap 9: an order is looked up by cl_ord_id among open and closed ones, never by userref", async () => {
    const venue = await openVenue(under);
    const key = venue.key();
    const order = venue.order();
    await accepted(venue, venue.client(key), order);
    // A run that does not know the order's own id.
    venue.restart();
    await found(venue, venue.client(key), order);
    const open = sentForms(venue, "/0/private/OpenOrders");
    const closed = sentForms(venue, "/0/private/ClosedOrders");
    expect(open.length).toBeGreaterThan(0);
    expect(closed.length).toBeGreaterThan(0);
    for (const form of [...open, ...closed]) {
      expect(form.get("cl_ord_id")).toBe(order.clientOrderId);
      expect(form.has("userref")).toBe(false);
    }
  });

  it("trap 9: an answer about another order is not taken for ours", async () => {
    const venue = await openVenue(under);
    const client = venue.client();
    const [mine, other] = [
      venue.order({ kind: "limit", price: "90000" }),
      venue.order({ kind: "limit", price: "90001" }),
    ];
    await accepted(venue, client, other);
    // As if the venue did not know the filter.
    venue.server.faults.add(
      { kind: "alter", change: (value) => renamed(value, mine.clientOrderId) },
      { path: "/0/private/OpenOrders" },
    );
    expect(await lookUp(venue, client, mine)).toEqual({ kind: "notFound" });
  });

  it("trap 15: the tick is the venue's, not the number of decimals", async () => {
    const venue = await openVenue(under);
    venue.server.faults.add(
      {
        kind: "alter",
        change: (value) => JSON.parse(JSON.stringify(value).replaceAll('"tick_size":"0.1"', '"tick_size":"0.5"')),
      },
      { path: "/0/public/AssetPairs", times: 9 },
    );
    const instruments = await venue.value(venue.market.fetchInstruments({}));
    expect(instruments.find(({ symbol }) => symbol === "BTC/USD")?.priceStep).toBe("0.5");
  });

  it.each([0, 25_000, -25_000])(
    "every order has a deadline of 5 s by the venue's clock, which is %i ms off",
    async (offset) => {
      const venue = await openVenue(under);
      venue.server.setClockOffset(offset);
      await accepted(venue, venue.client(), venue.order({ kind: "limit", price: "90000" }));
      const [form] = sentForms(venue, "/0/private/AddOrder");
      const text = form?.get("deadline") ?? "";
      expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      // The venue tells whole seconds only.
      expect(Math.abs(Date.parse(text) - (venue.now() + offset + 5_000))).toBeLessThanOrEqual(600);
    },
  );

  it("codes of the venue's own are told by their usual names", async () => {
    const venue = await openVenue(under, { prices: { "DOGE/USD": "0.3", "BTC/USD": "100000" } });
    venue.server.account.fund("DOGE", "1000");
    const client = venue.client();
    const balances = await venue.value(client.fetchBalances({}));
    expect(balances.find(({ asset }) => asset === "DOGE")?.free).toBe("1000");
    const [quote] = await venue.value(venue.market.fetchTickers([marketSymbolSchema.parse("DOGE/USD")], {}));
    expect(quote?.symbol).toBe("DOGE/USD");
    const order = venue.order({ symbol: "DOGE/USD", side: "sell", quantity: "100", price: "0.29" });
    await accepted(venue, client, order);
    expect(sentForms(venue, "/0/private/AddOrder")[0]?.get("pair")).toBe("XDGUSD");
  });

  it("a list whose count is wrong is not read for ever", async () => {
    const venue = await openVenue(under);
    const client = venue.client();
    await accepted(venue, client, venue.order());
    const page = { error: [], result: { trades: { "T1-1": SOME_TRADE }, count: 9_007_199_254_740_991 } };
    const lists = /\/(TradesHistory|ClosedOrders|Ledgers)$/;
    venue.server.faults.add({ kind: "alter", change: () => page }, { path: lists, times: 1_000 });
    expect((await venue.failure(client.fetchFills({ since: unixMs(0) }, {}))).message).toContain("does not end");
    expect(venue.server.requests.of(lists)).toHaveLength(2);
  });

  it("the fee is taken in the quote asset, so that what was bought is what was asked for", async () => {
    const venue = await openVenue(under);
    const client = venue.client();
    const order = venue.order({ quantity: "0.5" });
    await accepted(venue, client, order);
    const { fills } = await found(venue, client, order);
    expect(fills.map(({ fee }) => fee.asset)).toEqual(["USD"]);
    expect(sentForms(venue, "/0/private/AddOrder")[0]?.get("oflags")).toContain("fciq");
  });
});

/** The same list with one of its orders under another client id than it was asked for. */
function renamed(value: unknown, asked: string): unknown {
  const open = {
    OXXXXX: {
      ...SOME_ORDER,
      cl_ord_id: `${asked.slice(0, -1)}0` === asked ? `${asked.slice(0, -1)}1` : `${asked.slice(0, -1)}0`,
    },
  };
  return typeof value === "object" ? { error: [], result: { open } } : value;
}

const SOME_TRADE = {
  ordertxid: "OXXXXX",
  postxid: "P",
  pair: "XXBTZUSD",
  time: 1_766_000_000.5,
  type: "buy",
  ordertype: "limit",
  price: "100000.1",
  cost: "1000.0",
  fee: "4.0",
  vol: "0.01",
  margin: "0",
  misc: "",
  maker: false,
};

const SOME_ORDER = {
  refid: null,
  userref: 0,
  status: "open",
  opentm: 1_767_571_200.5,
  starttm: 0,
  expiretm: 0,
  descr: {
    pair: "XBTUSD",
    type: "buy",
    ordertype: "limit",
    price: "90000.0",
    price2: "0",
    leverage: "none",
    order: "buy 0.01000000 XBTUSD @ limit 90000.0",
    close: "",
  },
  vol: "0.01000000",
  vol_exec: "0.00000000",
  cost: "0.00000",
  fee: "0.00000",
  price: "0.00000",
  stopprice: "0.00000",
  limitprice: "0.00000",
  misc: "",
  oflags: "fciq",
};
