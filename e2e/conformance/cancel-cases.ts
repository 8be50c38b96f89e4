// Does a cancel take the order that it names, and nothing else?
import { describe, expect, it } from "vitest";
import { openVenue } from "./open-venue.ts";
import { AFTER_LAG_MS, accepted, cancelPath } from "./place-orders.ts";
import type { VenueUnderTest } from "./venue-under-test.ts";

export function cancelCases(under: VenueUnderTest): void {
  describe("cancels", () => {
    it("take the named order and leave the others, the person's own included", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      const { account } = venue.server;
      const own = account.submit({
        clientId: null,
        symbol: under.symbol,
        side: "buy",
        kind: "limit",
        quantity: "0.5",
        limitPrice: "80000",
      });
      expect(own.kind).toBe("accepted");
      const first = await accepted(venue, client, venue.order({ kind: "limit", price: "90000" }));
      const second = await accepted(venue, client, venue.order({ kind: "limit", price: "90001" }));
      await venue.time.pass(AFTER_LAG_MS);
      const open = await venue.value(client.fetchOpenOrders({}));
      expect(open).toHaveLength(3);
      expect(open.filter(({ clientOrderId }) => clientOrderId === null)).toHaveLength(1);
      const outcome = await venue.value(
        client.cancelOrder({ venueOrderId: first.venueOrderId, symbol: first.symbol }, {}),
      );
      expect(outcome).toEqual({ kind: "accepted" });
      expect(venue.requests(under.routes.cancel)).toHaveLength(1);
      expect(account.openOrders()).toHaveLength(2);
      expect((await venue.value(client.fetchOpenOrders({}))).map(({ venueOrderId }) => venueOrderId)).toContain(
        second.venueOrderId,
      );
    });

    it("say when the order was filled before", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      const { venueOrderId, symbol } = await accepted(venue, client, venue.order());
      await venue.time.pass(AFTER_LAG_MS);
      expect(await venue.value(client.cancelOrder({ venueOrderId, symbol }, {}))).toEqual({ kind: "alreadyOver" });
    });

    it("say so the second time", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      const order = venue.order({ kind: "limit", price: "90000" });
      const { venueOrderId, symbol } = await accepted(venue, client, order);
      await venue.time.pass(AFTER_LAG_MS);
      expect(await venue.value(client.cancelOrder({ venueOrderId, symbol }, {}))).toEqual({ kind: "accepted" });
      await venue.time.pass(20_000);
      const again = await venue.value(client.cancelOrder({ venueOrderId, symbol }, {}));
      expect(["alreadyOver", "notFound"]).toContain(again.kind);
    });

    it("do not find an order of another account", async () => {
      const venue = await openVenue(under);
      const other = venue.server.addAccount().fund(under.quote, "100000");
      const theirs = venue.client(venue.key({ account: other }));
      const { venueOrderId, symbol } = await accepted(venue, theirs, venue.order({ kind: "limit", price: "90000" }));
      await venue.time.pass(AFTER_LAG_MS);
      const outcome = await venue.value(venue.client().cancelOrder({ venueOrderId, symbol }, {}));
      expect(outcome).toEqual({ kind: "notFound" });
      expect(other.openOrders()).toHaveLength(1);
    });

    it.each([
      ["the reply is lost", "dropReply", 0],
      ["the request is lost", "dropRequest", 1],
    ] as const)("prove nothing when %s", async (_name, kind, left) => {
      const venue = await openVenue(under);
      const client = venue.client();
      const order = venue.order({ kind: "limit", price: "90000" });
      const { venueOrderId, symbol } = await accepted(venue, client, order);
      await venue.time.pass(AFTER_LAG_MS);
      venue.server.faults.add({ kind }, cancelPath(under));
      expect((await venue.value(client.cancelOrder({ venueOrderId, symbol }, {}))).kind).toBe("unknown");
      expect(venue.requests(under.routes.cancel)).toHaveLength(1);
      expect(venue.server.account.openOrders()).toHaveLength(left);
    });
  });
}
