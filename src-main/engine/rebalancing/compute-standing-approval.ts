// Does a standing approval cover a plan, and has anything happened that ends it? resources/docs/standing-approvals.md.
import { canonicalHash, canonicalJson } from "#shared/domain/canonical-hash.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset, StandingApprovalId } from "#shared/domain/ids.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import type { Profile, TradingState } from "#shared/domain/profile.ts";
import type { StandingApproval, StandingLimit, StandingRecord, StandingUse } from "#shared/domain/standing-approval.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { isExit } from "./plan-exit.ts";

export interface StandingDenial {
  readonly code: "STANDING_NOT_LIVE" | "STANDING_NOT_COVERED" | "STANDING_LIMIT";
  /** One plain sentence with the numbers. */
  readonly message: string;
}

/** What the automatic plans of a profile come to on one day, in its currency. */
export interface StandingDay {
  readonly turnover: Decimal;
  readonly cost: Decimal;
}

/** What of a plan a standing approval speaks of. */
export type StandingPlan = Pick<
  RebalancePlan,
  | "profileId"
  | "mode"
  | "currency"
  | "targets"
  | "wanted"
  | "tilts"
  | "trade"
  | "legs"
  | "cost"
  | "totalValue"
  | "whatIf"
  | "editedFrom"
>;

export interface StandingQuestion {
  readonly use: StandingUse;
  /** What the journal knows under that id; null where it knows nothing. */
  readonly record: StandingRecord | null;
  readonly plan: StandingPlan;
  /** With this plan or this order counted. */
  readonly day: StandingDay;
  readonly now: UnixMs;
}

/** Null where the standing approval is live and covers the plan; else the first reason against it. */
export function computeStandingDenial({ use, record, plan, day, now }: StandingQuestion): StandingDenial | null {
  if (record === null || record.approval.approvalId !== use.approvalId) {
    return { code: "STANDING_NOT_LIVE", message: "The standing approval that the plan names is not known here." };
  }
  const { approval } = record;
  if (plan.profileId !== approval.profileId) return uncovered("The standing approval is of another profile.");
  if (record.status !== "live" || now >= approval.endsAt || now < approval.createdAt) {
    const why = record.reason?.message ?? "It has come to its end.";
    const status = record.status === "live" ? "expired" : record.status;
    return { code: "STANDING_NOT_LIVE", message: `The standing approval is ${status}: ${why}` };
  }
  return checkScope(approval, use, plan) ?? checkLimits(approval, plan, day);
}

/** Why an automatic plan may not go on though its last order was let through, as a code; null where it may. */
export function computeLapse(
  facts: {
    readonly approval: { readonly standing?: StandingUse } | null;
    readonly standing: { readonly record: StandingRecord | null } | null;
  },
  now: UnixMs,
): StandingDenial["code"] | null {
  if (facts.approval?.standing === undefined) return null;
  const record = facts.standing?.record;
  return record?.status === "live" && now < record.approval.endsAt ? null : "STANDING_NOT_LIVE";
}

function checkScope(approval: StandingApproval, use: StandingUse, plan: StandingPlan): StandingDenial | null {
  if (plan.whatIf !== undefined || plan.editedFrom !== undefined) {
    return uncovered("Only plans as they were computed run under a standing approval.");
  }
  if (!approval.triggers.includes(use.trigger)) return uncovered(`It does not name the rule ${use.trigger}.`);
  if (plan.mode !== approval.mode) return uncovered(`It was given for ${approval.mode}, the plan is for ${plan.mode}.`);
  if (plan.currency !== approval.currency) return uncovered(`It counts in ${approval.currency}, not ${plan.currency}.`);
  const against = use.trigger === "positionExit" ? checkExit(plan) : checkTargets(plan, approval);
  if (against !== null) return uncovered(against);
  for (const { accountId, base, quote } of plan.legs) {
    if (!approval.accounts.includes(accountId)) return uncovered(`It does not name the account ${accountId}.`);
    for (const asset of [base, quote]) {
      if (!approval.assets.includes(asset)) return uncovered(`It does not name ${asset}.`);
    }
  }
  return null;
}

/** A protective exit: at a level that was reached, only sales, only of the position's own asset. */
function checkExit(plan: StandingPlan): string | null {
  const signal = plan.trade?.signal;
  if (signal?.exit === undefined) return "Only the exit of a position runs under this rule.";
  if (signal.exit.kind === "risk") return "What is proposed because of a position's risk is for a person to approve.";
  return isExit(plan) ? null : `An exit of ${signal.asset} only sells ${signal.asset}.`;
}

/** A signal or a stop has made others of the very targets it was given for, or they are others. */
function checkTargets({ wanted, tilts = [], targets, trade }: StandingPlan, approval: StandingApproval): string | null {
  if (trade !== undefined) return "A single trade is for a person to approve.";
  if (isSame(targets, approval.targets)) return null;
  if (wanted === undefined || !isSame(wanted, approval.targets)) {
    return "The plan has other targets than those it was given for.";
  }
  const tilted = tilts.flatMap(({ asset, signalId }) => (signalId === null ? [] : [asset]));
  if (tilted.length > 0) {
    return `Signals tilt the targets of ${tilted.join(", ")}: it was given for targets as they are set.`;
  }
  const parked = (Object.keys(wanted) as Asset[]).filter(
    (asset) => targets[asset] !== wanted[asset] && targets[asset] === "0",
  );
  return `A stop keeps ${parked.join(", ")} in cash: until it is re-armed a person approves every plan.`;
}

