// What is special about the plan on screen: made-up money, or orders that were changed by hand?
import { Button } from "#renderer/components/button.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { Note } from "#renderer/components/note.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { hideBareAmountsIn } from "#renderer/lib/hide-amounts.ts";
import type { PlanningState } from "#renderer/stores/planning-store.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { Account } from "#shared/domain/account.ts";
import { Quantity } from "./quantity.tsx";
import type { LegEditing } from "./use-leg-editing.ts";

/** The engine names the field of the request first; here the order's own name says enough. */
const FIELD = /^edits\.[\w[\].]+: /;

export interface PlanBannerProps {
  readonly draft: Pick<PlanningState, "preview" | "editError">;
  readonly editing: LegEditing | null;
  readonly accounts: readonly Account[];
}

/** Nothing for a plan like any other. */
export function PlanBanner({ draft: { preview, editError }, editing, accounts }: PlanBannerProps) {
  const { hideAmounts } = usePreferences();
  const write = (words: string) => (hideAmounts ? hideBareAmountsIn(words) : words);
  const whatIf = preview?.record.plan.whatIf ?? [];
  const edited = editing?.edited === true;
  if (whatIf.length === 0 && !edited && editError === null) return null;
  return (
    <div className="rb-banner">
      {whatIf.length === 0 ? null : (
        <Note tone="over" title="Hypothetical.">
          Counts on{" "}
          {whatIf.map(({ accountId, asset, amount }, index) => (
            <span key={`${accountId} ${asset}`}>
              {index === 0 ? "" : " and "}
              <Quantity amount={amount} asset={asset} exact /> more at{" "}
              {accounts.find(({ id }) => id === accountId)?.name ?? accountId}
            </span>
          ))}
          .
        </Note>
      )}
      {editError === null ? null : (
        <ErrorState {...errorWords({ ...editError, message: write(editError.message.replace(FIELD, "")) })} />
      )}
      {edited ? (
        <div className="row f12">
          <span className="t2 grow">{changeWords(editing)}</span>
          <Button kind="ghost" icon="undo" disabled={editing.locked !== null} onClick={editing.undo}>
            Back to the planner's orders
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function changeWords({ rows }: LegEditing): string {
  const skipped = rows.filter((row) => row.skipped).length;
  const resized = rows.filter(({ shown, own, skipped: out }) => !out && shown.quantity !== own.quantity).length;
  const parts = [
    ...(skipped === 0 ? [] : [`${skipped} left out`]),
    ...(resized === 0 ? [] : [`${resized} in another size`]),
  ];
  return `Changed by hand: ${parts.length === 0 ? "the order of sending" : parts.join(", ")}.`;
}
