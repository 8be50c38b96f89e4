import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import { computeBrought, computeExposure, type LiveHolding } from "./compute-overall-exposure.ts";

const dec = (text: string) => Decimal.parse(text);
const BTC = "BTC" as Asset;
const ETH = "ETH" as Asset;
const USD = "USD" as Asset;
const EUR = "EUR" as Asset;

function holding(rate: string | null, values: readonly (readonly [Asset, string | null])[]): LiveHolding {
  const known = values.flatMap(([, value]) => (value === null ? [] : [dec(value)]));
  return {
    name: "Core",
    rate: rate === null ? null : dec(rate),
    totalValue: Decimal.sum(known),
    positions: values.map(([asset, value]) => ({
      ...{ asset, value: value === null ? null : dec(value) },
      isCash: asset === USD || asset === EUR,
    })),
  };
}

describe("what live profiles hold together", () => {
  it("is the sum by coin in the common currency, and the sums add up to the whole", () => {
    const amounts = fc.integer({ min: 0, max: 1_000_000 }).map(String);
    fc.assert(
      fc.property(fc.array(fc.tuple(amounts, amounts, amounts), { maxLength: 5 }), (profiles) => {
        const exposure = computeExposure(
          profiles.map(([rate, btc, usd]) =>
            holding(rate, [
              [BTC, btc],
              [USD, usd],
            ]),
          ),
        );
        if ("unknown" in exposure) throw new Error(exposure.unknown);
        const sum = (at: 1 | 2) => Decimal.sum(profiles.map((one) => dec(one[0]).mul(dec(one[at]))));
        expect(exposure.total.eq(sum(1).add(sum(2)))).toBe(true);
        expect((exposure.byAsset.get(BTC) ?? Decimal.ZERO).eq(sum(1))).toBe(true);
        expect(exposure.largest?.asset ?? null).toBe(sum(1).isPositive ? BTC : null);
      }),
    );
  });

  it("names the coin that most is held of; cash is none", () => {
    const exposure = computeExposure([
      holding("1", [
        [BTC, "100"],
        [ETH, "90"],
        [USD, "1000"],
      ]),
      holding("1.1", [
        [ETH, "20"],
        [EUR, "5"],
      ]),
    ]);
    expect(JSON.parse(JSON.stringify(exposure))).toMatchObject({
      largest: { asset: "ETH", value: "112" },
      total: "1217.5",
    });
  });

  it("is not known where a currency, a profile or a coin has no value, and says which", () => {
    expect(computeExposure([holding(null, [])])).toEqual({ unknown: "the value of Core is not known" });
    expect(computeExposure([{ ...holding("1", []), totalValue: null }])).toEqual({
      unknown: "the value of Core is not known",
    });
    expect(computeExposure([holding("1", [[BTC, null]])])).toEqual({
      unknown: "the value of BTC in Core is not known",
    });
  });
});

describe("what an order brings of a coin", () => {
  const leg = (side: "buy" | "sell", base: Asset, quote: Asset, value: string) => ({
    side,
    base,
    quote,
    value,
    quantity: "10",
  });
  const legs = [leg("sell", BTC, USD, "300"), leg("buy", ETH, BTC, "50"), leg("buy", BTC, USD, "400")];
  const plan = { legs } as unknown as RebalancePlan;
  const draft = { ...leg("buy", BTC, USD, "400"), legIndex: 2, quantity: dec("5") };

  it("is its share of its leg's value, and the whole legs in front of it before the approval", () => {
    const brought = (planState: "PREVIEWED" | "EXECUTING", asset: Asset) =>
      computeBrought({ draft, plan, planState }, asset).toString();
    expect(brought("EXECUTING", BTC)).toBe("200");
    expect(brought("PREVIEWED", BTC)).toBe("-150");
    expect(brought("PREVIEWED", ETH)).toBe("50");
    expect(brought("PREVIEWED", USD)).toBe("100");
    expect(brought("EXECUTING", ETH)).toBe("0");
  });
});
