// What may a person do with the plans of one profile: preview, approve, pause, resume, stop?

import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { ExecutionPolicies } from "#engine/core/policies.ts";
import type { ProfileJournal } from "#engine/core/profile-journal.ts";
import { Stopped } from "#engine/core/stopped.ts";
import type { ExecutionEngine } from "#engine/execution/execution-engine.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { Planner } from "#engine/ports/planner.ts";
import type { Rng } from "#engine/ports/rng.ts";
import type { KillSwitchService } from "#engine/risk/kill-switch-service.ts";
import type { RiskEngine } from "#engine/risk/risk-engine.ts";
import type { Plans, Preview } from "#shared/contract/views.ts";
import type { SmallestDeposit } from "#shared/domain/feasibility.ts";
import type { AccountId, PlanHash, PlanId } from "#shared/domain/ids.ts";
import type { JournalEntry, JournalEvent } from "#shared/domain/journal.ts";
import { isTerminal } from "#shared/domain/order.ts";
import type { PlanRecord, PlanState, RebalancePlan } from "#shared/domain/plan.ts";
import type { PlanOutcome } from "#shared/domain/plan-outcome.ts";
import type { Targets } from "#shared/domain/policy.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { StandingUse } from "#shared/domain/standing-approval.ts";
import { Approver, type PersonApproval, toError } from "./approver.ts";
import { computePlanOutcome } from "./compute-plan-outcome.ts";
import type { StandingDay } from "./compute-standing-approval.ts";
import { computeStandingDay } from "./compute-standing-day.ts";
import { PlanBookOfRecord, type PlanStanding } from "./plan-book-of-record.ts";
import { PreviewDesk, type PreviewDeskOptions } from "./preview-desk.ts";
import type { PreviewRequest } from "./previewer.ts";
import { type Reason, RebalanceDriver, toPlanState } from "./rebalance-driver.ts";
import type { RebalanceMarket } from "./rebalance-market.ts";
import type { StandingApprovalService } from "./standing-approval-service.ts";

/** How many plans the list shows. */
const LATEST = 50;

export interface RebalanceServiceOptions {
  readonly profile: () => Profile;
  /** As of {@link PreviewDesk}. */
  readonly inForce?: PreviewDeskOptions["inForce"];
  readonly clients: ReadonlyMap<AccountId, ExchangeClient>;
  readonly market: RebalanceMarket;
  readonly planner: Planner;
  readonly execution: ExecutionEngine;
  readonly risk: RiskEngine;
  readonly killSwitch: Pick<KillSwitchService, "state">;
  /** What automatic plans run under. Owned by the caller; begins with the replay. */
  readonly standing: Pick<StandingApprovalService, "find" | "look" | "start">;
  readonly journal: ProfileJournal;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly logger: Logger;
  readonly policies: ExecutionPolicies;
  /** Every profile of the program, this one with them: their plans must not all start at the same moment. */
  readonly profiles: () => readonly Profile[];
  readonly rng: Rng;
  readonly saveTargets: (targets: Targets) => Promise<void>;
  readonly recordSnapshot: (reason: "beforeRebalance" | "afterRebalance") => Promise<unknown>;
}

/** What a start found and did. */
export interface RecoveryReport {
  readonly plans: number;
  readonly orders: number;
  readonly detail: string;
}

export class RebalanceService implements Stoppable {
  /** A plan's record after each change to it or to one of its orders. */
  readonly changes = new Topic<PlanRecord>();
  readonly #options: RebalanceServiceOptions;
  readonly #plans = new PlanBookOfRecord();
  readonly #driver: RebalanceDriver;
  readonly #previews: PreviewDesk;
  readonly #approver: Approver;
  readonly #stop = new AbortController();
  readonly #disposables: DisposableStore;
  /** Commands wait for it: what was under way is held before a person may decide on it. */
  #recovering: Promise<unknown> = Promise.resolve();
  #live = false;

