// Does a proposal on paper cost what the plan said, and earn what the market did?
import { describe, expect, it } from "vitest";
import { Decimal, decimalString } from "#shared/domain/decimal.ts";
import { assetSchema } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import { computeCounterfactual } from "./compute-counterfactual.ts";
import { computePlanEntries, type ProposedPlan } from "./compute-plan-entries.ts";

const BTC = assetSchema.parse("BTC");
const FEE = Decimal.parse("0.002");
const leg = (side: "buy" | "sell", value: string): ProposedPlan["legs"][number] => ({
  base: BTC,
  side,
  quantity: decimalString("10"),
  value: decimalString(value),
  spreadCost: decimalString("0.6"),
  slippageCost: decimalString("0.4"),
});
const plan = (legs: ProposedPlan["legs"], taken = false): ProposedPlan => ({
  id: "plan",
  at: unixMs(0),
  expiresAt: unixMs(10),
  taken,
  legs,
});

describe("a proposal on paper", () => {
  it.each([
    // 10 at a middle price of 100: bought for 1001, sold for 999.
    { side: "buy" as const, value: "1001" },
    { side: "sell" as const, value: "999" },
  ])("a leg to $side is followed from the middle price, with its own spread and slippage", ({ side, value }) => {
    const [entry] = computePlanEntries(plan([leg(side, value)], true), FEE);
    expect(entry).toMatchObject({ id: "plan 0", group: "proposals", market: "BTC", side, taken: true });
    expect([entry?.price, entry?.stake, entry?.halfSpread].map(String)).toEqual(["100", "1000", "0.001"]);
    const prices = new Map([["BTC", [{ at: unixMs(10), price: Decimal.parse("110") }]]]);
    const { groups } = computeCounterfactual(entry === undefined ? [] : [entry], prices, unixMs(10));
    // As in the ledger's own test: 110 x 0.999 x 0.998 against 100 x 1.001 x 1.002, and the other way round.
    expect(groups[0]?.taken.result.toString()).toBe(side === "buy" ? "93.7002" : "-106.3002");
  });

  it("leaves out a leg of nothing", () => {
    const nothing = { ...leg("buy", "1001"), quantity: decimalString("0") };
    expect(computePlanEntries(plan([nothing, leg("buy", "1"), leg("sell", "999")]), FEE).map(({ id }) => id)).toEqual([
      "plan 2",
    ]);
  });
});
