// Does the Coinbase adapter keep the contract, and every trap that is about Coinbase?
import { describe, expect, it } from "vitest";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { startCoinbaseServer } from "../venue-server/coinbase/start-coinbase-server.ts";
import { coinbaseUnderTest as under } from "./coinbase-under-test.ts";
import { exchangeConformance } from "./exchange-conformance.ts";
import { openVenue } from "./open-venue.ts";
import { accepted, found } from "./place-orders.ts";
import type { VenueUnderTest } from "./venue-under-test.ts";

exchangeConformance(under);

const FORMATS = ["sec1", "pkcs8", "ed25519"] as const;

/** The same venue with keys of one format, as pasted after `spoil`. */
function withKeys(
  format: (typeof FORMATS)[number],
  spoil: (secret: string) => string = (secret) => secret,
): VenueUnderTest {
  return {
    ...under,
    async start(options) {
      const server = await startCoinbaseServer(options);
      const addKey = () => {
        const { apiKey, secret } = server.addKey({ format });
        return { apiKey, secret: spoil(secret), passphrase: "" };
      };
      return { server, addKey, revoke: () => undefined };
    },
  };
}

describe("traps of Coinbase", () => {
  it("trap 1: our id is sent raw, and no id of the library's own", async () => {
    const venue = await openVenue(under);
    const order = venue.order();
    await accepted(venue, venue.client(), order);
    const [post] = venue.requests(under.routes.submit);
    expect(JSON.parse(post?.body ?? "{}")).toMatchObject({ client_order_id: order.clientOrderId });
    expect(post?.body).not.toContain("ccxt-");
    expect(venue.server.account.orders().map(({ clientId }) => clientId)).toEqual([order.clientOrderId]);
  });

  it("trap 3: what Coinbase calls a sandbox is none, and is not offered", async () => {
    const venue = await openVenue(under);
    expect(() => venue.sandbox()).toThrow(/no sandbox/);
    expect(venue.server.requests.all).toEqual([]);
  });

  it("trap 4: what orders hold is seen, and all pages of accounts are read", async () => {
    const venue = await openVenue(under);
    const codes = Array.from({ length: 620 }, (_, index) => `COIN${index + 100}`);
    for (const code of codes) venue.server.account.extraBalances.set(code, "2.5");
    const client = venue.client();
    await accepted(venue, client, venue.order({ kind: "limit", side: "sell", price: "110000", quantity: "0.5" }));
    const balances = await venue.value(client.fetchBalances({}));
    expect(venue.requests(under.routes.balances).length).toBeGreaterThanOrEqual(3);
    expect(balances.find(({ asset }) => asset === "BTC")).toMatchObject({ free: "99.5", inOrders: "0.5" });
    const told = new Set(balances.map(({ asset }) => asset as string));
    expect(codes.filter((code) => !told.has(code))).toEqual([]);
  });

  it("trap 6: a server error is not answered by sending again", async () => {
    const venue = await openVenue(under);
    venue.server.faults.add({ kind: "status", status: 500, executed: true }, { ...under.routes.submit, times: 9 });
    expect((await venue.value(venue.client().submitOrder(venue.order(), {}))).kind).toBe("unknown");
    expect(venue.requests(under.routes.submit)).toHaveLength(1);
  });

  it("a resend of an unknown outcome gives the first order and makes no second one", async () => {
    const venue = await openVenue(under);
    const client = venue.client();
    const order = venue.order();
    venue.server.faults.add({ kind: "dropReply" }, under.routes.submit);
    expect((await venue.value(client.submitOrder(order, {}))).kind).toBe("unknown");
    const again = await accepted(venue, client, order);
    expect(venue.server.account.orders().map((placed) => placed.order.venueOrderId)).toEqual([again.venueOrderId]);
  });

  it("trap 7: an empty object is no order", async () => {
    const venue = await openVenue(under);
    venue.server.faults.add({ kind: "alter", change: () => ({}) }, under.routes.submit);
    expect((await venue.value(venue.client().submitOrder(venue.order(), {}))).kind).toBe("unknown");
  });

  it("trap 11: missing funds are told in whichever field the reason stands", async () => {
    const venue = await openVenue(under);
    const client = venue.client();
    for (const body of [
      { error: "INSUFFICIENT_FUND", message: "Insufficient balance in source account" },
      { error: "UNKNOWN_FAILURE_REASON", preview_failure_reason: "PREVIEW_INSUFFICIENT_FUND" },
      { error: "UNKNOWN_FAILURE_REASON", new_order_failure_reason: "INSUFFICIENT_FUND" },
    ]) {
      const change = () => ({ success: false, error_response: body });
      venue.server.faults.add({ kind: "alter", change }, under.routes.submit);
      const outcome = await venue.value(client.submitOrder(venue.order({ kind: "limit", price: "90000" }), {}));
      expect(outcome.kind).toBe("rejected");
      if (outcome.kind === "rejected") expect(outcome.code).toMatch(/INSUFFICIENT_FUND/);
    }
  });

  it("trap 12: an order that the venue does not know is not found, and no other failure", async () => {
    const venue = await openVenue(under);
    const client = venue.client();
    const { venueOrderId, symbol } = await accepted(venue, client, venue.order({ kind: "limit", price: "90000" }));
    const unknown = venueOrderId.replace(/^./, (digit) => (digit === "0" ? "1" : "0")) as typeof venueOrderId;
    expect(await venue.value(client.cancelOrder({ venueOrderId: unknown, symbol }, {}))).toEqual({ kind: "notFound" });
  });

  it.each([
    ["as downloaded", "sec1", (secret: string) => secret],
    ["with written-out line ends", "sec1", (secret: string) => secret.replaceAll("\n", "\\n")],
    ["with Windows line ends", "sec1", (secret: string) => secret.replaceAll("\n", "\r\n")],
    ["on one line", "sec1", (secret: string) => secret.replaceAll("\n", " ")],
    ["in PKCS#8", "pkcs8", (secret: string) => secret],
    ["in PKCS#8 with written-out line ends", "pkcs8", (secret: string) => secret.replaceAll("\n", "\\n")],
    ["Ed25519 in base64 (trap 17)", "ed25519", (secret: string) => secret],
  ] as const)("trap 16: a private key %s signs", async (_name, format, spoil) => {
    const venue = await openVenue(withKeys(format, spoil));
    const client = venue.client();
    const order = venue.order();
    await accepted(venue, client, order);
    expect((await found(venue, client, order)).order.state).toBe("filled");
  });

  it.each(FORMATS)("trap 16: the whole key file of a key in %s is taken in either field", async (format) => {
    const venue = await openVenue(under);
    const server = await startCoinbaseServer({ clock: venue.time.venueClock });
    try {
      const { keyFile, apiKey } = server.addKey({ format });
      for (const pasted of [
        { apiKey: keyFile, secret: "", passphrase: "" },
        { apiKey: "", secret: keyFile, passphrase: "" },
      ]) {
        const read = venue.readCredentials(pasted);
        if (read.kind === "bad") throw new Error(read.problem);
        expect(read.credentials.apiKey.reveal()).toBe(apiKey);
        expect(read.format).toBe(format === "ed25519" ? "Ed25519" : "ES256");
      }
    } finally {
      await server.close();
    }
  });

  it("trap 18: a wrong clock is told as such and by how much, and a small difference does no harm", async () => {
    const venue = await openVenue(under);
    const client = venue.client();
    venue.server.setClockOffset(20_000);
    await venue.value(client.fetchBalances({}));
    venue.server.setClockOffset(-200_000);
    const failure = await venue.failure(client.fetchBalances({}));
    expect(failure.code).toBe("VENUE_CLOCK");
    expect(failure.message).toContain("200 s ahead");
  });

  it("trap 18: a wrong key is a wrong key while the clocks agree", async () => {
    const venue = await openVenue(under);
    const key = venue.key();
    venue.running.revoke(key);
    expect((await venue.failure(venue.client(key).fetchBalances({}))).code).toBe("VENUE_AUTH");
  });

  it("trap 20: BTC/USDC shares its book with BTC/USD and keeps its own name", async () => {
    const venue = await openVenue(under);
    const usdc = marketSymbolSchema.parse("BTC/USDC");
    const usd = marketSymbolSchema.parse("BTC/USD");
    const quotes = await venue.value(venue.market.fetchTickers([usd, usdc], {}));
    expect(quotes.map(({ symbol }) => symbol).toSorted()).toEqual([usd, usdc]);
    venue.server.account.fund("USDC", "10000");
    const client = venue.client();
    const order = venue.order({ symbol: "BTC/USDC", kind: "limit", price: "90000" });
    await accepted(venue, client, order);
    expect((await found(venue, client, order)).order).toMatchObject({ symbol: usdc, state: "open" });
    const [quote] = await venue.value(venue.market.fetchTickers([usdc], {}));
    expect(quote?.symbol).toBe(usdc);
  });

  it("every call carries a token of its own for that call", async () => {
    const venue = await openVenue(under);
    const client = venue.client();
    await venue.value(client.fetchBalances({}));
    await venue.value(client.fetchBalances({}));
    const tokens = venue.requests(under.routes.balances).map(({ headers }) => headers.authorization);
    expect(new Set(tokens).size).toBe(2);
  });
});
