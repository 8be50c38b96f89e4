// What does every rule that may open a suggestion look like?
import type { Allocation } from "#engine/portfolio/compute-allocation.ts";
import type { Decimal, DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Targets } from "#shared/domain/policy.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { PositionReading } from "#shared/domain/signal-position.ts";
import type { Priority, SuggestedPlan, SuggestionType } from "#shared/domain/suggestion.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { AssetFlow } from "./compute-flows.ts";

/** Something that may not be known yet, and then why, in words that end a sentence. */
export type Known<T> = { readonly value: T } | { readonly unknown: string };

export interface ScheduleState {
  /** The latest time that is due and not done; null while none is. */
  readonly due: UnixMs | null;
  /** Due times before it that passed without being done: they are caught up by this one. */
  readonly missed: number;
  /** The next time after now; null where there is none. */
  readonly next: UnixMs | null;
}

/** What the rules look at beside the portfolio. */
export interface TriggerFacts {
  readonly now: UnixMs;
  /** Yearly, of the target-weighted portfolio. */
  readonly volatility: Known<DecimalString>;
  /** Targets by the risk-adjusted rule's method; asked for only while that rule is on. */
  readonly riskTargets: Known<Targets>;
  /** Since the last rebalance, as far back as the rule looks. */
  readonly flows: readonly AssetFlow[];
  /** Null while the schedule is off. */
  readonly schedule: ScheduleState | null;
  /** Those opened from signals. */
  readonly positions: readonly PositionReading[];
}

/** A valued portfolio: every price known and fresh enough to decide on. */
export interface TriggerInput {
  readonly portfolio: Portfolio;
  readonly allocation: Allocation;
  readonly profile: Pick<Profile, "currency" | "cashAssets" | "targets" | "policy" | "triggers">;
  readonly facts: TriggerFacts;
}

/** A condition that holds now. */
export interface Finding {
  readonly type: SuggestionType;
  /** Null where the whole portfolio is meant. */
  readonly asset: Asset | null;
  readonly title: string;
  /** One sentence or two, with the numbers. */
  readonly reason: string;
  readonly action: string;
  /** What to preview; null where looking is what is asked for. */
  readonly plan: SuggestedPlan | null;
  readonly priority: Priority;
  /** The numbers that were compared. */
  readonly measured: Decimal;
  readonly limit: Decimal;
}

/** Why a rule found nothing: what it was nearest at. `known` is false where it could not tell. */
export interface Quiet {
  readonly known: boolean;
  readonly asset: Asset | null;
  readonly measured: Decimal | null;
  readonly limit: Decimal | null;
  readonly reason: string;
}

/** What a rule found, or, where it found nothing, why. */
export type RuleResult =
  | { readonly findings: readonly [Finding, ...Finding[]]; readonly quiet: null }
  | { readonly findings: readonly []; readonly quiet: Quiet };

/** One rule. Pure: same input, same result. Whether it is on is `profile.triggers[type].on`. */
export interface Trigger {
  readonly type: SuggestionType;
  /** Raised whenever the rule changes. */
  readonly version: number;
  /** The rule in a few words, for signals and logs. */
  readonly name: string;
  evaluate(input: TriggerInput): RuleResult;
  /** How bad it is, for "snoozed until it doubles". */
  severity(measured: Decimal, limit: Decimal): Decimal;
}

/** Findings where there are any, else why there are none. */
export function resultOf(findings: readonly Finding[], quiet: () => Quiet): RuleResult {
  const [first, ...rest] = findings;
  return first === undefined ? { findings: [], quiet: quiet() } : { findings: [first, ...rest], quiet: null };
}

/** A rule that cannot tell. */
export function unknown(reason: string): RuleResult {
  return { findings: [], quiet: { known: false, asset: null, measured: null, limit: null, reason } };
}

/** A rule that looked at one number of the whole portfolio and found it in order. */
export function inOrder(measured: Decimal | null, limit: Decimal | null, reason: string): RuleResult {
  return { findings: [], quiet: { known: true, asset: null, measured, limit, reason } };
}
