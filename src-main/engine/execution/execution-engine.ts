// How does an order of one profile reach its venue at most once, and become known whatever breaks?

import { DisposableStore } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { ExecutionPolicies } from "#engine/core/policies.ts";
import type { ProfileJournal } from "#engine/core/profile-journal.ts";
import { Stopped } from "#engine/core/stopped.ts";
import { withinCall } from "#engine/core/within-call.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { AccountHint, ExchangeClient, ValidationOutcome } from "#engine/ports/exchange-client.ts";
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { ReadVenueStatus, VenueStatus } from "#engine/ports/venues.ts";
import { computeLapse } from "#engine/rebalancing/compute-standing-approval.ts";
import { computeRateShortage, READY_SHARE } from "#engine/risk/compute-rate-shortage.ts";
import type { CallerFacts, Denial, GateResult, OrderDraft, RiskEngine } from "#engine/risk/risk-engine.ts";
import type { Balance } from "#shared/domain/account.ts";
import { ensure, InvariantError } from "#shared/domain/assert.ts";
import { canonicalHash } from "#shared/domain/canonical-hash.ts";
import type { AccountId, ClientOrderId, PlanId } from "#shared/domain/ids.ts";
import type { JournalEntry } from "#shared/domain/journal.ts";
import { isTerminal, type Order } from "#shared/domain/order.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";
import { AccountReconciler } from "./account-reconciler.ts";
import { InterruptionWatch } from "./interruption-watch.ts";
import { toPlannedOrder, toRequest } from "./new-order.ts";
import { toOrderState } from "./observe-order.ts";
import { OrderBookOfRecord, type RecordedFill } from "./order-book-of-record.ts";
import { type OrderAlarm, OrderFollower } from "./order-follower.ts";
import { OrderSender } from "./order-sender.ts";
import { type Readiness, TradingDoor } from "./trading-door.ts";
import { VenueStates } from "./venue-states.ts";

/** What the owner of the plan knows at the moment of sending. */
export type PlanFacts = Pick<CallerFacts, "plan" | "planState" | "approval" | "dayTurnover" | "standing">;

export interface ExecutionResult {
  readonly order: Order;
  /** Set where a gate said no; the order was then never sent. */
  readonly denial: Denial | null;
}

export interface ExecutionEngineOptions {
  readonly clients: ReadonlyMap<AccountId, ExchangeClient>;
  readonly journal: ProfileJournal;
  readonly risk: RiskEngine;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly logger: Logger;
  readonly policies: ExecutionPolicies;
  readonly venueStatus: ReadVenueStatus;
}

export class ExecutionEngine {
  readonly orderChanges = new Topic<Order>();
  /** Each fill once, when it was journaled; fills of earlier runs are in `fills()`. */
  readonly fillChanges = new Topic<RecordedFill>();
  readonly #options: ExecutionEngineOptions;
  readonly #book = new OrderBookOfRecord();
  readonly #follower: OrderFollower;
  readonly #reconciler: AccountReconciler;
  readonly #sender: OrderSender;
  readonly #door: TradingDoor;
  readonly #watch: InterruptionWatch;
  readonly #venues: VenueStates;
  readonly #stop = new AbortController();
  readonly #disposables: DisposableStore;
  #live = false;

