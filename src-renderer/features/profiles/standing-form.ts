// What does a person set before a profile may rebalance by itself, and which terms are that? Pure.
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { STANDING_APPROVAL_DAYS, type StandingLimit, type StandingTerms } from "#shared/domain/standing-approval.ts";
import type { SuggestionType } from "#shared/domain/suggestion.ts";
import { DAY_MS, unixMs } from "#shared/domain/time.ts";

const LIMITS = ["turnoverPerPlan", "turnoverPerDay", "costPerPlan", "costPerDay"] as const;
type LimitKey = (typeof LIMITS)[number];

export interface StandingForm {
  readonly triggers: readonly SuggestionType[];
  readonly accounts: readonly AccountId[];
  readonly assets: readonly Asset[];
  /** Of the value in percent, or in the profile's currency. */
  readonly unit: "share" | "money";
  /** As typed, in the unit. */
  readonly limits: Readonly<Record<LimitKey, string>>;
  readonly days: string;
}

export const SHARE_LIMITS = { turnoverPerPlan: "10", turnoverPerDay: "20", costPerPlan: "0.2", costPerDay: "0.5" };
export const MONEY_LIMITS = { turnoverPerPlan: "1000", turnoverPerDay: "2000", costPerPlan: "5", costPerDay: "10" };

/** Everything that the profile has, and the rule that every profile has. */
export function firstForm(profile: Profile): StandingForm {
  return {
    triggers: ["threshold"],
    accounts: profile.accounts.map(({ id }) => id),
    assets: nameableAssets(profile),
    unit: "share",
    limits: SHARE_LIMITS,
    days: "7",
  };
}

/** Those with a target, and cash. */
export function nameableAssets({ targets, cashAssets }: Pick<Profile, "targets" | "cashAssets">): readonly Asset[] {
  return [...new Set([...(Object.keys(targets) as Asset[]), ...cashAssets])]; // keys of a parsed record
}

/** Why the form is no terms yet; null where it is. */
export function findStandingObstacle({ triggers, accounts, assets, limits, days }: StandingForm): string | null {
  if (triggers.length === 0) return "Choose at least one rule.";
  if (accounts.length === 0) return "Choose at least one account.";
  if (assets.length < 2) return "Choose at least two assets: what is traded, and what it is paid with.";
  if (LIMITS.some((key) => !decimal(limits[key]).isPositive)) return "Each limit must be more than zero.";
  const count = Number(days);
  if (!Number.isInteger(count) || count < 1 || count > STANDING_APPROVAL_DAYS) {
    return `It lives 1 to ${STANDING_APPROVAL_DAYS} days.`;
  }
  return null;
}

/** `now`: UTC milliseconds. A full length of days ends a minute early: the engine's clock may be a little behind. */
export function toTerms(form: StandingForm, now: number): StandingTerms {
  const limit = (key: LimitKey): StandingLimit => {
    const amount = decimal(form.limits[key]);
    return form.unit === "money"
      ? { kind: "money", amount: amount.toString() }
      : { kind: "share", share: amount.mul(Decimal.parse("0.01")).toString() };
  };
  return {
    triggers: [...form.triggers],
    accounts: [...form.accounts],
    assets: [...form.assets],
    turnover: { perPlan: limit("turnoverPerPlan"), perDay: limit("turnoverPerDay") },
    cost: { perPlan: limit("costPerPlan"), perDay: limit("costPerDay") },
    endsAt: unixMs(now + Number(form.days) * DAY_MS - 60_000),
  };
}

/** The list with the item, or without it. */
export function withItem<T>(items: readonly T[], item: T, isIn: boolean): readonly T[] {
  const others = items.filter((other) => other !== item);
  return isIn ? [...others, item] : others;
}
