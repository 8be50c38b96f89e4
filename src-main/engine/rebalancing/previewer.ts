// Which plan is shown to a person: planned, edited by hand, or made as if more money were there?
import { EngineError } from "#engine/core/engine-error.ts";
import type { ProfileJournal } from "#engine/core/profile-journal.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import type { Planner } from "#engine/ports/planner.ts";
import { computeEffectiveLimits } from "#engine/risk/compute-effective-limits.ts";
import { computeParkedBuy, computeParkedPolicy, computeParkedTargets } from "#engine/targets/compute-parked.ts";
import type { TargetsInForce } from "#engine/targets/compute-targets-in-force.ts";
import type { Feasibility, SmallestDeposit } from "#shared/domain/feasibility.ts";
import type { AccountId, Nonce, PlanId } from "#shared/domain/ids.ts";
import type { Deposit, PlannerInput, PlannerResult, RebalancePlan } from "#shared/domain/plan.ts";
import type { PlanEdits } from "#shared/domain/plan-edits.ts";
import type { PlanVerdict } from "#shared/domain/plan-verdict.ts";
import type { Policy, PolicyPatch, Targets } from "#shared/domain/policy.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { type DurationMs, unixMs } from "#shared/domain/time.ts";
import type { Trade } from "#shared/domain/trade.ts";
import { type CeilingPlannerOptions, planBelowCeiling } from "./ceiling-planner.ts";
import { computeEditedPlan } from "./compute-edited-plan.ts";
import { computeFeasibility } from "./compute-feasibility.ts";
import { computeHoldings } from "./compute-holdings.ts";
import { computeOpenAmount } from "./compute-open-amount.ts";
import { computeInputsHash, computePlanHash } from "./compute-plan-hash.ts";
import { isExitTrade } from "./plan-exit.ts";
import { planWithinLimits } from "./plan-limits.ts";
import { findSmallestDeposit } from "./smallest-deposit.ts";
import { TradePlanner, withTraded } from "./trade-planner.ts";
import { invalid } from "./validate-planner-input.ts";

type Signal = { readonly signal?: AbortSignal };

/** What a person asks to see. `edits` go with none of the others. */
export interface PreviewRequest {
  readonly targets?: Targets | undefined;
  readonly policy?: PolicyPatch | undefined;
  readonly whatIf?: readonly Deposit[] | undefined;
  readonly edits?: PlanEdits | undefined;
  /** One order instead of a plan for the targets. */
  readonly trade?: Trade | undefined;
}

export interface WantedTargets extends TargetsInForce {
  /** Before signals or a stop made others of them. */
  readonly wanted: Targets;
}

export interface PreviewerOptions {
  readonly profile: () => Profile;
  /** What becomes of targets that are asked for (null: the profile's own), and those. Absent: the profile's are as they were set. */
  readonly inForce?: ((own: Targets | null) => WantedTargets) | undefined;
  readonly accounts: () => readonly AccountId[];
  readonly planner: Planner;
  readonly journal: ProfileJournal;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly previewMs: DurationMs;
  /** Sent since midnight UTC. */
  readonly ordersToday: () => number;
  /** Reads balances, books and prices now, with these deposits on top. */
  readonly gather: (
    targets: Targets,
    policy: Policy,
    options: Signal & { readonly deposits: readonly Deposit[] },
  ) => Promise<PlannerInput>;
  readonly returns: CeilingPlannerOptions["returns"];
  /** How each leg is sent: at once, resting first, or in parts. */
  readonly withSending: (result: PlannerResult, policy: Policy, options: Signal) => Promise<PlannerResult>;
  /** How long the plan waits after its approval, so that not all profiles trade at the same moment. */
  readonly startDelayMs: () => DurationMs;
  /** A plan that was journaled. */
  readonly stored: (planId: PlanId) => RebalancePlan | undefined;
  readonly judge: (input: PlannerInput, result: PlannerResult, options: Signal) => Promise<PlanVerdict>;
}

export interface Previewed {
  readonly plan: RebalancePlan;
  /** Null for a hypothetical plan, which no journal knows. */
  readonly nonce: Nonce | null;
  readonly input: PlannerInput;
  readonly feasibility: Feasibility;
}

interface Draft {
  readonly plan: RebalancePlan;
  /** Before the limits of the profile were added. */
  readonly input: PlannerInput;
  readonly result: PlannerResult;
}

/** Previews whose inputs are kept, for editing a hypothetical one and for searching a deposit. */
const KEPT = 8;

