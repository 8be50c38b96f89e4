// Who lets a plan begin or go on: a person, or a standing approval? Every refusal of an approval is journaled.
import { EngineError } from "#engine/core/engine-error.ts";
import type { ExecutionPolicies } from "#engine/core/policies.ts";
import type { ProfileJournal } from "#engine/core/profile-journal.ts";
import type { ExecutionEngine } from "#engine/execution/execution-engine.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { KillSwitchService } from "#engine/risk/kill-switch-service.ts";
import type { RiskEngine } from "#engine/risk/risk-engine.ts";
import type { PlanHash, PlanId } from "#shared/domain/ids.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import type { Targets } from "#shared/domain/policy.ts";
import type { StandingUse } from "#shared/domain/standing-approval.ts";
import { checkApproval, checkPrices, type Refusal } from "./check-approval.ts";
import { computePlanUse, computeStandingDenial } from "./compute-standing-approval.ts";
import { computeStandingDay } from "./compute-standing-day.ts";
import type { PlanBookOfRecord, PlanStanding } from "./plan-book-of-record.ts";
import type { PreviewDesk } from "./preview-desk.ts";
import { type RebalanceDriver, toPlanState } from "./rebalance-driver.ts";
import type { RebalanceMarket } from "./rebalance-market.ts";
import type { StandingApprovalService } from "./standing-approval-service.ts";

export interface ApproverOptions {
  readonly journal: ProfileJournal;
  readonly plans: PlanBookOfRecord;
  readonly previews: PreviewDesk;
  readonly driver: RebalanceDriver;
  readonly market: RebalanceMarket;
  readonly execution: ExecutionEngine;
  readonly risk: RiskEngine;
  readonly killSwitch: Pick<KillSwitchService, "state">;
  readonly standing: Pick<StandingApprovalService, "find" | "look">;
  readonly clock: Clock;
  readonly policies: ExecutionPolicies;
  readonly saveTargets: (targets: Targets) => Promise<void>;
}

export interface PersonApproval {
  readonly planHash: PlanHash;
  /** Null is what a hypothetical plan has; no plan that was journaled does. */
  readonly nonce: string | null;
  readonly saveTargets: boolean;
}

export class Approver {
  readonly #options: ApproverOptions;

  constructor(options: ApproverOptions) {
    this.#options = options;
  }

  /** Approves exactly the plan that was shown and begins it. `standing`: in place of a person. Rejects with the refusal's code. */
  async approve(approval: PersonApproval, standing: StandingUse | null): Promise<PlanId> {
    const { journal, saveTargets, policies, previews, plans, driver } = this.#options;
    let refusal: Refusal | null = null;
    let planId: PlanId | null = null;
    const named = this.#named(approval.planHash);
    if (approval.saveTargets && named?.plan.trade !== undefined) {
      throw new EngineError("INPUT_INVALID", "saveTargets: a single trade has no targets to keep. Leave it out.", {
        data: { path: "saveTargets" },
      });
    }
    // Only the venues' word is still out: it is waited for, or asked for again after a restart.
    if (named !== undefined && this.#against(approval, standing)?.code === "PLAN_NOT_VALIDATED") {
      await previews.askVenues(named.plan, policies.readMs);
    }
    await journal.record((): readonly JournalEvent[] => {
      const named = this.#named(approval.planHash);
      refusal = this.#against(approval, standing);
      if (refusal !== null || named === undefined) {
        const { code, message } = refusal ?? { code: "PLAN_HASH_MISMATCH", message: "There is no such plan." };
        return [{ kind: "plan.approvalRefused", planHash: approval.planHash, reason: { code, message } }];
      }
      planId = named.plan.planId;
      const { mode, planHash } = named.plan;
      const under = standing === null ? {} : { standing };
      return [
        { kind: "plan.approved", planId, planHash, nonce: named.nonce, mode, ...under },
        toPlanState(named, "approve", null),
      ];
    });
    if (planId === null) throw toError(refusal);
    if (approval.saveTargets) {
      const { wanted, targets } = plans.require(planId).plan;
      // What a signal or a stop made of them passes; what the person asked for stays.
      await saveTargets(wanted ?? targets);
    }
    driver.drive(planId);
    return planId;
  }

  /** Why a held plan may not go on; null where it may. */
  againstResuming(standing: PlanStanding): Refusal | null {
    const { clock, policies, killSwitch, risk, execution, market, driver } = this.#options;
    const { plan, approval, state } = standing;
    if (state !== "PAUSED" || approval === null) {
      return { code: "PLAN_STATE", message: `The plan is ${state} and can not be resumed.` };
    }
    if (killSwitch.state.on) {
      return { code: "SYSTEM_PAUSED", message: `Everything is paused: ${killSwitch.state.reason}` };
    }
    if (risk.trading.state === "halted") {
      return { code: "PROFILE_HALTED", message: risk.trading.reason?.message ?? "Trading is halted." };
    }
    if (!execution.ready.ok) return { code: "VENUE_UNREACHABLE", message: execution.ready.reason };
    if (clock.now() - approval.at > policies.approvalMs) {
      return { code: "PLAN_EXPIRED", message: "The approval is too old: stop this plan and plan again." };
    }
    const ended = approval.standing === undefined ? null : this.#againstStanding(plan, approval.standing, "underWay");
    if (ended !== null) return ended;
    const open = new Set(driver.progress(standing).flatMap((leg) => (leg.over === null ? [leg.legIndex] : [])));
    const rest = plan.legs.filter((_, legIndex) => open.has(legIndex));
    return checkPrices({ ...plan, legs: rest }, (leg) => market.quote(leg.venue, leg.symbol));
  }

  #named(planHash: PlanHash): PlanStanding | undefined {
    return this.#options.plans.all().find(({ plan }) => plan.planHash === planHash);
  }

  #against({ planHash, nonce }: PersonApproval, standing: StandingUse | null): Refusal | null {
    const { market, killSwitch, risk, execution, clock, previews, plans } = this.#options;
    const named = this.#named(planHash);
    const refusal = checkApproval({
      now: clock.now(),
      planHash,
      nonce,
      named,
      underWay: plans.underWay(),
      hypothetical: previews.isHypothetical(planHash),
      checks: named === undefined ? [] : previews.checksOf(named.plan.planId),
      paused: killSwitch.state,
      halted: risk.trading.state === "halted" ? (risk.trading.reason?.message ?? "no reason given") : null,
      ready: execution.ready,
      quote: (leg) => market.quote(leg.venue, leg.symbol),
    });
    if (refusal !== null || standing === null || named === undefined) return refusal;
    return this.#againstStanding(named.plan, standing, "new");
  }

  /** A plan under way is in the day's sums already. */
  #againstStanding(plan: RebalancePlan, use: StandingUse, is: "new" | "underWay"): Refusal | null {
    const { standing, plans, execution, clock } = this.#options;
    standing.look();
    const now = clock.now();
    const before = computeStandingDay(plans.all(), execution.orders(), now);
    const own = computePlanUse(plan);
    const day =
      is === "underWay" ? before : { turnover: before.turnover.add(own.turnover), cost: before.cost.add(own.cost) };
    return computeStandingDenial({ use, record: standing.find(use.approvalId), plan, day, now });
  }
}

/** The refusal as a call rejects with it. */
export function toError(refusal: Refusal | null): EngineError {
  const { code, message } = refusal ?? { code: "PLAN_HASH_MISMATCH", message: "There is no such plan." };
  return new EngineError(code, message);
}
