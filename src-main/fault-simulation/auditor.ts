// Does anything happen in a simulated world that must never happen? Sees the disk and the venues, trusts the program in nothing.
import type { OrderRequest } from "#engine/ports/exchange-client.ts";
import { canonicalHash } from "#shared/domain/canonical-hash.ts";
import type { ClientOrderId, PlanId } from "#shared/domain/ids.ts";
import type { JournalEntry } from "#shared/domain/journal.ts";
import { isTerminal, type Order } from "#shared/domain/order.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import { HandAuditor } from "./hand-auditor.ts";
import { partFault, startFault } from "./part-fault.ts";
import { heldAtFirst, LOT_PLACES, type SimOrder, type SimVenue, whole } from "./sim-venue.ts";
import { StandingAuditor } from "./standing-auditor.ts";
import { SwitchAuditor } from "./switch-auditor.ts";
import { VenueAuditor } from "./venue-auditor.ts";

/** The invariants of resources/docs/fault-simulation.md. */
export type Invariant = "I1" | "I2" | "I3" | "I4" | "I5" | "I6" | "I7" | "I8" | "I9" | "I11" | "I12" | "I13" | "I14";

export class Violation extends Error {
  override readonly name = "Violation";
  readonly invariant: Invariant;

  constructor(invariant: Invariant, message: string) {
    super(`${invariant}: ${message}`);
    this.invariant = invariant;
  }
}

/** Calls to one venue within one minute that no program may exceed. */
const CALLS_A_MINUTE = 600;

/** A clock may be set by so much: then the program can not know better how long it waited. */
const CLOCK_STEP_MS = 10_000;
const SMALL_STEP_MS = 1_000;

interface Approved {
  readonly planHash: string;
  readonly atMs: number;
  /** In true time. */
  readonly trueMs: number;
}

