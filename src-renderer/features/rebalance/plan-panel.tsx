// What exactly would be sent, what would it cost, and may it be approved?
import { useStore } from "zustand";
import { Button } from "#renderer/components/button.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { HashText } from "#renderer/components/hash-text.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { plansStore } from "#renderer/stores/engine-stores.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { type PlanningState, planNow } from "#renderer/stores/planning-store.ts";
import { errorWords, toPanelState } from "#renderer/stores/to-loadable.ts";
import type { ProfileSummary } from "#shared/contract/views.ts";
import { ApproveBar } from "./approve-bar.tsx";
import { EmptyPlan } from "./empty-plan.tsx";
import { GatesList } from "./gates-list.tsx";
import { useLegDoubts } from "./leg-doubts.ts";
import { PlanLegs } from "./plan-legs.tsx";
import { PlanNotes } from "./plan-notes.tsx";
import { PlanTotals } from "./plan-totals.tsx";
import { countOrders } from "./plan-words.ts";

/** With more orders than this, only a wide window has room for the list of checks. */
const ROOM_FOR_GATES = 4;

export interface PlanPanelProps {
  readonly summary: ProfileSummary;
  readonly draft: PlanningState;
  readonly outOfDate: boolean;
  readonly sending: boolean;
}

export function PlanPanel({ summary, draft, outOfDate, sending }: PlanPanelProps) {
  const client = useClient();
  const now = useStore(nowStore, (state) => state.now);
  const plans = toPanelState(useStore(plansStore), { now });
  const again = <Button onClick={() => void planNow(client, summary.profile)}>Plan again</Button>;
  const { preview, planning, error } = draft;
  const doubts = useLegDoubts(preview?.record.plan ?? null);
  if (error !== null && !planning) {
    return (
      <Panel title="Plan" className="rb-plan-panel">
        <PanelBody>
          <ErrorState {...errorWords(error)} actions={again} />
        </PanelBody>
      </Panel>
    );
  }
  if (preview === null) {
    return (
      <Panel title="Plan" meta={planning ? "being made" : undefined} className="rb-plan-panel">
        <PanelBody>
          {plans.state === "error" ? (
            <ErrorState {...plans.error} />
          ) : planning || plans.state === "loading" ? (
            <SkeletonRows rows={6} rowHeight={47} />
          ) : (
            <div className="empty">
              <p>No plan yet. Planning reads balances and order books; it sends nothing.</p>
              <div className="row">{again}</div>
            </div>
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
      className="rb-plan-panel"
      actions={
        <>
          {plans.state === "stale" ? <StaleChip ageMs={plans.ageMs} /> : null}
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
          <PlanLegs plan={plan} stale={outOfDate} doubts={doubts} />
          <PlanTotals plan={plan} doubt={doubts.any} />
          <PlanNotes plan={plan} />
          <GatesList gates={preview.gates} wideOnly={legs > ROOM_FOR_GATES} />
          <ApproveBar summary={summary} draft={draft} preview={preview} outOfDate={outOfDate} sending={sending} />
        </>
      )}
    </Panel>
  );
}
