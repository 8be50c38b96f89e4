// How does a way to end a difference between venue and books read on its button?
import type { ReconciliationFix } from "#shared/domain/reconciliation.ts";

const ENTER_WORDS = {
  deposit: "Enter as a deposit",
  withdrawal: "Enter as a withdrawal",
  reward: "Enter as a reward",
  fee: "Enter as a fee",
} as const;

export function fixWords(fix: ReconciliationFix): string {
  switch (fix.kind) {
    case "adjust":
      return "Adjust by the difference";
    case "enter":
      return ENTER_WORDS[fix.type];
    case "pairTransfer":
      return "Pair as one transfer";
    case "importHistory":
      return "Read the history again";
  }
}
