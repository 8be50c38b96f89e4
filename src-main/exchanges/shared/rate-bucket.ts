// How much of one of a venue's limits is used at a moment, and when is there room again?
import type { DurationMs } from "#shared/domain/time.ts";

/** `decay`: what is used sinks steadily. `window`: each use counts for a length of time. */
export type BucketRule = {
  /** `key`: counted per key; `ip`: for this computer's address, over all keys and prices. */
  readonly scope: "key" | "ip";
  readonly limit: number;
} & (
  | { readonly kind: "decay"; readonly perSecond: number }
  | { readonly kind: "window"; readonly windowMs: DurationMs }
);

/** Part of a limit that is left to orders alone. */
const ORDER_SHARE = 0.1;

/** Times are of the monotonic clock. */
export class RateBucket {
  readonly name: string;
  readonly rule: BucketRule;
  #limit: number;
  #level = 0;
  #levelAt = 0;
  #uses: { at: number; cost: number }[] = [];
  pausedUntil = 0;

  constructor(name: string, rule: BucketRule) {
    this.name = name;
    this.rule = rule;
    this.#limit = rule.limit;
  }

  get limit(): number {
    return this.#limit;
  }

  /** The venue has told its limit itself. */
  setLimit(limit: number): void {
    this.#limit = limit;
  }

  used(now: number): number {
    const { rule } = this;
    if (rule.kind === "decay") return Math.max(0, this.#level - ((now - this.#levelAt) / 1000) * rule.perSecond);
    while (this.#uses[0] !== undefined && this.#uses[0].at + rule.windowMs <= now) {
      this.#level -= this.#uses[0].cost;
      this.#uses.shift();
    }
    return Math.max(0, this.#level);
  }

  take(now: number, cost: number): void {
    this.#level = this.used(now) + cost;
    this.#levelAt = now;
    if (this.rule.kind === "window") this.#uses.push({ at: now, cost });
  }

  /** A use that was taken at `takenAt` goes out only now: until now the venue has counted nothing of it, so nothing has sunk. */
  leaves(now: number, takenAt: number, cost: number): void {
    const { rule } = this;
    const waitedMs = now - takenAt;
    // Signing takes a part of a millisecond, which no limit notices.
    if (waitedMs < 1) return;
    if (rule.kind === "decay") {
      this.take(now, Math.min(cost, (waitedMs / 1000) * rule.perSecond));
      return;
    }
    const index = this.#uses.findLastIndex((use) => use.at === takenAt && use.cost === cost);
    if (index === -1) {
      this.take(now, cost);
      return;
    }
    this.#uses.splice(index, 1);
    this.#uses.push({ at: now, cost });
  }

  /** Zero when `cost` may be used now, else after how long it may be asked again. */
  waitMs(now: number, cost: number, first: boolean): DurationMs {
    if (this.pausedUntil > now) return this.pausedUntil - now;
    const { rule } = this;
    const allowed = this.#limit * (first ? 1 : 1 - ORDER_SHARE);
    // A call that costs more than there ever is goes out when nothing else is counted, instead of never.
    const used = this.used(now);
    const over = Math.min(used + cost - allowed, used);
    if (over <= EPSILON) return 0;
    if (rule.kind === "decay") return Math.ceil((over / rule.perSecond) * 1000);
    let freed = 0;
    for (const use of this.#uses) {
      freed += use.cost;
      if (freed >= over) return Math.max(1, use.at + rule.windowMs - now);
    }
    return rule.windowMs;
  }

  /** The venue says how much is used: never less than that is assumed. */
  atLeast(now: number, used: number): void {
    const missing = used - this.used(now);
    if (missing > 0) this.take(now, missing);
  }
}

/** Sums of fractions are never exact. */
const EPSILON = 1e-9;