  constructor(options: RebalanceServiceOptions) {
    this.#options = options;
    this.#disposables = new DisposableStore(options.logger);
    this.#disposables.add(options.journal.applied.subscribe((entry) => this.#apply(entry)));
    this.#disposables.add(options.execution.orderChanges.subscribe((order) => this.#publish(order.planId)));
    this.#driver = new RebalanceDriver({
      ...options,
      plans: this.#plans,
      signal: this.#stop.signal,
      gather: ({ plan }) => this.#previews.gather(plan.targets, plan.policy, { deposits: [] }),
    });
    this.#previews = new PreviewDesk({
      ...options,
      plans: this.#plans,
      previewMs: options.policies.previewMs,
      facts: (plan) => this.#driver.factsOf({ plan, state: "PREVIEWED", approval: null, ending: "no" }),
      signal: this.#stop.signal,
    });
    this.#disposables.add(this.#previews);
    this.#approver = new Approver({
      ...options,
      plans: this.#plans,
      previews: this.#previews,
      driver: this.#driver,
    });
    this.#disposables.add(this.#previews.changes.subscribe((planId) => this.#publish(planId)));
  }

  /** {@link RebalanceService.replay}, then {@link RebalanceService.recover}. */
  start(): Promise<RecoveryReport> {
    return this.replay().then(() => this.recover());
  }

  /** Reads back what was journaled. Before it nothing may be asked or commanded. Rejects with STORE_ codes. */
  async replay(): Promise<void> {
    await this.#options.journal.replay();
    this.#live = true;
    await this.#options.standing.start();
  }

  /**
   * Reconciles the venues and holds what was under way. Nothing new is ever sent by itself after a restart: a plan whose
   * orders have all ended is reported, any other one waits for a person. Until it is done trading is closed.
   */
  recover(): Promise<RecoveryReport> {
    const recovered = this.#recoverAll();
    this.#recovering = recovered.catch(() => undefined);
    return recovered;
  }

  async #recoverAll(): Promise<RecoveryReport> {
    const { journal, execution } = this.#options;
    const plan = this.#plans.underWay();
    const orders = execution.orders().filter((order) => !isTerminal(order.state)).length;
    const ready = await execution.start();
    if (plan === undefined && orders === 0) return { plans: 0, orders: 0, detail: ready.reason };
    const detail = `${orders} ${orders === 1 ? "order was" : "orders were"} open when the program ended. ${ready.reason}`;
    await journal.record(() => [{ kind: "system.recovered", plans: plan === undefined ? 0 : 1, orders, detail }]);
    if (plan !== undefined) await this.#recover(plan.plan.planId, detail);
    return { plans: plan === undefined ? 0 : 1, orders, detail };
  }

  async dispose(): Promise<void> {
    this.#stop.abort(new Stopped("The rebalance service"));
    await this.#disposables.dispose();
  }

  /** Plans as asked; nothing is sent. What the venues say of the orders comes later, in {@link RebalanceService.changes}. */
  async preview(request: PreviewRequest, options: { readonly signal?: AbortSignal }): Promise<Preview> {
    const { plan, nonce, gates, feasibility } = await this.#previews.preview(request, options);
    const record = nonce === null ? hypotheticalRecord(plan) : this.#record(this.#plans.require(plan.planId));
    return { record, nonce, gates, feasibility };
  }

  /** The smallest deposit that would complete one of the latest previews. Rejects with PLAN_NOT_FOUND. */
  async smallestDeposit(planId: PlanId, options: { readonly signal?: AbortSignal }): Promise<SmallestDeposit> {
    return await this.#previews.smallestDeposit(planId, options);
  }

  /** The latest plans, newest first, and what each would have done since. */
  history(): readonly PlanOutcome[] {
    const { market } = this.#options;
    return this.#plans
      .all()
      .slice(-LATEST)
      .reverse()
      .map(({ plan, state, approval }) =>
        computePlanOutcome({
          plan,
          state,
          approvedAt: approval?.at ?? null,
          priceOf: (asset) => market.consensus(asset, plan.currency)?.price ?? null,
        }),
      );
  }

  /** Approves exactly the plan that was shown and begins it. Every refusal is journaled. */
  async approve(approval: PersonApproval): Promise<PlanRecord> {
    return this.record(await this.#approver.approve(approval, null));
  }

  /** Approves a plan of this profile under a live standing approval that covers it. Every refusal is journaled. */
  async approveUnder(
    standing: StandingUse,
    plan: { readonly planHash: PlanHash; readonly nonce: string },
  ): Promise<PlanRecord> {
    return this.record(await this.#approver.approve({ ...plan, saveTargets: false }, standing));
  }

  /** Holds the plan: the order under way goes on to its end, nothing new is sent. */
  async pause(planId: PlanId): Promise<PlanRecord> {
    const message = "Paused by you.";
    return await this.#command(planId, "pause", ["APPROVED", "EXECUTING"], (standing) => [
      toPlanState(standing, "pause", { code: "PAUSED_BY_USER", message }),
    ]);
  }

  /** Goes on with a paused plan while its approval lives and prices are inside what was approved. */
  async resume(planId: PlanId): Promise<PlanRecord> {
    await this.#recovering;
    const standing = this.#find(planId);
    const refusal = this.#approver.againstResuming(standing);
    if (refusal !== null) throw toError(refusal);
    const record = await this.#command(planId, "resume", ["PAUSED"], (now) => [toPlanState(now, "resume", null)]);
    this.#driver.drive(planId);
    return record;
  }

  /** Ends the plan once the order under way has ended. A paused plan ends now. */
  async stopAfterLeg(planId: PlanId): Promise<PlanRecord> {
    return await this.#end(planId, "stopAfterLeg");
  }

  /** Cancels each of the plan's open orders by its id and ends the plan. */
  async cancelAll(planId: PlanId): Promise<PlanRecord> {
    const record = await this.#end(planId, "cancelAll");
    const { execution, logger } = this.#options;
    for (const order of execution.ordersOf(planId)) {
      if (isTerminal(order.state)) continue;
      // Its end shows in the order itself; the plan waits for it.
      execution.cancel(order.clientOrderId).catch((error: unknown) => {
        if (!this.#stop.signal.aborted) logger.error("Canceling an order failed", { error });
      });
    }
    return record;
  }

  /** The plan's record. Rejects with PLAN_NOT_FOUND. */
  record(planId: PlanId): PlanRecord {
    return this.#record(this.#find(planId));
  }

  /** What automatic plans came to since midnight UTC. */
  automaticDay(): StandingDay {
    const { execution, clock } = this.#options;
    return computeStandingDay(this.#plans.all(), execution.orders(), clock.now());
  }

  /** The one under way (if any) and the latest, newest first. */
  plans(): Plans {
    const open = this.#plans.underWay();
    const latest = this.#plans.all().slice(-LATEST).reverse();
    return {
      open: open === undefined ? null : this.#record(open),
      latest: latest.map((standing) => this.#record(standing)),
    };
  }

  /** Resolves when nothing is being done for the plan any more: it is over or held. */
  async idle(planId: PlanId): Promise<void> {
    await this.#driver.idle(planId);
  }

  async #end(planId: PlanId, command: "stopAfterLeg" | "cancelAll"): Promise<PlanRecord> {
    const record = await this.#command(planId, command, ["APPROVED", "EXECUTING", "PAUSED"], (standing) =>
      standing.state === "EXECUTING"
        ? []
        : standing.state === "PAUSED"
          ? [toPlanState(standing, "reconcile", standing.reason)]
          : [toPlanState(standing, "abort", { code: "STOPPED", message: "Ended by you before its first order." })],
    );
    this.#driver.drive(planId);
    return record;
  }

  async #command(
    planId: PlanId,
    command: "pause" | "resume" | "stopAfterLeg" | "cancelAll",
    allowed: readonly PlanState[],
    then: (standing: PlanStanding) => readonly JournalEvent[],
  ): Promise<PlanRecord> {
    let refused: PlanState | null = null;
    this.#find(planId);
    await this.#recovering;
    await this.#options.journal.record((): readonly JournalEvent[] => {
      const standing = this.#find(planId);
      if (!allowed.includes(standing.state)) {
        refused = standing.state;
        return [];
      }
      return [{ kind: "plan.command", planId, command }, ...then(standing)];
    });
    if (refused !== null) throw new EngineError("PLAN_STATE", `The plan is ${refused}: ${command} is not possible.`);
    return this.record(planId);
  }

  /** After a restart: what has nothing left to send is reported, the rest is held. */
  async #recover(planId: PlanId, detail: string): Promise<void> {
    const standing = this.#plans.require(planId);
    const { execution } = this.#options;
    const open = execution.ordersOf(planId).some((order) => !isTerminal(order.state));
    const over = this.#driver.progress(standing).every((leg) => leg.over !== null);
    const ends = standing.state === "RECONCILING" || standing.ending !== "no" || (over && !open);
    if (ends && standing.state === "EXECUTING") await this.#driver.move(planId, "EXECUTING", "reconcile", null);
    else if (!ends && standing.state !== "PAUSED") {
      const reason: Reason = {
        code: "RECOVERED",
        message: `The program ended while this plan was under way. ${detail} Nothing is sent until you decide.`,
      };
      await this.#driver.move(planId, standing.state, "pause", reason);
    }
    this.#driver.drive(planId);
  }

  #find(planId: PlanId): PlanStanding {
    const standing = this.#plans.get(planId);
    if (standing === undefined) throw new EngineError("PLAN_NOT_FOUND", `There is no plan ${planId}.`);
    return standing;
  }

  #record(standing: PlanStanding): PlanRecord {
    const { plan, state, reason, approval, ending, report, updatedAt } = standing;
    const orders = [...this.#options.execution.ordersOf(plan.planId)];
    return {
      plan,
      state,
      reason,
      approvedAt: approval?.at ?? null,
      ...(approval?.standing === undefined ? {} : { standing: approval.standing }),
      orders,
      legOrders: plan.legs.map(
        (_, legIndex) => orders.findLast((order) => order.legIndex === legIndex)?.clientOrderId ?? null,
      ),
      stopAfterLeg: ending !== "no",
      checks: [...this.#previews.checksOf(plan.planId)],
      report,
      updatedAt: orders.reduce((latest, order) => (order.updatedAt > latest ? order.updatedAt : latest), updatedAt),
    };
  }

  #apply(entry: JournalEntry): void {
    const planId = this.#plans.apply(entry);
    if (planId !== null) this.#publish(planId);
  }

  #publish(planId: PlanId): void {
    const standing = this.#plans.get(planId);
    if (this.#live && standing !== undefined && this.changes.size > 0) this.changes.publish(this.#record(standing));
  }
}

/** A plan that only this window knows: no journal, no approval, no orders. */
function hypotheticalRecord(plan: RebalancePlan): PlanRecord {
  const nothing = { reason: null, approvedAt: null, orders: [], stopAfterLeg: false, checks: [], report: null };
  return { ...nothing, plan, state: "DRAFT", legOrders: plan.legs.map(() => null), updatedAt: plan.createdAt };
}
