// What do the venues say of a plan's orders before it may be approved? Asked in the background, once per plan hash.

import type { Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ValidationOutcome } from "#engine/ports/exchange-client.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { OrderDraft } from "#engine/risk/risk-engine.ts";
import type { AccountId, PlanId } from "#shared/domain/ids.ts";
import type { LegCheck } from "#shared/domain/leg-check.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import type { DurationMs } from "#shared/domain/time.ts";
import { readLegCheck } from "./read-leg-check.ts";
import { draftOfLeg } from "./review-gates.ts";

export interface LegCheckDeskOptions {
  readonly execution: { validate(draft: OrderDraft): Promise<ValidationOutcome | null> };
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Plans whose answers are kept; those of older previews are asked for again if one is approved after all. */
const KEPT = 16;

/** A plan must stay on screen for so long before a venue is asked: while a person drags a slider, plans come and go. */
const QUIET_MS: DurationMs = 500;

interface Checked {
  readonly plan: RebalancePlan;
  readonly checks: LegCheck[];
  /** Legs without an answer that nobody is asking about. */
  readonly open: Set<number>;
  /** Resolves when nothing more is being asked. */
  running: Promise<void> | null;
}

export class LegCheckDesk {
  /** A plan of which one more answer is known. */
  readonly changes = new Topic<PlanId>();
  readonly #options: LegCheckDeskOptions;
  readonly #plans = new Map<PlanId, Checked>();
  #latest: PlanId | null = null;
  #waiting: Stoppable | null = null;
  #stopped = false;

  constructor(options: LegCheckDeskOptions) {
    this.#options = options;
  }

  /** One per leg; empty where this run knows nothing of the plan. */
  of(planId: PlanId): readonly LegCheck[] {
    return this.#plans.get(planId)?.checks ?? [];
  }

  /** Asks for a plan that is now on screen, if it stays there; what is left to ask of the one before it is left out. */
  begin(plan: RebalancePlan): void {
    const { clock, logger } = this.#options;
    this.#keep(plan, PENDING);
    this.#turnTo(plan.planId);
    this.#waiting = clock.after(QUIET_MS, () =>
      drop(this.ensure(plan), logger, "Asking the venues about a plan's orders"),
    );
  }

  /** A plan that is not to be asked about now, since it cannot be sent as it is. */
  hold(plan: RebalancePlan, detail: string): void {
    this.#keep(plan, { ...PENDING, state: "unanswered", detail });
    this.#turnTo(plan.planId);
  }

  /** Resolves when each leg that has no answer yet was asked about once more, now. */
  async ensure(plan: RebalancePlan): Promise<void> {
    const known = this.#plans.get(plan.planId) ?? this.#keep(plan, PENDING);
    this.#turnTo(plan.planId);
    // What is being asked may have been told to leave the rest out: then the rest is asked for after it.
    await known.running;
    known.running ??= this.#ask(known).finally(() => {
      known.running = null;
    });
    await known.running;
  }

  dispose(): void {
    this.#stopped = true;
    void this.#waiting?.dispose();
  }

  /** From now on only this plan is asked about. */
  #turnTo(planId: PlanId): void {
    void this.#waiting?.dispose();
    const before = this.#latest === null || this.#latest === planId ? undefined : this.#plans.get(this.#latest);
    this.#latest = planId;
    for (const index of before?.open ?? []) if (before !== undefined) this.#set(before, index, LEFT_OUT);
  }

  #keep(plan: RebalancePlan, check: LegCheck): Checked {
    const fresh: Checked = { plan, checks: plan.legs.map(() => check), open: new Set(plan.legs.keys()), running: null };
    this.#plans.set(plan.planId, fresh);
    const oldest = this.#plans.keys().next().value;
    if (this.#plans.size > KEPT && oldest !== undefined) this.#plans.delete(oldest);
    return fresh;
  }

  async #ask(known: Checked): Promise<void> {
    const { plan } = known;
    const open = plan.legs.flatMap((leg, index) => (known.open.has(index) ? [{ leg, index }] : []));
    known.open.clear();
    for (const { index } of open) this.#set(known, index, PENDING);
    const accounts = new Set<AccountId>(open.map(({ leg }) => leg.accountId));
    // One account's orders one after another, since its venue counts calls; accounts side by side.
    await Promise.all(
      [...accounts].map(async (accountId) => {
        for (const { leg, index } of open) {
          if (leg.accountId !== accountId) continue;
          if (this.#stopped || this.#latest !== plan.planId) {
            this.#set(known, index, LEFT_OUT);
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
    if (check.state === "unanswered") known.open.add(index);
    if (!this.#stopped && this.changes.size > 0) this.changes.publish(known.plan.planId);
  }
}

const PENDING: LegCheck = {
  state: "pending",
  code: null,
  detail: "The venue is asked.",
  fee: null,
  warnings: [],
  at: null,
};

const LEFT_OUT: LegCheck = { ...PENDING, state: "unanswered", detail: "Not asked: another plan took its place." };
