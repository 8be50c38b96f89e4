// What does a panel say when something failed? What happened, what it means for money, what to do.
import type { ReactNode } from "react";
import { Note } from "./note.tsx";

export interface ErrorStateProps {
  /** What happened, naming venue and order where there is one: "Kraken closed the connection." */
  readonly happened: string;
  /** What it means for money: "Your orders are not affected." */
  readonly meaning: string;
  /** What happens next or what to do: "Next try in 4 s." */
  readonly next: string;
  /** Error code, for the reference and for support. */
  readonly code?: string;
  /** Buttons: the mending one first. */
  readonly actions?: ReactNode;
}

export function ErrorState({ happened, meaning, next, code, actions }: ErrorStateProps) {
  return (
    <div className="error-state">
      <Note tone="bad" title={happened}>
        {meaning} {next}
        {code === undefined ? null : (
          <>
            {" "}
            <code className="t3">{code}</code>
          </>
        )}
      </Note>
      {actions === undefined ? null : <div className="row">{actions}</div>}
    </div>
  );
}
