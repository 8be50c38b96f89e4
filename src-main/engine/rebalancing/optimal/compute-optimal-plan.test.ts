import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { computeGreedyPlan } from "#engine/rebalancing/compute-greedy-plan.ts";
import { validatePlannerInput } from "#engine/rebalancing/validate-planner-input.ts";
import type { PlannerInput, PlannerResult } from "#shared/domain/plan.ts";
import { account, balance, handMadeInput, type Json, market } from "#testing/hand-made-plan.ts";
import { plannerInputsOfAnyFee, shuffled } from "#testing/plan-arbitraries.ts";
import { compareMeasures, measurePlan } from "#testing/plan-measure.ts";
import { loadHighsFactory } from "#workers/solver/highs-program.ts";
import { computeOptimalPlan } from "./compute-optimal-plan.ts";
import type { LinearProgramFactory, LinearSolution } from "./plan-linear-program.ts";

// Hundreds of solves each: a busy machine may need longer than a plain test is given.
vi.setConfig({ testTimeout: 120_000 });
const factory = await loadHighsFactory();
const plan = (value: Json, solver: LinearProgramFactory = factory) =>
  computeOptimalPlan(validatePlannerInput(value), solver);
const legs = (result: PlannerResult) =>
  result.legs.map((leg) => `${leg.accountId} ${leg.side} ${leg.quantity} ${leg.symbol}`);
const fees = (taker: string, feeAsset = "quote") => ({ fees: { maker: "0", taker, feeAsset } });

/** BTC too much, ETH too little, by 2,000 of 12,000. */
const crossed = (more: Json = {}) =>
  handMadeInput({
    accounts: [account("a1", [balance("BTC", "0.7"), balance("ETH", "3"), balance("USD", "2000")], fees("0.01"))],
    instruments: [
      market("BTC/USD", "10000", "10000"),
      market("ETH/USD", "1000", "1000"),
      market("ETH/BTC", "0.1", "0.1", { priceStep: "0.00001", costMin: null }),
    ],
    targets: { BTC: "0.416667", ETH: "0.416667", USD: "0.166666" },
    policy: { tolerance: "0.01", maxCostFraction: "0.05" },
    ...more,
  });

