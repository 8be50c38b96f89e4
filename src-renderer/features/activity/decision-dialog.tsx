// What is decided about an entry, and what does that do to the books?
import type { ReactNode } from "react";
import { useToast } from "#renderer/components/toast.tsx";
import { useBookCommand } from "#renderer/hooks/use-book-command.ts";
import { useBooks } from "#renderer/hooks/use-books.ts";
import type { BookRow } from "#shared/contract/views.ts";
import { ensure } from "#shared/domain/assert.ts";
import { PairDialog } from "./pair-dialog.tsx";
import { ReasonDialog } from "./reason-dialog.tsx";

export type EntryDecision = "setAside" | "restore" | "undoBatch" | "redoBatch" | "pair" | "part";

export interface DecisionDialogProps {
  readonly row: BookRow;
  readonly decision: EntryDecision;
  readonly onClose: () => void;
}

interface Words {
  readonly title: string;
  readonly description: ReactNode;
  readonly deed: string;
  readonly done: string;
}

const WORDS: Readonly<Record<Exclude<EntryDecision, "pair" | "part">, Words>> = {
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
  undoBatch: {
    title: "Undo the whole batch?",
    description: "All entries that came in together stay listed and no longer count. The batch can be put back.",
    deed: "Undo the batch",
    done: "The batch no longer counts",
  },
  redoBatch: {
    title: "Put the batch back?",
    description: "All entries that came in together count again.",
    deed: "Put it back",
    done: "The batch counts again",
  },
};

export function DecisionDialog({ row, decision, onClose }: DecisionDialogProps) {
  if (decision === "pair" || decision === "part")
    return <PairDialog row={row} paired={decision === "pair"} onClose={onClose} />;
  return <ReasonedDecision row={row} decision={decision} onClose={onClose} />;
}

interface ReasonedDecisionProps extends DecisionDialogProps {
  readonly decision: Exclude<EntryDecision, "pair" | "part">;
}

function ReasonedDecision({ row: { transaction }, decision, onClose }: ReasonedDecisionProps) {
  const books = useBooks();
  const toast = useToast();
  const words = WORDS[decision];
  const takesOut = decision === "setAside" || decision === "undoBatch";
  const command = useBookCommand((reason: string) => {
    const { profileId, id, batchId } = transaction;
    if (decision === "setAside" || decision === "restore") {
      return books[decision]({ profileId, transactionIds: [id], reason });
    }
    return books[decision]({ profileId, batchId: ensure(batchId, "batch of the entry"), reason });
  });
  return (
    <ReasonDialog
      title={words.title}
      description={
        takesOut && transaction.replaces !== null
          ? "It was a correction: the entry that it stands in for counts again."
          : words.description
      }
      deedLabel={words.deed}
      busy={command.busy}
      error={command.error}
      onClose={onClose}
      onDeed={(reason) =>
        void command.run(reason).then((done) => {
          if (done === null) return;
          toast({ tone: "ok", title: words.done, detail: reason });
          onClose();
        })
      }
    />
  );
}
