// Does the Coinbase Exchange adapter keep the contract, and every trap that is about Coinbase Exchange?
import { describe, expect, it } from "vitest";
import { coinbaseExchangeUnderTest as under } from "./coinbase-exchange-under-test.ts";
import { exchangeConformance } from "./exchange-conformance.ts";
import { openVenue } from "./open-venue.ts";
import { accepted } from "./place-orders.ts";

exchangeConformance(under);

describe("traps of Coinbase Exchange", () => {
  it("trap 3: the sandbox is a real one", async () => {
    const venue = await openVenue(under);
    expect(venue.sandbox().endpoint).toBe("sandbox");
    expect(venue.server.requests.all).toEqual([]);
  });

  it("trap 6: a server error is not answered by sending again", async () => {
    const venue = await openVenue(under);
    venue.server.faults.add({ kind: "status", status: 500, executed: true }, { ...under.routes.submit, times: 9 });
    expect((await venue.value(venue.client().submitOrder(venue.order(), {}))).kind).toBe("unknown");
    expect(venue.requests(under.routes.submit)).toHaveLength(1);
  });

  it("trap 13: a key without the right is a wrong key for that, and no outage", async () => {
    const venue = await openVenue(under);
    const failure = await venue.failure(venue.client(venue.key({ rights: "nothing" })).fetchBalances({}));
    expect(failure).toMatchObject({ code: "VENUE_PERMISSION", retryable: false });
  });

  it("trap 13: an old timestamp is a matter of clocks", async () => {
    const venue = await openVenue(under);
    venue.server.setClockOffset(45_000);
    const client = venue.client();
    expect((await venue.failure(client.fetchBalances({}))).code).toBe("VENUE_CLOCK");
    expect((await venue.value(client.submitOrder(venue.order(), {}))).kind).toBe("rejected");
    expect(venue.server.account.orders()).toEqual([]);
  });

  it("trap 14: a cancel names the order alone", async () => {
    const venue = await openVenue(under);
    const client = venue.client();
    const { venueOrderId, symbol } = await accepted(venue, client, venue.order({ kind: "limit", price: "90000" }));
    expect(await venue.value(client.cancelOrder({ venueOrderId, symbol }, {}))).toEqual({ kind: "accepted" });
    const [request] = venue.requests(under.routes.cancel);
    expect(request?.path).toBe(`/orders/${venueOrderId}`);
    expect(request?.body).toBe("");
    expect([...(request?.query ?? [])]).toEqual([]);
  });

  it("trap 14: post-only goes out in the venue's own field", async () => {
    const venue = await openVenue(under);
    await accepted(venue, venue.client(), venue.order({ kind: "postOnly", price: "90000" }));
    const [post] = venue.requests(under.routes.submit);
    expect(JSON.parse(post?.body ?? "{}")).toMatchObject({ post_only: true, time_in_force: "GTC" });
    expect(post?.body).not.toContain('PO"');
  });

  it("a wrong passphrase is told as a wrong key", async () => {
    const venue = await openVenue(under);
    const key = venue.key();
    const client = venue.client({ ...key, passphrase: `${key.passphrase}x` });
    expect((await venue.failure(client.fetchBalances({}))).code).toBe("VENUE_AUTH");
  });

  it("without a passphrase the key is refused before any call", async () => {
    const venue = await openVenue(under);
    expect(venue.readCredentials({ ...venue.key(), passphrase: "" })).toMatchObject({
      kind: "bad",
      field: "passphrase",
    });
  });

  it("an order that was canceled without a fill may be forgotten: that it is not found is no proof", async () => {
    const venue = await openVenue(under);
    expect(venue.client().rules).toMatchObject({ expiryMs: null, idempotentClientId: false });
  });
});
