// How is a decision about the books made in a dialog: why, sent, told, and refused in the engine's words?
import type { ReactNode } from "react";
import { useToast } from "#renderer/components/toast.tsx";
import { useBookCommand } from "#renderer/hooks/use-book-command.ts";
import { ReasonDialog } from "./reason-dialog.tsx";

export interface DecisionWords {
  readonly title: string;
  readonly description: ReactNode;
  readonly deed: string;
  readonly done: string;
}

export interface ReasonedDecisionProps {
  readonly words: DecisionWords;
  readonly send: (reason: string) => PromiseLike<unknown>;
  readonly onClose: () => void;
}

export function ReasonedDecision({ words, send, onClose }: ReasonedDecisionProps) {
  const toast = useToast();
  const command = useBookCommand(async (reason: string) => {
    await send(reason);
    return true;
  });
  return (
    <ReasonDialog
      title={words.title}
      description={words.description}
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
