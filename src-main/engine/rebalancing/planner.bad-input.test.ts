// What does bad input bring? An error that names its place before anything is planned, or a sound plan; for both planners.
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import type { PlannerResult } from "#shared/domain/plan.ts";
import { account, balance, handMadeInput, type Json, market } from "#testing/hand-made-plan.ts";
import { plannerInputs } from "#testing/plan-arbitraries.ts";
import { expectInvariants } from "#testing/plan-invariants.ts";
import { loadHighsFactory } from "#workers/solver/highs-program.ts";
import { computeGreedyPlan } from "./compute-greedy-plan.ts";
import { computeOptimalPlan } from "./optimal/compute-optimal-plan.ts";
import type { LinearProgramFactory } from "./optimal/plan-linear-program.ts";
import { validatePlannerInput } from "./validate-planner-input.ts";

let factory: LinearProgramFactory;
beforeAll(async () => {
  factory = await loadHighsFactory();
});

const withMarket = (more: Json) => handMadeInput({ instruments: [market("BTC/USD", "10000", "10000", more)] });
const withBook = (bids: unknown, asks: unknown) => withMarket({ book: { bids, asks } });
const withPolicy = (policy: Json) => handMadeInput({ policy });
const withFees = (fees: Json) => handMadeInput({ accounts: [account("a1", [balance("BTC", "1")], { fees })] });

/** Path and text of the refusal; "taken" where there is none. */
function refusal(value: unknown): readonly [string, string] {
  try {
    validatePlannerInput(value);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    expect(error.code).toBe("INPUT_INVALID");
    return [String(error.data.path), error.message];
  }
  return ["taken", ""];
}

describe("the place of what is wrong is named", () => {
  it.each<[string, unknown, string, RegExp]>([
    ["weights of 99 %", handMadeInput({ targets: { BTC: "0.5", USD: "0.49" } }), "targets", /sum to 1, got 0.99/],
    ["weights of 101 %", handMadeInput({ targets: { BTC: "0.5", USD: "0.51" } }), "targets", /sum to 1, got 1.01/],
    ["an unknown asset", handMadeInput({ targets: { BTC: "0.5", XYZ: "0.5" } }), "targets.XYZ", /no account holds/],
    ["a crossed market", withMarket({ bid: "10000.01" }), "instruments[0].bid", /crossed: bid 10000.01 .* ask 10000/],
    ["a crossed book", withBook([["2", "1"]], [["1", "1"]]), "instruments[0].book.bids[0][0]", /crossed/],
    ["an empty book", withBook([], []), "instruments[0].book", /empty; leave it out/],
    ["a level without size", withBook([["1", "0"]], []), "instruments[0].book.bids[0][1]", /greater than zero/],
    ["a level without price", withBook([["0", "1"]], []), "instruments[0].book.bids[0][0]", /greater than zero/],
    ["a zero price", withMarket({ ask: "0", bid: "0" }), "instruments[0].bid", /more than zero/],
    ["a negative price", withMarket({ bid: "-1" }), "instruments[0].bid", /./],
    ["a price of NaN", withMarket({ ask: "NaN" }), "instruments[0].ask", /./],
    ["a price that is not a number", withMarket({ ask: Number.NaN }), "instruments[0].ask", /./],
    ["an infinite price", withMarket({ ask: "Infinity" }), "instruments[0].ask", /./],
    ["a price of 97 digits", withMarket({ ask: "9".repeat(97) }), "instruments[0].ask", /./],
    ["a consensus price of zero", handMadeInput({ prices: { BTC: "0", USD: "1" } }), "prices.BTC", /greater than zero/],
    ["a consensus price below zero", handMadeInput({ prices: { BTC: "-1", USD: "1" } }), "prices.BTC", /zero/],
    ["a consensus price of NaN", handMadeInput({ prices: { BTC: "NaN", USD: "1" } }), "prices.BTC", /./],
    ["a negative fee", withFees({ maker: "0", taker: "-0.001" }), "accounts[0].fees.taker", /./],
    ["a fee of all", withFees({ maker: "0", taker: "1" }), "accounts[0].fees.taker", /share below 1/],
    ["a fee of NaN", withFees({ maker: "NaN", taker: "0" }), "accounts[0].fees.maker", /./],
    [
      "a balance of NaN",
      handMadeInput({ accounts: [account("a1", [balance("BTC", "NaN")])] }),
      "accounts[0].balances[0].free",
      /./,
    ],
    ["a tolerance of NaN", withPolicy({ tolerance: "NaN" }), "policy.tolerance", /./],
    ["a tolerance above 1", withPolicy({ tolerance: "2" }), "policy.tolerance", /at most 1, got 2/],
  ])("%s", (_, value, where, said) => {
    const [path, message] = refusal(value);
    expect(path).toBe(where);
    expect(message).toMatch(said);
  });
});

describe("wishes that contradict each other are named, both of them", () => {
  const sale = { goal: "liquidate", liquidate: "BTC" };
  const raise = { goal: "raiseCash", raise: { asset: "USD", amount: "10" } };
  it.each<[string, Json, string, RegExp]>([
    ["a sale of what is never sold", { ...sale, neverSell: ["BTC"] }, "policy.liquidate", /BTC .* neverSell/],
    ["a sale of what is pinned", { ...sale, pinned: { BTC: "1" } }, "policy.liquidate", /BTC .* all 1 .* pinned/],
    ["a raise of what is never bought", { ...raise, neverBuy: ["USD"] }, "policy.raise.asset", /USD .* neverBuy/],
  ])("%s", (_, policy, where, said) => {
    const [path, message] = refusal(withPolicy(policy));
    expect(path).toBe(where);
    expect(message).toMatch(said);
  });

  it("but a sale of what is pinned in part is planned", () => {
    expect(refusal(withPolicy({ ...sale, pinned: { BTC: "0.5" } }))).toEqual(["taken", ""]);
  });
});

