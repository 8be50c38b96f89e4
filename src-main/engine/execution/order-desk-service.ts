// What may a person see of one profile's orders and fills, and do about one of them: list, cancel, vouch?
import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { ExecutionPolicies } from "#engine/core/policies.ts";
import type { ProfileJournal } from "#engine/core/profile-journal.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { FillRow, OrderRow, OrderStanding } from "#shared/contract/views.ts";
import { ensure } from "#shared/domain/assert.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { ExecutionQuality } from "#shared/domain/execution-quality.ts";
import { groupBy } from "#shared/domain/group-by.ts";
import type { AccountId, Asset, ClientOrderId, PlanId } from "#shared/domain/ids.ts";
import type { JournalEntry, JournalEvent, JournalKind } from "#shared/domain/journal.ts";
import { type Fill, isTerminal, type Order } from "#shared/domain/order.ts";
import { matchesOrderFilter, type OrderFilter, orderPhase } from "#shared/domain/order-filter.ts";
import type { PlanRecord, RebalancePlan } from "#shared/domain/plan.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { computeAttestTime } from "./compute-attest-time.ts";
import { computeExecutionQuality, type SentLeg } from "./compute-execution-quality.ts";
import type { ExecutionEngine } from "./execution-engine.ts";

/** How many orders that are not over the standing shows. */
const SHOWN_OPEN = 100;
const LIFE_PAGE = 1_000;
const LIFE_KINDS: readonly JournalKind[] = [
  "order.planned",
  "order.command",
  "order.state",
  "order.lookup",
  "order.fill",
];
const BP = Decimal.fromInteger(10_000);
const BP_SCALE = 4;

type Execution = Pick<
  ExecutionEngine,
  "orders" | "fills" | "ready" | "readyChanges" | "orderChanges" | "cancel" | "attest"
>;
type PlanView = Pick<PlanRecord, "plan" | "state" | "reason">;

export interface OrderDeskOptions {
  readonly execution: Execution;
  readonly journal: ProfileJournal;
  /** The whole journal, for reading back. */
  readonly entries: Pick<Journal, "read">;
  readonly plans: {
    record(planId: PlanId): PlanView;
    /** The one that was approved and is not over. */
    underWay(): PlanView | null;
    pause(planId: PlanId): Promise<unknown>;
  };
  /** How long the venue of an account may still take an order; null where it sets no end. */
  readonly expiryMs: (accountId: AccountId) => number | null;
  readonly currency: () => Asset;
  readonly clock: Clock;
  readonly policies: ExecutionPolicies;
  readonly logger: Logger;
}

export interface OrderPageQuery {
  readonly filter: OrderFilter;
  readonly before?: number | undefined;
  readonly limit: number;
}

export interface OrderPage<Row> {
  readonly rows: Row[];
  readonly next: number | null;
  readonly total: number;
}

/** Where an order's entries lie in the journal. */
interface Known {
  readonly number: number;
  readonly plannedAt: UnixMs;
  readonly firstSeq: number;
  lastSeq: number;
}

interface FoundAtStart {
  readonly startedAt: UnixMs;
  readonly plan: { readonly planId: PlanId; readonly before: PlanRecord["state"] } | null;
  readonly orders: readonly { readonly id: ClientOrderId; readonly before: Order["state"] }[];
}

export class OrderDesk implements Stoppable {
  /** Something in the standing has changed. */
  readonly changes = new Topic<void>();
  readonly #options: OrderDeskOptions;
  readonly #known = new Map<ClientOrderId, Known>();
  readonly #plans = new Map<PlanId, RebalancePlan>();
  readonly #disposables: DisposableStore;
  #revision = 0;
  #found: FoundAtStart | null = null;

  /** To be made after the execution engine, whose own book must have an entry before this one tells of it. */
  constructor(options: OrderDeskOptions) {
    this.#options = options;
    this.#disposables = new DisposableStore(options.logger);
    this.#disposables.add(options.journal.applied.subscribe((entry) => this.#apply(entry)));
    this.#disposables.add(options.execution.orderChanges.subscribe(() => this.changes.publish()));
    this.#disposables.add(options.execution.readyChanges.subscribe(() => this.changes.publish()));
  }

  dispose(): Promise<void> {
    return this.#disposables.dispose();
  }

