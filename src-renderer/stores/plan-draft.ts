// When are two sets of targets the same, and which goals can a person choose for a plan?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Policy, Targets } from "#shared/domain/policy.ts";

/** Same weights, whatever their spelling; an asset that is not named is one that has none of it. */
export function isSameTargets(left: Targets, right: Targets): boolean {
  // Keys of a parsed record are assets; Object.keys only knows them as text.
  const assets = new Set([...Object.keys(left), ...Object.keys(right)] as Asset[]);
  const weight = (targets: Targets, asset: Asset) => Decimal.parse(targets[asset] ?? "0");
  return [...assets].every((asset) => weight(left, asset).eq(weight(right, asset)));
}

/** The goals that this window can ask for; other goals of the policy need an amount or an asset. */
export const GOALS = [
  { value: "target", label: "To target" },
  { value: "bandEdge", label: "To band edge" },
  { value: "cashFlow", label: "Use cash" },
] as const satisfies readonly { readonly value: Policy["goal"]; readonly label: string }[];
export type Goal = (typeof GOALS)[number]["value"];

/** What is planned for a policy whose goal this window does not offer: to target, and the choice shows it. */
export function toGoal(goal: Policy["goal"]): Goal {
  return GOALS.find(({ value }) => value === goal)?.value ?? "target";
}
