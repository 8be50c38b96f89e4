// What is being planned in this window, and which preview came of it? Edits live here until they are planned; none is sent.
import { createStore } from "zustand/vanilla";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { type ShownError, toShownError } from "#shared/contract/shown-error.ts";
import type { Preview } from "#shared/contract/views.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset, PlanId, ProfileId } from "#shared/domain/ids.ts";
import type { Deposit } from "#shared/domain/plan.ts";
import type { PolicyPatch, Targets } from "#shared/domain/policy.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { Suggestion } from "#shared/domain/suggestion.ts";
import { portfolioStore } from "./engine-stores.ts";
import { LatestAsk } from "./latest-ask.ts";
import { isEdited, type LegEdits, NO_EDITS, toPlanEdits } from "./leg-edits.ts";
import { canonical, goalLack, isSameTargets, mergePatch, policyOf, toSentPatch, withoutRules } from "./plan-draft.ts";

/** What a person chose for the plan before it is made. */
export interface PlanDraft {
  /** Null while the profile's own targets stand. */
  readonly targets: Targets | null;
  /** Empty while the profile's own policy stands. */
  readonly policy: PolicyPatch;
  /** Money that is not there: the plan is then hypothetical. */
  readonly deposits: readonly Deposit[];
}

export interface PlanningState extends PlanDraft {
  readonly profileId: ProfileId | null;
  /** Rows that stay as they are while the others are brought to a whole. */
  readonly locked: readonly Asset[];
  /** The plan as the planner made it. */
  readonly base: Preview | null;
  /** Changes by hand to its legs, as asked for. */
  readonly edits: LegEdits;
  /** Those that the plan on screen was made with. */
  readonly made: LegEdits;
  /** The plan on screen: `base`, or what the changes by hand made of it. */
  readonly preview: Preview | null;
  /** What `base` was asked for, as text that can be compared. */
  readonly asked: string | null;
  /** The draft that was planned last, or is being planned: it is not planned again by itself. */
  readonly tried: string | null;
  readonly planning: boolean;
  readonly error: ShownError | null;
  /** Why the last change by hand was refused; the plan on screen stands as before it. */
  readonly editError: ShownError | null;
  readonly approving: boolean;
  /** Why the last approval was refused; goes with the preview. */
  readonly refusal: ShownError | null;
  readonly approved: PlanId | null;
  /** Reports that were put away, in this tab. */
  readonly seen: ReadonlySet<PlanId>;
}

const SEEN_KEY = "schwabot.seenReports";

const NO_DRAFT = { targets: null, policy: {}, deposits: [] } as const;
const FRESH = {
  ...NO_DRAFT,
  locked: [],
  base: null,
  edits: NO_EDITS,
  made: NO_EDITS,
  preview: null,
  asked: null,
  tried: null,
  planning: false,
  error: null,
  editError: null,
  approving: false,
  refusal: null,
  approved: null,
} as const;

export const planningStore = createStore<PlanningState>(() => ({ profileId: null, seen: readSeen(), ...FRESH }));

const latest = new LatestAsk();

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

/** Other rules, another goal or its amount; what is the profile's own already is no edit. */
export function editPolicy(changes: PolicyPatch, profile: Profile): void {
  planningStore.setState(({ policy }) => ({ policy: mergePatch(policy, changes, profile) }));
}

export function editDeposits(deposits: readonly Deposit[]): void {
  planningStore.setState({ deposits });
}

export function setLocked(asset: Asset, locks: boolean): void {
  planningStore.setState(({ locked }) => {
    const others = locked.filter((other) => other !== asset);
    return { locked: locks ? [...others, asset] : others };
  });
}

export function undoEdits(): void {
  planningStore.setState(NO_DRAFT);
}

/** What a suggestion proposes to plan is what stands on the screen; one that proposes nothing leaves it as it is. */
export function adoptSuggestion({ plan }: Pick<Suggestion, "plan">, profile: Profile): void {
  if (plan === null) return;
  planFor(profile.id);
  planningStore.setState({ ...NO_DRAFT, policy: mergePatch({}, plan.policy, profile) });
  if (plan.targets !== undefined) editTargets(plan.targets, profile);
}

/** Targets and rules have become the profile's own; goal, amounts and made-up deposits are still of this plan. */
export function forgetKept(): void {
  planningStore.setState(({ policy }) => ({ targets: null, policy: withoutRules(policy) }));
}

/** Gives up the preview that is being made, if any. */
export function stopPlanning(): void {
  latest.stop();
  planningStore.setState({ planning: false });
}

type Client = Pick<SchwabotClient, "rebalancing">;
type PreviewInput = Parameters<SchwabotClient["rebalancing"]["preview"]>[0];