describe.each(["greedy", "optimal"])("the %s planner", (planner) => {
  const plan = (value: unknown): PlannerResult => {
    const input = validatePlannerInput(value);
    const result = planner === "greedy" ? computeGreedyPlan(input) : computeOptimalPlan(input, factory);
    expectInvariants(input, result);
    return result;
  };

  it("plans nothing with nothing", () => {
    for (const accounts of [[], [account("a1", [])], [account("a1", [balance("BTC", "0"), balance("USD", "0")])]])
      expect(plan(handMadeInput({ accounts }))).toMatchObject({ legs: [], totalValue: "0" });
  });

  it.each<[string, Json]>([
    ["prices near the largest that there are", { bid: `${"9".repeat(40)}`, ask: `${"9".repeat(40)}` }],
    ["a price of a ten billionth", { bid: "0.0000000001", ask: "0.0000000001", priceStep: "0.0000000001" }],
    ["a tick above the price", { priceStep: "50000" }],
    ["a lot above the portfolio", { amountStep: "1000" }],
    ["a least order above the portfolio", { costMin: "1000000000" }],
    ["a spread of nearly all", { bid: "0.01", ask: "1000000" }],
    ["one side of a book", { book: { bids: [["10000", "1"]], asks: [] } }],
    ["a greatest amount below the least", { amountMin: "2", amountMax: "1" }],
    ["a greatest cost below the least", { costMin: "20", costMax: "10" }],
    ["nobody who buys", { book: { bids: [], asks: [["10000", "1"]] } }],
  ])("makes a sound plan with %s", (_, more) => {
    const result = plan(withMarket(more));
    expect(result.totalValue).toBe("21000");
  });

  it("makes a sound plan where prices at the venue are far from those that all agree on", () => {
    const input = handMadeInput({
      instruments: [market("BTC/USD", "1", "1.01"), market("ETH/USD", "5000000", "5000001")],
      policy: { tolerance: "0", maxCostFraction: "1" },
    });
    expect(plan(input).totalValue).toBe("21000");
  });

  it("makes a sound plan where the smallest trade is above the largest order", () => {
    const result = plan(withPolicy({ tolerance: "0", minTradeValue: "5000", maxOrderFraction: "0.1" }));
    expect(result.legs).toEqual([]);
    expect(result.residuals.length).toBeGreaterThan(0);
  });

  it("makes a sound plan where no venue or no quote asset is allowed", () => {
    for (const policy of [{ allowedVenues: [] }, { allowedQuotes: [] }]) {
      const result = plan(withPolicy({ tolerance: "0", ...policy }));
      expect(result.legs).toEqual([]);
      expect(result.residuals.map(({ reason }) => reason)).toContain("noMarket");
    }
  });

  it("makes a sound plan where all that is held may neither be sold nor spent", () => {
    const result = plan(
      withPolicy({ tolerance: "0", neverSell: ["BTC", "ETH"], pinned: { BTC: "99" }, cashReserve: { USD: "99999" } }),
    );
    expect(result.legs).toEqual([]);
    expect(result.residuals.map(({ reason }) => reason)).toContain("neverSell");
  });

  it("plans with 10,000 instruments", () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `C${index}`);
    const result = plan(
      handMadeInput({
        accounts: [account("a1", [balance("USD", "1000")])],
        instruments: names.map((name) => market(`${name}/USD`, "10", "10")),
        prices: { ...Object.fromEntries(names.map((name) => [name, "10"])), USD: "1" },
        targets: { C7: "0.5", USD: "0.5" },
        policy: { tolerance: "0.01" },
      }),
    );
    expect(result.legs.map((leg) => leg.symbol)).toEqual(["C7/USD"]);
  });

  it("refuses a spoiled input or plans soundly with it, and never fails otherwise", () => {
    const junk = ["0", "-1", "NaN", "1e5", "", "9".repeat(60), "0.0000000001", null, 7, [], {}];
    const draw = fc.record({ at: fc.nat(), junk: fc.constantFrom<unknown>(...junk) });
    let planned = 0;
    fc.assert(
      fc.property(plannerInputs, draw, (input, { at, junk: value }) => {
        const spoiled = structuredClone(input);
        const places = leaves(spoiled);
        const place = places[at % places.length];
        if (place !== undefined) place.node[place.key] = value;
        if (refusal(spoiled)[0] !== "taken") return;
        planned += 1;
        plan(spoiled);
      }),
      { numRuns: 150, seed: 2026, endOnFailure: true },
    );
    expect(planned).toBeGreaterThan(5);
  });
});

/** Every field that holds a text. */
function leaves(value: unknown): { readonly node: Record<string, unknown>; readonly key: string }[] {
  if (typeof value !== "object" || value === null) return [];
  const node = value as Record<string, unknown>;
  return Object.entries(node).flatMap(([key, inner]) => (typeof inner === "string" ? [{ node, key }] : leaves(inner)));
}