  /** To be called once between the replay and the first look at the venues: what was under way when the program ended? */
  noteStart(): void {
    const { execution, plans, clock } = this.#options;
    const plan = plans.underWay();
    const orders = execution.orders().filter(({ state }) => !isTerminal(state));
    if (plan === null && orders.length === 0) return;
    this.#found = {
      startedAt: clock.now(),
      plan: plan === null ? null : { planId: plan.plan.planId, before: plan.state },
      orders: orders.map(({ clientOrderId, state }) => ({ id: clientOrderId, before: state })),
    };
  }

  standing(): OrderStanding {
    const { execution } = this.#options;
    const orders = execution.orders();
    const open = orders.filter(({ state }) => !isTerminal(state));
    return {
      readiness: execution.ready,
      open: open
        .slice(-SHOWN_OPEN)
        .reverse()
        .map((order) => this.#row(order)),
      openCount: open.length,
      unknownCount: open.filter((order) => orderPhase(order) === "unknown").length,
      orders: orders.length,
      fills: execution.fills().length,
      revision: this.#revision,
      recovery: this.#recovery(),
    };
  }

  /** Newest first. */
  list({ filter, before, limit }: OrderPageQuery): OrderPage<OrderRow> {
    const matching = this.#options.execution.orders().filter((order) => matchesOrderFilter(order, filter));
    const { page, next } = cut(matching, (order) => this.#knownOf(order.clientOrderId).number, { before, limit });
    return { rows: page.map((order) => this.#row(order)), next, total: matching.length };
  }

  /** Newest first. */
  fills({ filter, before, limit }: OrderPageQuery): OrderPage<FillRow> {
    const { execution } = this.#options;
    const orders = new Map(execution.orders().map((order) => [order.clientOrderId, order]));
    const matching = execution
      .fills()
      .map(({ planId, accountId, fill }, index) => ({ number: index + 1, planId, accountId, fill }))
      .filter(({ fill }) => {
        const order = orders.get(fill.clientOrderId);
        return order !== undefined && matchesOrderFilter(order, filter, [fill.tradeId, fill.venueOrderId]);
      });
    const { page, next } = cut(matching, (row) => row.number, { before, limit });
    return { rows: page, next, total: matching.length };
  }

  /** One order's entries, oldest first. Rejects with ORDER_NOT_FOUND and STORE_ codes. */
  async life(id: ClientOrderId): Promise<readonly JournalEntry[]> {
    const { entries, journal } = this.#options;
    const order = this.#find(id);
    const { firstSeq, lastSeq } = this.#knownOf(id);
    const life: JournalEntry[] = [];
    let after = firstSeq - 1;
    for (;;) {
      const page = await entries.read({ after, limit: LIFE_PAGE, profileId: journal.profileId, kinds: LIFE_KINDS });
      // Look-ups are no part of what is replayed, so those of an order that is not over may lie behind its last known entry.
      const own = isTerminal(order.state) ? page.filter(({ seq }) => seq <= lastSeq) : page;
      life.push(...own.filter(({ event }) => orderOf(event) === id));
      const last = page.at(-1);
      if (last === undefined || page.length < LIFE_PAGE || own.length < page.length) return life;
      after = last.seq;
    }
  }

  /** Rejects with ORDER_NOT_FOUND, and with ORDER_STATE where the order is over. */
  async cancel(id: ClientOrderId): Promise<OrderRow> {
    const { execution, journal, plans, logger } = this.#options;
    const { planId } = this.#find(id);
    await journal.record(() => {
      const { state } = this.#find(id);
      if (isTerminal(state)) {
        throw new EngineError("ORDER_STATE", `The order is ${state}: there is nothing to cancel.`);
      }
      return [{ kind: "order.command", clientOrderId: id, command: "cancel" }];
    });
    // What was canceled by hand must not be sent again by the plan it belongs to.
    if (isSending(plans.record(planId).state)) {
      await plans.pause(planId).catch((error: unknown) => {
        // Somebody else may have held it a moment before.
        if (isSending(plans.record(planId).state)) throw error;
      });
    }
    // Its end is looked up for as long as that takes, and shows in the order itself.
    execution.cancel(id).catch((error: unknown) => {
      if (!this.#disposables.disposed) logger.error("Canceling an order failed", { error });
    });
    return this.#row(this.#find(id));
  }

  /** Rejects with ORDER_NOT_FOUND, and with ORDER_STATE where there is nothing to vouch for, or not yet. */
  async attest(id: ClientOrderId, evidence: string): Promise<OrderRow> {
    return this.#row(await this.#options.execution.attest(id, evidence));
  }

  quality(query: {
    readonly from?: UnixMs | undefined;
    readonly until?: UnixMs | undefined;
    readonly limit: number;
  }): ExecutionQuality {
    const { from = 0, until = Number.POSITIVE_INFINITY, limit } = query;
    const legs = this.#sentLegs().filter(({ firstSentAt }) => firstSentAt >= from && firstSentAt < until);
    return computeExecutionQuality(legs, { currency: this.#options.currency(), limit });
  }

  #sentLegs(): readonly SentLeg[] {
    const { execution } = this.#options;
    const fills = groupBy(execution.fills(), ({ fill }) => fill.clientOrderId);
    const sent = execution.orders().filter(({ sentAt }) => sentAt !== null);
    return [...groupBy(sent, ({ planId, legIndex }) => `${planId} ${legIndex}`).values()].flatMap((orders) => {
      const [first] = orders;
      if (first === undefined || first.sentAt === null) return [];
      const plan = this.#plans.get(first.planId);
      const leg = plan?.legs[first.legIndex];
      if (plan === undefined || leg === undefined) return [];
      return {
        ...{ planId: plan.planId, legIndex: first.legIndex, currency: plan.currency, leg, orders },
        fills: orders.flatMap((order): Fill[] => (fills.get(order.clientOrderId) ?? []).map(({ fill }) => fill)),
        firstSentAt: first.sentAt,
      };
    });
  }

  #recovery(): OrderStanding["recovery"] {
    if (this.#found === null) return null;
    const { startedAt, plan, orders } = this.#found;
    const record = plan === null ? null : this.#options.plans.record(plan.planId);
    return {
      startedAt,
      plan: plan === null || record === null ? null : { ...plan, now: record.state, reason: record.reason },
      orders: orders.map(({ id, before }) => ({ before, row: this.#row(this.#find(id)) })),
    };
  }

  #row(order: Order): OrderRow {
    const { policies, expiryMs } = this.#options;
    const { number, plannedAt } = this.#knownOf(order.clientOrderId);
    const leg = this.#plans.get(order.planId)?.legs[order.legIndex];
    return {
      number,
      order,
      plannedAt,
      plannedPrice: leg?.expectedPrice ?? null,
      slippageBp: leg === undefined ? null : slippageBp(order, Decimal.parse(leg.expectedPrice)),
      attestFrom: computeAttestTime(order, expiryMs(order.accountId), policies),
    };
  }

  #find(id: ClientOrderId): Order {
    const known = this.#known.get(id);
    // Both are in the order in which they were written down.
    const order = known === undefined ? undefined : this.#options.execution.orders()[known.number - 1];
    if (order === undefined) throw new EngineError("ORDER_NOT_FOUND", `There is no order ${id}.`);
    return order;
  }

  #knownOf(id: ClientOrderId): Known {
    return ensure(this.#known.get(id), `entries of order ${id}`);
  }

  #apply({ event, seq, ts }: JournalEntry): void {
    if (event.kind === "plan.previewed") this.#plans.set(event.plan.planId, event.plan);
    const id = orderOf(event);
    if (id === null) return;
    this.#revision = seq;
    const known = this.#known.get(id);
    if (known !== undefined) known.lastSeq = seq;
    else if (event.kind === "order.planned") {
      this.#known.set(id, { number: this.#known.size + 1, plannedAt: ts, firstSeq: seq, lastSeq: seq });
    }
  }
}

function orderOf(event: JournalEvent): ClientOrderId | null {
  switch (event.kind) {
    case "order.planned":
      return event.order.clientOrderId;
    case "order.fill":
      return event.fill.clientOrderId;
    case "order.state":
    case "order.lookup":
    case "order.command":
      return event.clientOrderId;
    default:
      return null;
  }
}

function isSending(state: PlanRecord["state"]): boolean {
  return state === "APPROVED" || state === "EXECUTING";
}

function slippageBp({ side, averagePrice }: Order, planned: Decimal): OrderRow["slippageBp"] {
  if (averagePrice === null || planned.isZero) return null;
  const worse = side === "buy" ? Decimal.parse(averagePrice).sub(planned) : planned.sub(Decimal.parse(averagePrice));
  return worse.mul(BP).div(planned, BP_SCALE, "halfEven").toString();
}

/** The last `limit` rows with a smaller number than `before`, newest first. */
function cut<Row>(
  rows: readonly Row[],
  numberOf: (row: Row) => number,
  { before = Number.POSITIVE_INFINITY, limit }: Pick<OrderPageQuery, "before" | "limit">,
): { readonly page: Row[]; readonly next: number | null } {
  const older = rows.filter((row) => numberOf(row) < before);
  const page = older.slice(-limit).reverse();
  const last = page.at(-1);
  return { page, next: last === undefined || older.length <= limit ? null : numberOf(last) };
}
