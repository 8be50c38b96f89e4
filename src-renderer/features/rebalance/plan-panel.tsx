// What exactly would be sent, what would it cost, and may it be approved?
import { useStore } from "zustand";
import { Button } from "#renderer/components/button.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import { EmptyState } from "#renderer/components/empty-state.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { HashText } from "#renderer/components/hash-text.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { plansStore } from "#renderer/stores/engine-stores.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { approveNow, editDeposits, type PlanningState, planNow } from "#renderer/stores/planning-store.ts";
import { errorWords, toPanelState } from "#renderer/stores/to-loadable.ts";
import type { ProfileSummary } from "#shared/contract/views.ts";
import { ApproveBar } from "./approve-bar.tsx";
import { hasTargets, isWhole } from "./draft-targets.ts";
import { EmptyPlan } from "./empty-plan.tsx";
import { GatesList } from "./gates-list.tsx";
import { useLegDoubts } from "./leg-doubts.ts";
import { PlanBanner } from "./plan-banner.tsx";
import { PlanLegs } from "./plan-legs.tsx";
import { PlanNotes } from "./plan-notes.tsx";
import { PlanTotals } from "./plan-totals.tsx";
import { countOrders } from "./plan-words.ts";
import { SolverChip } from "./solver-chip.tsx";
import { useChecks } from "./use-checks.ts";
import { useLegEditing } from "./use-leg-editing.ts";

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
  const checks = useChecks(preview);
  const editing = useLegEditing(summary.profile, lockWords(outOfDate, sending || draft.approving));
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
          ) : !hasTargets(draft.targets ?? summary.profile.targets) ? (
            <EmptyState>
              This profile has no targets yet. Add assets at the left and give each a share: once the shares add up to
              100 %, what would bring the portfolio there is planned by itself. Nothing is sent.
            </EmptyState>
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
  const stale = outOfDate || (planning && editing?.edited === true);
  const shown = editing !== null && editing.rows.length > 0;
  return (
    <Panel
      title="Plan"
      meta={legs === 0 ? "no order needed" : `${countOrders(legs)}, in sending order`}
      className="rb-plan-panel"
      actions={
        <>
          {plans.state === "stale" ? <StaleChip ageMs={plans.ageMs} /> : null}
          {planning ? <Chip tone="you">Planning</Chip> : legs === 0 ? null : <SolverChip plan={plan} />}
          <HashText value={plan.planHash} label="Plan hash" />
        </>
      }
    >
      <PlanBanner draft={draft} editing={editing} accounts={summary.profile.accounts} />
      {shown ? <PlanLegs plan={plan} stale={stale} doubts={doubts} checks={checks} editing={editing} /> : null}
      {legs === 0 ? (
        <PanelBody scroll>
          {editing?.edited === true ? (
            <p className="f12 t2">Every order is left out: nothing would be sent.</p>
          ) : (
            <EmptyPlan plan={plan} />
          )}
          <PlanNotes plan={plan} />
        </PanelBody>
      ) : (
        <>
          <PlanTotals plan={plan} doubt={doubts.any} />
          <PlanNotes plan={plan} />
          <GatesList gates={preview.gates} wideOnly={legs > ROOM_FOR_GATES} />
          {preview.nonce === null ? (
            <HypotheticalFoot onLeave={() => editDeposits([])} />
          ) : (
            <ApproveBar
              summary={summary}
              standing={draft}
              preview={preview}
              checks={checks}
              sumIsWhole={isWhole(draft.targets ?? summary.profile.targets)}
              outOfDate={outOfDate}
              sending={sending}
              onApprove={(saveTargets) => void approveNow(client, saveTargets)}
            />
          )}
        </>
      )}
    </Panel>
  );
}

function lockWords(outOfDate: boolean, busy: boolean): string | null {
  if (busy) return "This plan is being sent.";
  return outOfDate ? "Targets or rules were changed: the orders can be changed once it is planned anew." : null;
}

interface HypotheticalFootProps {
  readonly onLeave: () => void;
}

/** In the place of the approval: there is none. */
function HypotheticalFoot({ onLeave }: HypotheticalFootProps) {
  return (
    <div className="rb-approve">
      <p className="rb-hypothetical" role="status">
        Hypothetical: this plan counts on money that is not there, so it cannot be approved.
      </p>
      <Button onClick={onLeave}>Plan with what is there</Button>
    </div>
  );
}
