// Where do other planners fail? Their known failures, and accounts and crumbs too small for an order, for both planners.
import { beforeAll, describe, expect, it } from "vitest";
import type { PlannerResult } from "#shared/domain/plan.ts";
import { account, balance, handMadeInput, type Json, market } from "#testing/hand-made-plan.ts";
import { expectInvariants } from "#testing/plan-invariants.ts";
import { filledInput, measurePlan } from "#testing/plan-measure.ts";
import { loadHighsFactory } from "#workers/solver/highs-program.ts";
import { computeGreedyPlan } from "./compute-greedy-plan.ts";
import { computeOptimalPlan } from "./optimal/compute-optimal-plan.ts";
import type { LinearProgramFactory } from "./optimal/plan-linear-program.ts";
import { validatePlannerInput } from "./validate-planner-input.ts";

let factory: LinearProgramFactory;
beforeAll(async () => {
  factory = await loadHighsFactory();
});

const bitcoin = market("BTC/USD", "10000", "10000");
const legs = (result: PlannerResult) => result.legs.map((leg) => `${leg.side} ${leg.quantity} ${leg.symbol}`).sort();
const weightAfter = (result: PlannerResult, asset: string) =>
  Number(new Map<string, string>(Object.entries(result.after)).get(asset) ?? "0");

