// Do the zones lie where the take-profit says, far enough from the costs, and share the position out?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { computeProfitZones } from "./compute-profit-zones.ts";

const decimal = Decimal.parse;
const temper = { staticSeed: "0f".repeat(32), complexityFactor: 1.1, trajectoryWeight: 0 };
const zones = (takeProfit: string, roundTripCost: string, own = temper) =>
  computeProfitZones({
    temper: own,
    entryPrice: decimal("100"),
    quantity: decimal("1"),
    takeProfit: decimal(takeProfit),
    roundTripCost: decimal(roundTripCost),
  }).map(({ price, quantity }) => [price.toString(), quantity.toString()]);

describe("profit zones", () => {
  it.each([
    {
      takeProfit: "0.06",
      cost: "0.01",
      expected: [
        ["103", "0.333333333333"],
        ["106", "0.333333333333"],
        ["109", "0.333333333334"],
      ],
    },
    {
      takeProfit: "0.06",
      cost: "0.0100001",
      expected: [
        ["106", "0.333333333333"],
        ["109", "0.333333333334"],
      ],
    },
    { takeProfit: "0.06", cost: "0.04", expected: [] },
    { takeProfit: "0", cost: "0", expected: [] },
  ])("take-profit $takeProfit, round trip $cost", ({ takeProfit, cost, expected }) => {
    expect(zones(takeProfit, cost)).toEqual(expected);
  });

  it("stay within the jitter, in order, and never share out more than there is", () => {
    const share = fc.integer({ min: 0, max: 1_000 }).map((step) => step / 1_000);
    fc.assert(
      fc.property(fc.string(), share, fc.integer({ min: 1, max: 1_000_000 }), (staticSeed, reach, units) => {
        const quantity = Decimal.of(BigInt(units), 6);
        const found = computeProfitZones({
          temper: { staticSeed, complexityFactor: 1 + reach / 2, trajectoryWeight: 1 },
          entryPrice: decimal("100"),
          quantity,
          takeProfit: decimal("0.1"),
          roundTripCost: decimal("0.001"),
        });
        expect(found).toHaveLength(3);
        expect(Decimal.sum(found.map((zone) => zone.quantity)).eq(quantity)).toBe(true);
        for (const { price } of found) {
          const away = +price.toString() - 100;
          const fits = [5, 10, 15].some((middle) => Math.abs(away - middle) <= (middle * reach) / 2 + 1e-9);
          expect(fits).toBe(true);
        }
        const prices = found.map(({ price }) => price);
        expect(prices.every((price, index) => index === 0 || price.gte(prices[index - 1] as Decimal))).toBe(true);
      }),
    );
  });
});
