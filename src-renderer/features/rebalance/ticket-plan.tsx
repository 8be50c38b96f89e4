// What exactly would the trade on the ticket send, what would it cost, and may it be approved?
import { useStore } from "zustand";
import { Button } from "#renderer/components/button.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { HashText } from "#renderer/components/hash-text.tsx";
import { Note } from "#renderer/components/note.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { hideBareAmountsIn } from "#renderer/lib/hide-amounts.ts";
import { plansStore } from "#renderer/stores/engine-stores.ts";
import type { TicketState } from "#renderer/stores/ticket-store.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { ProfileSummary } from "#shared/contract/views.ts";
import { ApproveBar } from "./approve-bar.tsx";
import { EmptyPlan } from "./empty-plan.tsx";
import { GatesList } from "./gates-list.tsx";
import { useLegDoubts } from "./leg-doubts.ts";
import { PlanLegs } from "./plan-legs.tsx";
import { PlanNotes } from "./plan-notes.tsx";
import { PlanTotals } from "./plan-totals.tsx";
import { countOrders } from "./plan-words.ts";
import { useChecks } from "./use-checks.ts";

/** With more orders than this there is no room for the list of checks: what fails is still named above the button. */
const ROOM_FOR_GATES = 4;

export interface TicketPlanProps {
  readonly summary: ProfileSummary;
  readonly state: TicketState;
  /** The preview is of something else than what is on the ticket. */
  readonly isChanged: boolean;
  readonly lack: string | null;
  readonly onPreview: () => void;
  readonly onApprove: () => void;
}

export function TicketPlan({ summary, state, isChanged, lack, onPreview, onApprove }: TicketPlanProps) {
  const { preview, planning, error } = state;
  const { hideAmounts } = usePreferences();
  const doubts = useLegDoubts(preview?.record.plan ?? null);
  const checks = useChecks(preview);
  const open = useStore(plansStore, (plans) =>
    plans.profileId === summary.profile.id ? (plans.value?.open ?? null) : null,
  );
  if (preview === null) {
    return (
      <Panel title="Plan" meta={planning ? "being made" : undefined}>
        <PanelBody>
          {planning ? (
            <SkeletonRows rows={3} rowHeight={47} />
          ) : error === null ? (
            <p className="empty">Its orders, their cost and every safety check stand here before anything is sent.</p>
          ) : (
            <ErrorState
              {...errorWords(hideAmounts ? { ...error, message: hideBareAmountsIn(error.message) } : error)}
              actions={
                <Button onClick={onPreview} disabled={lack !== null}>
                  Try again
                </Button>
              }
            />
          )}
        </PanelBody>
      </Panel>
    );
  }
  const { plan } = preview.record;
  const legs = plan.legs.length;
  return (
    <Panel
      title="Plan"
      meta={legs === 0 ? "no order needed" : `${countOrders(legs)}, in sending order`}
      actions={
        <>
          {planning ? <Chip tone="you">Planning</Chip> : null}
          <HashText value={plan.planHash} label="Plan hash" />
        </>
      }
    >
      {legs === 0 ? (
        <PanelBody scroll>
          <EmptyPlan plan={plan} />
          <PlanNotes plan={plan} />
        </PanelBody>
      ) : (
        <>
          <PlanLegs plan={plan} stale={isChanged} doubts={doubts} checks={checks} />
          <PlanTotals plan={plan} doubt={doubts.any} />
          <PlanNotes plan={plan} />
          {legs > ROOM_FOR_GATES ? null : <GatesList gates={preview.gates} wideOnly={false} />}
          {open === null ? (
            <ApproveBar
              summary={summary}
              standing={state}
              preview={preview}
              checks={checks}
              sumIsWhole
              outOfDate={isChanged}
              sending={false}
              keepsNothing
              onApprove={onApprove}
            />
          ) : (
            <PanelBody>
              <Note tone="over" title="Another plan is under way.">
                It must end before this can be approved: look under Rebalance.
              </Note>
            </PanelBody>
          )}
        </>
      )}
    </Panel>
  );
}