export class Previewer {
  readonly #options: PreviewerOptions;
  readonly #drafts = new Map<PlanId, Draft>();

  constructor(options: PreviewerOptions) {
    this.#options = options;
  }

  /** Whether this is the hash of a hypothetical plan of the latest previews. */
  isHypothetical(planHash: string): boolean {
    return [...this.#drafts.values()].some(({ plan }) => plan.planHash === planHash && plan.whatIf !== undefined);
  }

  /** Rejects with PLAN_NOT_FOUND, INPUT_INVALID naming the place, and what gathering and planning reject with. */
  async preview(request: PreviewRequest, options: Signal): Promise<Previewed> {
    const { edits } = request;
    return edits === undefined ? await this.#plan(request, options) : await this.#edit(request, edits, options);
  }

  /** Rejects with PLAN_NOT_FOUND for a plan that is not among the latest previews. */
  async smallestDeposit(planId: PlanId, options: Signal): Promise<SmallestDeposit> {
    const draft = this.#drafts.get(planId);
    if (draft === undefined) throw notFound(planId, "Plan again to search for a deposit.");
    const limits = computeEffectiveLimits(this.#options.profile());
    return await findSmallestDeposit({ ...draft, limits, planner: this.#options.planner }, options);
  }

  async #plan({ targets: own, policy, whatIf, trade }: PreviewRequest, options: Signal): Promise<Previewed> {
    const profile = this.#options.profile();
    const meant = this.#inForce(own ?? null, profile);
    const targets = withTraded(meant.targets, trade, profile.cashAssets);
    // Targets of a single trade are only what was read.
    const from = trade === undefined ? meant : {};
    // A patch's absent fields are not there at all; its type only says that they may be undefined.
    const wanted = computeParkedPolicy({ ...profile.policy, ...(policy ?? {}) } as Policy, profile);
    const deposits = this.#checked(whatIf ?? []);
    const input = await this.#options.gather(targets, wanted, { ...options, deposits });
    this.#checkPriced(input, deposits);
    const made = await this.#made(input, trade, options);
    return await this.#show({ ...made, targets, deposits, trade, ...from }, options);
  }

  /** A trade is what a person asked for: the gates say whether it may be. */
  async #made(input: PlannerInput, trade: Trade | undefined, options: Signal) {
    const asked = this.#within(input, trade);
    if (trade !== undefined) {
      const planner = new TradePlanner(trade);
      const result = await planner.plan(asked, options);
      return { input, within: asked, result, plannerVersion: planner.version };
    }
    const { planner, returns, profile } = this.#options;
    const ceiling = computeEffectiveLimits(profile()).volatilityCeiling;
    const { input: within, result } = await planBelowCeiling({ planner, ceiling, returns }, asked, options);
    const { heldBack } = within.policy;
    const kept = heldBack === undefined ? input : { ...input, policy: { ...input.policy, heldBack } };
    return { input: kept, within, result, plannerVersion: planner.version };
  }

  #inForce(own: Targets | null, profile: Profile): WantedTargets {
    const { inForce } = this.#options;
    if (inForce !== undefined) return inForce(own);
    const wanted = own ?? profile.targets;
    return { wanted, targets: computeParkedTargets(wanted, profile), tilts: [] };
  }

  async #edit(request: PreviewRequest, edits: PlanEdits, options: Signal): Promise<Previewed> {
    for (const field of ["targets", "policy", "whatIf", "trade"] as const)
      if (request[field] !== undefined)
        throw invalid([field], "an edited plan keeps those of the plan it was made from: leave this out");
    const { planId } = edits;
    const draft = this.#drafts.get(planId);
    // What is being edited stays among the latest, however often it is.
    if (draft !== undefined) this.#keep(draft);
    const old = draft?.plan ?? this.#options.stored(planId);
    if (old === undefined) throw notFound(planId, "Plan again, then change its orders.");
    const deposits = old.whatIf ?? [];
    const input = await this.#options.gather(old.targets, old.policy, { ...options, deposits });
    const within = this.#within(input, old.trade);
    const edited = computeEditedPlan(within, old.legs, edits);
    if (edited.kind === "refused")
      throw new EngineError("INPUT_INVALID", `${edited.path}: ${edited.problem}`, { data: { path: edited.path } });
    const { targets, trade, wanted, tilts } = old;
    const { result } = edited;
    const from = { ...(wanted === undefined ? {} : { wanted }), ...(tilts === undefined ? {} : { tilts }) };
    return await this.#show({ input, within, result, targets, deposits, editedFrom: planId, trade, ...from }, options);
  }

