// How is a checked key stored by one press, and what is said when it was not?
import { Button } from "#renderer/components/button.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { ShownError } from "#shared/contract/shown-error.ts";
import type { AccountView } from "#shared/contract/views.ts";

/** What both ways of storing a checked key need. */
export interface StoreProps {
  readonly checkId: string;
  readonly confirmed: boolean;
  /** Why nothing can be stored now. */
  readonly blocked: string | null;
  readonly onStored: (account: AccountView) => void;
  readonly onCheckAgain: () => void;
}

interface StoreButtonProps {
  readonly label: string;
  readonly busyLabel: string;
  readonly busy: boolean;
  readonly disabled: boolean;
  readonly blocked: string | null;
}

export function StoreButton({ label, busyLabel, busy, disabled, blocked }: StoreButtonProps) {
  return (
    <span className="row">
      <Button kind="primary" large submit disabled={busy || disabled || blocked !== null}>
        {busy ? busyLabel : label}
      </Button>
      {blocked === null ? null : <span className="f12 ov">{blocked}</span>}
    </span>
  );
}

interface StoreErrorProps {
  readonly error: ShownError | null;
  readonly onCheckAgain: () => void;
}

export function StoreError({ error, onCheckAgain }: StoreErrorProps) {
  if (error === null) return null;
  const isGone = error.code === "VENUE_CHECK_EXPIRED" || error.code === "CONNECTION_LOST";
  return (
    <ErrorState
      {...errorWords(error)}
      actions={isGone ? <Button onClick={onCheckAgain}>Check the key again</Button> : undefined}
    />
  );
}
