import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { PlanLeg, PlannerInput, PlannerResult } from "#shared/domain/plan.ts";
import type { PlanEdits } from "#shared/domain/plan-edits.ts";
import { plainPlanInput } from "#testing/plain-plan-input.ts";
import { plannerInputs } from "#testing/plan-arbitraries.ts";
import { computeEditedPlan } from "./compute-edited-plan.ts";
import { computeGreedyPlan } from "./compute-greedy-plan.ts";
import { computeHoldings } from "./compute-holdings.ts";
import { computeLegChanges } from "./compute-leg-changes.ts";

/** Sells BTC, then buys ETH and SOL with what that brings: there is hardly any cash. */
const input = plainPlanInput({
  accounts: [{ id: "a1", venue: "kraken", free: { BTC: "0.7", ETH: "1", SOL: "5", USD: "10" } }],
  markets: [
    { venue: "kraken", symbol: "BTC/USD", bid: "10000", ask: "10000", costMin: "20" },
    { venue: "kraken", symbol: "ETH/USD", bid: "1000", ask: "1000", amountMin: "0.01" },
    { venue: "kraken", symbol: "SOL/USD", bid: "100", ask: "100", step: "0.01" },
  ],
  prices: { BTC: "10000", ETH: "1000", SOL: "100" },
  targets: { BTC: "0.5", ETH: "0.3", SOL: "0.2", USD: "0" },
  policy: { tolerance: "0" },
});
const { legs } = computeGreedyPlan(input);
type Edits = Pick<PlanEdits, "legs" | "order">;
const amount = (text: string) => decimal(text).toString();
const edited = (edits: Edits, of: PlannerInput = input): PlannerResult => {
  const plan = computeEditedPlan(of, legs, edits);
  if (plan.kind === "refused") throw new Error(plan.problem);
  return plan.result;
};
const refused = (edits: Edits, of: PlannerInput = input) => {
  const plan = computeEditedPlan(of, legs, edits);
  if (plan.kind === "plan") throw new Error("expected a refusal");
  return plan;
};
const shown = (of: readonly PlanLeg[]) => of.map(({ side, base, quantity }) => `${side} ${quantity} ${base}`);
const indexOf = (base: string) => legs.findIndex((leg) => leg.base === base);

/** Weights of the holdings with the legs' changes, by hand. */
function weightsAfter(of: PlannerInput, result: PlannerResult): ReadonlyMap<string, string> {
  const changes = computeLegChanges(result.legs);
  const held = new Map(Object.entries(computeHoldings(of)));
  const values = [...new Set([...held.keys(), ...changes.keys()])].map((asset) => {
    const total = decimal(held.get(asset) ?? amount("0")).add(changes.get(asset as never) ?? Decimal.ZERO);
    return [asset, total.mul(decimal(new Map(Object.entries(of.prices)).get(asset) ?? amount("0")))] as const;
  });
  const sum = Decimal.sum(values.map(([, value]) => value));
  return new Map(values.map(([asset, value]) => [asset, value.div(sum, 10, "halfEven").toString()]));
}