describe("the optimal plan of a hand-made portfolio", () => {
  it("takes one leg of a cross pair where two over cash cost twice the fee", () => {
    const result = plan(crossed());
    expect(result.legs.map(({ side, symbol }) => `${side} ${symbol}`)).toEqual(["buy ETH/BTC"]);
    expect(result.solver).toBe("proven");
    expect(Number(result.cost.total)).toBeLessThan(
      Number(computeGreedyPlan(validatePlannerInput(crossed())).cost.total),
    );
  });

  it("goes over cash where the cross pair is dearer", () => {
    const wide = market("ETH/BTC", "0.09", "0.11", { priceStep: "0.00001", costMin: null });
    const base = crossed() as { instruments: Json[] };
    const result = plan(crossed({ instruments: [...base.instruments.slice(0, 2), wide] }));
    expect(result.legs.map(({ side, symbol }) => `${side} ${symbol}`)).toEqual(["sell BTC/USD", "buy ETH/USD"]);
  });

  it("sells a coin over another where no cash takes it, and the other keeps its share", () => {
    const result = plan(
      handMadeInput({
        accounts: [account("a1", [balance("BTC", "0.4"), balance("ETH", "6"), balance("USD", "0")], fees("0.002"))],
        instruments: [
          market("BTC/USD", "10000", "10000"),
          market("ETH/BTC", "0.1", "0.1", { priceStep: "0.00001", costMin: null }),
        ],
        policy: { tolerance: "0.005" },
      }),
    );
    expect(result.legs.map(({ side, symbol }) => `${side} ${symbol}`)).toEqual(["sell ETH/BTC", "sell BTC/USD"]);
    expect(result.residuals.every(({ reason }) => reason === "tolerance")).toBe(true);
    expect(result.solver).toBe("proven");
  });

  it("pays fees in a third coin, which takes nothing of the quote", () => {
    const result = plan(
      handMadeInput({
        accounts: [
          account("a1", [balance("BTC", "1"), balance("USD", "0"), balance("BNB", "10")], fees("0.001", "BNB")),
        ],
        instruments: [market("BTC/USD", "10000", "10000")],
        prices: { BTC: "10000", USD: "1", BNB: "500" },
        targets: { BTC: "0.5", USD: "0.5" },
        policy: { tolerance: "0" },
      }),
    );
    expect(result.legs).toMatchObject([{ side: "sell", quantity: "0.5", fee: "0.01", feeAsset: "BNB" }]);
    expect(result.after).toEqual({ BTC: "0.5", USD: "0.5" });
    expect(result.solver).toBe("proven");
  });

  it("moves value between venues by selling a coin at one and buying it at the other", () => {
    // ETH can only be bought at coinbase, where there is no cash; kraken has the cash, coinbase has BTC.
    const at = (venue: string, symbol: string, price: string) => market(symbol, price, price, { venue });
    const result = plan(
      handMadeInput({
        accounts: [
          account("a1", [balance("USD", "6000")], fees("0.001")),
          account("a2", [balance("BTC", "0.4")], { venue: "coinbase", ...fees("0.001") }),
        ],
        instruments: [
          at("kraken", "BTC/USD", "10000"),
          at("coinbase", "BTC/USD", "10000"),
          at("coinbase", "ETH/USD", "1000"),
        ],
        targets: { BTC: "0.4", ETH: "0.3", USD: "0.3" },
        policy: { tolerance: "0.01" },
      }),
    );
    expect(result.legs.map(({ accountId, side, symbol }) => `${accountId} ${side} ${symbol}`).sort()).toEqual([
      "a1 buy BTC/USD",
      "a2 buy ETH/USD",
      "a2 sell BTC/USD",
    ]);
    expect(result.residuals.every(({ reason }) => reason === "tolerance")).toBe(true);
  });

  it("takes an order of exactly the least cost and the minimum trade", () => {
    const result = plan(
      handMadeInput({
        accounts: [account("a1", [balance("BTC", "0.501"), balance("USD", "4990")])],
        instruments: [
          market("BTC/USD", "10000", "10000", { amountStep: "0.001", amountMin: "0.001", costMin: "9.99" }),
        ],
        prices: { BTC: "10000", USD: "1" },
        targets: { BTC: "0.5", USD: "0.5" },
        policy: { tolerance: "0", minTradeValue: "10", slippageTolerance: "0.001" },
      }),
    );
    expect(legs(result)).toEqual(["a1 sell 0.001 BTC/USD"]);
    expect(result.solver).toBe("proven");
  });

  it("never buys and sells the same coin to get an order over its minimum", () => {
    // One lot too much, less than an order may be: selling two orders and buying one back would reach it.
    const result = plan(
      handMadeInput({
        accounts: [account("a1", [balance("BTC", "0.5003"), balance("USD", "4997")])],
        instruments: [market("BTC/USD", "10000", "10000"), market("BTC/USDC", "10000", "10000")],
        prices: { BTC: "10000", USD: "1", USDC: "1" },
        targets: { BTC: "0.5", USD: "0.5" },
        policy: { tolerance: "0", minTradeValue: "10" },
      }),
    );
    expect(new Set(result.legs.map(({ side }) => side)).size).toBeLessThan(2);
  });

  it("counts stable coins as one target and converts none for its own sake", () => {
    const result = plan(
      handMadeInput({
        accounts: [account("a1", [balance("BTC", "0.6"), balance("USD", "0"), balance("USDC", "4000")], fees("0.001"))],
        instruments: [
          market("BTC/USD", "10000", "10000"),
          market("BTC/USDC", "10000", "10000"),
          market("USDC/USD", "1", "1", { priceStep: "0.0001" }),
        ],
        prices: { BTC: "10000", USD: "1", USDC: "1" },
        targets: { BTC: "0.5", USD: "0.5" },
        policy: { tolerance: "0.01" },
      }),
    );
    expect(result.legs).toHaveLength(1);
    expect(result.legs).toMatchObject([{ side: "sell", base: "BTC" }]);
  });

  it("loses no value to come nearer to a goal that nothing can reach", () => {
    // ETH may not be bought; turning cash into other cash and back would only burn what there is too much of.
    const result = plan(
      handMadeInput({
        accounts: [account("a1", [balance("ETH", "1"), balance("USD", "9000")], fees("0.01"))],
        instruments: [market("ETH/USD", "1000", "1000"), market("USDC/USD", "0.99", "1.01", { priceStep: "0.0001" })],
        prices: { ETH: "1000", USD: "1", USDC: "1" },
        targets: { ETH: "0.5", USD: "0.5" },
        policy: { tolerance: "0.01", neverBuy: ["ETH"], maxCostFraction: "0.05" },
      }),
    );
    expect(result.legs).toEqual([]);
    expect(result.residuals).toMatchObject([{ asset: "ETH", reason: "neverBuy" }, { asset: "USD" }]);
  });

  it("chooses among whole lots where a lot is worth much", () => {
    const result = plan(
      handMadeInput({
        accounts: [account("a1", [balance("BTC", "0.02"), balance("USD", "100")])],
        instruments: [market("BTC/USD", "10000", "10000", { amountStep: "0.002", costMin: null })],
        prices: { BTC: "10000", USD: "1" },
        targets: { BTC: "0.5", USD: "0.5" },
        policy: { tolerance: "0", minTradeValue: "10" },
      }),
    );
    // 50 too much: two lots of 20 leave 10, three leave -10; the cheaper of the two is the smaller one.
    expect(result.legs).toMatchObject([{ side: "sell" }]);
    expect(["0.004", "0.006"]).toContain(result.legs[0]?.quantity);
    expect(result.residuals[0]).toMatchObject({ reason: "lotStep" });
    expect(result.solver).toBe("proven");
  });

  it("keeps a reserve over all accounts, and spends nothing of a coin that is short of it", () => {
    const result = plan(
      handMadeInput({
        accounts: [account("a1", [balance("BTC", "0.4"), balance("ETH", "2"), balance("USD", "900")])],
        policy: { tolerance: "0", cashReserve: { USD: "2000" } },
        targets: { BTC: "0.4", ETH: "0.4", USD: "0.2" },
      }),
    );
    expect(Number(result.after["USD" as keyof typeof result.after]) * 6_900).toBeGreaterThanOrEqual(1_380);
    const spent = result.legs.filter(({ side }) => side === "buy");
    const cash = result.legs.reduce((sum, leg) => sum + (leg.side === "buy" ? -1 : 1) * Number(leg.notional), 900);
    expect(spent.length === 0 || cash >= 2_000).toBe(true);
  });
});

