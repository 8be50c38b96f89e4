// Which plans does the journal know, and where does each stand? Rebuilt from its entries; never changed in any other way.
import { ensure, InvariantError } from "#shared/domain/assert.ts";
import type { Nonce, PlanHash, PlanId } from "#shared/domain/ids.ts";
import type { JournalEntry } from "#shared/domain/journal.ts";
import { isPlanUnderWay, type PlanReport, type PlanState, type RebalancePlan } from "#shared/domain/plan.ts";
import type { StandingUse } from "#shared/domain/standing-approval.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { canPlanMove } from "./plan-state-machine.ts";

/** A plan as the journal tells it, without its orders. */
export interface PlanStanding {
  readonly plan: RebalancePlan;
  readonly nonce: Nonce;
  readonly state: PlanState;
  readonly reason: { readonly code: string; readonly message: string } | null;
  readonly approval: {
    readonly planHash: PlanHash;
    readonly at: UnixMs;
    /** Of an automatic plan: what it runs under. */
    readonly standing?: StandingUse;
  } | null;
  /** A person asked for the end: after the leg under way, or by canceling it. */
  readonly ending: "no" | "afterLeg" | "cancelAll";
  readonly report: PlanReport | null;
  readonly updatedAt: UnixMs;
}

export class PlanBookOfRecord {
  readonly #plans = new Map<PlanId, PlanStanding>();

  get(id: PlanId): PlanStanding | undefined {
    return this.#plans.get(id);
  }

  /** The plan; a missing one is a broken invariant. */
  require(id: PlanId): PlanStanding {
    return ensure(this.#plans.get(id), `plan ${id} in the journal`);
  }

  /** Oldest first. */
  all(): readonly PlanStanding[] {
    return [...this.#plans.values()];
  }

  /** The plan that was approved and is not over, of which there is at most one. */
  underWay(): PlanStanding | undefined {
    return this.all().find(({ state }) => isPlanUnderWay(state));
  }

  /** Takes one journal entry and says which plan it changed; null where it is not about a plan. */
  apply({ event, ts }: JournalEntry): PlanId | null {
    switch (event.kind) {
      case "plan.previewed": {
        const { plan, nonce } = event;
        if (this.#plans.has(plan.planId)) throw new InvariantError(`Plan ${plan.planId} is previewed twice`);
        const fresh = { reason: null, approval: null, ending: "no", report: null, updatedAt: ts } as const;
        this.#plans.set(plan.planId, { plan, nonce, state: "PREVIEWED", ...fresh });
        return plan.planId;
      }
      case "plan.approved": {
        const { planHash, standing } = event;
        const under = standing === undefined ? {} : { standing };
        return this.#change(event.planId, { approval: { planHash, at: ts, ...under } }, ts);
      }
      case "plan.state": {
        const { state } = this.require(event.planId);
        if (state !== event.from || !canPlanMove(event.from, event.to)) {
          throw new InvariantError(
            `Plan ${event.planId} is ${state}; the journal moves it ${event.from} to ${event.to}`,
          );
        }
        return this.#change(event.planId, { state: event.to, reason: event.reason }, ts);
      }
      case "plan.command":
        if (event.command === "stopAfterLeg") return this.#change(event.planId, { ending: "afterLeg" }, ts);
        if (event.command === "cancelAll") return this.#change(event.planId, { ending: "cancelAll" }, ts);
        return null;
      case "plan.report":
        return this.#change(event.planId, { report: event.report }, ts);
      default:
        return null;
    }
  }

  #change(id: PlanId, change: Partial<PlanStanding>, at: UnixMs): PlanId {
    this.#plans.set(id, { ...this.require(id), ...change, updatedAt: at });
    return id;
  }
}