function checkLimits(
  { turnover, cost }: StandingApproval,
  plan: StandingPlan,
  day: StandingDay,
): StandingDenial | null {
  const own = computePlanUse(plan);
  const lines = [
    ["The plan trades", own.turnover, turnover.perPlan],
    ["The plan costs", own.cost, cost.perPlan],
    ["Automatic plans would trade today", day.turnover, turnover.perDay],
    ["Automatic plans would cost today", day.cost, cost.perDay],
  ] as const;
  for (const [words, amount, limit] of lines) {
    const most = computeMost(limit, plan);
    if (amount.lte(most)) continue;
    const message = `${words} ${amount} ${plan.currency}; the standing approval allows ${most}.`;
    return { code: "STANDING_LIMIT", message };
  }
  return null;
}

/** What a plan comes to when all of it is traded as planned. A plan that gains has no cost. */
export function computePlanUse({ legs, cost }: Pick<RebalancePlan, "legs" | "cost">): StandingDay {
  return {
    turnover: Decimal.sum(legs.map(({ value }) => Decimal.parse(value))),
    cost: Decimal.max(Decimal.ZERO, Decimal.parse(cost.total)),
  };
}

function computeMost(limit: StandingLimit, { totalValue }: StandingPlan): Decimal {
  return limit.kind === "money"
    ? Decimal.parse(limit.amount)
    : Decimal.parse(totalValue).mul(Decimal.parse(limit.share));
}

/** Everything that it was given for, as it is now. */
export interface StandingSurroundings {
  readonly profile: Pick<StandingApproval, "mode" | "currency" | "targets" | "keys">;
  /** Whether the profile lets exits of positions run by themselves. */
  readonly protectiveExits: boolean;
  readonly held: readonly Asset[];
  readonly killSwitch: { readonly on: boolean; readonly reason: string };
  readonly trading: { readonly state: TradingState; readonly reason: string | null };
}

export interface Suspension {
  readonly code:
    | "KILL_SWITCH_ON"
    | "PROFILE_HALTED"
    | "MODE_CHANGED"
    | "KEY_CHANGED"
    | "TARGETS_CHANGED"
    | "CURRENCY_CHANGED"
    | "EXITS_OFF"
    | "ASSET_NEW";
  readonly message: string;
}

/** What suspends it for good; null where nothing does. */
export function computeSuspension(approval: StandingApproval, now: StandingSurroundings): Suspension | null {
  const { profile, held, killSwitch, trading } = now;
  if (killSwitch.on) return { code: "KILL_SWITCH_ON", message: `Everything was paused: ${killSwitch.reason}` };
  if (trading.state !== "active") {
    return { code: "PROFILE_HALTED", message: `Trading was ${trading.state}: ${trading.reason ?? "no reason given"}` };
  }
  if (profile.mode !== approval.mode) {
    return { code: "MODE_CHANGED", message: `The mode was changed from ${approval.mode} to ${profile.mode}.` };
  }
  if (!isSame(profile.keys, approval.keys)) {
    return { code: "KEY_CHANGED", message: "An account or a key of the profile was added, replaced or removed." };
  }
  if (profile.currency !== approval.currency) {
    return { code: "CURRENCY_CHANGED", message: `The currency was changed to ${profile.currency}.` };
  }
  if (!isSame(profile.targets, approval.targets)) {
    return { code: "TARGETS_CHANGED", message: "The targets were changed." };
  }
  if (approval.triggers.includes("positionExit") && !now.protectiveExits) {
    return { code: "EXITS_OFF", message: "The profile does not let exits of positions run by themselves." };
  }
  const fresh = held.find((asset) => !approval.knownAssets.includes(asset));
  return fresh === undefined ? null : { code: "ASSET_NEW", message: `${fresh} is new in the profile.` };
}

/** What of a profile a standing approval is bound to; each account's key by its fingerprint. */
export function computeBinding(profile: Profile): StandingSurroundings["profile"] {
  const { mode, currency, targets, accounts } = profile;
  const keys = Object.fromEntries(accounts.map(({ id, connection }) => [id, connection?.fingerprint ?? null]));
  return { mode, currency, targets, keys };
}

/** SHA-256 over canonical JSON of everything but the id itself. */
export function computeStandingApprovalId(approval: Omit<StandingApproval, "approvalId">): StandingApprovalId {
  return canonicalHash(approval) as StandingApprovalId; // a SHA-256 by construction
}

const uncovered = (message: string): StandingDenial => ({ code: "STANDING_NOT_COVERED", message });

const isSame = (first: unknown, second: unknown): boolean => canonicalJson(first) === canonicalJson(second);
