import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Planner } from "#engine/ports/planner.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { SmallestDeposit } from "#shared/domain/feasibility.ts";
import type { PlannerInput } from "#shared/domain/plan.ts";
import { riskLimitsSchema } from "#shared/domain/policy.ts";
import { plainPlanInput } from "#testing/plain-plan-input.ts";
import { computeGreedyPlan } from "./compute-greedy-plan.ts";
import { computeInputWith } from "./compute-hypothetical.ts";
import { planWithinLimits } from "./plan-limits.ts";
import { findSmallestDeposit } from "./smallest-deposit.ts";

const BTC = { venue: "kraken", symbol: "BTC/USD", bid: "10000", ask: "10000" };
const ETH = { venue: "kraken", symbol: "ETH/USD", bid: "1000", ask: "1000" };
const limits = riskLimitsSchema.parse({ maxOrderFraction: "1" });
const planner: Planner = { version: 1, plan: async (input) => computeGreedyPlan(input) };
const planOf = (input: PlannerInput) => computeGreedyPlan(planWithinLimits(input, limits, null));

const find = (input: PlannerInput, by: Planner = planner) =>
  findSmallestDeposit({ input, limits, planner: by, result: planOf(input) }, {});

function completeWith(input: PlannerInput, { accountId, asset }: SmallestDeposit, amount: string): boolean {
  if (accountId === null) throw new Error("expected a place");
  const richer = computeInputWith(input, [{ accountId, asset, amount: decimal(amount).toString() }]);
  return planOf(richer).residuals.every(({ reason }) => reason === "tolerance");
}

/** The first whole lot that completes the plan, one after the other from the first on. */
function bruteLots(input: PlannerInput, deposit: SmallestDeposit, most: number): number | null {
  const lot = decimal(deposit.lot);
  for (let lots = 1; lots <= most; lots += 1)
    if (completeWith(input, deposit, lot.mul(Decimal.of(BigInt(lots), 0)).toString())) return lots;
  return null;
}

/** 100 USD of which 7 are missing in BTC: less than the smallest trade of 10. */
const small = (policy: Record<string, unknown> = {}) =>
  plainPlanInput({
    accounts: [{ id: "a1", venue: "kraken", free: { BTC: "0.0053", USD: "47" } }],
    markets: [BTC],
    prices: { BTC: "10000" },
    targets: { BTC: "0.6", USD: "0.4" },
    policy: { tolerance: "0.01", ...policy },
  });

