import { describe, expect, it } from "vitest";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { type RebalancePlan, rebalancePlanSchema } from "#shared/domain/plan.ts";
import { unixMs } from "#shared/domain/time.ts";
import { plainPlanInput } from "#testing/plain-plan-input.ts";
import { computeGreedyPlan } from "./compute-greedy-plan.ts";
import { computeHoldings } from "./compute-holdings.ts";
import { computePlanOutcome } from "./compute-plan-outcome.ts";

const input = plainPlanInput({
  accounts: [{ id: "a1", venue: "kraken", free: { BTC: "0.5", ETH: "1", USD: "1000" } }],
  markets: [
    { venue: "kraken", symbol: "BTC/USD", bid: "10000", ask: "10000" },
    { venue: "kraken", symbol: "ETH/USD", bid: "1000", ask: "1000" },
  ],
  prices: { BTC: "10000", ETH: "1000" },
  targets: { BTC: "0.5", ETH: "0.3", USD: "0.2" },
  policy: { tolerance: "0" },
});

function planOf(more: Partial<RebalancePlan> = {}): RebalancePlan {
  return rebalancePlanSchema.parse({
    ...computeGreedyPlan(input),
    planId: "11111111-1111-4111-8111-111111111111",
    profileId: "core",
    mode: "paper",
    currency: "USD",
    accounts: ["a1"],
    inputsHash: "a".repeat(64),
    targets: input.targets,
    policy: input.policy,
    plannerVersion: 1,
    createdAt: 0,
    expiresAt: 60_000,
    startDelayMs: 0,
    planHash: "b".repeat(64),
    holdings: computeHoldings(input),
    ...more,
  });
}

const outcomeAt = (prices: Readonly<Record<string, string>>, plan = planOf()) =>
  computePlanOutcome({
    plan,
    state: "PREVIEWED",
    approvedAt: null,
    priceOf: (asset) => {
      const price = new Map(Object.entries(prices)).get(asset);
      return price === undefined ? null : decimal(price).toString();
    },
  });

describe("what a plan would have done since", () => {
  it("is minus its cost at the prices of the plan", () => {
    const outcome = outcomeAt({ BTC: "10000", ETH: "1000" });
    expect(outcome.notExecuted).toBe("7000");
    expect(
      decimal(outcome.difference ?? "x")
        .neg()
        .toString(),
    ).toBe(planOf().cost.total);
    expect(outcome.executed).toBe(decimal("7000").sub(decimal(planOf().cost.total)).toString());
  });

  it("compares what was held with what it would have made of it, per asset, at the prices of now", () => {
    const plan = planOf();
    // 0.15 BTC sold at 10,000; about 1.1 ETH bought at 1,000. BTC then halves and ETH doubles.
    const outcome = outcomeAt({ BTC: "5000", ETH: "2000" });
    const rows = new Map(outcome.assets.map((row) => [row.asset as string, row]));
    const btc = rows.get("BTC");
    expect(btc).toMatchObject({ held: "0.5", price: "5000", notExecuted: "2500" });
    expect(decimal(btc?.change ?? "0").isNegative).toBe(true);
    expect(btc?.difference).toBe(
      decimal(btc?.change ?? "0")
        .mul(decimal("5000"))
        .toString(),
    );
    expect(decimal(rows.get("ETH")?.difference ?? "0").isPositive).toBe(true);
    expect(rows.get("USD")).toMatchObject({ held: "1000", price: "1" });
    const sum = Decimal.sum(outcome.assets.map((row) => decimal(row.difference ?? "x")));
    expect(outcome.difference).toBe(sum.toString());
    expect(
      decimal(outcome.executed ?? "x")
        .sub(decimal(outcome.notExecuted ?? "x"))
        .eq(sum),
    ).toBe(true);
    expect(outcome).toMatchObject({ legs: plan.legs.length, goal: "target", advice: null, unpriced: [] });
  });

  it("is not told where a price is missing now, but the other assets are", () => {
    const outcome = outcomeAt({ BTC: "5000" });
    expect(outcome).toMatchObject({ executed: null, notExecuted: null, difference: null, unpriced: ["ETH"] });
    expect(outcome.assets.find(({ asset }) => asset === "BTC")?.notExecuted).toBe("2500");
  });

  it("tells the difference alone of a plan that did not note what was held", () => {
    const { holdings: _holdings, ...plan } = planOf();
    const outcome = outcomeAt({ BTC: "10000", ETH: "1000" }, plan);
    expect(outcome).toMatchObject({ executed: null, notExecuted: null });
    expect(outcome.difference).toBe(decimal(plan.cost.total).neg().toString());
  });

  it("does not mind a missing price of what the plan does not touch", () => {
    const plan = planOf({ holdings: { ...computeHoldings(input), DOGE: decimal("7").toString() } as never });
    const outcome = outcomeAt({ BTC: "10000", ETH: "1000" }, plan);
    expect(outcome.notExecuted).toBeNull();
    expect(outcome.difference).toBe(decimal(plan.cost.total).neg().toString());
    expect(computePlanOutcome({ plan, state: "DONE", approvedAt: unixMs(5), priceOf: () => null })).toMatchObject({
      state: "DONE",
      approvedAt: 5,
      difference: null,
    });
  });
});
