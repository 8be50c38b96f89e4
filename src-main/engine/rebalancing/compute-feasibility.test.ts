import { describe, expect, it } from "vitest";
import { decimal } from "#shared/domain/decimal.ts";
import type { PlannerInput } from "#shared/domain/plan.ts";
import { plainPlanInput } from "#testing/plain-plan-input.ts";
import { computeFeasibility } from "./compute-feasibility.ts";
import { computeGreedyPlan } from "./compute-greedy-plan.ts";

const BTC = { venue: "kraken", symbol: "BTC/USD", bid: "10000", ask: "10000" };
const ETH = { venue: "kraken", symbol: "ETH/USD", bid: "1000", ask: "1000" };
const DUST = { venue: "kraken", symbol: "ADA/USD", bid: "1", ask: "1", step: "1" };
const feasibility = (input: PlannerInput) => computeFeasibility(input, computeGreedyPlan(input));

describe("dust", () => {
  const crumbs = (policy: Record<string, unknown> = {}) =>
    plainPlanInput({
      accounts: [
        { id: "a1", venue: "kraken", free: { BTC: "0.5", ETH: "1", ADA: "3", USD: "1000" } },
        { id: "a2", venue: "kraken", free: { ADA: "2" } },
      ],
      markets: [BTC, ETH, DUST],
      prices: { BTC: "10000", ETH: "1000", ADA: "1" },
      targets: { BTC: "0.4", ETH: "0.4", USD: "0.2" },
      policy,
    });

  it("is listed per account with its value and the smallest sale, targeted or not", () => {
    const { dust } = feasibility(crumbs());
    expect(dust.value).toBe("5");
    expect(dust.assets).toEqual([
      { accountId: "a1", venue: "kraken", asset: "ADA", amount: "3", value: "3", least: "10" },
      { accountId: "a2", venue: "kraken", asset: "ADA", amount: "2", value: "2", least: "10" },
    ]);
  });

  it("never stalls anything: the rest is planned as if it were not there", () => {
    const { ADA: _free, ...rest } = { BTC: "0.5", ETH: "1", ADA: "3", USD: "1000" };
    const without = plainPlanInput({
      accounts: [
        { id: "a1", venue: "kraken", free: rest },
        { id: "a2", venue: "kraken", free: {} },
      ],
      markets: [BTC, ETH, DUST],
      prices: { BTC: "10000", ETH: "1000", ADA: "1" },
      targets: { BTC: "0.4", ETH: "0.4", USD: "0.2" },
    });
    expect(computeGreedyPlan(crumbs()).legs).toEqual(computeGreedyPlan(without).legs);
    expect(feasibility(crumbs()).complete).toBe(true);
    // Ticked, a crumb counts in the weights and still holds nothing up.
    const ticked = computeGreedyPlan(crumbs({ includeUntargeted: true }));
    expect(ticked.legs.map(({ base }) => base)).toEqual(computeGreedyPlan(without).legs.map(({ base }) => base));
  });

  it("is named as the reason of a target that it makes unreachable", () => {
    const input = plainPlanInput({
      accounts: [{ id: "a1", venue: "kraken", free: { BTC: "0.01", ADA: "3", USD: "100" } }],
      markets: [BTC, DUST],
      prices: { BTC: "10000", ADA: "1" },
      targets: { BTC: "0.5", ADA: "0", USD: "0.5" },
      policy: { tolerance: "0.001" },
    });
    const { unreachable, complete, dust } = feasibility(input);
    expect(complete).toBe(false);
    expect(unreachable.find(({ asset }) => asset === "ADA")).toMatchObject({ reason: "dust", elsewhere: [] });
    expect(dust.assets.map(({ asset }) => asset)).toEqual(["ADA"]);
  });

  it("is never cash, nor what has no market at all", () => {
    const input = plainPlanInput({
      accounts: [{ id: "a1", venue: "kraken", free: { BTC: "0.5", LUNA: "1", USD: "0.5", USDC: "0.2" } }],
      markets: [BTC],
      prices: { BTC: "10000", LUNA: "0.01" },
      targets: { BTC: "1", USD: "0" },
    });
    expect(feasibility(input).dust.assets).toEqual([]);
  });
});

describe("targets that are not reached", () => {
  it("name the smallest order where the change is less", () => {
    const input = plainPlanInput({
      accounts: [{ id: "a1", venue: "kraken", free: { BTC: "0.0053", USD: "47" } }],
      markets: [BTC],
      prices: { BTC: "10000" },
      targets: { BTC: "0.6", USD: "0.4" },
      policy: { tolerance: "0.01" },
    });
    // 7 USD of BTC are missing of 60; an order has at least 10.
    expect(feasibility(input).unreachable).toMatchObject([
      { asset: "BTC", reason: "minimum", weight: "-0.07", value: "-7" },
      { asset: "USD", reason: "minimum" },
    ]);
  });

  it("name the venue and the amount where the coins lie elsewhere", () => {
    const input = plainPlanInput({
      accounts: [
        { id: "a1", venue: "kraken", free: { BTC: "0.1", USD: "100" } },
        { id: "b1", venue: "binance", free: { BTC: "0.4", USD: "0" } },
      ],
      markets: [BTC],
      prices: { BTC: "10000" },
      targets: { BTC: "0.2", USD: "0.8" },
    });
    const btc = feasibility(input).unreachable.find(({ asset }) => asset === "BTC");
    expect(btc).toMatchObject({
      reason: "otherVenue",
      elsewhere: [{ accountId: "b1", venue: "binance", asset: "BTC", amount: "0.4", value: "4000" }],
    });
    expect(btc?.detail).toContain("0.4 BTC at binance.");
  });

  it("name the money that lies where it buys nothing of it", () => {
    const input = plainPlanInput({
      accounts: [
        { id: "a1", venue: "kraken", free: { USD: "100" } },
        { id: "b1", venue: "binance", free: { USD: "900" } },
      ],
      markets: [BTC],
      prices: { BTC: "10000" },
      targets: { BTC: "0.5", USD: "0.5" },
    });
    const btc = feasibility(input).unreachable.find(({ asset }) => asset === "BTC");
    expect(btc).toMatchObject({ reason: "otherVenue", elsewhere: [{ venue: "binance", asset: "USD", amount: "900" }] });
  });

  it("name a missing market and what the policy forbids", () => {
    const input = plainPlanInput({
      accounts: [{ id: "a1", venue: "kraken", free: { BTC: "0.5", LUNA: "1000", USD: "1000" } }],
      markets: [BTC],
      prices: { BTC: "10000", LUNA: "1" },
      targets: { BTC: "0.2", LUNA: "0.5", USD: "0.3" },
      policy: { neverSell: ["BTC"] },
    });
    const reasons = new Map(feasibility(input).unreachable.map(({ asset, reason }) => [asset as string, reason]));
    expect(reasons.get("LUNA")).toBe("noMarket");
    expect(reasons.get("BTC")).toBe("neverSell");
  });

  it("are none where the plan is complete", () => {
    const input = plainPlanInput({
      accounts: [{ id: "a1", venue: "kraken", free: { BTC: "0.5", USD: "5000" } }],
      markets: [BTC],
      prices: { BTC: "10000" },
      targets: { BTC: "0.4", USD: "0.6" },
    });
    const result = computeGreedyPlan(input);
    expect(computeFeasibility(input, result)).toEqual({
      complete: true,
      unreachable: [],
      dust: { value: decimal("0").toString(), assets: [] },
    });
  });
});