/** What the disk tells of one profile, reckoned here once more and independently of the engine. */
export class Auditor {
  readonly #orders = new Map<ClientOrderId, { order: Order; readonly bodyHash: string; fills: number }>();
  readonly #plans = new Map<PlanId, RebalancePlan>();
  readonly #approved = new Map<PlanId, Approved>();
  readonly #states = new Map<PlanId, string>();
  readonly #ending = new Set<PlanId>();
  readonly #fills = new Set<string>();
  readonly #calls = new Map<string, number[]>();
  /** What is sent by itself. */
  readonly standing = new StandingAuditor({
    plan: (planId) => this.#plans.get(planId),
    orders: () => [...this.#orders.values()].map(({ order }) => order),
    fail: (message) => this.#fail("I6", message),
  });
  /** What a person asks for by hand. */
  readonly hand = new HandAuditor({
    plan: (planId) => this.#plans.get(planId),
    orders: () => [...this.#orders.values()].map(({ order }) => order),
    held: (_accountId, asset) => heldAtFirst(asset),
    nowMs: () => this.#nowMs(),
    fail: (message) => this.#fail("I13", message),
  });
  /** A venue's timer that cancels everything. */
  readonly timer: SwitchAuditor;
  /** What venues say of themselves. */
  readonly venue: VenueAuditor;
  readonly #approvalMs: number;
  readonly #nowMs: () => number;
  #calmMs: number | null = null;
  /** Of orders that were unknown when the venues came back: how long they still were. */
  readonly resolved: { readonly venue: string; readonly ms: number; readonly byPerson: boolean }[] = [];
  /** Plans that a person approved, by what they were shown. */
  readonly #byPerson = new Set<string>();
  /** Plans that were under way when the program was started again: only a person lets them go on. */
  readonly #held = new Set<PlanId>();
  readonly #arrivedMs = new Map<ClientOrderId, number>();
  #unknownAtCalm: Set<ClientOrderId> = new Set();
  /** Venues that were read since the last interruption. */
  #read: Set<string> = new Set();
  readonly #sharesVenues: boolean;
  #wasClockSet = false;
  #killSwitch = false;
  #halted = false;
  /** The first thing that went wrong. */
  violation: Violation | null = null;

  /** `nowMs`: true time of the world. `isQuiet`: nothing stands between the program and its venues, and it is never killed. */
  constructor(options: {
    readonly approvalMs: number;
    readonly nowMs: () => number;
    readonly isQuiet: boolean;
    readonly tellsStatus: boolean;
    readonly sharesVenues: boolean;
  }) {
    const { approvalMs, nowMs, isQuiet, tellsStatus } = options;
    this.#sharesVenues = options.sharesVenues;
    const fail = (message: string) => this.#fail("I14", message);
    this.venue = new VenueAuditor({ nowMs, tellsStatus, fail });
    this.#approvalMs = approvalMs;
    this.#nowMs = nowMs;
    this.timer = new SwitchAuditor({
      ...{ nowMs, isQuiet },
      orders: () => [...this.#orders.values()].map(({ order }) => order),
      fail,
    });
  }

  /** From now on every venue answers. */
  calm(): void {
    this.#calmMs = this.#nowMs();
    this.#unknownAtCalm = new Set(
      this.openOrders()
        .filter(({ state }) => state === "UNKNOWN" || state === "CANCEL_UNKNOWN")
        .map(({ clientOrderId }) => clientOrderId),
    );
  }

  plan(planId: PlanId): RebalancePlan | undefined {
    return this.#plans.get(planId);
  }

  stateOf(planId: PlanId): string | undefined {
    return this.#states.get(planId);
  }

  get halted(): boolean {
    return this.#halted;
  }

  /** Open orders as the disk tells them. */
  openOrders(): readonly Order[] {
    return [...this.#orders.values()].map(({ order }) => order).filter(({ state }) => !isTerminal(state));
  }

  /** A person approves what they were shown. */
  approves(planHash: string): void {
    this.#byPerson.add(planHash);
  }

  /** The machine slept or its clock was set by more than a second: nothing leaves for a venue before it was read again. */
  interrupted(): void {
    this.#read = new Set();
  }

  /** The clock was set by more than a second. */
  clockSet(): void {
    this.#wasClockSet = true;
    this.interrupted();
  }

  /** A venue did not say what became of a send, or had enough of us. */
  troubled(venue: string): void {
    this.#read.delete(venue);
  }

  /** A venue tells the open orders, others' among them or not. */
  listed(venue: string, hasForeign: boolean): void {
    this.#read.add(venue);
    this.timer.listed(venue, hasForeign);
  }

  /** The program is started again. */
  restarted(): void {
    this.interrupted();
    this.standing.settled();
    this.hand.restarted();
    this.timer.restarted();
    for (const [planId, state] of this.#states) {
      if (state === "APPROVED" || state === "EXECUTING" || state === "PAUSED") this.#held.add(planId);
    }
  }

  /** A person lets a held plan go on. */
  resumes(planId: PlanId): void {
    this.#held.delete(planId);
    this.hand.resumes(planId);
  }

  written(entry: JournalEntry): void {
    const { event, ts } = entry;
    this.standing.written(entry);
    this.hand.written(entry);
    this.timer.written(entry);
    switch (event.kind) {
      case "killSwitch.set":
        this.#killSwitch = event.on;
        return;
      case "profile.tradingState":
        this.#halted = event.state === "halted";
        return;
      case "plan.previewed":
        this.#plans.set(event.plan.planId, event.plan);
        this.#states.set(event.plan.planId, "PREVIEWED");
        return;
      case "plan.approved":
        this.#check(
          this.#byPerson.has(event.planHash) || event.standing !== undefined,
          "I6",
          "a plan was approved that nobody approved",
        );
        this.#approved.set(event.planId, { planHash: event.planHash, atMs: ts, trueMs: this.#nowMs() });
        return;
      case "plan.state":
        this.#check(this.#states.get(event.planId) === event.from, "I9", `a plan's state is not ${event.from}`);
        this.#states.set(event.planId, event.to);
        return;
      case "plan.command":
        if (event.command === "stopAfterLeg" || event.command === "cancelAll") this.#ending.add(event.planId);
        return;
      case "order.planned":
        this.#orders.set(event.order.clientOrderId, { order: event.order, bodyHash: event.bodyHash, fills: 0 });
        return;
      case "order.fill": {
        this.#check(!this.#fills.has(event.fill.tradeId), "I4", `fill ${event.fill.tradeId} is booked twice`);
        this.#fills.add(event.fill.tradeId);
        const known = this.#orders.get(event.fill.clientOrderId);
        if (known !== undefined) known.fills += 1;
        return;
      }
      case "order.state":
        this.#moved(event.order, event.from, ts);
        return;
      default:
        return;
    }
  }

  /** A request leaves the program. */
  left(request: OrderRequest, nowMs: number, market: { readonly state: string }): void {
    const known = this.#orders.get(request.clientOrderId);
    if (known === undefined) {
      this.#fail("I1", `an order left that is not on disk: ${request.clientOrderId}`);
      return;
    }
    this.#check(known.order.state === "SUBMITTING", "I1", `an order left in state ${known.order.state}`);
    this.#check(canonicalHash(request) === known.bodyHash, "I1", "what left is not what is on disk");
    this.#check(!this.#killSwitch, "I7", "an order left while everything is paused");
    this.#check(!this.#halted, "I7", "an order left while the profile is halted");
    this.#check(this.#read.has(known.order.venue), "I7", "an order left before its account was reconciled");
    this.#check(market.state === "live", "I7", `an order left on a price that is ${market.state}`);
    this.venue.leaves(known.order.venue, request.kind);
    const { planId } = known.order;
    this.standing.sends(known.order, nowMs);
    const [plan, approved] = [this.#plans.get(planId), this.#approved.get(planId)];
    if (plan === undefined || approved === undefined) this.#fail("I6", "an order left without an approval");
    else {
      this.#check(plan.planHash === approved.planHash, "I6", "the approval is of another plan");
      const age = nowMs - approved.atMs;
      this.#check(age <= this.#approvalMs, "I6", `an order left ${age} ms after its approval`);
    }
  }

  /** A venue takes an order. */
  arrived(order: SimOrder, isNew: boolean, venue: SimVenue): void {
    const known = this.#orders.get(order.request.clientOrderId);
    if (known === undefined) {
      this.#fail("I1", `a venue has an order that is not on disk: ${order.request.clientOrderId}`);
      return;
    }
    this.#check(known.order.venue === venue.terms.name, "I6", "an order arrived at another account");
    if (!isNew) return;
    this.#arrivedMs.set(order.request.clientOrderId, this.#nowMs());
    const twins = venue.orders.filter(({ request }) => request.clientOrderId === order.request.clientOrderId);
    this.#check(twins.length === 1, "I2", `${twins.length} orders at the venue under one id`);
    this.#check(
      !isTerminal(known.order.state) || known.order.state === "FILLED",
      "I8",
      `an order of state ${known.order.state} arrived`,
    );
    const leg = this.#plans.get(known.order.planId)?.legs[known.order.legIndex];
    if (leg === undefined) this.#fail("I6", "an order of no leg");
    else {
      const held = this.#exposure(venue, known.order);
      const wanted = whole(leg.quantity, LOT_PLACES);
      this.#check(held <= wanted, "I2", `${held} lots are bought or sold for a leg of ${wanted}`);
    }
    for (const [asset, units] of venue.free) this.#check(units >= 0, "I3", `${asset} is below zero at the venue`);
  }

  called(venue: string, nowMs: number): void {
    const calls = this.#calls.get(venue) ?? [];
    this.#calls.set(venue, calls);
    calls.push(nowMs);
    while ((calls[0] ?? nowMs) < nowMs - 60_000) calls.shift();
    this.#check(calls.length <= CALLS_A_MINUTE, "I11", `${calls.length} calls to ${venue} within a minute`);
  }

  /** All that a venue filled for us is on disk, and the disk tells no fill that it did not give. */
  ledgerAgrees(venues: readonly SimVenue[]): void {
    for (const venue of venues) {
      this.#check(
        venue.foreign.every(({ state }) => state !== "canceled"),
        "I6",
        "an order that is not ours was canceled",
      );
      for (const { state, request } of venue.orders) {
        const known = this.#orders.get(request.clientOrderId)?.order.state;
        const isOver = known !== undefined && isTerminal(known);
        this.#check(state !== "open" || !isOver, "I8", `an order is open at the venue and ${known} on disk`);
      }
    }
    const given = venues.flatMap(({ orders }) => orders).flatMap(({ fills }) => fills.map(({ tradeId }) => tradeId));
    for (const tradeId of given) this.#check(this.#fills.has(tradeId), "I4", `fill ${tradeId} is not on disk`);
    this.#check(this.#fills.size === given.length, "I4", `${this.#fills.size} fills on disk, ${given.length} given`);
  }

  /** A plan called done has nothing left that was worth an order. */
  doneIsDone(): void {
    for (const [planId, state] of this.#states) {
      const plan = this.#plans.get(planId);
      if (state !== "DONE" || plan === undefined) continue;
      for (const [legIndex, leg] of plan.legs.entries()) {
        const own = [...this.#orders.values()].filter(
          ({ order }) => order.planId === planId && order.legIndex === legIndex,
        );
        const filled = own.reduce((sum, { order }) => sum + whole(order.filledQuantity, LOT_PLACES), 0);
        const rest = whole(leg.quantity, LOT_PLACES) - filled;
        const value = (rest / whole(leg.quantity, LOT_PLACES)) * Number(leg.value);
        this.#check(value < Number(plan.policy.minTradeValue), "I5", `a done plan left ${value} of leg ${legIndex}`);
      }
    }
  }

  fail(invariant: Invariant, message: string): void {
    this.#fail(invariant, message);
  }

  #moved(order: Order, from: Order["state"], ts: number): void {
    const known = this.#orders.get(order.clientOrderId);
    if (known === undefined) {
      this.#fail("I1", "an order moves that was never planned");
      return;
    }
    this.#check(known.order.state === from, "I9", `the disk has ${known.order.state}, the change is from ${from}`);
    if (isTerminal(from)) {
      this.#check(order.state === "UNKNOWN" && known.fills > 0, "I8", `an ended order became ${order.state}`);
    }
    if (order.state === "DENIED") this.venue.denied(order);
    if (order.state === "SUBMITTING") this.hand.sends(order);
    if (order.state === "SUBMITTING" && from === "PLANNED") {
      const approved = this.#approved.get(order.planId);
      this.#check(
        approved !== undefined && ts - approved.atMs <= this.#approvalMs,
        "I6",
        "an intent without a live approval",
      );
      this.#check(this.#states.get(order.planId) === "EXECUTING", "I6", "an intent of a plan that is not executing");
      const waitedMs = this.#nowMs() - (approved?.trueMs ?? 0) + (this.#wasClockSet ? CLOCK_STEP_MS : SMALL_STEP_MS);
      const soon = startFault(this.#plans.get(order.planId), waitedMs, this.#sharesVenues);
      if (soon !== null) this.#fail("I6", soon);
      this.#auditParts(order, ts);
      this.standing.sends(order, ts);
      this.#check(!this.#held.has(order.planId), "I6", "an intent after a restart that no person asked for");
      this.#check(!this.#ending.has(order.planId), "I6", "an intent of a plan that was ended");
      this.#check(!this.#killSwitch && !this.#halted, "I7", "an intent while nothing may be sent");
    }
    known.order = order;
    const isKnown = order.state !== "UNKNOWN" && order.state !== "CANCEL_UNKNOWN" && order.state !== "SUBMITTING";
    if (this.#calmMs !== null && isKnown && this.#unknownAtCalm.delete(order.clientOrderId)) {
      this.resolved.push({
        venue: order.venue,
        // What arrives after the venues are back can be known from then on only.
        ms: this.#nowMs() - Math.max(this.#calmMs, this.#arrivedMs.get(order.clientOrderId) ?? 0),
        byPerson: order.state === "ATTESTED",
      });
    }
  }

  #auditParts(order: Order, ts: number): void {
    const leg = this.#plans.get(order.planId)?.legs[order.legIndex];
    const own = [...this.#orders.values()]
      .map((known) => known.order)
      .filter((other) => other.planId === order.planId && other.legIndex === order.legIndex);
    const fault = leg === undefined ? "an order of no leg" : partFault(leg, order, own, ts);
    if (fault !== null) this.#fail("I6", fault);
  }

  /** Lots that one leg has bought or sold or may still, at a venue. */
  #exposure(venue: SimVenue, of: Order): number {
    return venue.orders
      .filter(({ request }) => {
        const order = this.#orders.get(request.clientOrderId)?.order;
        return order?.planId === of.planId && order.legIndex === of.legIndex && order.accountId === of.accountId;
      })
      .reduce((sum, order) => sum + (order.state === "open" ? order.lots : order.filledLots), 0);
  }

  #check(holds: boolean, invariant: Invariant, message: string): void {
    if (!holds) this.#fail(invariant, message);
  }

  #fail(invariant: Invariant, message: string): void {
    this.violation ??= new Violation(invariant, message);
  }
}