describe("the smallest deposit", () => {
  it("is what brings a change up to the smallest order, as increasing it step by step finds", async () => {
    const deposit = await find(small());
    // 53 + 10 USD of BTC are 61 % of 103.3 USD: at 4 USD more the least order ends inside the band.
    expect(deposit).toMatchObject({ amount: "4", asset: "USD", accountId: "a1", venue: "kraken", lot: "1" });
    expect(bruteLots(small(), deposit, 10)).toBe(4);
    expect(deposit.detail).toContain("one step less does not do");
  });

  it("is nothing where the plan is complete", async () => {
    const deposit = await find(small({ tolerance: "0.1" }));
    expect(deposit).toMatchObject({ amount: "0", plans: 0, accountId: null });
  });

  it("dilutes what cannot be sold, down to the last step", async () => {
    const input = plainPlanInput({
      accounts: [{ id: "a1", venue: "kraken", free: { BTC: "0.05", ETH: "0.1", USD: "100" } }],
      markets: [BTC, ETH],
      prices: { BTC: "10000", ETH: "1000" },
      targets: { BTC: "0.4", ETH: "0.3", USD: "0.3" },
      policy: { neverSell: ["BTC"] },
    });
    const deposit = await find(input);
    // 500 USD of BTC are 41 % of 1,219.5; fees take a little.
    expect(decimal(deposit.amount ?? "x").gte(decimal("519"))).toBe(true);
    expect(decimal(deposit.amount ?? "x").lte(decimal("525"))).toBe(true);
    const amount = Number(deposit.amount);
    expect(bruteLots(input, deposit, 600)).toBe(amount);
    expect(completeWith(input, deposit, String(amount - 1))).toBe(false);
  });

  it("goes to the venue where what is missing can be bought", async () => {
    const input = plainPlanInput({
      accounts: [
        { id: "a1", venue: "binance", free: { ETH: "1", USD: "1000" } },
        { id: "b1", venue: "kraken", free: { USD: "100" } },
      ],
      markets: [BTC, { ...ETH, venue: "binance" }],
      prices: { BTC: "10000", ETH: "1000" },
      targets: { BTC: "0.3", ETH: "0.4", USD: "0.3" },
    });
    const deposit = await find(input);
    expect(deposit).toMatchObject({ accountId: "b1", venue: "kraken" });
    expect(completeWith(input, deposit, deposit.amount ?? "x")).toBe(true);
    expect(deposit.plans).toBeLessThanOrEqual(48);
  });

  it("is found for an account with nothing in it", async () => {
    const input = plainPlanInput({
      accounts: [{ id: "a1", venue: "kraken", free: {} }],
      markets: [BTC],
      prices: { BTC: "10000" },
      targets: { BTC: "0.1", USD: "0.9" },
      policy: { tolerance: "0.01" },
    });
    const deposit = await find(input);
    expect(bruteLots(input, deposit, 300)).toBe(Number(deposit.amount));
  });

  it("is none where no deposit helps, and says so", async () => {
    const stuck = plainPlanInput({
      accounts: [{ id: "a1", venue: "kraken", free: { BTC: "0.01", LUNA: "50", USD: "100" } }],
      markets: [BTC],
      prices: { BTC: "10000", LUNA: "1" },
      targets: { BTC: "0.5", LUNA: "0.4", USD: "0.1" },
    });
    expect(await find(stuck)).toMatchObject({
      amount: null,
      plans: 0,
      detail: expect.stringContaining("cannot be reached at any size"),
    });
    const selling = { ...small(), policy: { ...small().policy, goal: "raiseCash" as const } };
    const result = planOf(small());
    const refused = await findSmallestDeposit({ input: selling, limits, planner, result }, {});
    expect(refused).toMatchObject({ amount: null, detail: expect.stringContaining("to sell") });
  });

  it("makes a bounded number of plans whatever the planner says, and gives up when it is told to", async () => {
    let plans = 0;
    const never: Planner = {
      version: 1,
      plan: async (input) => {
        plans += 1;
        const result = planOf(small());
        return { ...result, totalValue: computeGreedyPlan(input).totalValue };
      },
    };
    const deposit = await find(small(), never);
    expect(deposit).toMatchObject({ amount: null, detail: expect.stringContaining("None of the deposits") });
    expect(plans).toBe(deposit.plans);
    expect(plans).toBeLessThanOrEqual(24);
    const stopped: Planner = { version: 1, plan: async () => Promise.reject(new Error("given up")) };
    await expect(find(small(), stopped)).rejects.toThrow("given up");
  });

  it("equals increasing step by step on random small accounts", async () => {
    let found = 0;
    let exact = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          btc: fc.integer({ min: 0, max: 90 }),
          eth: fc.integer({ min: 0, max: 90 }),
          usd: fc.integer({ min: 0, max: 90 }),
          target: fc.integer({ min: 1, max: 8 }),
        }),
        async ({ btc, eth, usd, target }) => {
          const input = plainPlanInput({
            accounts: [
              {
                id: "a1",
                venue: "kraken",
                free: {
                  BTC: `0.00${String(btc).padStart(2, "0")}`,
                  ETH: `0.0${String(eth).padStart(2, "0")}`,
                  USD: String(usd),
                },
              },
            ],
            markets: [BTC, ETH],
            prices: { BTC: "10000", ETH: "1000" },
            targets: { BTC: `0.${target}`, ETH: "0.1", USD: `0.${9 - target}` },
            policy: { tolerance: "0.01" },
          });
          const deposit = await find(input);
          if (deposit.amount === null || deposit.amount === "0") return;
          expect(completeWith(input, deposit, deposit.amount)).toBe(true);
          const lots = Number(deposit.amount) / Number(deposit.lot);
          const brute = bruteLots(input, deposit, lots);
          // Lots that do may lie below others that do not, and not each of them is tried.
          found += 1;
          exact += brute === lots ? 1 : 0;
          expect(brute).not.toBeNull();
          if (deposit.detail.includes("one step less does not do") && lots > 1)
            expect(completeWith(input, deposit, String((lots - 1) * Number(deposit.lot)))).toBe(false);
        },
      ),
      { numRuns: 100, seed: 20_261_126 },
    );
    expect(found).toBeGreaterThan(20);
    expect(exact / found).toBeGreaterThan(0.9);
  });
});
