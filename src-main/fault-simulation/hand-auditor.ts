// Is what a person asks for by hand, a single trade or the cancel of one order, done as they asked, and nothing more?
import type { PreviewRequest } from "#engine/rebalancing/previewer.ts";
import type { AccountId, Asset, ClientOrderId, PlanId } from "#shared/domain/ids.ts";
import type { JournalEntry } from "#shared/domain/journal.ts";
import type { Order } from "#shared/domain/order.ts";
import type { PlanLeg, RebalancePlan } from "#shared/domain/plan.ts";
import type { Trade } from "#shared/domain/trade.ts";

/** Share that an order's value may lie above the one asked for: it is reckoned at the mid, orders at bid or ask. */
const SPREAD = 0.001;
/** Two cancels of one order are further apart: the program looks whether the first one did it. */
const APART_MS = 100;

export interface HandAuditorOptions {
  readonly plan: (planId: PlanId) => RebalancePlan | undefined;
  readonly orders: () => Iterable<Order>;
  /** What an account began with. */
  readonly held: (accountId: AccountId, asset: Asset) => number;
  readonly nowMs: () => number;
  readonly fail: (message: string) => void;
}

export class HandAuditor {
  readonly #options: HandAuditorOptions;
  readonly #asked = new Map<string, PreviewRequest>();
  /** Plans of which a person canceled an order, until they let it go on. */
  readonly #stopped = new Set<PlanId>();
  readonly #canceledMs = new Map<string, number>();

  constructor(options: HandAuditorOptions) {
    this.#options = options;
  }

  /** A person is shown a plan for what they asked for. */
  asked(planHash: string, request: PreviewRequest): void {
    this.#asked.set(planHash, request);
  }

  resumes(planId: PlanId): void {
    this.#stopped.delete(planId);
  }

  restarted(): void {
    this.#canceledMs.clear();
  }

  written({ event }: JournalEntry): void {
    if (event.kind === "plan.approved") this.#isAsAsked(event.planHash, this.#options.plan(event.planId));
    if (event.kind !== "order.command") return;
    const order = this.#order(({ clientOrderId }) => clientOrderId === event.clientOrderId);
    if (order !== undefined) this.#stopped.add(order.planId);
  }

  /** An order is about to be sent, or to be sent again. */
  sends({ planId }: Order): void {
    this.#check(
      !this.#stopped.has(planId),
      "an order of a plan of which a person canceled one, before they let it go on",
    );
  }

  /** A cancel leaves for a venue. */
  cancels(venue: string, venueOrderId: string): void {
    const { nowMs } = this.#options;
    const order = this.#order((one) => one.venue === venue && one.venueOrderId === venueOrderId);
    if (order === undefined) this.#options.fail(`a cancel of an order that is not ours: ${venueOrderId}`);
    else this.#check(order.state === "CANCELING", `a cancel of an order that is ${order.state}`);
    const last = this.#canceledMs.get(venueOrderId) ?? Number.NEGATIVE_INFINITY;
    this.#check(nowMs() - last >= APART_MS, `a second cancel of ${venueOrderId} at once`);
    this.#canceledMs.set(venueOrderId, nowMs());
  }

  /** A person canceled it some seconds ago, and nothing stood in the way. */
  mustBeCanceled(id: ClientOrderId): void {
    const state = this.#order(({ clientOrderId }) => clientOrderId === id)?.state;
    this.#check(state !== "OPEN" && state !== "PARTIAL", `an order that a person canceled is still ${state}`);
  }

  #isAsAsked(planHash: string, plan: RebalancePlan | undefined): void {
    const request = this.#asked.get(planHash);
    if (request === undefined || plan === undefined) return;
    const { trade, policy } = request;
    if (policy?.goal === "liquidate") {
      const isSale = ({ side, base }: PlanLeg) => side === "sell" && base === policy.liquidate;
      this.#check(plan.legs.every(isSale), `a plan that was to sell ${policy.liquidate} trades something else`);
    }
    if (trade === undefined) return;
    for (const leg of plan.legs) {
      const isMeant =
        leg.symbol === trade.symbol &&
        leg.side === trade.side &&
        (trade.accountId === undefined || leg.accountId === trade.accountId);
      this.#check(isMeant, `a trade of ${trade.symbol} trades ${leg.side} ${leg.symbol} at ${leg.accountId}`);
    }
    const most = this.#most(trade, plan.legs);
    const sum = plan.legs.reduce(
      (total, { quantity, value }) => total + Number(most.of === "lots" ? quantity : value),
      0,
    );
    this.#check(sum <= most.amount, `a trade of ${sum} where ${most.amount} was asked for`);
  }

  /** The most that may be traded, in the base coin or in money. */
  #most(
    { size, side }: Trade,
    [first]: readonly PlanLeg[],
  ): { readonly of: "lots" | "money"; readonly amount: number } {
    const amount = Number(size.amount);
    if (size.by === "quantity") return { of: "lots", amount: amount + Number.EPSILON };
    if (size.by === "value") return { of: "money", amount: amount * (1 + SPREAD) };
    if (first === undefined) return { of: "lots", amount: 0 };
    const held = this.#options.held(first.accountId, side === "buy" ? first.quote : first.base);
    return { of: side === "buy" ? "money" : "lots", amount: held * amount + Number.EPSILON };
  }

  #order(isMeant: (order: Order) => boolean): Order | undefined {
    return [...this.#options.orders()].find(isMeant);
  }

  #check(holds: boolean, message: string): void {
    if (!holds) this.#options.fail(message);
  }
}
