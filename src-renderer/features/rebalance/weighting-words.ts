// What are the ways called to compute targets, and what does each of them do?
import type { TargetMethod, Weighting } from "#shared/domain/target-method.ts";

export const METHOD_WORDS: Readonly<
  Record<TargetMethod["method"], { readonly name: string; readonly meaning: string }>
> = {
  fixed: { name: "Set by hand", meaning: "The targets are what you set." },
  equal: { name: "Equal", meaning: "Each asset gets the same share." },
  inverseVolatility: { name: "Inverse volatility", meaning: "The calmer an asset, the larger its share." },
  equalRisk: { name: "Equal risk", meaning: "Each asset brings the same part of the portfolio's risk." },
  minVariance: { name: "Minimum variance", meaning: "The portfolio that swings least, long only." },
};

const NAMES: readonly Weighting[] = ["equal", "inverseVolatility", "equalRisk", "minVariance"];

export const WEIGHTINGS = NAMES.map((value) => ({ value, label: METHOD_WORDS[value].name }));

export const METHODS: readonly { readonly value: TargetMethod["method"]; readonly label: string }[] = [
  { value: "fixed", label: METHOD_WORDS.fixed.name },
  ...WEIGHTINGS,
];
