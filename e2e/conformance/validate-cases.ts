// Does an order that is only checked never become a placed one?
import { describe, expect, it } from "vitest";
import { decimal } from "#shared/domain/decimal.ts";
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

    it("name the fee where the venue does", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      const outcome = await venue.value(client.validateOrder(venue.order(), {}));
      if (outcome.kind !== "valid") throw new Error(`The venue says ${outcome.kind}.`);
      expect(outcome.fee?.kind ?? null).toBe(under.checkedFee);
      expect(outcome.warnings ?? []).toEqual([]);
      if (outcome.fee === undefined) return;
      const { taker } = await venue.value(client.fetchFeeTier({}));
      const { quantity, limitPrice } = venue.order();
      const fee = decimal(quantity)
        .mul(decimal(limitPrice ?? "0"))
        .mul(decimal(taker))
        .toString();
      if (outcome.fee.kind === "rate") expect(outcome.fee.rate).toBe(taker);
      else expect(outcome.fee).toEqual({ kind: "amount", asset: under.quote, amount: fee });
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
