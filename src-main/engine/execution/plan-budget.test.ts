import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import type { FeeTier } from "#shared/domain/instrument.ts";
import { BENCH_INSTRUMENTS } from "#testing/trading-bench.ts";
import { planAffordableQuantity } from "./plan-budget.ts";

const dec = (text: string) => Decimal.parse(text);
const instrument = BENCH_INSTRUMENTS[0]!;
const fees = (feeAsset: FeeTier["feeAsset"]): FeeTier =>
  ({ maker: "0.002", taker: "0.001", feeAsset }) as unknown as FeeTier;

describe("planAffordableQuantity", () => {
  it.each([
    ["buy", "quote", "1", "100.2", "0", "1"],
    ["buy", "quote", "1", "100.1999", "0", "0.9999"],
    ["buy", "quote", "1", "110.2", "10", "1"],
    ["buy", "quote", "1", "5", "10", "0"],
    ["buy", "base", "1", "100", "0", "1"],
    ["sell", "quote", "1", "1", "0", "1"],
    ["sell", "base", "1", "1", "0", "0.998"],
    ["sell", "quote", "1", "0.55555", "0.1", "0.4555"],
    ["buy", "received", "1", "100", "0", "1"],
    ["sell", "received", "1", "1", "0", "1"],
    ["buy", "BNB", "1", "100", "0", "1"],
  ] as const)(
    "%s with the fee in %s of %s, %s free, reserve %s: %s",
    (side, feeAsset, wanted, free, reserve, expected) => {
      const quantity = planAffordableQuantity({
        ...{ side, wanted: dec(wanted), free: dec(free), reserve: dec(reserve), limitPrice: dec("100") },
        instrument,
        fees: fees(feeAsset as FeeTier["feeAsset"]),
      });
      expect(quantity.toString()).toBe(expected);
    },
  );

  it("never spends more than is free less the reserve, is on the lot, and leaves less than one more lot", () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 12n }).map((units) => Decimal.of(units, 8));
    const price = fc.bigInt({ min: 1n, max: 10n ** 9n }).map((units) => Decimal.of(units, 2));
    fc.assert(
      fc.property(
        fc.constantFrom("buy" as const, "sell" as const),
        amount,
        amount,
        amount,
        price,
        (side, wanted, free, reserve, limitPrice) => {
          const tier = fees("quote");
          const quantity = planAffordableQuantity({ side, wanted, free, reserve, limitPrice, instrument, fees: tier });
          const perUnit = side === "buy" ? limitPrice.mul(dec("1.002")) : Decimal.ONE;
          const spendable = Decimal.max(Decimal.ZERO, free.sub(reserve));
          const lot = dec(instrument.amountStep);
          expect(quantity.mul(perUnit).lte(spendable)).toBe(true);
          expect(quantity.lte(wanted)).toBe(true);
          expect(quantity.isMultipleOf(lot)).toBe(true);
          const more = quantity.add(lot);
          expect(more.gt(wanted) || more.mul(perUnit).gt(spendable)).toBe(true);
        },
      ),
      { numRuns: 1_000, seed: 1 },
    );
  });
});
