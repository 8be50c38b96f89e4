// What do the venues say of a plan's orders before it may be approved? Asked in the background, once per plan hash.
import { drop } from "#engine/core/drop.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ValidationOutcome } from "#engine/ports/exchange-client.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { OrderDraft } from "#engine/risk/risk-engine.ts";
import type { AccountId, PlanId } from "#shared/domain/ids.ts";
import type { LegCheck } from "#shared/domain/leg-check.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import { readLegCheck } from "./read-leg-check.ts";
import { draftOfLeg } from "./review-gates.ts";

export interface LegCheckDeskOptions {
  readonly execution: { validate(draft: OrderDraft): Promise<ValidationOutcome | null> };
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Plans whose answers are kept; those of older previews are asked for again if one is approved after all. */
const KEPT = 16;

interface Checked {
  readonly plan: RebalancePlan;
  readonly checks: LegCheck[];
  /** Resolves when nothing more is being asked. */
  running: Promise<void> | null;
}

export class LegCheckDesk {
  /** A plan of which one more answer is known. */
  readonly changes = new Topic<PlanId>();
  readonly #options: LegCheckDeskOptions;
  readonly #plans = new Map<PlanId, Checked>();
  #latest: PlanId | null = null;
  #stopped = false;

  constructor(options: LegCheckDeskOptions) {
    this.#options = options;
  }

  /** One per leg; empty where this run knows nothing of the plan. */
  of(planId: PlanId): readonly LegCheck[] {
    return this.#plans.get(planId)?.checks ?? [];
  }

  /** Begins to ask for a plan that is now on screen; what is left to ask of the one before it is left out. */
  begin(plan: RebalancePlan): void {
    drop(this.ensure(plan), this.#options.logger, "Asking the venues about a plan's orders");
  }

  /** A plan that is not to be asked about now, since it cannot be sent as it is. */
  hold(plan: RebalancePlan, detail: string): void {
    this.#keep(plan, detail);
  }

  /** Resolves when each leg that has no answer yet was asked once more. */
  async ensure(plan: RebalancePlan): Promise<void> {
    const known = this.#plans.get(plan.planId) ?? this.#keep(plan, "Not asked yet.");
    this.#latest = plan.planId;
    // What is being asked may have been told to leave the rest out: then the rest is asked for after it.
    await known.running;
    known.running ??= this.#ask(known).finally(() => {
      known.running = null;
    });
    await known.running;
  }

  dispose(): void {
    this.#stopped = true;
  }

  #keep(plan: RebalancePlan, detail: string): Checked {
    const unasked: LegCheck = { state: "unanswered", code: null, detail, fee: null, warnings: [], at: null };
    const fresh: Checked = { plan, checks: plan.legs.map(() => unasked), running: null };
    this.#plans.set(plan.planId, fresh);
    const oldest = this.#plans.keys().next().value;
    if (this.#plans.size > KEPT && oldest !== undefined) this.#plans.delete(oldest);
    return fresh;
  }

  async #ask(known: Checked): Promise<void> {
    const { plan, checks } = known;
    const open = plan.legs.flatMap((leg, index) => (checks[index]?.state === "unanswered" ? [{ leg, index }] : []));
    for (const { index } of open) this.#set(known, index, PENDING);
    const accounts = new Set<AccountId>(open.map(({ leg }) => leg.accountId));
    // One account's orders one after another, since its venue counts calls; accounts side by side.
    await Promise.all(
      [...accounts].map(async (accountId) => {
        for (const { leg, index } of open) {
          if (leg.accountId !== accountId) continue;
          if (this.#stopped || this.#latest !== plan.planId) {
            this.#set(known, index, {
              ...PENDING,
              state: "unanswered",
              detail: "Not asked: a newer plan took its place.",
            });
            continue;
          }
          const outcome = await this.#validate(draftOfLeg(plan, leg, index));
          this.#set(known, index, readLegCheck(plan.legs, index, outcome, this.#options.clock.now()));
        }
      }),
    );
  }

  async #validate(draft: OrderDraft): Promise<ValidationOutcome | null> {
    try {
      return await this.#options.execution.validate(draft);
    } catch (error) {
      if (!this.#stopped) this.#options.logger.error("Asking a venue about an order failed", { error });
      return { kind: "unknown", cause: error instanceof Error ? error.message : String(error) };
    }
  }

  #set(known: Checked, index: number, check: LegCheck): void {
    known.checks[index] = check;
    if (!this.#stopped && this.changes.size > 0) this.changes.publish(known.plan.planId);
  }
}

const PENDING: LegCheck = {
  state: "pending",
  code: null,
  detail: "The venue is being asked.",
  fee: null,
  warnings: [],
  at: null,
};
