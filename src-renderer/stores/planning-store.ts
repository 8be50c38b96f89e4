// What is being planned in this window, and which preview came of it? Edits live here until they are planned; none is sent.
import { createStore } from "zustand/vanilla";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { type ShownError, toShownError } from "#shared/contract/shown-error.ts";
import type { Preview } from "#shared/contract/views.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { PlanId, ProfileId } from "#shared/domain/ids.ts";
import type { Targets } from "#shared/domain/policy.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { portfolioStore } from "./engine-stores.ts";
import { type Goal, isSameTargets, toGoal } from "./plan-draft.ts";

export interface PlanningState {
  readonly profileId: ProfileId | null;
  /** Null while the profile's own targets stand. */
  readonly targets: Targets | null;
  readonly goal: Goal | null;
  readonly preview: Preview | null;
  readonly planning: boolean;
  readonly error: ShownError | null;
  readonly approving: boolean;
  /** Why the last approval was refused; goes with the preview. */
  readonly refusal: ShownError | null;
  readonly approved: PlanId | null;
  /** Reports that were put away, in this tab. */
  readonly seen: ReadonlySet<PlanId>;
}

const SEEN_KEY = "schwabot.seenReports";

const FRESH = {
  targets: null,
  goal: null,
  preview: null,
  planning: false,
  error: null,
  approving: false,
  refusal: null,
  approved: null,
} as const;

export const planningStore = createStore<PlanningState>(() => ({ profileId: null, seen: readSeen(), ...FRESH }));

let running: AbortController | null = null;

/** Another profile on screen starts afresh. */
export function planFor(profileId: ProfileId): void {
  if (planningStore.getState().profileId === profileId) return;
  stopPlanning();
  planningStore.setState({ ...FRESH, profileId });
}

/** The profile's own targets are no edit; an asset added with nothing yet is one. */
export function editTargets(targets: Targets, profile: Profile): void {
  const sameAssets = Object.keys(targets).every((asset) => Object.hasOwn(profile.targets, asset));
  planningStore.setState({ targets: sameAssets && isSameTargets(targets, profile.targets) ? null : targets });
}

export function chooseGoal(goal: Goal, profile: Profile): void {
  planningStore.setState({ goal: goal === toGoal(profile.policy.goal) ? null : goal });
}

export function undoEdits(): void {
  planningStore.setState({ targets: null, goal: null });
}

/** Gives up the preview that is being made, if any. */
export function stopPlanning(): void {
  running?.abort();
  running = null;
  planningStore.setState({ planning: false });
}

/** Plans with what is on screen. A planning that is under way is given up for this one. */
export async function planNow(client: Pick<SchwabotClient, "rebalancing">, profile: Profile): Promise<void> {
  stopPlanning();
  const own = new AbortController();
  running = own;
  const { targets, goal } = planningStore.getState();
  planningStore.setState({ planning: true, error: null, refusal: null, approved: null });
  try {
    const preview = await client.rebalancing.preview(
      {
        profileId: profile.id,
        ...(targets === null ? {} : { targets: withoutIdle(targets, profile) }),
        policy: { goal: goal ?? toGoal(profile.policy.goal) },
      },
      { signal: own.signal },
    );
    if (running === own) planningStore.setState({ preview, error: null });
  } catch (failure) {
    if (running === own) planningStore.setState({ error: toShownError(failure) });
  } finally {
    if (running === own) {
      running = null;
      planningStore.setState({ planning: false });
    }
  }
}

/** An asset that was added, is not held and has no weight says nothing to the planner. */
function withoutIdle(targets: Targets, profile: Profile): Targets {
  const held = new Set(portfolioStore.getState().value?.positions.map(({ asset }) => asset as string));
  return Object.fromEntries(
    Object.entries(targets).filter(
      ([asset, weight]) => Object.hasOwn(profile.targets, asset) || held.has(asset) || !Decimal.parse(weight).isZero,
    ),
  );
}

/** Approves exactly the preview on screen, once: a second press while the first is under way does nothing. */
export async function approveNow(client: Pick<SchwabotClient, "rebalancing">, saveTargets: boolean): Promise<void> {
  const { preview, approving, profileId } = planningStore.getState();
  if (preview === null || approving || profileId === null) return;
  planningStore.setState({ approving: true, refusal: null });
  const { planHash, planId } = preview.record.plan;
  try {
    await client.rebalancing.approve({ profileId, planHash, nonce: preview.nonce, saveTargets });
    // What was edited has become the plan that begins.
    planningStore.setState({ targets: null, goal: null, approved: planId });
  } catch (failure) {
    planningStore.setState({ refusal: toShownError(failure) });
  } finally {
    planningStore.setState({ approving: false });
  }
}

/** Puts a report away; the next look at the screen plans anew. */
export function putAway(planId: PlanId): void {
  const seen = new Set([...planningStore.getState().seen, planId]);
  sessionStorage.setItem(SEEN_KEY, JSON.stringify([...seen].slice(-50)));
  planningStore.setState({ ...FRESH, seen });
}

/** Survives a reload, ends with the tab. */
function readSeen(): ReadonlySet<PlanId> {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(SEEN_KEY) ?? "[]");
    // Only compared with ids of plans: any text will do.
    return new Set(Array.isArray(kept) ? kept.filter((id): id is PlanId => typeof id === "string") : []);
  } catch {
    // What this tab kept is broken: then no report was put away.
    return new Set();
  }
}

/** Whether the preview was made of something else than what is on screen. */
export function isOutOfDate(state: Pick<PlanningState, "preview" | "targets" | "goal">, profile: Profile): boolean {
  if (state.preview === null) return false;
  const { plan } = state.preview.record;
  const goal = state.goal ?? toGoal(profile.policy.goal);
  return !isSameTargets(state.targets ?? profile.targets, plan.targets) || toGoal(plan.policy.goal) !== goal;
}
