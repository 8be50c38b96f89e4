import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { BENCH_INSTRUMENTS } from "#testing/trading-bench.ts";
import { planLegPrice } from "./plan-leg-price.ts";

const dec = (text: string) => Decimal.parse(text);

describe("planLegPrice", () => {
  const cases = [
    // side, approved limit, expected, bid, ask, result
    ["buy", "100.1", "100", "99.9", "100", "100.1"],
    ["buy", "100.1", "100", "100", "100.1", "100.1"],
    ["buy", "100.1", "100", "100", "100.11", "off"],
    ["buy", "100.1", "100", "99.8", "99.9", "100.1"],
    ["buy", "100.1", "100", "98", "99", "99.09"],
    ["sell", "99.9", "100", "100", "100.1", "99.9"],
    ["sell", "99.9", "100", "99.9", "100", "99.9"],
    ["sell", "99.9", "100", "99.89", "100", "off"],
    ["sell", "99.9", "100", "101", "101.1", "100.9"],
  ] as const;

  it.each(cases)(
    "%s limit %s, expected %s, market %s/%s: %s",
    (side, limitPrice, expectedPrice, bid, ask, expected) => {
      const leg = { side, kind: "limitIoc", limitPrice, expectedPrice } as unknown as Parameters<
        typeof planLegPrice
      >[0];
      const price = planLegPrice(leg, { bid: dec(bid), ask: dec(ask) }, BENCH_INSTRUMENTS[0]!, dec("0.001"));
      expect(price.kind === "offCollar" ? "off" : price.limitPrice.toString()).toBe(expected);
    },
  );

  it("leaves the limit of an order that may rest", () => {
    const leg = { side: "buy", kind: "postOnly", limitPrice: "90", expectedPrice: "90" } as unknown as Parameters<
      typeof planLegPrice
    >[0];
    const price = planLegPrice(leg, { bid: dec("99"), ask: dec("100") }, BENCH_INSTRUMENTS[0]!, dec("0.001"));
    expect(price).toMatchObject({ kind: "price", limitPrice: dec("90") });
  });
});
