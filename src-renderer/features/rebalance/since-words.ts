// What did a plan of the past advise, and can it be told what it would have done? Pure.
import type { PlanOutcome } from "#shared/domain/plan-outcome.ts";

const ADVISED = {
  act: "It was advised to act.",
  wait: "It was advised to wait.",
  unknown: "Nothing was advised: the risk was not known.",
} as const;

export function sinceWords({
  advice,
  approvedAt,
  difference,
  unpriced,
}: Pick<PlanOutcome, "advice" | "approvedAt" | "difference" | "unpriced">): string {
  const told = advice === null ? "" : `${ADVISED[advice]} `;
  const done = approvedAt === null ? "It was not approved." : "It was approved.";
  if (difference !== null) return `${told}${done}`;
  const why =
    unpriced.length > 0
      ? `No price of ${unpriced.join(", ")} is known now.`
      : "The plan did not note what was held, so it cannot be told.";
  return `${told}${done} ${why}`;
}
