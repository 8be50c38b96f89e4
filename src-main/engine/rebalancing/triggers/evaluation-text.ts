// Why did a check of the rules do what it did? One sentence for Overview.
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Suggestion } from "#shared/domain/suggestion.ts";
import { type DurationMs, MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";
import { computeNearestDrift } from "./compute-drift-finding.ts";
import type { EvaluationOutcome } from "./episode-book.ts";
import type { TriggerInput } from "./trigger.ts";

/** Why the rules were not asked at all; null when they can be. */
export function whyNotChecked(portfolio: Portfolio): string | null {
  if (portfolio.state === "unresolved") {
    const missing = portfolio.positions.find(({ unresolved }) => unresolved !== null);
    return missing?.unresolved
      ? `Not checked: ${missing.unresolved[0]?.toLowerCase()}${missing.unresolved.slice(1)}`
      : "Not checked: the balances are not known yet.";
  }
  if (portfolio.state === "live") return null;
  const old = portfolio.positions.find(({ priceState }) => priceState !== "live" && priceState !== "lagging");
  if (old === undefined) return "Not checked: a price is not fresh.";
  const age = old.priceAgeMs === null ? "not fresh" : `${Math.floor(old.priceAgeMs / SECOND_MS)} s old`;
  return `Not checked: the price of ${old.asset} is ${age}.`;
}

function titles(items: readonly { readonly title: string }[]): string {
  return items.map(({ title }) => title).join("; ");
}

/** What a check did, or why it did nothing. */
export function describeOutcome(input: {
  readonly trigger: TriggerInput;
  readonly outcome: EvaluationOutcome;
  readonly open: readonly Suggestion[];
  readonly coolingForMs: DurationMs;
}): string {
  const { outcome, open } = input;
  const opened = outcome.changes.filter(({ kind }) => kind === "opened").map(({ suggestion }) => suggestion);
  if (opened.length > 0) return `Opened: ${titles(opened)}.`;
  if (outcome.cooling.length > 0) {
    const minutes = Math.ceil(input.coolingForMs / MINUTE_MS);
    return `Quiet for ${minutes} more min after the last rebalance: ${titles(outcome.cooling)}.`;
  }
  if (open.length > 0) {
    const [first] = open;
    return open.length === 1 && first !== undefined
      ? `Nothing new: ${first.title}, already suggested.`
      : `Nothing new: ${open.length} suggestions stay open.`;
  }
  if (outcome.dismissed.length > 0) return `Nothing new: you dismissed "${titles(outcome.dismissed)}".`;
  if (input.trigger.allocation.groups.length === 0) return "Nothing to do: nothing is held.";
  return `Nothing to do: ${computeNearestDrift(input.trigger.allocation.groups).text}.`;
}