  constructor(options: ExecutionEngineOptions) {
    this.#options = options;
    this.#disposables = new DisposableStore(options.logger);
    this.#disposables.add(options.journal.applied.subscribe((entry) => this.#apply(entry)));
    const onTrouble = (accountId: AccountId, cause: string) => this.#door.pause(accountId, cause);
    const shared = { ...options, book: this.#book, signal: this.#stop.signal, onTrouble };
    this.#follower = new OrderFollower(shared);
    this.#reconciler = new AccountReconciler({ ...shared, follower: this.#follower });
    const onRefused = () => options.risk.watchRefusals(this.#timedOrders());
    const onBroken = (error: unknown) => this.#onBroken(error);
    this.#door = new TradingDoor({ ...shared, reconciler: this.#reconciler, onBroken });
    this.#venues = new VenueStates(shared);
    this.#watch = new InterruptionWatch({ ...shared, onInterrupted: (why) => this.interrupted(why) });
    const closed = (accountId: AccountId) => (this.closedTo(accountId) === null ? null : "NOT_RECONCILED");
    this.#sender = new OrderSender({ ...shared, follower: this.#follower, onRefused, closed });
  }

  get ready(): Readiness {
    return this.#door.ready;
  }

  get readyChanges(): Topic<Readiness> {
    return this.#door.changes;
  }

  /** Why nothing new goes to an account now; null where it does. Looks at the clocks first. */
  closedTo(accountId: AccountId): string | null {
    this.#watch.look();
    return this.ready.ok ? this.#door.pausedBecause(accountId) : this.ready.reason;
  }

  /** Why a plan's next order waits for this account: it is closed, or the venue has had nearly enough of us; null where it goes. */
  waitsFor(accountId: AccountId): string | null {
    const client = this.#client(accountId);
    const short = computeRateShortage(this.#venues.budgets(client), READY_SHARE);
    return this.closedTo(accountId) ?? this.#venues.leftAlone(client) ?? short?.name ?? null;
  }

  /** Sleep, a clock that was set, a network that is back: closed until all accounts were reconciled. */
  interrupted(why: string): void {
    this.#venues.forget();
    if (!this.#live) return;
    const { logger } = this.#options;
    logger.warn("Trading closes until the venues were reconciled", { why });
    const closed = this.#door.close(`${why} Orders and venues are being reconciled.`).catch((error: unknown) => {
      if (!this.#stop.signal.aborted) throw error;
    });
    drop(closed, logger, "Reconciling the venues");
  }

  get alarms(): Topic<OrderAlarm> {
    return this.#follower.alarms;
  }

  orders(): readonly Order[] {
    return this.#book.all();
  }

  ordersOf(planId: PlanId): readonly Order[] {
    return this.#book.ofPlan(planId);
  }

  /** Every fill the journal has, oldest first. */
  fills(): readonly RecordedFill[] {
    return this.#book.fills();
  }

  /**
   * To be called once after the journal was replayed: resolves every open order against its venue as far as one look
   * goes and follows the rest. Trading is enabled only when every venue answered; until then it is tried again.
   */
  async start(): Promise<Readiness> {
    this.#live = true;
    await this.#options.risk.watchRefusals(this.#timedOrders());
    const ready = await this.reconcile();
    const { clock, policies, logger } = this.#options;
    this.#disposables.add(this.#watch.start());
    this.#disposables.add(clock.every(policies.sweepMs, () => drop(this.#sweep(), logger, "Reading late fills")));
    return ready;
  }

  /** A private stream says something of one of the account's orders. False for an order that is not ours. */
  takeHint(accountId: AccountId, hint: Extract<AccountHint, { kind: "order" }>): boolean {
    const order = this.#book
      .all()
      .find(
        (known) =>
          known.accountId === accountId &&
          (known.clientOrderId === hint.clientOrderId ||
            (known.venueOrderId !== null && known.venueOrderId === hint.venueOrderId)),
      );
    if (order === undefined) return false;
    this.#follower.lookSoon(order.clientOrderId);
    return true;
  }

  /** Settles one order that was sent, however long it takes to be known. */
  async settle(id: ClientOrderId): Promise<Order> {
    try {
      return await this.#follower.follow(id);
    } catch (error) {
      await this.#onBroken(error);
      throw error;
    }
  }

  /** Reconciles all accounts; trading is closed meanwhile, and while a venue does not answer. */
  async reconcile(): Promise<Readiness> {
    return await this.#door.close("Orders and venues are being reconciled.");
  }

  /** Gates, intent on disk, one send, and following until the end is proven. `facts` is asked at the last moment. */
  async execute(draft: OrderDraft, facts: () => PlanFacts): Promise<ExecutionResult> {
    const client = this.#client(draft.accountId);
    await this.prepare(facts().plan);
    const known = await this.#ask(client);
    this.#stop.signal.throwIfAborted();
    const clientOrderId = this.#options.ids.clientOrderId();
    const request = toRequest(draft, clientOrderId);
    const bodyHash = canonicalHash(request);
    let denial: Denial | null = null;
    await this.#options.journal.record(() => {
      const now = this.#options.clock.now();
      denial = this.#options.risk.check({ ...this.#facts(draft, known), ...facts() });
      const order = toPlannedOrder(draft, request, this.#options.journal.profileId, now);
      const move =
        denial === null
          ? toOrderState(order, "submit", { attempt: 1, sentAt: now, expiresAt: this.#expiry(client, now) }, null, now)
          : toOrderState(order, "deny", { reason: denial.code, detail: denial.message }, denial, now);
      return [{ kind: "order.planned", order, bodyHash }, move];
    });
    if (denial !== null) return { order: this.#book.require(clientOrderId), denial };
    const gates = async (order: Order) => {
      const asked = await this.#ask(client);
      return () => {
        const { orders, ...rest } = this.#facts(draft, asked);
        const others = orders.filter((other) => other.order.clientOrderId !== order.clientOrderId);
        return this.#options.risk.check({ ...rest, orders: others, ...facts() });
      };
    };
    try {
      await this.#sender.send(client, request, {
        gates,
        lapsed: () => computeLapse(facts(), this.#options.clock.now()),
      });
    } catch (error) {
      await this.#onBroken(error);
      throw error;
    }
    const order = await this.settle(clientOrderId);
    this.#sender.forget(clientOrderId);
    return { order, denial: null };
  }

  /** Reads what the gates must know of the past. To be called before `review`. */
  async prepare(plan: Pick<RebalancePlan, "before" | "legs">): Promise<void> {
    await this.#options.risk.prepare(plan, this.#stop.signal);
  }

  /** Every gate's verdict on an order of a plan before its approval, with the balances as they would be then. */
  review(
    draft: OrderDraft,
    plan: PlanFacts,
    known: Pick<CallerFacts, "balances" | "clockErrorMs" | "venueStatus">,
  ): readonly GateResult[] {
    return this.#options.risk.review({ ...this.#facts(draft, known), ...plan });
  }

  /** What the venue says of an order without placing it; null where nothing ever reaches a venue. */
  async validate(draft: OrderDraft): Promise<ValidationOutcome | null> {
    const client = this.#client(draft.accountId);
    if (client.validateOrder === undefined) return null;
    const request = toRequest(draft, this.#options.ids.clientOrderId());
    try {
      return await withinCall(this.#options.clock, this.#options.policies.readMs, this.#stop.signal, async (signal) =>
        client.validateOrder === undefined ? null : client.validateOrder(request, { signal }),
      );
    } catch (error) {
      this.#stop.signal.throwIfAborted();
      return { kind: "unknown", cause: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Cancels one order by its id and follows it to its end. */
  async cancel(id: ClientOrderId): Promise<Order> {
    const order = this.#book.get(id);
    if (order === undefined) throw new EngineError("ORDER_NOT_FOUND", `There is no order ${id}.`);
    return isTerminal(order.state) ? order : await this.#follower.cancel(id);
  }

  /**
   * A person's word that the venue has nothing more of an order, where the program cannot prove it. Rejects with ORDER_NOT_FOUND
   * and, while it may still find out by itself, ORDER_STATE. A fill that is told later opens the order again.
   */
  async attest(id: ClientOrderId, evidence: string): Promise<Order> {
    const order = this.#book.get(id);
    if (order === undefined) throw new EngineError("ORDER_NOT_FOUND", `There is no order ${id}.`);
    await this.#follower.attest(order, evidence);
    return this.#book.require(id);
  }

  /** Follows what is left of a plan's orders to their ends, after reading the fills once more for late ones. */
  async settlePlan(planId: PlanId): Promise<void> {
    const accounts = new Set(this.#book.ofPlan(planId).map((order) => order.accountId));
    for (const accountId of accounts) await this.#reconciler.sweepFills(this.#client(accountId), planId);
    for (const order of this.#book.ofPlan(planId)) {
      if (!isTerminal(order.state)) await this.#follower.follow(order.clientOrderId);
    }
  }

  async fetchBalances(accountId: AccountId): Promise<readonly Balance[]> {
    const { clock, policies } = this.#options;
    try {
      return await withinCall(clock, policies.readMs, this.#stop.signal, (signal) =>
        this.#client(accountId).fetchBalances({ signal }),
      );
    } catch (error) {
      if (!this.#stop.signal.aborted)
        this.#door.pause(accountId, error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  /** What the account's venue says of itself; null where it did not answer. */
  async venueStatus(accountId: AccountId): Promise<VenueStatus | null> {
    this.#watch.look();
    return await this.#venues.status(this.#client(accountId));
  }

  /** Our clock less the venue's; measured again once the last measure is too old. */
  async clockError(accountId: AccountId): Promise<number | null> {
    return await this.#reconciler.clockError(this.#client(accountId)).catch(() => null);
  }

  async dispose(): Promise<void> {
    this.#stop.abort(new Stopped("The execution engine"));
    await this.#disposables.dispose();
  }

  /** What only the venue knows, asked immediately before the gates. */
  async #ask(client: ExchangeClient): Promise<Pick<CallerFacts, "balances" | "clockErrorMs" | "venueStatus">> {
    this.#watch.look();
    const balances = await this.fetchBalances(client.account.id).catch(() => null);
    const clockErrorMs = await this.#reconciler.clockError(client).catch(() => null);
    return { balances, clockErrorMs, venueStatus: await this.#venues.status(client) };
  }

  #facts(
    draft: OrderDraft,
    { balances, clockErrorMs, venueStatus }: Pick<CallerFacts, "balances" | "clockErrorMs" | "venueStatus">,
  ) {
    this.#watch.look();
    const client = this.#client(draft.accountId);
    return {
      draft,
      ready: this.ready,
      paused: this.#door.pausedBecause(draft.accountId) ?? this.#venues.leftAlone(client),
      venueStatus,
      budgets: this.#venues.budgets(client),
      approvalMs: this.#options.policies.approvalMs,
      balances,
      fees: client.account.fees,
      clockErrorMs,
      orders: this.#timedOrders(),
    };
  }

  #timedOrders(): readonly { readonly order: Order; readonly plannedAt: UnixMs }[] {
    return this.#book.all().map((order) => ({ order, plannedAt: this.#book.plannedAt(order.clientOrderId) }));
  }

  #expiry(client: ExchangeClient, sentAt: UnixMs): UnixMs | null {
    return client.rules.expiryMs === null ? null : unixMs(sentAt + client.rules.expiryMs);
  }

  #client(accountId: AccountId): ExchangeClient {
    return ensure(this.#options.clients.get(accountId), `venue client of account ${accountId}`);
  }

  /** Late fills of recent orders; a venue that does not answer is asked at the next turn. */
  async #sweep(): Promise<void> {
    if (!this.ready.ok) return;
    for (const client of this.#options.clients.values()) {
      try {
        await this.#reconciler.sweepRecent(client, (error) => this.#onBroken(error));
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        await this.#onBroken(error);
        this.#door.pause(client.account.id, error instanceof Error ? error.message : String(error));
      }
    }
  }

  /** A broken invariant halts the profile; everything else is the caller's to handle. */
  async #onBroken(error: unknown): Promise<void> {
    if (error instanceof InvariantError) {
      await this.#options.risk.halt({ code: "INVARIANT_BROKEN", message: error.message });
    }
  }

  #apply(entry: JournalEntry): void {
    this.#book.apply(entry);
    if (!this.#live) return;
    const { event } = entry;
    if (event.kind === "order.planned") this.orderChanges.publish(this.#book.require(event.order.clientOrderId));
    if (event.kind === "order.state") this.orderChanges.publish(this.#book.require(event.clientOrderId));
    if (event.kind === "order.fill") {
      const order = this.#book.require(event.fill.clientOrderId);
      this.fillChanges.publish({ planId: event.planId, accountId: order.accountId, fill: event.fill });
      this.orderChanges.publish(order);
    }
  }
}
