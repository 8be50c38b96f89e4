// Are orders of every kind placed, filled and refused, each one exactly?
import { describe, expect, it } from "vitest";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { openVenue } from "./open-venue.ts";
import {
  AFTER_LAG_MS,
  accepted,
  expectFilled,
  found,
  KINDS,
  lookUp,
  priceFor,
  SIDES,
  submitPath,
} from "./place-orders.ts";
import type { VenueUnderTest } from "./venue-under-test.ts";

export function orderCases(under: VenueUnderTest): void {
  describe("orders", () => {
    for (const kind of KINDS)
      for (const side of SIDES) {
        if (kind === "market" && side === "buy" && !under.marketBuyByQuantity) continue;
        it(`places ${kind} ${side}`, async () => {
          const venue = await openVenue(under);
          const client = venue.client();
          const order = venue.order({ kind, side, price: priceFor(kind, side, under), quantity: "0.02" });
          const placed = await accepted(venue, client, order);
          const [post] = venue.requests(under.routes.submit);
          if (post === undefined) throw new Error("nothing was sent");
          expect(under.readWire(post)).toMatchObject({
            kind,
            side,
            quantity: "0.02",
            price: order.limitPrice,
            quoteAmount: null,
          });
          const rests = kind === "limit" || kind === "postOnly";
          await venue.time.pass(AFTER_LAG_MS);
          const seen = await found(venue, client, order);
          expect(seen.order).toMatchObject({
            venueOrderId: placed.venueOrderId,
            symbol: under.symbol,
            side,
            quantity: "0.02",
            state: rests ? "open" : "filled",
            filledQuantity: rests ? "0" : "0.02",
          });
          if (kind !== "market") expect(seen.order.limitPrice).toBe(order.limitPrice);
          if (!rests) expectFilled(seen.order, seen.fills, "0.02");
        });
      }

    it("places a market buy by what it may spend", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      const order = venue.order({ kind: "market", quoteAmount: "500" });
      await accepted(venue, client, order);
      await venue.time.pass(AFTER_LAG_MS);
      const seen = await found(venue, client, order);
      expect(seen.order.state).toBe("filled");
      expectFilled(seen.order, seen.fills, seen.order.filledQuantity);
      const cost = Decimal.sum(seen.fills.map((fill) => decimal(fill.price).mul(decimal(fill.quantity))));
      expect(cost.lte(decimal("500"))).toBe(true);
      expect(cost.gt(decimal("490"))).toBe(true);
    });

    if (!under.marketBuyByQuantity)
      it("does not send a market buy by quantity, which the venue does not have", async () => {
        const venue = await openVenue(under);
        const outcome = await venue.value(venue.client().submitOrder(venue.order({ kind: "market" }), {}));
        expect(outcome.kind).toBe("rejected");
        expect(venue.requests(under.routes.submit)).toEqual([]);
      });

    it.each([
      ["a market order with a price", { kind: "market", price: "1" }],
      ["a limit order without one", { kind: "limit", price: null }],
      ["a sale by what it brings", { kind: "market", side: "sell", quoteAmount: "100" }],
      ["a limit order by what it spends", { kind: "limit", quoteAmount: "100" }],
      ["a market that the venue does not have", { symbol: "NOSUCH/COIN" }],
    ] as const)("does not send %s", async (_name, wish) => {
      const venue = await openVenue(under);
      const outcome = await venue.value(venue.client().submitOrder(venue.order(wish), {}));
      expect(outcome.kind).toBe("rejected");
      expect(venue.requests(under.routes.submit)).toEqual([]);
    });

    it("is refused for want of funds, with the venue's own code", async () => {
      const venue = await openVenue(under);
      const outcome = await venue.value(venue.client().submitOrder(venue.order({ quantity: "50" }), {}));
      expect(outcome).toMatchObject({ kind: "rejected", code: under.codes.funds });
      expect(venue.requests(under.routes.submit)).toHaveLength(1);
    });

    it("is refused below the venue's minimum", async () => {
      const venue = await openVenue(under);
      const outcome = await venue.value(venue.client().submitOrder(venue.order({ quantity: "0.00000001" }), {}));
      expect(outcome).toMatchObject({ kind: "rejected", code: under.codes.minimum });
    });

    it("is refused off the tick", async () => {
      const venue = await openVenue(under);
      const order = venue.order({ kind: "limit", price: "90000.123456789" });
      expect(await venue.value(venue.client().submitOrder(order, {}))).toMatchObject({
        kind: "rejected",
        code: under.codes.tick,
      });
    });

    it("is never a taker when it is post-only", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      const order = venue.order({ kind: "postOnly", price: priceFor("limitIoc", "buy", under) });
      const outcome = await venue.value(client.submitOrder(order, {}));
      if (outcome.kind === "accepted") {
        await venue.time.pass(AFTER_LAG_MS);
        const seen = await found(venue, client, order);
        expect(["rejected", "canceled", "expired"]).toContain(seen.order.state);
        expect(seen.order.filledQuantity).toBe("0");
      } else expect(outcome).toMatchObject({ kind: "rejected", code: under.codes.postOnly });
      expect(venue.server.account.history.fills).toEqual([]);
    });

    it("ends an IOC that finds nobody without a fill", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      const order = venue.order({ kind: "limitIoc", price: priceFor("limit", "buy", under) });
      await accepted(venue, client, order);
      await venue.time.pass(AFTER_LAG_MS);
      const seen = await lookUp(venue, client, order);
      if (under.forgetsEmptyOrders) expect(seen).toEqual({ kind: "notFound" });
      else expect(seen).toMatchObject({ kind: "found", order: { filledQuantity: "0" }, fills: [] });
      if (seen.kind === "found") expect(["canceled", "expired"]).toContain(seen.order.state);
    });

    it("tells a part-filled IOC as over, with the part that was filled", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      venue.server.market.setBook(under.symbol, { bids: [["99999", "1"]], asks: [["100001", "0.007"]] });
      const order = venue.order({ kind: "limitIoc", quantity: "0.02", price: "100100" });
      await accepted(venue, client, order);
      await venue.time.pass(AFTER_LAG_MS);
      const seen = await found(venue, client, order);
      expect(["canceled", "expired"]).toContain(seen.order.state);
      expectFilled(seen.order, seen.fills, "0.007");
    });

    it("tells a part-filled limit order as open", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      venue.server.faults.add({ kind: "partialFill", share: "0.25" }, submitPath(under));
      const order = venue.order({ kind: "limit", quantity: "0.02", price: priceFor("limitIoc", "buy", under) });
      await accepted(venue, client, order);
      await venue.time.pass(AFTER_LAG_MS);
      const seen = await found(venue, client, order);
      expect(seen.order.state).toBe("open");
      expectFilled(seen.order, seen.fills, "0.005");
      expect((await venue.value(client.fetchOpenOrders({}))).map(({ clientOrderId }) => clientOrderId)).toEqual([
        order.clientOrderId,
      ]);
    });

    it("tells fills at several prices one by one, with their average", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      venue.server.market.setBook(under.symbol, {
        bids: [["99999", "1"]],
        asks: [
          ["100001", "0.01"],
          ["100002", "0.01"],
          ["100003", "0.02"],
        ],
      });
      const order = venue.order({ kind: "limitIoc", quantity: "0.04", price: "100100" });
      await accepted(venue, client, order);
      await venue.time.pass(AFTER_LAG_MS);
      const seen = await found(venue, client, order);
      const { fills } = seen;
      // They happened in one and the same moment, so that no order among them means anything.
      const told = fills.map(({ price, quantity }) => [price, quantity]).toSorted();
      expect(told).toEqual([
        ["100001", "0.01"],
        ["100002", "0.01"],
        ["100003", "0.02"],
      ]);
      expect(Number(seen.order.averagePrice)).toBeCloseTo(100002.25, 1);
      expect(new Set(fills.map(({ tradeId }) => tradeId)).size).toBe(3);
    });
  });
}
