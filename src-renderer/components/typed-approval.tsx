// The other way to approve a live plan, for those who cannot hold a button: type the profile and the number of orders.
import { type FormEvent, useId, useState } from "react";
import { Button } from "./button.tsx";

export interface TypedApprovalProps {
  /** What has to be typed: `CORE 8`. Case does not matter. */
  readonly phrase: string;
  /** "Send 8 orders". */
  readonly deed: string;
  readonly disabled?: boolean;
  readonly onApprove: () => void;
}

export function TypedApproval({ phrase, deed, disabled = false, onApprove }: TypedApprovalProps) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const matches = typed.trim().replace(/\s+/g, " ").toUpperCase() === phrase.toUpperCase();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!matches || disabled) return;
    setTyped("");
    onApprove();
  };
  return (
    <form className="typed-approve" onSubmit={submit}>
      <span className="inp">
        <label className="sr" htmlFor={id}>
          Type {phrase} to approve
        </label>
        <input
          id={id}
          value={typed}
          autoComplete="off"
          spellCheck={false}
          disabled={disabled}
          onChange={(event) => setTyped(event.target.value)}
        />
        <span className="u nowrap" aria-hidden="true">
          type {phrase}
        </span>
      </span>
      <Button submit large disabled={!matches || disabled}>
        {deed}
      </Button>
    </form>
  );
}
