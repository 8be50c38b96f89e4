// What can be changed in one order, what does the venue say of it, and which fee does it expect beside ours?
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { Button, IconButton } from "#renderer/components/button.tsx";
import { NumberField } from "#renderer/components/number-field.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import type { EditedLeg } from "#renderer/stores/leg-edits.ts";
import { Decimal, decimalString } from "#shared/domain/decimal.ts";
import type { LegCheck } from "#shared/domain/leg-check.ts";
import { venueName } from "#shared/domain/venue.ts";
import { CHECK_WORDS } from "./check-words.ts";
import { Quantity } from "./quantity.tsx";
import type { LegEditing } from "./use-leg-editing.ts";

export interface LegEditorProps {
  readonly row: EditedLeg;
  /** Place in the list on screen. */
  readonly place: number;
  readonly editing: LegEditing;
  readonly check: LegCheck | undefined;
  readonly onClose: () => void;
}

export function LegEditor({ row, place, editing, check, onClose }: LegEditorProps) {
  const { hideAmounts } = usePreferences();
  const { leg, shown, own, skipped } = row;
  const [quantity, setQuantity] = useState<string>(shown.quantity);
  const off = editing.locked !== null;
  const changes = !Decimal.parse(quantity).eq(Decimal.parse(shown.quantity));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changes && !off) editing.resize(row, decimalString(quantity));
  };
  const closeOnEscape = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onClose();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what stands open, wherever in it the focus is.
    <div className="rb-leg-editor f12" onKeyDown={closeOnEscape}>
      <form className="row" onSubmit={submit}>
        {skipped ? (
          <span className="t2">Left out of this plan.</span>
        ) : hideAmounts ? (
          <span className="t3">Quantities are hidden: show amounts to change one.</span>
        ) : (
          <>
            <NumberField
              label={`Quantity of ${shown.base}`}
              hideLabel
              unit={shown.base}
              min="0"
              width={132}
              value={quantity}
              onChange={setQuantity}
              disabled={off}
            />
            <Button submit disabled={!changes || off}>
              Use it
            </Button>
            {shown.quantity === own.quantity ? null : (
              <Button kind="ghost" disabled={off} onClick={() => editing.resize(row, own.quantity)}>
                Back to {own.quantity}
              </Button>
            )}
          </>
        )}
        <span className="grow" />
        <IconButton
          icon="chevronUp"
          label="Send it earlier"
          disabled={off}
          onClick={() => editing.move(leg, place - 1)}
        />
        <IconButton
          icon="chevronDown"
          label="Send it later"
          disabled={off}
          onClick={() => editing.move(leg, place + 1)}
        />
        <Button disabled={off} onClick={() => editing.skip(leg, !skipped)}>
          {skipped ? "Put it back" : "Leave it out"}
        </Button>
      </form>
      {editing.locked === null ? null : <p className="t3">{editing.locked}</p>}
      {check === undefined || skipped ? null : <VenueWord row={row} check={check} />}
    </div>
  );
}

interface VenueWordProps {
  readonly row: EditedLeg;
  readonly check: LegCheck;
}

function VenueWord({ row: { shown }, check }: VenueWordProps) {
  const { word, tone } = CHECK_WORDS[check.state];
  return (
    <div className="rb-venue-word">
      <p>
        <span className={tone}>{word}.</span>{" "}
        {check.state === "ok" || check.state === "pending" ? null : <span className="t2">{check.detail} </span>}
        {check.code === null ? null : <code className="t3">{check.code}</code>}
      </p>
      <p className="t2">
        Fee: <Quantity amount={shown.fee} asset={shown.feeAsset} exact /> by our tier
        {check.fee === null ? (
          `; ${venueName(shown.venue)} names none.`
        ) : (
          <>
            , <Quantity amount={check.fee.amount} asset={check.fee.asset} exact /> by {venueName(shown.venue)}.
          </>
        )}
      </p>
      {check.warnings.map((warning) => (
        <p key={warning} className="ov">
          {warning}
        </p>
      ))}
    </div>
  );
}
