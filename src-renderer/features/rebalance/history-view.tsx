// Which plans were there, approved or not, and what became of each?
import { useMemo } from "react";
import { useStore } from "zustand";
import { Button } from "#renderer/components/button.tsx";
import { DataTable } from "#renderer/components/data-table.tsx";
import { EmptyState } from "#renderer/components/empty-state.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { plansStore } from "#renderer/stores/engine-stores.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import type { RemoteState } from "#renderer/stores/remote-store.ts";
import { type PanelState, toPanelState } from "#renderer/stores/to-loadable.ts";
import type { PlanOutcome } from "#shared/domain/plan-outcome.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { type HistoryRow, historyColumns } from "./history-columns.tsx";
import { HistoryDetail } from "./history-detail.tsx";
import { usePlanOutcomes } from "./use-plan-outcomes.ts";

export interface HistoryViewProps {
  readonly profile: Profile;
  /** The one that is opened. */
  readonly planId: string | null;
  readonly onOpen: (planId: string | null) => void;
}

export function HistoryView({ profile, planId, onOpen }: HistoryViewProps) {
  const plans = useStore(plansStore);
  const now = useStore(nowStore, (state) => state.now);
  const { timeZone } = usePreferences();
  const columns = useMemo(() => historyColumns(timeZone, profile.currency), [timeZone, profile.currency]);
  const outcomes = usePlanOutcomes(profile);
  const rows = useMemo(
    () =>
      (plans.value?.latest ?? []).map((record): HistoryRow => {
        const outcome = outcomes.value?.find(({ planId: id }) => id === record.plan.planId);
        return { ...record, outcome };
      }),
    [plans.value, outcomes.value],
  );
  const state = toPanelState(plans, { now, isEmpty: ({ latest }) => latest.length === 0 });
  const chosen = planId === null ? undefined : rows.find(({ plan }) => plan.planId === planId);
  if (chosen !== undefined) {
    const outcome = toOutcomeState(outcomes, chosen, now);
    return <HistoryDetail record={chosen} outcome={outcome} profile={profile} onBack={() => onOpen(null)} />;
  }
  return (
    <Panel
      title="History"
      meta="every plan, approved or not, newest first"
      className="grow"
      actions={state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : undefined}
    >
      {planId === null || plans.value === null ? (
        <LoadableView
          data={state}
          skeleton={
            <PanelBody>
              <SkeletonRows rows={12} rowHeight={36} />
            </PanelBody>
          }
          empty={{
            children: "No plan was made yet. Each one is kept here, with its report when it was carried out.",
            action: (
              <a className="btn" href={hashOf("rebalance")}>
                Make a plan
              </a>
            ),
          }}
        >
          {() => (
            <DataTable
              label="Plans"
              columns={columns}
              rows={rows}
              rowId={({ plan }) => plan.planId}
              initialSort={NEWEST}
              onChoose={({ plan }) => onOpen(plan.planId)}
              density="comfortable"
            />
          )}
        </LoadableView>
      ) : (
        <PanelBody>
          <EmptyState action={<Button onClick={() => onOpen(null)}>All plans</Button>}>
            This plan is not among the latest ones any more. The journal under Activity keeps it.
          </EmptyState>
        </PanelBody>
      )}
    </Panel>
  );
}

const NEWEST = { id: "time", direction: "descending" } as const;

function toOutcomeState(
  outcomes: RemoteState<readonly PlanOutcome[]>,
  { outcome }: HistoryRow,
  now: number,
): PanelState<PlanOutcome> {
  const state = toPanelState(outcomes, { now });
  if (state.state !== "live" && state.state !== "stale") return state;
  return outcome === undefined ? { state: "empty" } : { ...state, value: outcome };
}
