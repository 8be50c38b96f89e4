import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { PlanLeg } from "#shared/domain/plan.ts";
import { asset, testProfile } from "#testing/portfolio-fakes.ts";
import { computeParkedBuy, computeParkedPolicy, computeParkedTargets } from "./compute-parked.ts";

const parking = (...codes: readonly string[]) => testProfile({ parked: codes.map(asset) });
const leg = (side: "buy" | "sell", base: string, quote: string) =>
  ({ side, base: asset(base), quote: asset(quote) }) as PlanLeg;

describe("parked assets", () => {
  it("stand at 0, and cash takes their share", () => {
    const { targets } = testProfile();
    expect(computeParkedTargets(targets, parking("BTC"))).toEqual({ BTC: "0", ETH: "0.3", USDC: "0.7" });
    expect(computeParkedTargets(targets, parking())).toBe(targets);
    expect(computeParkedTargets(targets, parking("SOL"))).toBe(targets);
  });

  it("go to the profile's currency where no cash is wanted", () => {
    const all = testProfile({ targets: { BTC: "0.6", ETH: "0.4" }, parked: ["ETH"] });
    expect(computeParkedTargets(all.targets, all)).toEqual({ BTC: "0.6", ETH: "0", USD: "0.4" });
  });

  it("are never cash", () => {
    const { targets, policy } = testProfile();
    expect(computeParkedTargets(targets, parking("USDC"))).toBe(targets);
    expect(computeParkedPolicy(policy, parking("USDC"))).toBe(policy);
  });

  it("may not be bought, by name or as what a sale is paid with", () => {
    const profile = parking("BTC");
    expect(computeParkedPolicy(profile.policy, profile).neverBuy).toEqual(["BTC"]);
    expect(computeParkedBuy([leg("sell", "BTC", "USD"), leg("buy", "ETH", "USD")], profile)).toBeNull();
    expect(computeParkedBuy([leg("buy", "BTC", "USD")], profile)).toBe("BTC");
    expect(computeParkedBuy([leg("sell", "ETH", "BTC")], profile)).toBe("BTC");
  });

  it("leave the sum of targets exactly as it was, whichever are parked", () => {
    const names = ["BTC", "ETH", "SOL", "USDC", "ADA"] as const;
    const weights = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(weights, fc.subarray([...names]), (given, parked) => {
        const scaled = given.map((weight) => Decimal.of(BigInt(weight), 6).toString() as DecimalString);
        const profile = testProfile({
          targets: Object.fromEntries(names.map((name, index) => [name, scaled[index]])),
          parked,
        });
        const after = computeParkedTargets(profile.targets, profile);
        const sum = (all: Readonly<Record<string, DecimalString>>) =>
          Decimal.sum(Object.values(all).map((text) => Decimal.parse(text)));
        expect(sum(after).eq(sum(profile.targets))).toBe(true);
        for (const name of parked)
          if (name !== "USDC") expect(Decimal.parse(after[asset(name)] ?? "0").isZero).toBe(true);
      }),
    );
  });
});
