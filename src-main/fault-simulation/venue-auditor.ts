// Does the program heed what a venue says of itself: whether it takes orders now, and how many calls?
import type { VenueStatus } from "#engine/ports/venues.ts";
import type { Order, OrderKind } from "#shared/domain/order.ts";
import type { DurationMs } from "#shared/domain/time.ts";
import type { SimBudget } from "./sim-budget.ts";

/** What was told longer ago says nothing of now. */
const STATUS_MS: DurationMs = 15_000;

/** Of the calls that a venue allows this is kept for following and canceling what was sent. */
const FREE_SHARE = 0.3;

/** Of one leg. */
const MOST_DENIALS = 20;
const CALL_MS: DurationMs = 10_000;

export interface VenueAuditorOptions {
  readonly nowMs: () => number;
  /** Whether the venues of this world tell their state. */
  readonly tellsStatus: boolean;
  readonly fail: (message: string) => void;
}

export class VenueAuditor {
  readonly #options: VenueAuditorOptions;
  readonly #told = new Map<string, { readonly state: VenueStatus["state"]; readonly atMs: number }>();
  readonly #denied = new Map<string, number>();

  constructor(options: VenueAuditorOptions) {
    this.#options = options;
  }

  /** A venue tells its state, and the program hears it. */
  told(venue: string, state: VenueStatus["state"]): void {
    this.#told.set(venue, { state, atMs: this.#options.nowMs() });
  }

  /** A gate said no: what ends by itself is waited for, not tried over and over. */
  denied({ planId, legIndex, reason }: Order): void {
    const leg = `${planId} ${legIndex}`;
    const times = (this.#denied.get(leg) ?? 0) + 1;
    this.#denied.set(leg, times);
    if (times > MOST_DENIALS) this.#options.fail(`a leg was prepared and denied ${times} times: ${reason}`);
  }

  /** An order leaves; the budget is as it was just before. */
  spends(budget: Pick<SimBudget, "state" | "pausedUntilMs">): void {
    const { fail } = this.#options;
    const { used, limit } = budget.state();
    // The order's own call is counted already.
    if (used - 1 > limit * (1 - FREE_SHARE)) fail(`an order left with ${used - 1} of ${limit} calls used`);
    if (budget.pausedUntilMs !== null) fail("an order left for a venue that asked to be left alone");
  }

  /** An order leaves for a venue, or a timer is armed there for such orders. */
  leaves(venue: string, kind: OrderKind | "timer"): void {
    const { tellsStatus, nowMs, fail } = this.#options;
    if (!tellsStatus) return;
    const told = this.#told.get(venue);
    const what = kind === "timer" ? "the timer is armed" : "an order left";
    if (told === undefined) {
      fail(`${what} at a venue that did not say whether it is there`);
      return;
    }
    const ageMs = nowMs() - told.atMs;
    // Before the timer is armed the open orders are read, which takes a call's time at most.
    if (ageMs > STATUS_MS + (kind === "timer" ? CALL_MS : 0))
      fail(`${what} on what its venue said of itself ${ageMs} ms before`);
    const isTaken = told.state === "online" || (told.state === "postOnly" && kind === "postOnly");
    if (!isTaken) fail(`${what} at a venue that said it is ${told.state}`);
  }
}
