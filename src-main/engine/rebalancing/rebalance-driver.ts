// How does an approved plan get from one leg to the next, and to its report?
import { drop } from "#engine/core/drop.ts";
import type { ExecutionPolicies } from "#engine/core/policies.ts";
import type { ProfileJournal } from "#engine/core/profile-journal.ts";
import type { ExecutionEngine, PlanFacts } from "#engine/execution/execution-engine.ts";
import { planAffordableQuantity, planFree, planFreeAfterFills } from "#engine/execution/plan-budget.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { Logger } from "#engine/ports/logger.ts";
import { ensure, InvariantError } from "#shared/domain/assert.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset, PlanId } from "#shared/domain/ids.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import { isTerminal, type Order } from "#shared/domain/order.ts";
import type { PlanLeg, PlannerInput, PlanState } from "#shared/domain/plan.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import { computeDayTurnover } from "./compute-day-turnover.ts";
import { computePlanReport } from "./compute-plan-report.ts";
import { computeStandingDay } from "./compute-standing-day.ts";
import type { PlanBookOfRecord, PlanStanding } from "./plan-book-of-record.ts";
import { planPartCap, planPartKind, planPartWait } from "./plan-leg-parts.ts";
import { planLegPrice } from "./plan-leg-price.ts";
import { type LegProgress, planLegProgress } from "./plan-leg-progress.ts";
import { nextPlanState, type PlanEvent } from "./plan-state-machine.ts";
import type { RebalanceMarket } from "./rebalance-market.ts";
import type { StandingApprovalService } from "./standing-approval-service.ts";

export interface Reason {
  readonly code: string;
  readonly message: string;
}

export interface DriverOptions {
  readonly plans: PlanBookOfRecord;
  readonly execution: ExecutionEngine;
  readonly clients: ReadonlyMap<AccountId, ExchangeClient>;
  readonly market: RebalanceMarket;
  readonly journal: ProfileJournal;
  readonly clock: Clock;
  readonly policies: ExecutionPolicies;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** What an automatic plan runs under. */
  readonly standing: Pick<StandingApprovalService, "find">;
  /** Holdings and prices as they are now, for the report. */
  readonly gather: (standing: PlanStanding) => Promise<PlannerInput>;
  /** Keeps the portfolio as it is before and after. */
  readonly recordSnapshot: (reason: "beforeRebalance" | "afterRebalance") => Promise<unknown>;
}

/** The journal's `plan.state` event for one step of the plan machine. */
export function toPlanState(standing: PlanStanding, event: PlanEvent, reason: Reason | null): JournalEvent {
  const to = nextPlanState(standing.state, event);
  return { kind: "plan.state", planId: standing.plan.planId, from: standing.state, to, reason };
}

/** What one run remembers. Lost in a crash: then nothing is sent before a person says so. */
interface Run {
  /** Free amounts per account when the run began, and how many of its fills are in them already. */
  readonly start: Map<AccountId, { readonly free: Map<Asset, Decimal>; readonly fillsBefore: number }>;
  readonly leftLegs: Map<number, Reason>;
}

/** Denials that end by themselves, once an account was reconciled. */
const PASSING: ReadonlySet<string> = new Set([
  "NOT_RECONCILED",
  "VENUE_PAUSED",
  "BALANCE_UNKNOWN",
  "CLOCK_UNKNOWN",
  "VENUE_STATUS_UNKNOWN",
  "RATE_BUDGET",
]);

const DRIVEN: ReadonlySet<PlanState> = new Set(["APPROVED", "EXECUTING", "RECONCILING"]);

export class RebalanceDriver {
  readonly #options: DriverOptions;
  readonly #driving = new Map<PlanId, Promise<void>>();
  readonly #runs = new Map<PlanId, Run>();

  constructor(options: DriverOptions) {
    this.#options = options;
  }