/** Asks for a preview; one that is under way is given up for it. Null when it was given up itself. */
async function ask(client: Client, input: PreviewInput): Promise<Preview | ShownError | null> {
  planningStore.setState({ planning: true, error: null, editError: null, refusal: null, approved: null });
  const answer = await latest.ask((signal) => client.rebalancing.preview(input, { signal }));
  if (answer !== null) planningStore.setState({ planning: false });
  return answer;
}

const isPreview = (answer: Preview | ShownError): answer is Preview => "record" in answer;

/** Plans with what is on screen. Changes by hand to an earlier plan end with it. */
export async function planNow(client: Client, profile: Profile): Promise<void> {
  const draft = planningStore.getState();
  const { targets, policy, deposits } = draft;
  const asked = askedFor(draft, profile);
  planningStore.setState({ tried: draftKey(draft, profile) });
  const answer = await ask(client, {
    profileId: profile.id,
    ...(targets === null ? {} : { targets: withoutIdle(targets, profile) }),
    policy: toSentPatch(policy, profile),
    ...(deposits.length === 0 ? {} : { whatIf: [...deposits] }),
  });
  if (answer === null) return;
  if (isPreview(answer))
    planningStore.setState({ base: answer, preview: answer, asked, edits: NO_EDITS, made: NO_EDITS });
  else planningStore.setState({ error: answer });
}

/**
 * Changes the legs of the plan on screen by hand. The plan that comes of it has a hash of its own; one that cannot be leaves
 * the plan as it was and says why.
 */
export async function editLegs(client: Client, profile: Profile, edits: LegEdits): Promise<void> {
  const { base, made } = planningStore.getState();
  if (base === null) return;
  planningStore.setState({ edits });
  if (!isEdited(edits)) {
    stopPlanning();
    planningStore.setState({ preview: base, made: NO_EDITS, editError: null });
    return;
  }
  const answer = await ask(client, { profileId: profile.id, edits: toPlanEdits(base.record.plan.planId, edits) });
  if (answer === null) return;
  if (isPreview(answer)) planningStore.setState({ preview: answer, made: edits });
  else planningStore.setState({ edits: made, editError: answer });
}

/** What is asked of the planner, as text: two drafts that say the same read the same. */
function askedFor({ policy, deposits }: PlanDraft, profile: Profile): string {
  return canonical([policyOf(profile, toSentPatch(policy, profile)), deposits]);
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
export async function approveNow(client: Client, saveTargets: boolean): Promise<void> {
  const { preview, approving, profileId } = planningStore.getState();
  // A hypothetical plan has no nonce: there is nothing that could be approved.
  if (preview === null || preview.nonce === null || approving || profileId === null) return;
  planningStore.setState({ approving: true, refusal: null });
  const { planHash, planId } = preview.record.plan;
  try {
    await client.rebalancing.approve({ profileId, planHash, nonce: preview.nonce, saveTargets });
    // What was edited has become the plan that begins.
    planningStore.setState({ ...NO_DRAFT, edits: NO_EDITS, made: NO_EDITS, approved: planId });
  } catch (failure) {
    planningStore.setState({ refusal: toShownError(failure) });
  } finally {
    planningStore.setState({ approving: false });
  }
}

/** A plan that was approved elsewhere in this window is followed here. */
export function follow(profileId: ProfileId, planId: PlanId): void {
  planFor(profileId);
  stopPlanning();
  planningStore.setState({ preview: null, base: null, approved: planId });
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

/** Whether the draft on screen was neither planned nor tried. */
export function isUntried(
  state: PlanDraft & Pick<PlanningState, "preview" | "asked" | "tried">,
  profile: Profile,
): boolean {
  return isOutOfDate(state, profile) && state.tried !== draftKey(state, profile);
}

function draftKey(draft: PlanDraft, profile: Profile): string {
  return canonical([draft.targets ?? profile.targets, askedFor(draft, profile)]);
}

/** Why the draft cannot be planned as it is, apart from the sum of its targets; null when it can. */
export function draftLack(draft: Pick<PlanDraft, "policy">, profile: Profile): string | null {
  return goalLack(policyOf(profile, draft.policy));
}

/** Whether the preview was made of something else than what is on screen. */
export function isOutOfDate(state: PlanDraft & Pick<PlanningState, "preview" | "asked">, profile: Profile): boolean {
  if (state.preview === null) return false;
  const { plan } = state.preview.record;
  // Signals and stops make others of the targets that are asked for.
  if (!isSameTargets(state.targets ?? profile.targets, plan.wanted ?? plan.targets)) return true;
  return state.asked !== null && state.asked !== askedFor(state, profile);
}
