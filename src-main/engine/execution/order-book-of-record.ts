// Which orders and fills does the journal know? Rebuilt from its entries; never changed in any other way.
import { ensure, InvariantError } from "#shared/domain/assert.ts";
import type { AccountId, ClientOrderId, PlanId } from "#shared/domain/ids.ts";
import type { JournalEntry } from "#shared/domain/journal.ts";
import { type Fill, isTerminal, type Order } from "#shared/domain/order.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { computeFillKey, computeOrderFills } from "./compute-order-fills.ts";
import { canOrderMove } from "./order-state-machine.ts";

/** A fill with the plan and account it belongs to: what the books of the portfolio are made from. */
export interface RecordedFill {
  readonly planId: PlanId;
  readonly accountId: AccountId;
  readonly fill: Fill;
}

export class OrderBookOfRecord {
  readonly #orders = new Map<ClientOrderId, Order>();
  readonly #fills = new Map<string, RecordedFill>();
  readonly #fillsByOrder = new Map<ClientOrderId, Fill[]>();
  readonly #plannedAt = new Map<ClientOrderId, UnixMs>();

  get(id: ClientOrderId): Order | undefined {
    return this.#orders.get(id);
  }

  /** The order; a missing one is a broken invariant. */
  require(id: ClientOrderId): Order {
    return ensure(this.#orders.get(id), `order ${id} in the journal`);
  }

  /** In the order they were planned. */
  all(): readonly Order[] {
    return [...this.#orders.values()];
  }

  open(): readonly Order[] {
    return this.all().filter((order) => !isTerminal(order.state));
  }

  ofPlan(planId: PlanId): readonly Order[] {
    return this.all().filter((order) => order.planId === planId);
  }

  plannedAt(id: ClientOrderId): UnixMs {
    return ensure(this.#plannedAt.get(id), `time of order ${id}`);
  }

  fillsOf(id: ClientOrderId): readonly Fill[] {
    return this.#fillsByOrder.get(id) ?? [];
  }

  fills(): readonly RecordedFill[] {
    return [...this.#fills.values()];
  }

  findFill(fill: Fill): Fill | undefined {
    return this.#fills.get(computeFillKey(fill))?.fill;
  }

  /** Takes one journal entry; kinds that are not about orders are passed over. */
  apply(entry: JournalEntry): void {
    const { event } = entry;
    switch (event.kind) {
      case "order.planned":
        this.#plan(event.order, entry.ts);
        return;
      case "order.fill":
        this.#fill(event.planId, event.fill, entry.ts);
        return;
      case "order.state":
        this.#move(event.clientOrderId, event.from, event.order);
        return;
      default:
        return;
    }
  }

  #plan(order: Order, at: UnixMs): void {
    if (this.#orders.has(order.clientOrderId))
      throw new InvariantError(`Order ${order.clientOrderId} is planned twice`);
    if (order.state !== "PLANNED") throw new InvariantError(`Order ${order.clientOrderId} begins as ${order.state}`);
    this.#orders.set(order.clientOrderId, order);
    this.#plannedAt.set(order.clientOrderId, at);
  }

  #fill(planId: PlanId, fill: Fill, at: UnixMs): void {
    const order = this.require(fill.clientOrderId);
    const key = computeFillKey(fill);
    if (this.#fills.has(key)) throw new InvariantError(`Fill ${key} is journaled twice`);
    const fills = [...this.fillsOf(order.clientOrderId), fill];
    this.#fills.set(key, { planId, accountId: order.accountId, fill });
    this.#fillsByOrder.set(order.clientOrderId, fills);
    this.#orders.set(order.clientOrderId, { ...order, ...computeOrderFills(fills), updatedAt: at });
  }

  #move(id: ClientOrderId, from: Order["state"], after: Order): void {
    const before = this.require(id);
    if (before.state !== from || !canOrderMove(from, after.state)) {
      throw new InvariantError(`Order ${id} is ${before.state}; the journal moves it from ${from} to ${after.state}`);
    }
    if (before.filledQuantity !== after.filledQuantity) {
      throw new InvariantError(`Order ${id} has fills of ${before.filledQuantity}, not of ${after.filledQuantity}`);
    }
    this.#orders.set(id, after);
  }
}
