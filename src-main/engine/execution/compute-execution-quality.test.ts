import fc from "fast-check";
import { expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { assetSchema, planIdSchema } from "#shared/domain/ids.ts";
import { fillSchema } from "#shared/domain/order.ts";
import { planLegSchema } from "#shared/domain/plan.ts";
import { unixMs } from "#shared/domain/time.ts";
import { computeExecutionQuality, type SentLeg } from "./compute-execution-quality.ts";

const USD = assetSchema.parse("USD");
const DAY_MS = 86_400_000;

function sentLeg(given: {
  readonly side?: "buy" | "sell";
  readonly price: string;
  readonly fee?: { readonly asset: string; readonly amount: string };
  readonly quantity?: string;
  readonly at?: number;
  readonly tookMs?: number;
  readonly currency?: string;
}): SentLeg {
  const { side = "buy", price, fee = { asset: "USD", amount: "0.1" }, quantity = "1", at = 0, tookMs = 500 } = given;
  const leg = planLegSchema.parse({
    ...{ accountId: "a", venue: "kraken", symbol: "SOL/USD", base: "SOL", quote: "USD", side, kind: "limitIoc" },
    ...{ quantity: "1", limitPrice: "101", expectedPrice: "100", notional: "100", fee: "0.1", feeAsset: "USD" },
    ...{ spreadCost: "0", slippageCost: "0", value: "200" },
  });
  const id = "11111111-2222-4333-8444-555555555555";
  return {
    planId: planIdSchema.parse(id),
    legIndex: 0,
    currency: assetSchema.parse(given.currency ?? "USD"),
    leg,
    orders: [{ sentAt: unixMs(at) }],
    fills: [
      fillSchema.parse({
        ...{ venue: "kraken", symbol: "SOL/USD", tradeId: "t", clientOrderId: id, venueOrderId: "v", side, price },
        ...{ quantity, fee, liquidity: "taker", tsEvent: at, tsInit: at + tookMs },
      }),
    ],
    firstSentAt: unixMs(at),
  };
}

const of = (...legs: readonly SentLeg[]) => computeExecutionQuality(legs, { currency: USD, limit: 100 });

it("counts a higher price as worse for a buy and as better for a sale", () => {
  expect(of(sentLeg({ price: "100.5" })).legs[0]?.slippageBp).toBe("50");
  expect(of(sentLeg({ side: "sell", price: "100.5" })).legs[0]?.slippageBp).toBe("-50");
});

it("values money by what the plan took the leg's quote to be worth", () => {
  // A unit of the quote was worth 2 in the currency: a value of 200 for a notional of 100.
  expect(of(sentLeg({ price: "100.5" })).total).toMatchObject({ value: "201", fees: "0.2", slippageCost: "1" });
});

it("converts a fee in the base at the fill's price, and says when one is left out", () => {
  const quality = of(
    sentLeg({ price: "100", fee: { asset: "SOL", amount: "0.001" } }),
    sentLeg({ price: "100", fee: { asset: "BNB", amount: "1" } }),
  );
  expect(quality.legs.map(({ fee, feesLeftOut }) => [fee, feesLeftOut])).toEqual([
    ["0.1", 0],
    ["0", 1],
  ]);
});

it("groups by UTC day, oldest first, and lists the newest legs first", () => {
  const quality = of(sentLeg({ price: "100", at: DAY_MS }), sentLeg({ price: "101", at: 0 }));
  expect(quality.byDay.map(({ key, slippageBp }) => [key, slippageBp])).toEqual([
    ["1970-01-01", "100"],
    ["1970-01-02", "0"],
  ]);
  expect(quality.legs.map(({ firstSentAt }) => firstSentAt)).toEqual([DAY_MS, 0]);
});

it("keeps legs of another currency out of the sums and says how many there are", () => {
  const quality = of(sentLeg({ price: "100" }), sentLeg({ price: "100", currency: "EUR" }));
  expect(quality).toMatchObject({ otherCurrency: 1, total: { legs: 1 } });
  expect(quality.legs).toHaveLength(2);
});

it("takes the lower middle of the times, and none of what was never filled", () => {
  const empty = { ...sentLeg({ price: "100" }), fills: [] };
  const quality = of(...[900, 100, 500, 300].map((tookMs) => sentLeg({ price: "100", tookMs })), empty);
  expect(quality.total).toMatchObject({ legs: 5, filledLegs: 4, medianMs: 300 });
  expect(of(empty).total).toMatchObject({ feeBp: null, slippageBp: null, medianMs: null, value: "0" });
});

it("gives a group of one leg that leg's own slippage, whatever the price and side", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40_000 }),
      fc.constantFrom("buy" as const, "sell" as const),
      (cents, side) => {
        const price = Decimal.fromInteger(cents).div(Decimal.fromInteger(100), 2, "halfEven").toString();
        const quality = of(sentLeg({ side, price }));
        expect(quality.total.slippageBp).toBe(quality.legs[0]?.slippageBp);
      },
    ),
  );
});
