// Why is something taken out of the books or put back? The reason is kept with the decision for ever.
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { Dialog } from "#renderer/components/dialog.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { TextField } from "#renderer/components/text-field.tsx";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { ShownError } from "#shared/contract/shown-error.ts";

export interface ReasonDialogProps {
  readonly title: string;
  /** What it means for the books. */
  readonly description: ReactNode;
  readonly deedLabel: string;
  readonly busy: boolean;
  readonly error: ShownError | null;
  readonly onDeed: (reason: string) => void;
  readonly onClose: () => void;
}

const LONGEST = 500;

export function ReasonDialog(props: ReasonDialogProps) {
  const field = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState("");
  const trimmed = reason.trim();
  const isFit = trimmed !== "" && trimmed.length <= LONGEST;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isFit && !props.busy) props.onDeed(trimmed);
  };
  return (
    <Dialog open onClose={props.onClose} title={props.title} description={props.description} initialFocus={field}>
      <form className="stack dialog-form" onSubmit={submit}>
        <TextField
          label="Reason"
          ref={field}
          value={reason}
          onChange={setReason}
          large
          error={trimmed.length > LONGEST ? `At most ${LONGEST} characters` : undefined}
        />
        {props.error === null ? null : <ErrorState {...errorWords(props.error)} />}
        <span className="row">
          <span className="grow" />
          <Button onClick={props.onClose}>Cancel</Button>
          <Button kind="primary" submit disabled={!isFit || props.busy}>
            {props.deedLabel}
          </Button>
        </span>
      </form>
    </Dialog>
  );
}