describe.each(["greedy", "optimal"])("the %s planner", (planner) => {
  /** Checked against every rule. */
  const plan = (more: Json) => {
    const input = validatePlannerInput(handMadeInput(more));
    const result = planner === "greedy" ? computeGreedyPlan(input) : computeOptimalPlan(input, factory);
    expectInvariants(input, result);
    return { input, result };
  };

  it("sizes targets on the total after a deposit, not before it", () => {
    // 10,000 in BTC and in cash were half and half; 10,000 more came in. Half of 30,000 are 1.5 BTC.
    for (const goal of ["target", "cashFlow"]) {
      const { result } = plan({
        accounts: [account("a1", [balance("BTC", "1"), balance("USD", "20000")])],
        instruments: [bitcoin],
        targets: { BTC: "0.5", USD: "0.5" },
        policy: { goal, tolerance: "0" },
      });
      expect(legs(result)).toEqual(["buy 0.5 BTC/USD"]);
      expect(result.totalValue).toBe("30000");
    }
  });

  it("counts cash once: as a holding, and for one purchase only", () => {
    const { result } = plan({
      accounts: [account("a1", [balance("BTC", "1"), balance("USD", "10000")])],
      instruments: [bitcoin],
      targets: { BTC: "0.6", USD: "0.4" },
    });
    expect(result.totalValue).toBe("20000");
    expect(legs(result)).toEqual(["buy 0.2 BTC/USD"]);
    // Two coins that each lack 5,000 share the 6,000 that are there.
    const { result: shared } = plan({
      accounts: [account("a1", [balance("USD", "6000"), balance("BTC", "0", "0.4")])],
      targets: { BTC: "0.5", ETH: "0.5" },
      policy: { tolerance: "0", slippageTolerance: "0" },
    });
    expect(shared.totalValue).toBe("10000");
    expect(legs(shared)).toEqual(["buy 0.1 BTC/USD", "buy 5 ETH/USD"]);
  });

  it("counts two cash coins as one target, once each", () => {
    const { result } = plan({
      accounts: [account("a1", [balance("USD", "5000"), balance("USDC", "5000"), balance("BTC", "1")])],
      instruments: [bitcoin, market("BTC/USDC", "10000", "10000")],
      targets: { BTC: "0.6", USD: "0.4" },
    });
    expect(result.totalValue).toBe("20000");
    expect(weightAfter(result, "BTC")).toBe(0.6);
    expect(weightAfter(result, "USD") + weightAfter(result, "USDC")).toBeCloseTo(0.4, 9);
  });

  it("sees the cash of a deposit that hides inside the bands of all coins", () => {
    // Ten coins of 9 % each; the deposit thins each to 7.5 %, inside its 2 points, while cash went from 10 % to 25 %.
    const names = Array.from({ length: 10 }, (_, index) => `C${index}`);
    const coins = {
      accounts: [account("a1", [...names.map((name) => balance(name, "75")), balance("USD", "2500")])],
      instruments: names.map((name) => market(`${name}/USD`, "10", "10")),
      prices: { ...Object.fromEntries(names.map((name) => [name, "10"])), USD: "1" },
      targets: { ...Object.fromEntries(names.map((name) => [name, "0.09"])), USD: "0.1" },
    };
    const { result } = plan({ ...coins, policy: { tolerance: "0.02" } });
    expect(result.before).toMatchObject({ C0: "0.075", USD: "0.25" });
    expect(weightAfter(result, "USD")).toBeLessThanOrEqual(0.12);
    // With a cash flow no band hides anything: all of it goes where it belongs.
    const { result: flow } = plan({ ...coins, policy: { goal: "cashFlow", tolerance: "0.02" } });
    expect(names.map((name) => weightAfter(flow, name))).toEqual(names.map(() => 0.09));
  });

  it("ignores no asset that has a target: not one that is not held, nor one whose only market is elsewhere", () => {
    const { result } = plan({
      accounts: [
        account("a1", [balance("BTC", "1"), balance("USD", "2000")]),
        account("b1", [balance("USD", "8000")], { venue: "binance" }),
      ],
      instruments: [
        bitcoin,
        market("ETH/BTC", "0.1", "0.1", { priceStep: "0.0001", costMin: "0.001" }),
        market("SOL/USD", "100", "100", { venue: "binance" }),
      ],
      prices: { BTC: "10000", ETH: "1000", SOL: "100", USD: "1" },
      targets: { BTC: "0.3", ETH: "0.2", SOL: "0.3", USD: "0.2" },
      policy: { tolerance: "0.01" },
    });
    expect(weightAfter(result, "ETH")).toBeGreaterThanOrEqual(0.19);
    expect(weightAfter(result, "SOL")).toBeGreaterThanOrEqual(0.29);
    expect(result.residuals.every(({ reason }) => reason === "tolerance")).toBe(true);
  });

  it("is not stalled by a crumb that no order can sell", () => {
    const { input, result } = plan({
      accounts: [account("a1", [balance("BTC", "1"), balance("DOGE", "3"), balance("USD", "9997")])],
      instruments: [bitcoin, market("DOGE/USD", "1", "1")],
      prices: { BTC: "10000", DOGE: "1", USD: "1" },
      targets: { BTC: "0.6", DOGE: "0", USD: "0.4" },
    });
    expect(weightAfter(result, "BTC")).toBeGreaterThan(0.599);
    expect(result.legs.every((leg) => leg.base === "BTC")).toBe(true);
    expect(result.residuals).toContainEqual(expect.objectContaining({ asset: "DOGE", reason: "minNotional" }));
    const again = filledInput(input, result);
    expect((planner === "greedy" ? computeGreedyPlan(again) : computeOptimalPlan(again, factory)).legs).toEqual([]);
  });

  it("does what it can for an account too small for an order of each asset", () => {
    const names = ["A", "B", "C", "D", "E"];
    const { input, result } = plan({
      accounts: [account("a1", [balance("USD", "40")])],
      instruments: names.map((name) => market(`${name}/USD`, "1", "1")),
      prices: { ...Object.fromEntries(names.map((name) => [name, "1"])), USD: "1" },
      targets: Object.fromEntries(names.map((name) => [name, "0.2"])),
    });
    // Of 40, each should be 8, and the smallest order is 10: three of them fit, at their worst prices.
    expect(result.legs.length).toBeGreaterThanOrEqual(3);
    const { before, deviation } = measurePlan(input, result.legs);
    expect(before.toString()).toBe("80");
    expect(deviation.lt(40)).toBe(true);
    expect(result.residuals.some(({ reason }) => reason === "minNotional")).toBe(true);
  });

  it("says so where an account is too small for any order, and does nothing", () => {
    const { result } = plan({
      accounts: [account("a1", [balance("USD", "9")])],
      instruments: [bitcoin],
      targets: { BTC: "1" },
      prices: { BTC: "10000", USD: "1" },
    });
    expect(result.legs).toEqual([]);
    expect(result.residuals.map(({ asset, reason }) => `${asset} ${reason}`)).toContain("BTC minNotional");
  });
});