  /** Takes the plan on, step by step, while its state is one that goes on by itself. At most one loop a plan. */
  drive(planId: PlanId): void {
    if (this.#driving.has(planId)) return;
    const { logger } = this.#options;
    const loop = this.#loop(planId).finally(() => this.#driving.delete(planId));
    this.#driving.set(planId, loop);
    drop(loop, logger, `Plan ${planId}`);
  }

  /** Resolves when nothing is being done for the plan any more. */
  async idle(planId: PlanId): Promise<void> {
    await this.#driving.get(planId);
  }

  /** Where each leg stands. */
  progress(standing: PlanStanding): readonly LegProgress[] {
    const { execution, policies } = this.#options;
    const { planId } = standing.plan;
    const leftLegs = this.#runs.get(planId)?.leftLegs ?? new Map<number, Reason>();
    return planLegProgress(standing.plan, execution.ordersOf(planId), policies.ordersPerLeg, leftLegs);
  }

  /** Writes a step of the plan machine; nothing where the plan's state has changed meanwhile. */
  async move(planId: PlanId, from: PlanState, event: PlanEvent, reason: Reason | null): Promise<void> {
    const { journal, plans } = this.#options;
    await journal.record(() => {
      const standing = plans.require(planId);
      return standing.state === from ? [toPlanState(standing, event, reason)] : [];
    });
  }

  async #loop(planId: PlanId): Promise<void> {
    const { plans, signal } = this.#options;
    try {
      for (;;) {
        signal.throwIfAborted();
        const standing = plans.require(planId);
        if (!DRIVEN.has(standing.state)) return;
        if (standing.state === "APPROVED") await this.#begin(standing);
        else if (standing.state === "EXECUTING") await this.#nextLeg(standing);
        else await this.#finish(standing);
      }
    } catch (error) {
      if (signal.aborted) return;
      await this.#pauseBroken(planId, error);
    } finally {
      this.#runs.delete(planId);
    }
  }

