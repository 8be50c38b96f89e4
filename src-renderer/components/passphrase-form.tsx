// With which passphrase is the vault opened or made? What is typed is never kept in state: it goes out and is erased at once.
import { type FormEvent, useId, useRef, useState } from "react";
import { Button } from "./button.tsx";

export interface PassphraseFormProps {
  /** `choose` asks for it twice. */
  readonly kind: "unlock" | "choose";
  readonly busy: boolean;
  readonly onSend: (passphrase: string) => void;
}

const SHORTEST = 8;
const LONGEST = 256;

export function PassphraseForm({ kind, busy, onSend }: PassphraseFormProps) {
  const id = useId();
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = first.current?.value ?? "";
    const again = kind === "choose" ? (second.current?.value ?? "") : typed;
    const wrong = passphraseProblem(typed, again);
    setProblem(wrong);
    if (wrong !== null) return;
    for (const field of [first.current, second.current]) if (field !== null) field.value = "";
    onSend(typed);
  };
  return (
    <form className="passphrase" onSubmit={submit} noValidate>
      <div className="field">
        <label className="lab" htmlFor={id}>
          Passphrase
        </label>
        <span className="inp">
          <input
            id={id}
            ref={first}
            type="password"
            placeholder={kind === "choose" ? "at least 8 characters" : "passphrase"}
            autoComplete="off"
            maxLength={LONGEST}
            aria-invalid={problem !== null}
            aria-describedby={problem === null ? undefined : `${id}-problem`}
          />
        </span>
      </div>
      {kind === "choose" ? (
        <div className="field">
          <label className="lab" htmlFor={`${id}-again`}>
            The same again
          </label>
          <span className="inp">
            <input id={`${id}-again`} ref={second} type="password" autoComplete="off" maxLength={LONGEST} />
          </span>
        </div>
      ) : null}
      <Button submit icon="lock" disabled={busy}>
        {kind === "choose" ? (busy ? "Making the vault" : "Make the vault") : busy ? "Unlocking" : "Unlock"}
      </Button>
      {problem === null ? null : (
        <span className="err f11 dn" id={`${id}-problem`} role="alert">
          {problem}
        </span>
      )}
    </form>
  );
}

function passphraseProblem(typed: string, again: string): string | null {
  if (typed.length < SHORTEST) return `At least ${SHORTEST} characters are needed.`;
  return typed === again ? null : "The two passphrases differ.";
}
