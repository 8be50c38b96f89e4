// How many calls does a simulated venue allow one account, and how long does the program's own queue keep a call back?
import type { BudgetState } from "#engine/ports/exchange-client.ts";
import type { DurationMs } from "#shared/domain/time.ts";
import type { CallBudget } from "./scenario-reach.ts";
import type { WorldTime } from "./virtual-time.ts";

/** After "too many" the venue is left alone for so long. */
const PAUSE_MS: DurationMs = 5_000;
/** An order that could not leave by then is not sent at all, as the real clients have it. */
const LEAVES_WITHIN_MS: DurationMs = 8_000;

/** Each call counts one; what is counted sinks steadily. First come, first served. */
export class SimBudget {
  readonly #rule: CallBudget;
  readonly #world: WorldTime;
  #level = 0;
  #levelMs = 0;
  #pausedUntilMs = 0;

  constructor(rule: CallBudget, world: WorldTime) {
    this.#rule = rule;
    this.#world = world;
  }

  /** With those that wait still. */
  state(): BudgetState {
    return { scope: "key", name: "calls", used: this.#used(), limit: this.#rule.limit };
  }

  /** In true time; null where the venue may be called. */
  get pausedUntilMs(): number | null {
    return this.#pausedUntilMs > this.#world.nowMs ? this.#pausedUntilMs : null;
  }

  /** The venue has had enough. */
  pause(): void {
    this.#pausedUntilMs = this.#world.nowMs + PAUSE_MS;
  }

  /** Resolves when the call may leave; false where it is an order that would leave too late. */
  async turn(isOrder: boolean): Promise<boolean> {
    const { nowMs } = this.#world;
    const over = this.#used() + 1 - this.#rule.limit;
    const waitMs = Math.max(0, (over / this.#rule.perSecond) * 1_000, this.#pausedUntilMs - nowMs);
    const isLate = isOrder && waitMs > LEAVES_WITHIN_MS;
    if (!isLate) {
      this.#level = this.#used() + 1;
      this.#levelMs = nowMs;
    }
    if (waitMs === 0) return true;
    await new Promise<void>(
      (resolve) => void this.#world.after(Math.min(waitMs, isOrder ? LEAVES_WITHIN_MS : waitMs), resolve),
    );
    return !isLate;
  }

  #used(): number {
    return Math.max(0, this.#level - ((this.#world.nowMs - this.#levelMs) / 1_000) * this.#rule.perSecond);
  }
}
