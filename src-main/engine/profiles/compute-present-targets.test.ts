import fc from "fast-check";
import { expect, test } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import { computePresentTargets } from "./compute-present-targets.ts";

const CASH = ["USD", "USDC"];

/** Only what is looked at; the schema would brand keys and values, the tests write plain text. */
function portfolio(values: Readonly<Record<string, string | null>>): Parameters<typeof computePresentTargets>[0] {
  const known = Object.values(values).filter((value) => value !== null);
  return {
    currency: "USD" as Asset,
    totalValue: Decimal.sum(known.map((value) => Decimal.parse(value))).toString(),
    positions: Object.entries(values).map(
      ([asset, value]) => ({ asset, value, isCash: CASH.includes(asset) }) as Portfolio["positions"][number],
    ),
  };
}

test("weights as held, cut, the rest to cash", () => {
  expect(computePresentTargets(portfolio({ BTC: "1", ETH: "1", USD: "1" }))).toEqual({
    BTC: "0.3333",
    ETH: "0.3333",
    USD: "0.3334",
  });
});

test("cash coins count together, under the one held most", () => {
  expect(computePresentTargets(portfolio({ BTC: "50", USD: "20", USDC: "30" }))).toEqual({ BTC: "0.5", USDC: "0.5" });
});

test("what has no price, and what is too small to see, has no target", () => {
  expect(computePresentTargets(portfolio({ BTC: "100000", DUST: "1", ODD: null }))).toEqual({
    BTC: "0.9999",
    USD: "0.0001",
  });
});

test("one coin alone needs no cash target", () => {
  expect(computePresentTargets(portfolio({ BTC: "7" }))).toEqual({ BTC: "1" });
});

test("nothing held, or a value not known: no targets yet", () => {
  expect(computePresentTargets(portfolio({}))).toBeNull();
  expect(computePresentTargets({ ...portfolio({ BTC: "1" }), totalValue: null })).toBeNull();
});

test("they sum to exactly 1 and none is negative, whatever is held", () => {
  const held = fc.dictionary(
    fc.constantFrom("BTC", "ETH", "SOL", "XRP", "USD", "USDC"),
    fc.bigInt({ min: 1n, max: 10n ** 20n }),
  );
  fc.assert(
    fc.property(held, (amounts) => {
      const values = Object.fromEntries(
        Object.entries(amounts).map(([asset, units]) => [asset, Decimal.of(units, 9).toString()]),
      );
      const targets = computePresentTargets(portfolio(values));
      if (Object.keys(values).length === 0) return targets === null;
      const weights = Object.values(targets ?? {}).map((weight) => Decimal.parse(weight));
      return Decimal.sum(weights).eq(Decimal.ONE) && weights.every((weight) => weight.isPositive);
    }),
  );
});
