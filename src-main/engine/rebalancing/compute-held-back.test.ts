import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeVolatilityChange, raisesAbove } from "#engine/risk/compute-draft-volatility.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { PlanLeg, PlannerInput } from "#shared/domain/plan.ts";
import { computeHeldBack } from "./compute-held-back.ts";

const DAYS = 30;
const swing = (by: number, turn = 2) => Float64Array.from({ length: DAYS }, (_, day) => (day % turn === 0 ? by : -by));
/** HEDGE goes the other way than BTC. */
const PAST: Record<string, Float64Array> = { BTC: swing(0.04), ETH: swing(0.06, 3), HEDGE: swing(-0.03) };
const dailyReturns = (asset: Asset) => (PAST[asset] === undefined ? null : { returns: PAST[asset] });

const leg = (side: "buy" | "sell", base: string, value: number, quote = "USD") =>
  ({ side, base, quote, value: String(value) }) as unknown as PlanLeg;
const of = (before: Record<string, string>, legs: readonly PlanLeg[], totalValue = "1000") => ({
  before: before as Record<Asset, DecimalString>,
  legs: [...legs],
  totalValue: totalValue as DecimalString,
});
const inputOf = (policy: Partial<PlannerInput["policy"]> = {}) =>
  ({
    policy: { goal: "target", neverBuy: [], neverSell: [], ...policy },
    cashAssets: ["USD"],
  }) as unknown as PlannerInput;
const heldBack = (result: ReturnType<typeof of>, ceiling: string, policy: Partial<PlannerInput["policy"]> = {}) =>
  computeHeldBack(inputOf(policy), result, { ceiling: ceiling as DecimalString, dailyReturns });

const HALF = { BTC: "0.5", USD: "0.5" };

describe("what the volatility ceiling holds back of a plan", () => {
  it("is a buy that raises it above, not one that stays below, nor one that lowers it", () => {
    expect(heldBack(of(HALF, [leg("buy", "ETH", 300)]), "0.3")).toEqual({ buy: ["ETH"], sell: [] });
    expect(heldBack(of(HALF, [leg("buy", "ETH", 300)]), "2")).toBeNull();
    expect(heldBack(of(HALF, [leg("buy", "HEDGE", 300)]), "0.01")).toBeNull();
    expect(heldBack(of(HALF, [leg("sell", "BTC", 300)]), "0.01")).toBeNull();
  });

  it("is the sale of what evens the rest out", () => {
    const mix = { BTC: "0.5", HEDGE: "0.5" };
    expect(heldBack(of(mix, [leg("sell", "HEDGE", 300)]), "0.01")).toEqual({ buy: [], sell: ["HEDGE"] });
  });

  it("is what is bought with another coin", () => {
    expect(heldBack(of(HALF, [leg("buy", "ETH", 500, "BTC")]), "0.01")).toEqual({ buy: ["ETH"], sell: [] });
    expect(heldBack(of({ ETH: "1" }, [leg("sell", "ETH", 300, "BTC")]), "0.01")).toBeNull();
    const mix = { BTC: "0.5", HEDGE: "0.5" };
    expect(heldBack(of(mix, [leg("sell", "HEDGE", 300, "BTC")]), "0.01")).toEqual({ buy: ["BTC"], sell: [] });
  });

  it("counts for the orders behind only what may be sent", () => {
    // The first buy alone would lift the volatility; the hedge, bought behind it, would then bring it down for a third.
    const legs = [leg("buy", "BTC", 100), leg("buy", "HEDGE", 100), leg("buy", "ETH", 50)];
    const alone = heldBack(of(HALF, legs), "0.2");
    expect(alone).toEqual({ buy: ["BTC", "ETH"], sell: [] });
    expect(heldBack(of(HALF, legs.slice(1)), "0.2", { heldBack: { buy: ["BTC" as Asset], sell: [] } })).toEqual(alone);
  });

  it("is not what the goal is about: a coin to be sold", () => {
    const mix = { BTC: "0.5", HEDGE: "0.5" };
    const result = of(mix, [leg("sell", "HEDGE", 300)]);
    expect(heldBack(result, "0.01", { goal: "liquidate", liquidate: "HEDGE" as Asset })).toBeNull();
    expect(heldBack(result, "0.01", { goal: "liquidate", liquidate: "BTC" as Asset })).toEqual({
      buy: [],
      sell: ["HEDGE"],
    });
  });

  it("is nothing where nothing is known, and nothing twice", () => {
    expect(heldBack(of(HALF, [leg("buy", "NEW", 300)]), "0.01")).toBeNull();
    const known = { heldBack: { buy: ["ETH" as Asset], sell: [] } };
    expect(heldBack(of(HALF, [leg("buy", "ETH", 300)]), "0.01", known)).toBeNull();
  });

  it("leaves orders of which none raises it, whatever the plan and the past", () => {
    const assets = ["BTC", "ETH", "HEDGE"];
    const legs = fc.array(
      fc.record({
        side: fc.constantFrom("buy" as const, "sell" as const),
        base: fc.constantFrom(...assets),
        value: fc.integer({ min: 1, max: 200 }),
      }),
      { maxLength: 8 },
    );
    let held = 0;
    fc.assert(
      fc.property(legs, fc.integer({ min: 1, max: 80 }), (drawn, percent) => {
        const ceiling = String(percent / 100) as DecimalString;
        const before = { BTC: "0.3", ETH: "0.2", HEDGE: "0.2", USD: "0.3" };
        let left = drawn.map(({ side, base, value }) => leg(side, base, value));
        let policy: Partial<PlannerInput["policy"]> = {};
        // As the planner does: without what is held back, asked again.
        for (;;) {
          const back = heldBack(of(before, left), ceiling, policy);
          if (back === null) break;
          held += 1;
          policy = { heldBack: back };
          left = left.filter(({ side, base }) => !back[side].includes(base));
        }
        left.forEach((one, index) => {
          const plan = of(before, left);
          const traded = left.slice(0, index).map((front) => [front, +front.value] as const);
          const isCash = (asset: Asset) => asset === "USD";
          const change = computeVolatilityChange({ plan, isCash, dailyReturns }, traded, [one, +one.value]);
          expect(raisesAbove(change, ceiling)).toBe(false);
        });
      }),
      { numRuns: 300 },
    );
    expect(held).toBeGreaterThan(50);
  });
});
