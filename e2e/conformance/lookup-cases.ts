// Is an order found by our own id, whatever became of it, and what does a repeated id do?
import { describe, expect, it } from "vitest";
import { openVenue } from "./open-venue.ts";
import { AFTER_LAG_MS, accepted, expectFilled, found, lookUp } from "./place-orders.ts";
import type { VenueUnderTest } from "./venue-under-test.ts";

export function lookupCases(under: VenueUnderTest): void {
  describe("look-ups by our id", () => {
    it("do not find what was never sent", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      await accepted(venue, client, venue.order());
      await venue.time.pass(AFTER_LAG_MS);
      expect(await lookUp(venue, client, venue.order())).toEqual({ kind: "notFound" });
    });

    it("find the one among many", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      const orders = [0, 1, 2, 3, 4].map((index) =>
        venue.order(index % 2 === 0 ? { quantity: `0.0${index + 1}` } : { kind: "limit", price: `9000${index}` }),
      );
      for (const order of orders) await accepted(venue, client, order);
      await venue.time.pass(AFTER_LAG_MS);
      for (const order of orders) expect((await found(venue, client, order)).order.quantity).toBe(order.quantity);
    });

    it("find a canceled order", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      const order = venue.order({ kind: "limit", price: "90000" });
      const { venueOrderId } = await accepted(venue, client, order);
      await venue.time.pass(1_000);
      venue.server.account.cancel(venueOrderId);
      await venue.time.pass(AFTER_LAG_MS);
      const seen = await lookUp(venue, client, order);
      if (under.forgetsEmptyOrders) expect(seen).toEqual({ kind: "notFound" });
      else expect(seen).toMatchObject({ kind: "found", order: { state: "canceled" } });
    });

    it("are no answer when the venue gives none", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(client.fetchInstruments({}));
      venue.server.faults.add({ kind: "dropRequest" }, { path: /./, times: 100 });
      expect((await lookUp(venue, client, venue.order())).kind).toBe("noAnswer");
    });

    it("find an order from before a restart, with its fills", async () => {
      const venue = await openVenue(under);
      const key = venue.key();
      const order = venue.order({ quantity: "0.03" });
      const sentAt = venue.now();
      await accepted(venue, venue.client(key), order);
      await venue.time.pass(30 * 60_000);
      venue.restart();
      const { clientOrderId, symbol } = order;
      const seen = await venue.value(venue.client(key).findOrder({ clientOrderId, symbol, sentAt }, {}));
      if (seen.kind !== "found") throw new Error(seen.kind);
      expectFilled(seen.order, seen.fills, "0.03");
    });

    it("see a young order as soon as the venue shows it", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      venue.server.account.visibilityLagMs = 4_000;
      const order = venue.order({ kind: "limit", price: "90000" });
      await accepted(venue, client, order);
      expect(await lookUp(venue, client, order)).toEqual({ kind: "notFound" });
      await venue.time.pass(client.rules.visibilityLagMs);
      expect((await found(venue, client, order)).order.state).toBe("open");
    });
  });

  describe("a repeated client id", () => {
    it(`while the first is open: ${under.repeatedId.open}`, async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      const order = venue.order({ kind: "limit", price: "90000" });
      const first = await accepted(venue, client, order);
      const again = await venue.value(client.submitOrder(order, {}));
      if (under.repeatedId.open === "same")
        expect(again).toMatchObject({ kind: "accepted", order: { venueOrderId: first.venueOrderId } });
      else expect(again.kind).toBe("unknown");
      expect(venue.server.account.orders()).toHaveLength(1);
    });

    it(`after the fill: ${under.repeatedId.filled}`, async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      const order = venue.order();
      const first = await accepted(venue, client, order);
      await venue.time.pass(1_000);
      const again = await venue.value(client.submitOrder(order, {}));
      const { filled } = under.repeatedId;
      expect(again.kind).toBe(filled === "unknown" ? "unknown" : "accepted");
      if (again.kind === "accepted") expect(again.order.venueOrderId === first.venueOrderId).toBe(filled === "same");
      expect(venue.server.account.orders()).toHaveLength(filled === "second" ? 2 : 1);
      // What the rules promise is what the venue does.
      expect(client.rules.idempotentClientId).toBe(filled === "same");
    });
  });
}
