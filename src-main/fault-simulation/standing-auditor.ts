// Does anything leave for a venue by itself that no live standing approval covers? Reckoned from the disk, independently of the engine.
import type { PlanId, StandingApprovalId } from "#shared/domain/ids.ts";
import type { JournalEntry } from "#shared/domain/journal.ts";
import { isTerminal, type Order } from "#shared/domain/order.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import type { StandingApproval } from "#shared/domain/standing-approval.ts";
import { DAY_MS } from "#shared/domain/time.ts";

/** Cents that numbers of this check may be off; amounts are exact in the engine. */
const TOLERANCE = 0.01;

interface Known {
  readonly approval: StandingApproval;
  isLive: boolean;
}

export interface StandingAuditorOptions {
  readonly plan: (planId: PlanId) => RebalancePlan | undefined;
  readonly orders: () => Iterable<Order>;
  readonly fail: (message: string) => void;
}

export class StandingAuditor {
  readonly #options: StandingAuditorOptions;
  readonly #byPerson = new Set<string>();
  readonly #known = new Map<StandingApprovalId, Known>();
  readonly #underWhich = new Map<PlanId, StandingApprovalId>();
  #isEditing = false;

  constructor(options: StandingAuditorOptions) {
    this.#options = options;
  }

  /** A person gives what they were shown. */
  given(approvalId: StandingApprovalId): void {
    this.#byPerson.add(approvalId);
  }

  /** A person changes what it was given for; it counts once the program has taken it, or is started anew. */
  edited(): void {
    this.#isEditing = true;
  }

  /** The program could not write the change down, and told the person so. */
  refused(): void {
    this.#isEditing = false;
  }

  settled(): void {
    if (this.#isEditing) this.#endAll();
    this.#isEditing = false;
  }

  written({ event }: JournalEntry): void {
    switch (event.kind) {
      case "standingApproval.created":
        if (!this.#byPerson.has(event.approval.approvalId)) this.#options.fail("a standing approval nobody gave");
        this.#known.set(event.approval.approvalId, { approval: event.approval, isLive: true });
        return;
      case "standingApproval.suspended":
      case "standingApproval.revoked":
      case "standingApproval.expired":
        this.#end(event.approvalId);
        return;
      case "killSwitch.set":
        if (event.on) this.#endAll();
        return;
      case "profile.tradingState":
        if (event.state !== "active") this.#endAll();
        return;
      case "plan.approved":
        if (event.standing === undefined) return;
        this.#underWhich.set(event.planId, event.standing.approvalId);
        this.#coversPlan(event.planId);
        return;
      default:
        return;
    }
  }

  isAutomatic(planId: PlanId): boolean {
    return this.#underWhich.has(planId);
  }

  /** An order of this plan is about to be sent at `ts`, or leaves. */
  sends(order: Order, ts: number): void {
    const known = this.#of(order.planId);
    if (known === null) return;
    if (!known.isLive || ts >= known.approval.endsAt) this.#options.fail("an order without a live standing approval");
    const { perDay } = known.approval.turnover;
    if (perDay.kind !== "money") return;
    const traded = this.#tradedOn(ts, order);
    if (traded > Number(perDay.amount) + TOLERANCE) this.#options.fail(`${traded} traded by itself on one day`);
  }

  #coversPlan(planId: PlanId): void {
    const known = this.#of(planId);
    const plan = this.#options.plan(planId);
    if (known?.isLive !== true) this.#options.fail("a plan was approved under no live standing approval");
    for (const { base, quote, accountId } of plan?.legs ?? []) {
      const isNamed = [base, quote].every((asset) => known?.approval.assets.includes(asset));
      if (!isNamed) this.#options.fail(`a plan trades ${base} or ${quote} by itself, which nobody allowed`);
      if (known?.approval.accounts.includes(accountId) !== true) this.#options.fail(`${accountId} was not allowed`);
    }
  }

  /** What automatic orders of one day traded or may still, with `sending` whole. */
  #tradedOn(ts: number, sending: Order): number {
    const midnight = ts - (ts % DAY_MS);
    let sum = 0;
    for (const order of this.#options.orders()) {
      const isSending = order.clientOrderId === sending.clientOrderId;
      if (!this.isAutomatic(order.planId) || (!isSending && (order.sentAt ?? 0) < midnight)) continue;
      const leg = this.#options.plan(order.planId)?.legs[order.legIndex];
      const quantity = !isSending && isTerminal(order.state) ? order.filledQuantity : order.quantity;
      sum += (Number(quantity) / Number(leg?.quantity ?? 1)) * Number(leg?.value ?? 0);
    }
    return sum;
  }

  #of(planId: PlanId): Known | null {
    const approvalId = this.#underWhich.get(planId);
    return approvalId === undefined ? null : (this.#known.get(approvalId) ?? null);
  }

  #end(approvalId: StandingApprovalId): void {
    const known = this.#known.get(approvalId);
    if (known !== undefined) known.isLive = false;
  }

  #endAll(): void {
    for (const known of this.#known.values()) known.isLive = false;
  }
}
