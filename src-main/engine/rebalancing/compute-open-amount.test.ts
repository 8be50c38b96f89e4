import { describe, expect, it } from "vitest";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { PlannerInput } from "#shared/domain/plan.ts";
import { plainPlanInput } from "#testing/plain-plan-input.ts";
import { loadHighsFactory } from "#workers/solver/highs-program.ts";
import { computeGreedyPlan } from "./compute-greedy-plan.ts";
import { computeLegChanges } from "./compute-leg-changes.ts";
import { carryOpenAmount, computeOpenAmount } from "./compute-open-amount.ts";
import { computeOptimalPlan } from "./optimal/compute-optimal-plan.ts";

const factory = await loadHighsFactory();
const PLANNERS = [
  ["greedy", computeGreedyPlan],
  ["optimal", (input: PlannerInput) => computeOptimalPlan(input, factory)],
] as const;

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

describe.each(PLANNERS)("an amount that is carried by the %s planner", (_, planOf) => {
  const raising = (amount: string) => ({
    ...input,
    policy: { ...input.policy, goal: "raiseCash" as const, raise: { asset: "USD", amount } },
  });

  it("is nothing any more once it was raised: a second run sells nothing", () => {
    const first = raising("500") as typeof input;
    const result = planOf(first);
    expect(result.legs.length).toBeGreaterThan(0);
    const open = computeOpenAmount(first.policy, result.legs);
    expect(open).toEqual({ asset: "USD", amount: "0" });
    const second = planOf({ ...first, policy: carryOpenAmount(first.policy, open) });
    expect(second.legs).toEqual([]);
  });

  it("is what could not be raised", () => {
    const first = { ...(raising("6000") as typeof input) };
    const policy = { ...first.policy, neverSell: ["BTC"] as typeof first.policy.neverSell };
    const result = planOf({ ...first, policy });
    const raised = decimal("6000").sub(decimal(computeOpenAmount(policy, result.legs)?.amount ?? "0"));
    expect(raised.isPositive).toBe(true);
    expect(raised.lte(decimal("1000"))).toBe(true);
  });

  it("is not asked for of an asset that was sold off: a second run finds nothing of it", () => {
    const policy = { ...input.policy, goal: "liquidate" as const, liquidate: "ETH" as typeof input.valuationAsset };
    const first = planOf({ ...input, policy });
    expect(first.legs.map(({ side, base }) => `${side} ${base}`)).toEqual(["sell ETH"]);
    expect(computeOpenAmount(policy, first.legs)).toBeUndefined();
    const changes = computeLegChanges(first.legs);
    const accounts = input.accounts.map((account) => ({
      ...account,
      balances: account.balances.map((row) => ({
        ...row,
        free: decimal(row.free)
          .add(changes.get(row.asset) ?? Decimal.ZERO)
          .toString(),
      })),
    }));
    expect(planOf({ ...input, accounts, policy }).legs).toEqual([]);
  });

  it("is not there for a goal without an amount", () => {
    expect(computeOpenAmount(input.policy, planOf(input).legs)).toBeUndefined();
    expect(carryOpenAmount(input.policy, undefined)).toBe(input.policy);
  });
});

describe.each(PLANNERS)("a deposit that the %s planner invests", (_, planOf) => {
  // 1,000 USD came in on top of 1,000 that stay as they are; ETH lies below its target on the total after the deposit.
  const paidIn = plainPlanInput({
    accounts: [{ id: "a1", venue: "kraken", free: { BTC: "0.5", ETH: "2", USD: "2000" } }],
    markets: [
      { venue: "kraken", symbol: "BTC/USD", bid: "10000", ask: "10000" },
      { venue: "kraken", symbol: "ETH/USD", bid: "1000", ask: "1000" },
    ],
    prices: { BTC: "10000", ETH: "1000" },
    targets: { BTC: "0.55", ETH: "0.4", USD: "0.05" },
    policy: { goal: "cashFlow", invest: { asset: "USD", amount: "1000" } },
  });

  it("is used without selling, and targets are shares of the total after the deposit", () => {
    const result = planOf(paidIn);
    expect(result.totalValue).toBe("9000");
    expect(result.legs.every(({ side }) => side === "buy")).toBe(true);
    const spent = decimal("1000").sub(decimal(computeOpenAmount(paidIn.policy, result.legs)?.amount ?? "0"));
    // Up to the last lot of 0.1 USD, and what the limit prices and the fee may take.
    expect(spent.gt(decimal("990"))).toBe(true);
    expect(spent.lte(decimal("1000"))).toBe(true);
    // ETH is 1,600 short of 40 % of 9,000 and BTC below 55 % of it: the deposit is all that may be spent on both.
    expect(result.legs.map(({ base }) => base)).toContain("ETH");
  });

  it("is spent once: a second run with what is open asks for nothing", () => {
    const first = planOf(paidIn);
    const open = computeOpenAmount(paidIn.policy, first.legs);
    const second = planOf({ ...paidIn, policy: carryOpenAmount(paidIn.policy, open) });
    expect(second.legs).toEqual([]);
  });

  it("leaves every other kind of cash alone", () => {
    const two = plainPlanInput({
      accounts: [{ id: "a1", venue: "kraken", free: { BTC: "0.1", USD: "500", USDC: "500" } }],
      markets: [
        { venue: "kraken", symbol: "BTC/USD", bid: "10000", ask: "10000" },
        { venue: "kraken", symbol: "BTC/USDC", bid: "10000", ask: "10000" },
      ],
      prices: { BTC: "10000" },
      targets: { BTC: "1", USD: "0" },
      policy: { goal: "cashFlow", invest: { asset: "USDC", amount: "200" } },
    });
    const { legs } = planOf(two);
    expect(legs.map(({ symbol }) => symbol)).toEqual(["BTC/USDC"]);
    const spent = Decimal.sum(legs.map(({ notional, fee }) => decimal(notional).add(decimal(fee))));
    expect(spent.lte(decimal("200"))).toBe(true);
    expect(spent.gt(decimal("190"))).toBe(true);
  });
});