describe("goals with an amount", () => {
  it("raises cash by selling what is most above its share, near the others' bands", () => {
    const result = plan(
      handMadeInput({
        accounts: [account("a1", [balance("BTC", "1"), balance("ETH", "9"), balance("USD", "1000")], fees("0.001"))],
        targets: { BTC: "0.3", ETH: "0.5", USD: "0.2" },
        policy: { goal: "raiseCash", raise: { asset: "USD", amount: "2000" }, tolerance: "0.01" },
      }),
    );
    expect(result.legs.map(({ side, symbol }) => `${side} ${symbol}`)).toEqual(["sell BTC/USD"]);
    const raised = Number(result.legs[0]?.notional) - Number(result.legs[0]?.fee);
    expect(raised).toBeGreaterThanOrEqual(2_000);
    expect(raised).toBeLessThan(2_002);
  });

  it("liquidates all of one coin and nothing else", () => {
    const result = plan(handMadeInput({ policy: { goal: "liquidate", liquidate: "ETH" } }));
    expect(legs(result)).toEqual(["a1 sell 10 ETH/USD"]);
  });

  it("uses a deposit without selling anything", () => {
    const result = plan(
      handMadeInput({
        accounts: [account("a1", [balance("BTC", "1"), balance("ETH", "5"), balance("USD", "10000")], fees("0.001"))],
        policy: { goal: "cashFlow" },
      }),
    );
    expect(result.legs.every(({ side }) => side === "buy")).toBe(true);
    // The targets are shares of the total after the deposit: no BTC is due of 25,000.
    expect(new Set(result.legs.map(({ base }) => base))).toEqual(new Set(["ETH"]));
  });
});

