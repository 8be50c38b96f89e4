import { describe, expect, it } from "vitest";
import { computeGreedyPlan } from "#engine/rebalancing/compute-greedy-plan.ts";
import type { PlannerResult } from "#shared/domain/plan.ts";
import { expectInvariants } from "./plan-invariants.ts";
import { widePlanInput } from "./wide-plan-input.ts";

const input = widePlanInput({ seed: 1, venues: 2, coins: 8, levels: 4 });
const sound = computeGreedyPlan(input);
type Leg = PlannerResult["legs"][number];

const firstLeg = (change: (leg: Leg) => object, side?: Leg["side"]) => {
  const at = sound.legs.findIndex((leg) => side === undefined || leg.side === side);
  return { legs: sound.legs.map((leg, index) => (index === at ? { ...leg, ...change(leg) } : leg)) };
};
const withPolicy = (policy: object) => ({ ...input, policy: { ...input.policy, ...policy } });

describe("the rules of every plan", () => {
  it("are kept by a sound plan", () => {
    expect(sound.legs.length).toBeGreaterThan(5);
    expectInvariants(input, sound);
  });

  it.each<[string, object, string]>([
    ["a quantity off the lot step", firstLeg((leg) => ({ quantity: `${leg.quantity}1` })), "lot step"],
    ["a limit off the tick", firstLeg((leg) => ({ limitPrice: `${leg.limitPrice}001` })), "tick"],
    ["a limit far away", firstLeg((leg) => ({ limitPrice: `9${leg.limitPrice}` }), "buy"), "zero"],
    [
      "a tenth of the minimum",
      firstLeg(() => ({ quantity: "0.0001", value: "0.1", notional: "0.1" })),
      "value|Min|trade",
    ],
    ["another notional", firstLeg((leg) => ({ notional: `${leg.notional}1` })), "value"],
    ["a leg sent twice", { legs: [...sound.legs, ...sound.legs] }, "zero|carries|notional"],
    ["a sale that was dropped", { legs: sound.legs.filter((leg) => leg.side === "buy") }, "zero|turnover"],
    ["a cost that leaves the fees out", { cost: { ...sound.cost, total: sound.cost.spread } }, "cost"],
    ["weights of before shown as after", { after: sound.before }, "weight of"],
    ["a turnover of nothing", { turnover: "0" }, "turnover"],
  ])("are broken by %s", (_, spoiled, said) => {
    expect(() => expectInvariants(input, { ...sound, ...spoiled })).toThrow(new RegExp(said));
  });

  it.each<[object, string]>([
    [{ neverSell: [sound.legs.find((leg) => leg.side === "sell")?.base] }, "never sell"],
    [{ neverBuy: [sound.legs.find((leg) => leg.side === "buy")?.base] }, "never buy"],
    [{ maxOrderFraction: "0.000001" }, "order cap"],
    [{ maxCostFraction: "0" }, "cost budget"],
    [{ maxTurnoverFraction: "0.0001" }, "turnover budget"],
    [{ slippageTolerance: "0" }, "slippage tolerance"],
    [{ allowedVenues: ["sim-9"] }, "allowed venues"],
    [{ cashReserve: { USD: "99999999" } }, "kept USD"],
  ])("are broken by the same plan under %j", (policy, said) => {
    expect(() => expectInvariants(withPolicy(policy) as never, sound)).toThrow(new RegExp(said));
  });

  it("are broken by a coin bought and sold at one account", () => {
    const sale = sound.legs.find((leg) => leg.side === "sell");
    const wash = { ...sound, legs: [...sound.legs, { ...sale, side: "buy" } as Leg] };
    expect(() => expectInvariants(input, wash)).toThrow(/wash|zero/);
  });
});
