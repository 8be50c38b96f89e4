// What did each rule say in one evaluation, and what became of it?
import type { RuleOutcome } from "#shared/domain/evaluation.ts";
import type { Suggestion, SuggestionType } from "#shared/domain/suggestion.ts";
import type { EvaluationOutcome } from "./episode-book.ts";
import type { Finding, RuleResult } from "./trigger.ts";

/** Of several findings of a rule, that with the loudest outcome stands for all. */
const LOUDEST = ["opened", "open", "snoozed", "cooling", "dismissed"] as const;
type Fired = (typeof LOUDEST)[number];

function firedOutcome(finding: Finding, outcome: EvaluationOutcome, open: readonly Suggestion[]): Fired {
  const isIt = ({ type, asset }: Pick<Finding, "type" | "asset">) => type === finding.type && asset === finding.asset;
  if (outcome.changes.some(({ kind, suggestion }) => kind === "opened" && isIt(suggestion))) return "opened";
  if (outcome.cooling.some(isIt)) return "cooling";
  if (outcome.dismissed.some(isIt)) return "dismissed";
  const suggestion = open.find(isIt);
  const snoozed =
    suggestion !== undefined && (suggestion.snoozedUntil !== null || suggestion.snoozedUntilDoubles !== null);
  return snoozed ? "snoozed" : "open";
}

function ofFindings(
  type: SuggestionType,
  findings: readonly [Finding, ...Finding[]],
  outcome: EvaluationOutcome,
  open: readonly Suggestion[],
): RuleOutcome {
  const told = findings.map((finding) => ({ finding, became: firedOutcome(finding, outcome, open) }));
  const became = LOUDEST.find((word) => told.some((one) => one.became === word)) ?? "open";
  const { asset, measured, limit } = told.find((one) => one.became === became)?.finding ?? findings[0];
  return {
    type,
    fired: true,
    outcome: became,
    asset,
    measured: measured.toString(),
    limit: limit.toString(),
    reason: findings.map(({ title, reason }) => `${title}. ${reason}`).join(" "),
  };
}

/** `results` holds null for a rule that is off. */
export function ruleOutcomes(
  results: ReadonlyMap<SuggestionType, RuleResult | null>,
  outcome: EvaluationOutcome,
  open: readonly Suggestion[],
): RuleOutcome[] {
  return [...results].map(([type, result]): RuleOutcome => {
    if (result === null) {
      const reason = "This rule is off.";
      return { type, fired: false, outcome: "off", asset: null, measured: null, limit: null, reason };
    }
    if (result.quiet === null) return ofFindings(type, result.findings, outcome, open);
    const { known, asset, measured, limit, reason } = result.quiet;
    return {
      type,
      fired: false,
      outcome: known ? "quiet" : "unknown",
      asset,
      measured: measured?.toString() ?? null,
      limit: limit?.toString() ?? null,
      reason,
    };
  });
}
