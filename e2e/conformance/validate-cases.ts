// Does an order that is only checked never become a placed one?
import { describe, expect, it } from "vitest";
import { openVenue } from "./open-venue.ts";
import { KINDS, lookUp, priceFor, SIDES } from "./place-orders.ts";
import type { VenueUnderTest } from "./venue-under-test.ts";

export function validateCases(under: VenueUnderTest): void {
  const { validate } = under.routes;
  describe("validate-only orders", () => {
    it.each(KINDS.flatMap((kind) => SIDES.map((side) => [kind, side] as const)))(
      "never place anything: %s %s",
      async (kind, side) => {
        const venue = await openVenue(under);
        const client = venue.client();
        const byAmount = kind === "market" && side === "buy" && !under.marketBuyByQuantity;
        const order = venue.order({
          kind,
          side,
          price: priceFor(kind, side, under),
          ...(byAmount ? { quoteAmount: "100" } : {}),
        });
        const outcome = await venue.value(client.validateOrder(order, {}));
        expect(outcome.kind).toBe(validate === null ? "notSupported" : "valid");
        expect(venue.server.account.orders()).toEqual([]);
        expect(await lookUp(venue, client, order)).toEqual({ kind: "notFound" });
        if (validate !== null) expect(venue.requests(validate)).toHaveLength(1);
      },
    );

    if (validate === null) return;
    it("say what is wrong", async () => {
      const venue = await openVenue(under);
      const outcome = await venue.value(venue.client().validateOrder(venue.order({ quantity: "0.00000001" }), {}));
      expect(outcome.kind).toBe("invalid");
      expect(venue.server.account.orders()).toEqual([]);
    });

    it("prove nothing when they are not answered", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(client.fetchTime({}));
      venue.server.faults.add({ kind: "dropReply" }, { path: validate.path, method: validate.method, times: 9 });
      expect((await venue.value(client.validateOrder(venue.order(), {}))).kind).toBe("unknown");
    });
  });
}
