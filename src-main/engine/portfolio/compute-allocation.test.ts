import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeBand } from "#shared/domain/compute-band.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { policySchema, targetsSchema } from "#shared/domain/policy.ts";
import { asset } from "#testing/portfolio-fakes.ts";
import { computeAllocation } from "./compute-allocation.ts";

const CASH = [asset("USD"), asset("USDC")];

function allocate(
  values: Readonly<Record<string, string>>,
  targets: Readonly<Record<string, string>>,
  policy: object = {},
) {
  return computeAllocation({
    values: Object.entries(values).map(([code, value]) => ({ asset: asset(code), value: decimal(value) })),
    targets: targetsSchema.parse(targets),
    cashAssets: CASH,
    policy: policySchema.parse(policy),
  });
}

const shown = (allocation: ReturnType<typeof allocate>) =>
  allocation.groups.map(({ asset: code, weight, drift, outOfBand }) => [code, `${weight}`, `${drift}`, outOfBand]);

describe("computeBand", () => {
  it.each([
    [{}, "0.2", "0.05"],
    [{ bands: { absolute: "0.03" } }, "0.2", "0.03"],
    [{ bands: { relative: "0.2" } }, "0.4", "0.08"],
    [{ bands: { relative: "0.2", floor: "0.01" } }, "0.02", "0.01"],
    [{ bands: { relative: "0.2", floor: "0.01" } }, "0.4", "0.08"],
    [{ bands: { absolute: "0.03", relative: "0.2" } }, "0.4", "0.08"],
    [{ bands: {} }, "0.4", "0.05"],
    [{ bands: { absolute: "0.03" }, bandsByAsset: { BTC: "0.1" } }, "0.4", "0.1"],
  ])("%o with target %s is %s", (policy, target, expected) => {
    expect(computeBand(asset("BTC"), decimal(target), policySchema.parse(policy)).eq(decimal(expected))).toBe(true);
  });
});

describe("computeAllocation", () => {
  it("takes all cash coins as one group under its one targeted coin, last in the list", () => {
    expect(shown(allocate({ BTC: "60", USD: "10", USDC: "30" }, { BTC: "0.5", USDC: "0.5" }))).toEqual([
      ["BTC", "0.6", "0.1", true],
      ["USDC", "0.4", "-0.1", true],
    ]);
  });

  it("splits cash where two cash coins have targets of their own", () => {
    const allocation = allocate({ BTC: "60", USD: "10", USDC: "30" }, { BTC: "0.5", USDC: "0.3", USD: "0.2" });
    expect(shown(allocation)).toEqual([
      ["BTC", "0.6", "0.1", true],
      ["USDC", "0.3", "0", false],
      ["USD", "0.1", "-0.1", true],
    ]);
  });

  it("gives untargeted cash a target of 0 and leaves other untargeted assets out unless they are ticked", () => {
    const values = { BTC: "60", USD: "40", DOGE: "100" };
    expect(shown(allocate(values, { BTC: "1" }))).toEqual([
      ["BTC", "0.6", "-0.4", true],
      ["USD", "0.4", "0.4", true],
    ]);
    expect(shown(allocate(values, { BTC: "1" }, { includeUntargeted: true }))).toEqual([
      ["BTC", "0.3", "-0.7", true],
      ["DOGE", "0.5", "0.5", true],
      ["USD", "0.2", "0.2", true],
    ]);
  });

  it("is inside at exactly the band, by exact fractions and not by printed ones", () => {
    const at = (btc: string, usd: string) => allocate({ BTC: btc, USD: usd }, { BTC: "0.5", USD: "0.5" }).groups[0];
    expect(at("55", "45")?.outOfBand).toBe(false);
    const above = at("55.000000000001", "44.999999999999");
    expect([above?.outOfBand, above?.weight.toString()]).toEqual([true, "0.55"]);
  });

  it("has no groups while nothing has a value", () => {
    expect(allocate({ BTC: "0" }, { BTC: "1" }).groups).toEqual([]);
  });

  it("has values that sum to the total exactly and weights that sum to 1 within their printing", () => {
    const coin = fc.constantFrom("BTC", "ETH", "SOL", "USD", "USDC", "DOGE");
    const value = fc.bigInt({ min: 0n, max: 10n ** 20n }).map((units) => Decimal.of(units, 12).toString());
    fc.assert(
      fc.property(fc.dictionary(coin, value), fc.boolean(), (values, includeUntargeted) => {
        const allocation = allocate(values, { BTC: "0.5", ETH: "0.3", USDC: "0.2" }, { includeUntargeted });
        if (!allocation.total.isPositive) return;
        const { groups, total } = allocation;
        expect(Decimal.sum(groups.map((group) => group.value)).eq(total)).toBe(true);
        const printed = Decimal.sum(groups.map((group) => group.weight))
          .sub(Decimal.ONE)
          .abs();
        expect(printed.lte(Decimal.of(BigInt(groups.length), 10))).toBe(true);
        // Drifts cancel out in the same way: what one has too much another lacks.
        const drifts = Decimal.sum(groups.map((group) => group.drift)).abs();
        expect(drifts.lte(Decimal.of(BigInt(groups.length), 10))).toBe(true);
      }),
    );
  });
});