describe("what the solver says is never believed", () => {
  const answering =
    (answer: (problem: Parameters<LinearProgramFactory>[0]) => LinearSolution): LinearProgramFactory =>
    (problem) => ({
      setColumnBounds: () => undefined,
      setColumnCost: () => undefined,
      setRowBounds: () => undefined,
      solve: () => answer(problem),
      dispose: () => undefined,
    });
  const nothing = { values: new Float64Array(0), objective: Number.NaN, bound: Number.NEGATIVE_INFINITY, nodes: 0 };
  const greedy = computeGreedyPlan(validatePlannerInput(crossed()));

  it("where it claims that nothing is feasible, the plan is the greedy one and says so", () => {
    const result = plan(
      crossed(),
      answering(() => ({ ...nothing, status: "infeasible" })),
    );
    expect(result.legs).toEqual(greedy.legs);
    expect(result).toMatchObject({ solver: "greedy", gap: null });
    expect(result.warnings.at(-1)).toBe("The solver gave no answer for this portfolio: this is the greedy plan.");
  });

  it("where its best is no number, the plan is the greedy one", () => {
    const result = plan(
      crossed(),
      answering(({ columnCount }) => ({
        ...nothing,
        status: "optimal",
        values: new Float64Array(columnCount).fill(Number.NaN),
      })),
    );
    expect(result).toMatchObject({ solver: "greedy", legs: greedy.legs });
  });

  it("where it trades everything at once, no rule is broken: orders are made exactly, or not at all", () => {
    const wild = answering(({ columnCount, upper }) => ({
      status: "optimal",
      values: upper.map((value) => (Number.isFinite(value) ? value : 0)).subarray(0, columnCount),
      objective: 0,
      bound: 0,
      nodes: 0,
    }));
    const result = plan(crossed(), wild);
    expect(
      compareMeasures(
        measurePlan(validatePlannerInput(crossed()), result.legs),
        measurePlan(validatePlannerInput(crossed()), greedy.legs),
      ),
    ).toBeLessThanOrEqual(0);
  });
});

describe("the plan of a random portfolio", () => {
  const inputs = (numRuns: number, seed: number): PlannerInput[] => fc.sample(plannerInputsOfAnyFee, { numRuns, seed });

  it("is never worse than the greedy one: first by distance, then by what it loses", () => {
    let nearer = 0;
    for (const input of inputs(200, 41)) {
      const ours = measurePlan(input, computeOptimalPlan(input, factory).legs);
      const order = compareMeasures(ours, measurePlan(input, computeGreedyPlan(input).legs));
      expect(order).toBeLessThanOrEqual(0);
      if (order < 0) nearer += 1;
    }
    expect(nearer).toBeGreaterThan(50);
  });

  it("is the same to the byte on repeat and whatever the order of its lists", () => {
    for (const input of inputs(40, 42)) {
      const first = JSON.stringify(computeOptimalPlan(input, factory));
      expect(JSON.stringify(computeOptimalPlan(input, factory))).toBe(first);
      expect(JSON.stringify(computeOptimalPlan(shuffled(input), factory))).toBe(first);
    }
  });
});
