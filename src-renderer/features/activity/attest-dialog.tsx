// On what does a person's word rest that an order is over, and what does it mean for the money?
import { type FormEvent, useRef, useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { Dialog } from "#renderer/components/dialog.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { Note } from "#renderer/components/note.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { TextField } from "#renderer/components/text-field.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { heldBack } from "#renderer/lib/held-back.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { OrderRow } from "#shared/contract/views.ts";
import { venueName } from "#shared/domain/venue.ts";

export interface AttestDialogProps {
  readonly row: OrderRow;
  readonly onClose: () => void;
}

/** As the contract asks for it. */
const SHORTEST = 10;
const LONGEST = 500;

export function AttestDialog({ row: { order }, onClose }: AttestDialogProps) {
  const client = useClient();
  const { profile } = useActiveProfile();
  const { hideAmounts: hidden } = usePreferences();
  const field = useRef<HTMLInputElement>(null);
  const [evidence, setEvidence] = useState("");
  const trimmed = evidence.trim();
  const isFit = trimmed.length >= SHORTEST && trimmed.length <= LONGEST;
  const venue = venueName(order.venue);
  const held = heldBack(order);
  const command = useCommand((words: string) =>
    client.orders.attest({ profileId: profile.id, clientOrderId: order.clientOrderId, evidence: words }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isFit || command.busy) return;
    void command.run(trimmed).then((done) => (done === null ? undefined : onClose()));
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Vouch for the end of this order"
      description={`Look at ${venue}'s own pages first: open orders, order history and trades of ${order.symbol}. Only go on when they show that the order is not there, or is over.`}
      mode={profile.mode}
      profileName={profile.name}
      initialFocus={field}
    >
      <form className="stack dialog-form" onSubmit={submit}>
        <Note tone="over" title="What it means for your money.">
          {formatQuantity(held.amount, { asset: held.asset, hidden })} that is held back becomes free, and new orders of
          this profile may use it. If the order is at {venue} after all, it may still fill: then it is entered when it
          is seen, this order opens again with an alarm, and you may have bought or sold twice.
        </Note>
        <TextField
          label={`What did you see at ${venue}? It is kept with the order for ever.`}
          ref={field}
          value={evidence}
          onChange={setEvidence}
          large
          placeholder="Not among open orders nor in the history of 14:31 to 14:40"
          error={trimmed.length > LONGEST ? `At most ${LONGEST} characters` : undefined}
        />
        {command.error === null ? null : <ErrorState {...errorWords(command.error)} />}
        <span className="row">
          <span className="f12 t3">
            {trimmed.length < SHORTEST ? `At least ${SHORTEST} characters, so that it says what was seen.` : ""}
          </span>
          <span className="grow" />
          <Button onClick={onClose}>Keep waiting</Button>
          <Button kind="danger-solid" submit disabled={!isFit || command.busy}>
            I vouch that it is over
          </Button>
        </span>
      </form>
    </Dialog>
  );
}
