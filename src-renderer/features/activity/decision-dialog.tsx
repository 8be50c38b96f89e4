// What is decided about an entry, and what does that do to the books?
import { useBooks } from "#renderer/hooks/use-books.ts";
import type { BookRow } from "#shared/contract/views.ts";
import { ensure } from "#shared/domain/assert.ts";
import { type BatchDecision, BatchDialog } from "./batch-dialog.tsx";
import { PairDialog } from "./pair-dialog.tsx";
import { type DecisionWords, ReasonedDecision } from "./reasoned-decision.tsx";

type CountDecision = "setAside" | "restore";
export type EntryDecision = CountDecision | BatchDecision | "pair" | "part";

export interface DecisionDialogProps {
  readonly row: BookRow;
  readonly decision: EntryDecision;
  readonly onClose: () => void;
}

const WORDS: Readonly<Record<CountDecision, DecisionWords>> = {
  setAside: {
    title: "Set the entry aside?",
    description: "It stays listed and no longer counts. You can have it count again at any time.",
    deed: "Set aside",
    done: "Set aside",
  },
  restore: {
    title: "Count the entry again?",
    description: "Lots, gains and returns are reckoned with it again.",
    deed: "Count it again",
    done: "It counts again",
  },
};

export function DecisionDialog({ row, decision, onClose }: DecisionDialogProps) {
  const books = useBooks();
  const { profileId, id, batchId, replaces } = row.transaction;
  switch (decision) {
    case "pair":
    case "part":
      return <PairDialog row={row} paired={decision === "pair"} onClose={onClose} />;
    case "undoBatch":
    case "redoBatch":
      return (
        <BatchDialog
          profileId={profileId}
          batchId={ensure(batchId, "batch of the entry")}
          decision={decision}
          onClose={onClose}
        />
      );
    case "setAside":
    case "restore": {
      const words = WORDS[decision];
      const bringsBack = decision === "setAside" && replaces !== null;
      return (
        <ReasonedDecision
          words={
            bringsBack
              ? { ...words, description: "It was a correction: the entry that it stands in for counts again." }
              : words
          }
          send={(reason) => books[decision]({ profileId, transactionIds: [id], reason })}
          onClose={onClose}
        />
      );
    }
  }
}
