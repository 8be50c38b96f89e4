// Should all that came in together no longer count, or count again?
import { useBooks } from "#renderer/hooks/use-books.ts";
import type { BatchId, ProfileId } from "#shared/domain/ids.ts";
import { type DecisionWords, ReasonedDecision } from "./reasoned-decision.tsx";

export type BatchDecision = "undoBatch" | "redoBatch";

export interface BatchDialogProps {
  readonly profileId: ProfileId;
  readonly batchId: BatchId;
  readonly decision: BatchDecision;
  readonly onClose: () => void;
}

const WORDS: Readonly<Record<BatchDecision, DecisionWords>> = {
  undoBatch: {
    title: "Undo the whole batch?",
    description:
      "All entries that came in together stay listed and no longer count; what a correction among them stands in for counts again. The batch can be put back.",
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

export function BatchDialog({ profileId, batchId, decision, onClose }: BatchDialogProps) {
  const books = useBooks();
  return (
    <ReasonedDecision
      words={WORDS[decision]}
      send={(reason) => books[decision]({ profileId, batchId, reason })}
      onClose={onClose}
    />
  );
}
