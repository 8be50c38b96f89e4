// Why is a suggestion put away? The reason is written down; the episode is over until the condition comes again.
import { useRef, useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { Dialog } from "#renderer/components/dialog.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { TextField } from "#renderer/components/text-field.tsx";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { ShownError } from "#shared/contract/shown-error.ts";
import type { Suggestion } from "#shared/domain/suggestion.ts";

const USUAL_REASONS = ["Not now", "I want this weight", "The limit is too tight"] as const;
const LONGEST_REASON = 200;

export interface DismissDialogProps {
  readonly suggestion: Suggestion;
  readonly busy: boolean;
  readonly error: ShownError | null;
  readonly onClose: () => void;
  readonly onDismiss: (reason: string) => void;
}

export function DismissDialog({ suggestion, busy, error, onClose, onDismiss }: DismissDialogProps) {
  const safe = useRef<HTMLButtonElement>(null);
  const [reason, setReason] = useState("");
  const given = reason.trim();
  const tooLong = given.length > LONGEST_REASON;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Dismiss this suggestion?"
      description={`${suggestion.title}. It stays away until the condition was over and comes back.`}
      initialFocus={safe}
      foot={
        <>
          <Button ref={safe} onClick={onClose}>
            Keep it
          </Button>
          <Button kind="primary" disabled={given === "" || tooLong || busy} onClick={() => onDismiss(given)}>
            Dismiss
          </Button>
        </>
      }
    >
      <div className="stack dismiss">
        <TextField
          label="Reason"
          value={reason}
          onChange={setReason}
          placeholder="Kept in the journal"
          error={tooLong ? `At most ${LONGEST_REASON} characters; these are ${given.length}.` : undefined}
        />
        <div className="row">
          {USUAL_REASONS.map((usual) => (
            <Button key={usual} onClick={() => setReason(usual)}>
              {usual}
            </Button>
          ))}
        </div>
        {error === null ? null : <ErrorState {...errorWords(error)} />}
      </div>
    </Dialog>
  );
}