describe("a plan whose legs were changed by hand", () => {
  it("is the plan itself where nothing was changed", () => {
    expect(legs).toHaveLength(3);
    const result = edited({ legs: [] });
    expect(result.legs).toEqual(legs);
    expect(result.after).toEqual(computeGreedyPlan(input).after);
    expect(result.solver).toBe("edited");
  });

  it("has the projection of exactly its legs, and says that they were changed", () => {
    const eth = indexOf("ETH");
    const result = edited({ legs: [{ leg: eth, quantity: amount("1.5") }] });
    expect(shown(result.legs)).toContain("buy 1.5 ETH");
    expect(new Map(Object.entries(result.after))).toEqual(weightsAfter(input, result));
    expect(result.residuals.map(({ asset, reason }) => `${asset} ${reason}`)).toContain("ETH edited");
    const whole = Decimal.sum(result.legs.map(({ value }) => decimal(value)));
    expect(result.turnover).toBe(whole.toString());
  });

  it("leaves a skipped leg out and keeps the rest", () => {
    const result = edited({ legs: [{ leg: indexOf("SOL"), skip: true }] });
    expect(shown(result.legs)).toEqual(shown(legs.filter(({ base }) => base !== "SOL")));
    expect(edited({ legs: legs.map((_, leg) => ({ leg, skip: true })) }).legs).toEqual([]);
  });

  it("sends in another order where the money allows it", () => {
    const [btc, eth, sol] = [indexOf("BTC"), indexOf("ETH"), indexOf("SOL")];
    const result = edited({ legs: [], order: [btc, sol, eth] });
    expect(result.legs.map(({ base }) => base)).toEqual(["BTC", "SOL", "ETH"]);
    const early = refused({ legs: [], order: [eth, btc, sol] });
    expect(early.path).toBe("edits.order");
    expect(early.problem).toMatch(/^Order \d \(buy .* ETH in ETH\/USD at kraken\): it may take .* USD and 10 is there/);
  });

  it("never pays with what an edited sale does not bring any more", () => {
    const { problem, path } = refused({ legs: [{ leg: indexOf("BTC"), skip: true }] });
    expect(path).toBe("edits.order");
    expect(problem).toContain("is there at that point");
  });

  it("tells a person of a budget that the orders break, and lets them", () => {
    const tight = { ...input, policy: { ...input.policy, maxCostFraction: amount("0.0001") } };
    expect(edited({ legs: [] }, tight).warnings.join(" ")).toMatch(/These orders cost .*; the limit of a plan is/);
  });

  it.each<readonly [string, Edits, string, RegExp]>([
    ["a leg that is not there", { legs: [{ leg: 9, skip: true }] }, "edits.legs[0].leg", /0 to 2, got 9/],
    ["a leg twice", { legs: [{ leg: 0 }, { leg: 0 }] }, "edits.legs[1].leg", /changed twice/],
    [
      "both a quantity and a skip",
      { legs: [{ leg: 0, skip: true, quantity: amount("1") }] },
      "edits.legs[0]",
      /one of the two/,
    ],
    ["an order that leaves one out", { legs: [], order: [0, 1] }, "edits.order", /\(0, 1, 2\), got 0, 1/],
    ["an order that names one twice", { legs: [], order: [0, 1, 1] }, "edits.order", /got 0, 1, 1/],
    ["an order with a skipped one", { legs: [{ leg: 1, skip: true }], order: [0, 1, 2] }, "edits.order", /\(0, 2\)/],
    ["nothing of it", { legs: [{ leg: 0, quantity: amount("0") }] }, "edits.legs[0].quantity", /Skip the order/],
    [
      "an amount off the step",
      { legs: [{ leg: 0, quantity: amount("0.10005") }] },
      "edits.legs[0].quantity",
      /step of 0\.0001; 0\.1 would be/,
    ],
    [
      "less than the market takes in value",
      { legs: [{ leg: 0, quantity: amount("0.0019") }] },
      "edits.legs[0].quantity",
      /the market takes no less than 20/,
    ],
    [
      "more than there is",
      { legs: [{ leg: 0, quantity: amount("0.8") }] },
      "edits.legs[0].quantity",
      /it may take 0\.8 BTC and 0\.7 is there/,
    ],
  ])("refuses %s, naming the place", (_, edits, path, problem) => {
    expect(refused(edits)).toMatchObject({ path, problem: expect.stringMatching(problem) });
  });

  it("refuses less than the market takes in coins, less than the smallest trade and more than one order may be", () => {
    const eth = indexOf("ETH");
    expect(refused({ legs: [{ leg: eth, quantity: amount("0.005") }] }).problem).toContain("no less than 0.01");
    const small = { ...input, policy: { ...input.policy, minTradeValue: amount("60") } };
    expect(refused({ legs: [{ leg: eth, quantity: amount("0.05") }] }, small).problem).toContain("smallest trade");
    const capped = { ...input, policy: { ...input.policy, maxOrderFraction: amount("0.05") } };
    expect(refused({ legs: [] }, capped).problem).toContain("limit of one order");
  });

  it("refuses more than the book holds inside the slippage tolerance", () => {
    const markets = input.instruments.map((market) =>
      market.symbol === "ETH/USD"
        ? { ...market, book: { bids: [[amount("1000"), amount("9")]], asks: [[amount("1000"), amount("0.5")]] } }
        : market,
    );
    const thin = { ...input, instruments: markets as PlannerInput["instruments"] };
    expect(refused({ legs: [] }, thin).problem).toContain("does not hold so much");
  });

  it("keeps money and filters whatever a person drags", () => {
    let made = 0;
    fc.assert(
      fc.property(plannerInputs, fc.array(fc.nat(999), { minLength: 8, maxLength: 8 }), (of, draws) => {
        const plan = computeGreedyPlan(of);
        const edits = plan.legs.map((leg, index) => {
          const draw = draws[index % draws.length] ?? 0;
          const step = decimal(of.instruments.find(({ symbol }) => symbol === leg.symbol)?.amountStep ?? leg.quantity);
          const share = decimal(leg.quantity)
            .mul(Decimal.of(BigInt(draw), 2))
            .roundToStep(step, "down");
          if (draw % 5 === 0) return { leg: index, skip: true };
          return draw % 3 === 0 ? { leg: index, quantity: share.toString() } : { leg: index };
        });
        const outcome = computeEditedPlan(of, plan.legs, { legs: edits });
        if (outcome.kind === "refused") {
          expect(outcome.problem).toMatch(/^Order \d+ \((buy|sell) /);
          return;
        }
        const { result } = outcome;
        made += 1;
        const changes = computeLegChanges(result.legs);
        const held = new Map(Object.entries(computeHoldings(of)));
        for (const [asset, change] of changes)
          expect(decimal(held.get(asset) ?? amount("0")).add(change).isNegative).toBe(false);
        for (const leg of result.legs) {
          const market = of.instruments.find(({ symbol, venue }) => symbol === leg.symbol && venue === leg.venue);
          expect(decimal(leg.quantity).isMultipleOf(decimal(market?.amountStep ?? "x"))).toBe(true);
          const cost = decimal(leg.quantity).mul(decimal(leg.limitPrice));
          expect(cost.gte(decimal(market?.costMin ?? amount("0")))).toBe(true);
        }
        // An edited plan is its own reading: the same legs again are the same bytes.
        expect(computeEditedPlan(of, result.legs, { legs: [] })).toEqual(outcome);
      }),
      { numRuns: 150 },
    );
    expect(made).toBeGreaterThan(20);
  });
});
