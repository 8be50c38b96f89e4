// Is what leaves the program exactly what was meant: our id, the exact numbers, one call for one order, and no other place?
import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { clientOrderIdSchema } from "#shared/domain/ids.ts";
import { type OpenVenue, type OrderWish, openVenue } from "./open-venue.ts";
import type { VenueUnderTest, WireOrder } from "./venue-under-test.ts";

/** Shapes that a binary fraction would bend. Filters do not matter here: refused or not, the text must be ours. */
const QUANTITIES = [
  "0.3",
  "0.30000000000000004",
  "0.00000001",
  "0.1000",
  "12345678.12345678",
  "0.123456789012345678",
  "9007199254740993",
  "1.005",
];
const PRICES = ["100000.1", "0.00000001", "99999.90", "4.35", "1000000000000000000.5", "70.07", "1.15"];

async function sent(venue: OpenVenue, wish: OrderWish): Promise<WireOrder> {
  const request = venue.order(wish);
  await venue.ended(venue.client().submitOrder(request, {}));
  const posts = venue.requests(venue.under.routes.submit);
  expect(posts).toHaveLength(1);
  const [post] = posts;
  if (post === undefined) throw new Error("nothing was sent");
  const wire = venue.under.readWire(post);
  expect(wire.clientId).toBe(request.clientOrderId);
  return wire;
}

export function wireCases(under: VenueUnderTest): void {
  describe("the wire", () => {
    it.each(QUANTITIES)("carries the quantity %s as written", async (quantity) => {
      const venue = await openVenue(under);
      const wire = await sent(venue, { kind: "limit", quantity });
      expect(wire.quantity).toBe(quantity);
    });

    it.each(PRICES)("carries the limit price %s as written", async (price) => {
      const venue = await openVenue(under);
      const wire = await sent(venue, { kind: "limit", price });
      expect(wire.price).toBe(price);
    });

    it.each(["25", "10.07", "0.30000000000000004"])(
      "carries the amount to spend %s as written",
      async (quoteAmount) => {
        const venue = await openVenue(under);
        const wire = await sent(venue, { kind: "market", quoteAmount });
        expect(wire).toMatchObject({ quoteAmount, quantity: null, price: null, kind: "market", side: "buy" });
      },
    );

    it("carries our own client id, a lower-case UUID, and another one with each order", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      const orders = [venue.order(), venue.order({ kind: "limit", price: "90000" }), venue.order({ side: "sell" })];
      for (const order of orders) await venue.value(client.submitOrder(order, {}));
      const ids = venue.requests(under.routes.submit).map((request) => under.readWire(request).clientId);
      expect(ids).toEqual(orders.map(({ clientOrderId }) => clientOrderId));
      for (const id of ids) expect(clientOrderIdSchema.safeParse(id).success).toBe(true);
    });

    it("sends orders handed over together once each", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      const orders = Array.from({ length: 5 }, () => venue.order());
      const outcomes = await venue.value(Promise.all(orders.map((order) => client.submitOrder(order, {}))));
      expect(outcomes.map(({ kind }) => kind)).toEqual(orders.map(() => "accepted"));
      const ids = venue.requests(under.routes.submit).map((request) => under.readWire(request).clientId);
      expect(ids.toSorted()).toEqual(orders.map(({ clientOrderId }) => clientOrderId).toSorted());
    });

    it("goes nowhere else: a redirect is not followed", async () => {
      const visits: string[] = [];
      const elsewhere = createServer((request, reply) => {
        visits.push(request.url ?? "");
        reply.end("{}");
      });
      await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
      try {
        const venue = await openVenue(under);
        const address = elsewhere.address();
        const port = typeof address === "object" && address !== null ? address.port : 0;
        const location = `http://127.0.0.1:${port}/stolen`;
        venue.server.faults.add(
          { kind: "status", status: 302, headers: { location }, body: "" },
          { path: /./, times: 1_000, method: under.routes.submit.method },
        );
        const outcome = await venue.value(venue.client().submitOrder(venue.order(), {}));
        expect(outcome.kind).toBe("unknown");
        expect(visits).toEqual([]);
      } finally {
        await new Promise((resolve) => elsewhere.close(resolve));
      }
    });

    it("says that an order was not sent when nobody listens", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(client.fetchInstruments({}));
      await venue.value(client.fetchTime({}));
      await venue.unplug();
      const outcome = await venue.value(client.submitOrder(venue.order(), {}));
      expect(outcome).toMatchObject({ kind: "rejected", code: "NOT_SENT" });
      expect((await venue.failure(client.fetchBalances({}))).code).toBe("VENUE_UNREACHABLE");
    });
  });
}
