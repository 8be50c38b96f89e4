import { describe, expect, it } from "vitest";
import { computeBand, computeVolatilityBand } from "./compute-band.ts";
import { decimal, decimalString } from "./decimal.ts";
import { assetSchema } from "./ids.ts";
import { policySchema } from "./policy.ts";
import { volatilityTableSchema } from "./volatility-band.ts";

const BTC = assetSchema.parse("BTC");
const TABLE = volatilityTableSchema.parse({});

const band = (target: string, policy: object): string =>
  computeBand(BTC, decimal(target), policySchema.parse(policy)).toString();

describe("computeBand", () => {
  it.each([
    ["nothing set", "0.3", {}, "0.05"],
    ["no kind at all", "0.3", { bands: {} }, "0.05"],
    ["absolute", "0.3", { bands: { absolute: "0.02" } }, "0.02"],
    ["relative", "0.3", { bands: { relative: "0.2" } }, "0.06"],
    ["relative of no target", "0", { bands: { relative: "0.2" } }, "0"],
    ["hybrid over its floor", "0.3", { bands: { relative: "0.2", floor: "0.01" } }, "0.06"],
    ["hybrid at its floor", "0.05", { bands: { relative: "0.2", floor: "0.01" } }, "0.01"],
    ["hybrid under its floor", "0.04", { bands: { relative: "0.2", floor: "0.01" } }, "0.01"],
    ["by volatility", "0.3", { bands: { volatility: { ...TABLE, measured: "0.9" } } }, "0.03"],
    [
      "by volatility instead of absolute",
      "0.3",
      { bands: { absolute: "0.2", volatility: { ...TABLE, measured: "0.9" } } },
      "0.03",
    ],
    [
      "by volatility, at least relative",
      "0.3",
      { bands: { relative: "0.2", volatility: { ...TABLE, measured: "0.9" } } },
      "0.06",
    ],
    [
      "by a volatility not known, absolute beside it",
      "0.3",
      { bands: { absolute: "0.02", volatility: TABLE } },
      "0.02",
    ],
    ["by a volatility not known, nothing beside it", "0.3", { bands: { floor: "0.01", volatility: TABLE } }, "0.05"],
    ["its own", "0.3", { bands: { absolute: "0.02" }, bandsByAsset: { BTC: "0.015" } }, "0.015"],
    [
      "its own over a volatility",
      "0.3",
      { bands: { volatility: { ...TABLE, measured: "0.9" } }, bandsByAsset: { BTC: "0.015" } },
      "0.015",
    ],
    ["that of another asset", "0.3", { bandsByAsset: { ETH: "0.015" } }, "0.05"],
  ])("%s: of a target of %s with %o is %s", (_name, target, policy, expected) => {
    expect(band(target, policy)).toBe(expected);
  });
});

describe("computeVolatilityBand", () => {
  it.each([
    ["0", "0.08"],
    ["0.5", "0.08"],
    ["0.50001", "0.05"],
    ["0.8", "0.05"],
    ["0.80001", "0.03"],
    ["4", "0.03"],
  ])("of %s is %s", (volatility, expected) => {
    expect(computeVolatilityBand(TABLE, decimalString(volatility)).toString()).toBe(expected);
    const turned = { ...TABLE, steps: TABLE.steps.toReversed() };
    expect(computeVolatilityBand(turned, decimalString(volatility)).toString()).toBe(expected);
  });
});