  /** What could not be foreseen holds the plan: nothing is guessed, a person decides. */
  async #pauseBroken(planId: PlanId, error: unknown): Promise<void> {
    const { plans, logger } = this.#options;
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof InvariantError ? "INVARIANT_BROKEN" : "FAILED";
    logger.error("A plan was paused by a failure", { planId, error });
    await this.move(planId, plans.require(planId).state, "pause", { code, message });
  }

  async #begin(standing: PlanStanding): Promise<void> {
    const { clock, signal, recordSnapshot, logger } = this.#options;
    const { planId, startDelayMs } = standing.plan;
    const since = clock.now() - ensure(standing.approval, "approval of an approved plan").at;
    if (since < startDelayMs) await clock.sleep(startDelayMs - since, signal);
    await recordSnapshot("beforeRebalance").catch((error: unknown) => logger.warn("No snapshot before", { error }));
    await this.move(planId, "APPROVED", "execute", null);
  }

  async #nextLeg(standing: PlanStanding): Promise<void> {
    const { planId } = standing.plan;
    const progress = this.progress(standing);
    const open = progress.find((leg) => leg.open !== null)?.open ?? null;
    if (open !== null) {
      await this.#options.execution.settle(open.clientOrderId);
      return;
    }
    const next = progress.find((leg) => leg.over === null);
    if (next === undefined || standing.ending !== "no") {
      await this.move(planId, "EXECUTING", "reconcile", null);
      return;
    }
    if (await this.#waits(standing, next)) return;
    const outcome = await this.#sendLeg(standing, next);
    // The end may have been asked for meanwhile; a gate's no is then no reason to hold the plan.
    if (this.#options.plans.require(planId).ending !== "no") return;
    if (outcome?.stops === "plan") await this.move(planId, "EXECUTING", "pause", outcome.reason);
    else if (outcome !== null) this.#run(planId).leftLegs.set(next.legIndex, outcome.reason);
  }

  /** Whether the leg's account is closed to new orders and may open before the approval is over. */
  #mayOpen({ approval }: PlanStanding, { accountId }: PlanLeg): boolean {
    const { execution, clock, policies } = this.#options;
    return execution.waitsFor(accountId) !== null && clock.now() - (approval?.at ?? 0) <= policies.approvalMs;
  }

  /** Whether a leg's next order must wait still; then some of the wait is over, and a person may have decided otherwise. */
  async #waits(standing: PlanStanding, { legIndex, sent }: LegProgress): Promise<boolean> {
    const { clock, signal } = this.#options;
    const leg = ensure(standing.plan.legs[legIndex], `leg ${legIndex}`);
    // A plan that was held before it began, and is let go on after a restart, begins no sooner for it.
    const startMs = standing.plan.startDelayMs - (clock.now() - (standing.approval?.at ?? 0));
    const partMs = Math.max(startMs, planPartWait(leg, sent, clock.now()));
    const waitMs = this.#mayOpen(standing, leg) ? SECOND_MS : partMs;
    if (waitMs > 0) await clock.sleep(Math.min(waitMs, SECOND_MS), signal);
    return waitMs > 0;
  }

  /** Sends the next order of a leg and follows it to its end. Says why when it could not be sent. */
  async #sendLeg(
    standing: PlanStanding,
    progress: LegProgress,
  ): Promise<{ readonly stops: "plan" | "leg"; readonly reason: Reason } | null> {
    const { market, execution, signal } = this.#options;
    const { plan } = standing;
    const leg = ensure(plan.legs[progress.legIndex], `leg ${progress.legIndex}`);
    const part = progress.sent.length + 1;
    const kind = planPartKind(leg, part);
    const instrument = market.instrument(leg.venue, leg.symbol);
    if (instrument === null) {
      return { stops: "leg", reason: { code: "INSTRUMENT_UNKNOWN", message: `${leg.venue} has no ${leg.symbol}.` } };
    }
    if (market.quote(leg.venue, leg.symbol)?.state !== "live") {
      // A quiet market is not a stale one: ask before giving up. The gate judges what comes back.
      await market.confirm(leg.venue, leg.symbol, { signal }).catch(() => undefined);
    }
    const quote = market.quote(leg.venue, leg.symbol);
    if (quote === null) {
      return { stops: "plan", reason: { code: "PRICE_MISSING", message: `There is no price of ${leg.symbol}.` } };
    }
    const price = planLegPrice(
      leg,
      { bid: Decimal.parse(quote.bid), ask: Decimal.parse(quote.ask) },
      instrument,
      Decimal.parse(plan.policy.slippageTolerance),
      kind,
    );
    if (price.kind === "offCollar") {
      const message = `${leg.symbol} is at ${price.best}; its approved limit is ${leg.limitPrice}. Plan again, or resume when it is back.`;
      return { stops: "plan", reason: { code: "PRICE_MOVED", message } };
    }
    const free = await this.#free(standing, leg).catch((error: unknown) => {
      signal.throwIfAborted();
      return error instanceof Error ? error.message : String(error);
    });
    if (typeof free === "string") {
      if (this.#mayOpen(standing, leg)) return null;
      return { stops: "plan", reason: { code: "BALANCE_UNKNOWN", message: `${leg.venue} told no balances: ${free}` } };
    }
    const quantity = planAffordableQuantity({
      side: leg.side,
      wanted: planPartCap(leg, part).sub(progress.filled),
      limitPrice: price.limitPrice,
      free,
      reserve: this.#reserve(standing, leg),
      instrument,
      fees: ensure(this.#options.clients.get(leg.accountId), `account ${leg.accountId}`).account.fees,
    });
    if (!quantity.isPositive) {
      const paid = leg.side === "buy" ? leg.quote : leg.base;
      return { stops: "leg", reason: { code: "NO_FUNDS", message: `No ${paid} is free for it at ${leg.venue}.` } };
    }
    const { legIndex } = progress;
    const { accountId, venue, symbol, base, quote: quoteAsset, side, makerWaitMs } = leg;
    const result = await execution.execute(
      {
        ...{ accountId, venue, symbol, base, quote: quoteAsset, side, kind },
        planId: plan.planId,
        legIndex,
        part,
        quantity,
        limitPrice: price.limitPrice,
        ...(kind === "postOnly" && makerWaitMs !== undefined ? { restMs: makerWaitMs } : {}),
      },
      () => this.facts(plan.planId),
    );
    if (result.denial === null) return null;
    const { code, message, stops } = result.denial;
    // What ends by itself is waited for, and every gate is asked again.
    if (PASSING.has(code) && this.#mayOpen(standing, leg)) return null;
    return { stops, reason: { code, message } };
  }

  /** What the gates are told of the plan, at the moment they ask. */
  facts(planId: PlanId): PlanFacts {
    return this.factsOf(this.#options.plans.require(planId));
  }

  /** The same of a plan that no journal needs to know. */
  factsOf({ plan, state, approval, ending }: Pick<PlanStanding, "plan" | "state" | "approval" | "ending">): PlanFacts {
    const { plans, execution, clock, standing } = this.#options;
    const now = clock.now();
    const under = approval?.standing;
    return {
      plan,
      // A plan that is to end sends nothing more.
      planState: ending === "no" ? state : "RECONCILING",
      approval,
      dayTurnover: computeDayTurnover(execution.orders(), (order) => plans.get(order.planId)?.plan, now),
      standing:
        under === undefined
          ? null
          : { record: standing.find(under.approvalId), day: computeStandingDay(plans.all(), execution.orders(), now) },
    };
  }

  /** What the venue says is free, and no more than our own fills since the start allow: neither is trusted alone. */
  async #free(standing: PlanStanding, leg: PlanLeg): Promise<Decimal> {
    const { execution } = this.#options;
    const paid = leg.side === "buy" ? leg.quote : leg.base;
    const { accountId } = leg;
    const told = planFree(await execution.fetchBalances(accountId), accountId);
    const run = this.#run(standing.plan.planId);
    const fills = execution
      .fills()
      .filter((recorded) => recorded.accountId === accountId)
      .map(({ fill }) => fill);
    const start = run.start.get(accountId) ?? { free: told, fillsBefore: fills.length };
    run.start.set(accountId, start);
    const ours = planFreeAfterFills(start.free, fills.slice(start.fillsBefore));
    return Decimal.min(told.get(paid) ?? Decimal.ZERO, ours.get(paid) ?? Decimal.ZERO);
  }

  #reserve(standing: PlanStanding, leg: PlanLeg): Decimal {
    const paid = leg.side === "buy" ? leg.quote : leg.base;
    return Decimal.parse(standing.plan.policy.cashReserve[paid] ?? "0");
  }

  /** Every order ended, late fills read, balances read, report written. */
  async #finish(standing: PlanStanding): Promise<void> {
    const { execution, journal, plans, clock, gather, recordSnapshot, logger } = this.#options;
    const { planId } = standing.plan;
    if (!(await this.#settled(standing))) return;
    const after = await gather(standing).catch((error: unknown) => {
      logger.warn("Balances after a plan could not be read", { planId, error });
      return null;
    });
    await recordSnapshot("afterRebalance").catch((error: unknown) => logger.warn("No snapshot after", { error }));
    await journal.record(() => {
      const now = plans.require(planId);
      if (now.state !== "RECONCILING") return [];
      const progress = this.progress(now);
      const fills = execution.fills().filter((recorded) => recorded.planId === planId);
      const orderLeg = new Map(execution.ordersOf(planId).map((order) => [order.clientOrderId, order.legIndex]));
      const report = computePlanReport({
        plan: now.plan,
        finishedAt: clock.now(),
        legs: progress.map((leg) => ({
          fills: fills.map(({ fill }) => fill).filter((fill) => orderLeg.get(fill.clientOrderId) === leg.legIndex),
          outcome: outcomeOf(now, leg, execution.ordersOf(planId)),
        })),
        after,
      });
      const { event, reason } = endOf(now, progress, report.legs);
      return [{ kind: "plan.report", planId, report }, toPlanState(now, event, reason)];
    });
  }

  /** Nothing is sent any more, so a venue that does not answer is simply asked again: the plan ends when it does. */
  async #settled(standing: PlanStanding): Promise<boolean> {
    const { execution, clock, policies, signal, logger } = this.#options;
    const { planId } = standing.plan;
    try {
      if (standing.ending === "cancelAll") await this.#cancelOpen(planId);
      await execution.settlePlan(planId);
      return true;
    } catch (error) {
      if (signal.aborted || error instanceof InvariantError || this.#options.journal.failure !== null) throw error;
      logger.warn("A plan's orders could not be settled yet", { planId, error });
      await clock.sleep(policies.lookupCapMs, signal);
      return false;
    }
  }

  async #cancelOpen(planId: PlanId): Promise<void> {
    const { execution } = this.#options;
    const open = execution.ordersOf(planId).filter((order) => !isTerminal(order.state));
    for (const order of open) await execution.cancel(order.clientOrderId);
  }

  #run(planId: PlanId): Run {
    const run = this.#runs.get(planId) ?? { start: new Map(), leftLegs: new Map() };
    this.#runs.set(planId, run);
    return run;
  }
}

