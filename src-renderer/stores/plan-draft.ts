// What of a plan can a person choose before it is made, and is it whole? Targets, goal, rules of an asset, made-up deposits. Pure.
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Policy, PolicyPatch, Targets } from "#shared/domain/policy.ts";
import type { Profile } from "#shared/domain/profile.ts";

/** Same weights, whatever their spelling; an asset that is not named is one that has none of it. */
export function isSameTargets(left: Targets, right: Targets): boolean {
  // Keys of a parsed record are assets; Object.keys only knows them as text.
  const assets = new Set([...Object.keys(left), ...Object.keys(right)] as Asset[]);
  const weight = (targets: Targets, asset: Asset) => Decimal.parse(targets[asset] ?? "0");
  return [...assets].every((asset) => weight(left, asset).eq(weight(right, asset)));
}

export type Goal = Policy["goal"];

export const GOALS = [
  { value: "target", label: "To target" },
  { value: "bandEdge", label: "To band edge" },
  { value: "cashFlow", label: "Use cash" },
  { value: "raiseCash", label: "Raise cash" },
  { value: "liquidate", label: "Sell one" },
] as const satisfies readonly { readonly value: Goal; readonly label: string }[];

/** Which amount belongs to which goal: sent with that goal only. */
const AMOUNT_OF = { cashFlow: "invest", raiseCash: "raise", liquidate: "liquidate" } as const;
const AMOUNTS = Object.values(AMOUNT_OF);

/** Rules of this profile that a person may keep; goals and their amounts are for one plan. */
const RULES = [
  "bands",
  "bandsByAsset",
  "tolerance",
  "neverSell",
  "neverBuy",
  "pinned",
  "sending",
  "riskAversion",
  "horizonDays",
] as const satisfies readonly (keyof PolicyPatch)[];

/** The policy that the plan is made with. */
export function policyOf(profile: Pick<Profile, "policy">, patch: PolicyPatch): Policy {
  // A patch names no key without a value: what it leaves out stays the profile's.
  return { ...profile.policy, ...patch } as Policy;
}

/** A patch with more changes; what is the profile's own already is no change. */
export function mergePatch(patch: PolicyPatch, changes: PolicyPatch, profile: Pick<Profile, "policy">): PolicyPatch {
  const own: Readonly<Record<string, unknown>> = profile.policy;
  return Object.fromEntries(
    Object.entries({ ...patch, ...changes }).filter(([key, value]) => canonical(own[key]) !== canonical(value)),
  );
}

/** What is sent: the goal always, and of the amounts only the one that belongs to it. */
export function toSentPatch(patch: PolicyPatch, profile: Pick<Profile, "policy">): PolicyPatch {
  const { goal } = policyOf(profile, patch);
  const kept = goal in AMOUNT_OF ? AMOUNT_OF[goal as keyof typeof AMOUNT_OF] : undefined;
  const entries = Object.entries(patch).filter(([key]) => key === kept || !AMOUNTS.some((name) => name === key));
  return { ...Object.fromEntries(entries), goal };
}

/** The rules among the changes: what "Keep for the profile" keeps. */
export function rulesOf(patch: PolicyPatch): PolicyPatch {
  return Object.fromEntries(Object.entries(patch).filter(([key]) => RULES.some((rule) => rule === key)));
}

export function withoutRules(patch: PolicyPatch): PolicyPatch {
  return Object.fromEntries(Object.entries(patch).filter(([key]) => !RULES.some((rule) => rule === key)));
}

/** What the goal still lacks, as one sentence; null when it can be planned. */
export function goalLack({ goal, raise, liquidate }: Pick<Policy, "goal" | "raise" | "liquidate">): string | null {
  if (goal === "raiseCash" && (raise === undefined || !Decimal.parse(raise.amount).isPositive)) {
    return "Say how much cash is to be raised.";
  }
  if (goal === "liquidate" && liquidate === undefined) return "Choose the asset that is to be sold.";
  return null;
}

/** Text that is equal for equal values, whatever the order of their keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  ) as string;
}
