// What would bring the portfolio to its targets? Targets at the left, the plan at the right; nothing is sent from here but by its button.
import { useEffect, useMemo, useRef } from "react";
import { useStore } from "zustand";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { plansStore, portfolioStore } from "#renderer/stores/engine-stores.ts";
import { policyOf } from "#renderer/stores/plan-draft.ts";
import {
  draftLack,
  editPolicy,
  isOutOfDate,
  isUntried,
  planNow,
  planningStore,
} from "#renderer/stores/planning-store.ts";
import type { ProfileSummary } from "#shared/contract/views.ts";
import { hasTargets, isWhole } from "./draft-targets.ts";
import { OutlookPanel } from "./outlook-panel.tsx";
import { PlanPanel } from "./plan-panel.tsx";
import { RestPanel } from "./rest-panel.tsx";
import { toTargetRows } from "./target-rows.ts";
import { TargetsPanel } from "./targets-panel.tsx";

export interface PlanningViewProps {
  readonly summary: ProfileSummary;
  /** The approval was accepted; the plan is about to begin. */
  readonly sending: boolean;
}

export function PlanningView({ summary, sending }: PlanningViewProps) {
  const { profile } = summary;
  const draft = useStore(planningStore);
  const portfolio = useStore(portfolioStore, (state) => (state.profileId === profile.id ? state.value : null));
  usePlanOnArrival(summary, sending);
  usePlanAfterEdits(summary, sending);
  const outOfDate = isOutOfDate(draft, profile);
  const stale = outOfDate || draft.error !== null;
  const plan = draft.preview?.record.plan ?? null;
  const { targets, policy: patch, locked } = draft;
  const policy = useMemo(() => policyOf(profile, patch), [profile, patch]);
  const rows = useMemo(
    () => toTargetRows({ profile, policy, locked, targets: targets ?? profile.targets, portfolio, plan }),
    [profile, policy, locked, targets, portfolio, plan],
  );
  return (
    <div className="rb-plan">
      <TargetsPanel profile={profile} portfolio={portfolio} rows={rows} policy={policy} stale={stale} />
      <div className="rb-below">
        <OutlookPanel
          plan={plan}
          planning={draft.planning}
          stale={stale}
          rows={rows}
          policy={policy}
          onPolicy={(changes) => editPolicy(changes, profile)}
        />
        <RestPanel
          profile={profile}
          portfolio={portfolio}
          preview={draft.preview}
          deposits={draft.deposits}
          stale={stale}
        />
      </div>
      <PlanPanel summary={summary} draft={draft} outOfDate={outOfDate} sending={sending} />
    </div>
  );
}

/** Plans once by itself when the screen opens without a preview that still lives. */
function usePlanOnArrival({ profile }: ProfileSummary, sending: boolean): void {
  const client = useClient();
  const known = useStore(plansStore, (state) => state.value !== null && state.profileId === profile.id);
  const arrived = useRef(false);
  useEffect(() => {
    if (!known || sending || arrived.current || !hasTargets(profile.targets)) return;
    arrived.current = true;
    const { preview, planning } = planningStore.getState();
    const lives = preview !== null && preview.record.plan.expiresAt > Date.now();
    if (!lives && !planning) void planNow(client, profile);
  }, [client, known, profile, sending]);
}

/** So long nothing may be changed before the projection follows by itself. */
export const EDIT_PAUSE_MS = 700;

/** The projection follows what is changed: once it rests and can be planned, it is planned. */
function usePlanAfterEdits({ profile }: ProfileSummary, sending: boolean): void {
  const client = useClient();
  const state = useStore(planningStore);
  const { targets, policy, deposits, approving } = state;
  const possible = isWhole(targets ?? profile.targets) && draftLack({ policy }, profile) === null;
  const due = possible && !sending && !approving && isUntried(state, profile);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each further change begins the pause anew.
  useEffect(() => {
    if (!due) return;
    const timer = setTimeout(() => void planNow(client, profile), EDIT_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [due, client, profile, targets, policy, deposits]);
}