function outcomeOf(standing: PlanStanding, leg: LegProgress, orders: readonly Order[]): string {
  if (leg.over !== null) return leg.over.message;
  const denied = orders.findLast((order) => order.legIndex === leg.legIndex && order.state === "DENIED");
  if (leg.sent.length > 0) return `Stopped with ${leg.remaining} left.`;
  return denied?.detail ?? standing.reason?.message ?? "Not sent: the plan was ended before it.";
}

function endOf(
  standing: PlanStanding,
  progress: readonly LegProgress[],
  lines: readonly { readonly filledQuantity: string }[],
): { readonly event: PlanEvent; readonly reason: Reason | null } {
  const done = progress.filter((leg) => leg.over?.code === "FILLED" || leg.over?.code === "REST_TOO_SMALL").length;
  if (done === progress.length) return { event: "complete", reason: null };
  const any = lines.some((line) => Decimal.parse(line.filledQuantity).isPositive);
  const code = standing.ending === "no" ? "INCOMPLETE" : "STOPPED";
  const by = standing.ending === "no" ? "" : " It was ended by your word.";
  if (!any) return { event: "abort", reason: { code, message: `Nothing was bought or sold.${by}` } };
  return {
    event: "completePartly",
    reason: { code, message: `${done} of ${progress.length} orders were filled.${by}` },
  };
}
