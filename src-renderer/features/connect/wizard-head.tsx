// What stands above every step: what is connected, how far it is, and the ways back and out?
import { useEffect, useRef } from "react";
import { Button, IconButton } from "#renderer/components/button.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import type { AccountView, ConnectableVenue } from "#shared/contract/views.ts";
import type { EndpointKind } from "#shared/domain/account.ts";
import { Crumbs } from "./crumbs.tsx";
import { endpointWords, type Stage } from "./wizard-words.ts";

export interface WizardHeadProps {
  readonly stage: Stage;
  readonly venue: ConnectableVenue | null;
  readonly endpoint: EndpointKind;
  readonly replaces: AccountView | null;
  /** The key is stored: there is no way back. */
  readonly isOver: boolean;
  readonly onBack: () => void;
  readonly onLeave: () => void;
}

export function WizardHead({ stage, venue, endpoint, replaces, isOver, onBack, onLeave }: WizardHeadProps) {
  const heading = useHeadingFocus(stage);
  return (
    <div className="screen-head">
      {isOver ? null : <IconButton icon="back" label="Back" onClick={onBack} />}
      <h1 ref={heading} tabIndex={-1}>
        {titleOf(venue, replaces)}
      </h1>
      {replaces === null ? null : <span className="t3">{replaces.profileName}</span>}
      {venue !== null && endpoint !== "production" ? (
        <Chip className="test-server">{endpointWords(endpoint, venue)}</Chip>
      ) : null}
      <span className="grow" />
      <Crumbs stage={stage} isOver={isOver} withVenue={replaces === null} />
      {isOver ? null : (
        <Button kind="ghost" onClick={onLeave}>
          Cancel
        </Button>
      )}
    </div>
  );
}

function titleOf(venue: ConnectableVenue | null, replaces: AccountView | null): string {
  if (replaces !== null) return `Replace the key of ${replaces.account.name}`;
  return venue === null ? "Connect an exchange" : `Connect ${venue.name}`;
}

/** A new step takes the focus to its heading: the control that led here is gone. The key's first field takes it from there. */
function useHeadingFocus(stage: Stage) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(stage);
  useEffect(() => {
    if (shown.current === stage) return;
    shown.current = stage;
    if (stage !== "key") heading.current?.focus();
  }, [stage]);
  return heading;
}
