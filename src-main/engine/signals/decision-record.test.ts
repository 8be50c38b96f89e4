// Is the hash of a decision the one that anybody gets from its record?
import { describe, expect, it } from "vitest";
import { decimalString } from "#shared/domain/decimal.ts";
import { type DecisionInputs, decisionInputsSchema } from "#shared/domain/decision.ts";
import { computeDecisionHash } from "./decision-record.ts";

const INPUTS = decisionInputsSchema.parse({
  symbol: "BTC/USDC",
  price: 61_234.5,
  features: { "1h rsi_14": 48.123_456_789_1, "4h zscore_500_adxsigned_14": null, "1h logreturn_16": -1.25e-7 },
  ranks: { evidenceCombiner: { bars: 1_000, smaller: 812 } },
  mapperRank: null,
  configuration: {
    staticSeed: "00".repeat(32),
    complexityFactor: 1.1,
    trajectoryWeight: 0.85,
    weights: { evidenceCombiner: 1 },
    mode: "ensemble",
    confidenceThreshold: 0.75,
    signalStrengthThreshold: 0.65,
    entropyThreshold: 0.003,
    driftDeltaRange: [0.001, 0.005],
  },
  pick: null,
  rules: { evidenceCombiner: 1 },
  mapperRules: 1,
  portfolio: { currency: "USDC", totalValue: "1000.5", positions: [] },
});

describe("a decision hash", () => {
  it("is SHA-256 over canonical JSON: this one by Python's json (keys sorted, no spaces) and hashlib", () => {
    expect(computeDecisionHash(INPUTS)).toBe("137f788bac50068f99c9ce9f7a170be3cdf8da39931d771ea7d9c14aa6e929f1");
  });

  it("does not depend on the order of keys", () => {
    const turned = Object.fromEntries(Object.entries(INPUTS).reverse()) as DecisionInputs;
    expect(Object.keys(turned)[0]).toBe("portfolio");
    expect(computeDecisionHash(turned)).toBe(computeDecisionHash(INPUTS));
  });

  it.each<[string, Partial<DecisionInputs>]>([
    ["a feature", { features: { ...INPUTS.features, "1h rsi_14": 48.123_456_789_2 } }],
    ["a feature that was not known", { features: { ...INPUTS.features, "4h zscore_500_adxsigned_14": 0 } }],
    ["a rank", { ranks: { evidenceCombiner: { bars: 1_000, smaller: 813 } } }],
    ["the configuration", { configuration: { ...INPUTS.configuration, confidenceThreshold: 0.76 } }],
    ["a rule's version", { rules: { evidenceCombiner: 2 } }],
    ["the way in which strategies are joined", { mapperRules: 2 }],
    ["the portfolio", { portfolio: null }],
    ["a value in it", { portfolio: INPUTS.portfolio && { ...INPUTS.portfolio, totalValue: decimalString("1000.51") } }],
  ])("changes with %s", (_, change) => {
    expect(computeDecisionHash({ ...INPUTS, ...change })).not.toBe(computeDecisionHash(INPUTS));
  });
});
