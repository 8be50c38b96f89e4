// Does the Binance adapter keep the contract, and every trap that is about Binance?
import { describe, expect, it } from "vitest";
import type { BinanceKeyKind } from "../venue-server/binance/key-ring.ts";
import { startBinanceServer } from "../venue-server/binance/start-binance-server.ts";
import { binanceUnderTest as under } from "./binance-under-test.ts";
import { exchangeConformance } from "./exchange-conformance.ts";
import { type OpenVenue, openVenue } from "./open-venue.ts";
import { accepted, found } from "./place-orders.ts";

exchangeConformance(under);

const sent = (venue: OpenVenue) =>
  venue.requests(under.routes.submit).map((request) => {
    const params = new URLSearchParams(request.body);
    for (const [name, value] of request.query) params.append(name, value);
    return params;
  });

describe("traps of Binance", () => {
  it.each(["buy", "sell"] as const)(
    "trap 2: a market %s by quantity says quantity and no amount to spend",
    async (side) => {
      const venue = await openVenue(under);
      await accepted(venue, venue.client(), venue.order({ kind: "market", side, quantity: "0.02" }));
      const [params] = sent(venue);
      expect(params?.get("quantity")).toBe("0.02");
      expect(params?.has("quoteOrderQty")).toBe(false);
      expect(params?.has("price")).toBe(false);
    },
  );

  it("trap 3: the sandbox is a real one, and has no wallet calls", async () => {
    const venue = await openVenue(under);
    expect(venue.sandbox().endpoint).toBe("sandbox");
    expect(venue.server.requests.all).toEqual([]);
  });

  it("trap 6: a server error is not answered by sending again", async () => {
    const venue = await openVenue(under);
    venue.server.faults.add({ kind: "status", status: 503, executed: true }, { ...under.routes.submit, times: 9 });
    expect((await venue.value(venue.client().submitOrder(venue.order(), {}))).kind).toBe("unknown");
    expect(sent(venue)).toHaveLength(1);
  });

  it.each(["OK", "<html></html>", "", "null", "[]"])(
    "trap 7: the answer %j to an order is an unknown outcome",
    async (text) => {
      const venue = await openVenue(under);
      venue.server.faults.add({ kind: "text", text, contentType: "text/plain" }, under.routes.submit);
      expect((await venue.value(venue.client().submitOrder(venue.order(), {}))).kind).toBe("unknown");
      expect(venue.server.account.orders()).toHaveLength(1);
    },
  );

  it("trap 10: a key revoked after it worked is a wrong key, not a limit", async () => {
    const venue = await openVenue(under);
    const key = venue.key();
    const client = venue.client(key);
    await venue.value(client.fetchBalances({}));
    await accepted(venue, client, venue.order());
    venue.running.revoke(key);
    expect((await venue.failure(client.fetchBalances({}))).code).toBe("VENUE_AUTH");
    expect(await venue.value(client.submitOrder(venue.order(), {}))).toMatchObject({ kind: "rejected", code: "-2015" });
    expect(client.diagnostics().pausedUntil).toBeNull();
  });

  it("every signed call has a time and a window of 5 s", async () => {
    const venue = await openVenue(under);
    const client = venue.client();
    await accepted(venue, client, venue.order({ kind: "limit", price: "90000" }));
    await venue.value(client.fetchBalances({}));
    await venue.value(client.fetchOpenOrders({}));
    const signed = venue.server.requests.all.filter(({ headers }) => headers["x-mbx-apikey"] !== undefined);
    expect(signed.length).toBeGreaterThanOrEqual(3);
    for (const { query, body } of signed) {
      const params = new URLSearchParams(body);
      expect(query.get("recvWindow") ?? params.get("recvWindow")).toBe("5000");
      const timestamp = Number(query.get("timestamp") ?? params.get("timestamp"));
      expect(Math.abs(timestamp - venue.now())).toBeLessThanOrEqual(1);
    }
  });

  it("an order is signed with the venue's time, as far as it was measured", async () => {
    const venue = await openVenue(under);
    venue.server.setClockOffset(-27_345);
    await accepted(venue, venue.client(), venue.order({ kind: "limit", price: "90000" }));
    expect(sent(venue)[0]?.get("timestamp")).toBe(String(venue.now() - 27_345));
  });

  it("markets need neither a key nor futures nor a wallet", async () => {
    const venue = await openVenue(under);
    const client = venue.client(venue.key({ rights: "view" }));
    await venue.value(client.fetchInstruments({}));
    await venue.value(client.fetchBalances({}));
    const paths = new Set(venue.server.requests.all.map(({ path }) => path));
    expect([...paths].toSorted()).toEqual(["/api/v3/account", "/api/v3/exchangeInfo", "/api/v3/time"]);
  });

  it.each(["hmac", "ed25519", "rsa"] as const satisfies readonly BinanceKeyKind[])(
    "keys of the kind %s work",
    async (kind) => {
      const venue = await openVenue({
        ...under,
        async start(options) {
          const server = await startBinanceServer(options);
          return { server, addKey: () => ({ ...server.addKey({ kind }), passphrase: "" }), revoke: () => undefined };
        },
      });
      const client = venue.client();
      const order = venue.order();
      await accepted(venue, client, order);
      expect((await found(venue, client, order)).order.state).toBe("filled");
    },
  );

  it("the fee of a buy is told in the coin that it was taken in", async () => {
    const venue = await openVenue(under);
    const client = venue.client();
    const order = venue.order({ quantity: "0.5" });
    const outcome = await venue.value(client.submitOrder(order, {}));
    if (outcome.kind !== "accepted") throw new Error(outcome.kind);
    expect(outcome.fills.map(({ fee, quantity }) => [fee.asset, fee.amount, quantity])).toEqual([
      ["BTC", "0.0005", "0.5"],
    ]);
    const balances = await venue.value(client.fetchBalances({}));
    expect(balances.find(({ asset }) => asset === "BTC")?.free).toBe("100.4995");
  });

  it("the usage that the venue tells is believed when it is higher than ours", async () => {
    const venue = await openVenue(under);
    const client = venue.client();
    venue.server.faults.add(
      {
        kind: "status",
        status: 200,
        headers: { "x-mbx-used-weight-1m": "5999" },
        body: JSON.stringify({ serverTime: venue.now() }),
      },
      under.routes.time,
    );
    await venue.value(client.fetchTime({}));
    const startedMs = venue.time.clock.monotonicMs();
    await venue.value(client.fetchBalances({}));
    expect(venue.time.clock.monotonicMs() - startedMs).toBeGreaterThan(30_000);
  });
});