  #within(input: PlannerInput, trade: Trade | undefined): PlannerInput {
    const { profile, ordersToday } = this.#options;
    return planWithinLimits(input, computeEffectiveLimits(profile()), isExitTrade(trade) ? null : ordersToday());
  }

  async #show(
    made: {
      readonly input: PlannerInput;
      readonly within: PlannerInput;
      readonly result: PlannerResult;
      readonly targets: Targets;
      readonly wanted?: Targets;
      readonly tilts?: RebalancePlan["tilts"];
      readonly deposits: readonly Deposit[];
      readonly editedFrom?: PlanId;
      readonly plannerVersion?: number;
      readonly trade: Trade | undefined;
    },
    options: Signal,
  ): Promise<Previewed> {
    const { planner, ids, clock, journal, previewMs, profile: getProfile, accounts, judge } = this.#options;
    const { input, within, targets, deposits, editedFrom } = made;
    checkParked(made.result, getProfile());
    const result = await this.#options.withSending(made.result, within.policy, options);
    const verdict = await judge(within, result, options);
    options.signal?.throwIfAborted();
    const profile = getProfile();
    const createdAt = clock.now();
    const open = computeOpenAmount(within.policy, result.legs);
    const approved: Omit<RebalancePlan, "planHash"> = {
      ...result,
      planId: ids.planId(),
      profileId: profile.id,
      mode: profile.mode,
      currency: profile.currency,
      accounts: [...accounts()],
      inputsHash: computeInputsHash(within),
      targets,
      policy: within.policy,
      plannerVersion: made.plannerVersion ?? planner.version,
      createdAt,
      expiresAt: unixMs(createdAt + previewMs),
      // What protects what is held does not wait for other profiles.
      startDelayMs: made.trade?.signal?.exit === undefined ? this.#options.startDelayMs() : 0,
      verdict,
      holdings: computeHoldings(within),
      ...(open === undefined ? {} : { open }),
      ...(made.wanted === undefined || made.wanted === targets ? {} : { wanted: made.wanted }),
      ...(made.tilts === undefined || made.tilts.length === 0 ? {} : { tilts: made.tilts }),
      ...(editedFrom === undefined ? {} : { editedFrom }),
      ...(made.trade === undefined ? {} : { trade: made.trade }),
      ...(deposits.length === 0 ? {} : { whatIf: [...deposits] }),
    };
    const plan: RebalancePlan = { ...approved, planHash: computePlanHash(approved) };
    const nonce = deposits.length === 0 ? ids.nonce() : null;
    if (nonce !== null) await journal.record(() => [{ kind: "plan.previewed", plan, nonce }]);
    this.#keep({ plan, input, result });
    return { plan, nonce, input: within, feasibility: computeFeasibility(within, result) };
  }

  #keep(draft: Draft): void {
    this.#drafts.delete(draft.plan.planId);
    this.#drafts.set(draft.plan.planId, draft);
    const oldest = this.#drafts.keys().next().value;
    if (this.#drafts.size > KEPT && oldest !== undefined) this.#drafts.delete(oldest);
  }

  #checked(deposits: readonly Deposit[]): readonly Deposit[] {
    const known = this.#options.accounts();
    for (const [index, { accountId, amount }] of deposits.entries()) {
      if (!known.includes(accountId))
        throw invalid(["whatIf", index, "accountId"], `expected one of ${known.join(", ")}, got ${accountId}`);
      if (!/[1-9]/.test(amount))
        throw invalid(["whatIf", index, "amount"], `expected an amount greater than zero, got ${amount}`);
    }
    return deposits;
  }

  #checkPriced({ prices }: PlannerInput, deposits: readonly Deposit[]): void {
    for (const [index, { asset }] of deposits.entries())
      if (prices[asset] === undefined)
        throw invalid(["whatIf", index, "asset"], `no price of ${asset} is known, so it cannot be planned with`);
  }
}

function checkParked({ legs }: PlannerResult, profile: Profile): void {
  const asset = computeParkedBuy(legs, profile);
  if (asset === null) return;
  throw new EngineError(
    "PLAN_IMPOSSIBLE",
    `A stop sold ${asset} and parked it in cash: re-arm it before it is bought.`,
  );
}

function notFound(planId: PlanId, next: string): EngineError {
  return new EngineError("PLAN_NOT_FOUND", `The plan ${planId} is not among the latest ones. ${next}`);
}
