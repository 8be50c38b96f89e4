// What does every rule that may open a suggestion look like?
import type { Allocation } from "#engine/portfolio/compute-allocation.ts";
import type { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { Priority, SuggestionType } from "#shared/domain/suggestion.ts";

/** A valued portfolio: every price known and fresh enough to decide on. */
export interface TriggerInput {
  readonly portfolio: Portfolio;
  readonly allocation: Allocation;
  readonly profile: Pick<Profile, "currency" | "cashAssets" | "targets" | "policy">;
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
  readonly priority: Priority;
  /** The numbers that were compared. */
  readonly measured: Decimal;
  readonly limit: Decimal;
}

/** One rule. Pure: same input, same findings. */
export interface Trigger {
  readonly type: SuggestionType;
  /** Raised whenever the rule changes. */
  readonly version: number;
  /** The rule in a few words, for signals and logs. */
  readonly name: string;
  evaluate(input: TriggerInput): readonly Finding[];
  /** How bad it is, for "snoozed until it doubles". */
  severity(measured: Decimal, limit: Decimal): Decimal;
}
