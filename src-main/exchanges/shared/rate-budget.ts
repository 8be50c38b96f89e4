// May a call to this venue go out now? All clients of a run ask here, so that together they keep the venue's limits.
// First come, first served, orders and look-ups before other reads, and a part of each limit is left to them alone.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { BudgetState } from "#engine/ports/exchange-client.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { type DurationMs, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { venueName } from "#shared/domain/venue.ts";
import { CallFailure } from "./call-failure.ts";
import { type BucketRule, RateBucket } from "./rate-bucket.ts";
import type { Costs } from "./route.ts";

export type BudgetRules = Readonly<Record<string, BucketRule>>;

/** The same limits where time runs so many times as fast: a counter sinks faster, a window is shorter. */
export function scaleLimits(rules: BudgetRules, divisor = 1): BudgetRules {
  return Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => [
      name,
      rule.kind === "decay"
        ? { ...rule, perSecond: rule.perSecond * divisor }
        : { ...rule, windowMs: rule.windowMs / divisor },
    ]),
  );
}

export interface TakeOptions {
  /** Before those that wait already, and from the share that is left to orders. */
  readonly first: boolean;
  readonly signal: AbortSignal | undefined;
  /** Longest wait; then it is said that nothing was sent. */
  readonly withinMs: DurationMs | null;
}

/** Tells that a call which was counted leaves now. */
export type Leave = () => void;

interface Waiter {
  readonly buckets: readonly (readonly [RateBucket, number])[];
  readonly first: boolean;
  readonly go: () => void;
  readonly refuse: (error: unknown) => void;
}

/** One venue's limits at one endpoint. */
export class RateBudget {
  readonly #venue: VenueId;
  readonly #rules: BudgetRules;
  readonly #clock: Clock;
  readonly #closing: AbortSignal | undefined;
  readonly #shared = new Map<string, RateBucket>();
  readonly #limits = new Map<string, number>();
  readonly #byKey = new Map<string, ReadonlyMap<string, RateBucket>>();
  #waiting: Waiter[] = [];
  #timer: Stoppable | null = null;
  #bannedUntil: { readonly monotonicMs: number; readonly at: UnixMs } | null = null;

  /** `closing`: the program ends; from then on nobody waits here and nothing goes out. */
  constructor(venue: VenueId, rules: BudgetRules, clock: Clock, closing?: AbortSignal) {
    this.#venue = venue;
    this.#rules = rules;
    this.#clock = clock;
    this.#closing = closing;
    closing?.addEventListener("abort", () => this.#refuseAll(notSent("aborted", closing.reason)), { once: true });
    for (const [name, rule] of Object.entries(rules)) {
      if (rule.scope === "ip") this.#shared.set(name, new RateBucket(name, rule));
    }
  }

  #bucket(name: string, rule: BucketRule): RateBucket {
    const bucket = new RateBucket(name, rule);
    bucket.setLimit(this.#limits.get(name) ?? rule.limit);
    return bucket;
  }

  /** The venue has told a limit itself; it holds for every key. */
  setLimit(name: string, limit: number): void {
    this.#limits.set(name, limit);
    for (const buckets of [this.#shared, ...this.#byKey.values()]) buckets.get(name)?.setLimit(limit);
  }

  /** The limits as one key sees them; null for calls without a key. */
  forKey(key: string | null): KeyBudget {
    if (key === null) return new KeyBudget(this, this.#shared);
    let own = this.#byKey.get(key);
    if (own === undefined) {
      const entries = Object.entries(this.#rules).filter(([, rule]) => rule.scope === "key");
      own = new Map(entries.map(([name, rule]) => [name, this.#bucket(name, rule)]));
      this.#byKey.set(key, own);
    }
    return new KeyBudget(this, new Map([...this.#shared, ...own]));
  }

  /**
   * Resolves when the call may go out, which is then counted already. What it resolves to is called when the call really leaves,
   * where that is later.
   */
  take(buckets: readonly (readonly [RateBucket, number])[], options: TakeOptions): Promise<Leave> {
    const { signal, first, withinMs } = options;
    for (const end of [signal, this.#closing])
      if (end?.aborted === true) return Promise.reject(notSent("aborted", end.reason));
    const ban = this.ban();
    if (ban !== null) return Promise.reject(ban);
    const now = this.now();
    if (withinMs !== null && buckets.some(([bucket]) => bucket.pausedUntil - now > withinMs))
      return Promise.reject(notSent("late", null));
    // Nobody waits and there is room: by far the most frequent case, which needs neither timer nor listener.
    if (this.#waiting.length === 0 && buckets.every(([bucket, cost]) => bucket.waitMs(now, cost, first) === 0)) {
      for (const [bucket, cost] of buckets) bucket.take(now, cost);
      return Promise.resolve(this.#leave(buckets, now));
    }
    return new Promise((resolve, reject) => {
      const end = (finish: () => void) => {
        void late?.dispose();
        signal?.removeEventListener("abort", onAbort);
        finish();
      };
      const waiter: Waiter = {
        buckets,
        first,
        go: () => end(() => resolve(this.#leave(buckets, this.now()))),
        refuse: (error) => end(() => reject(error)),
      };
      const leave = (error: unknown) => {
        this.#waiting = this.#waiting.filter((other) => other !== waiter);
        waiter.refuse(error);
        this.#serve();
      };
      const onAbort = () => leave(notSent("aborted", signal?.reason));
      const late = withinMs === null ? null : this.#clock.after(withinMs, () => leave(notSent("late", null)));
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#enqueue(waiter);
      this.#serve();
    });
  }

  #leave(buckets: readonly (readonly [RateBucket, number])[], takenAt: number): Leave {
    return () => {
      const now = this.now();
      for (const [bucket, cost] of buckets) bucket.leaves(now, takenAt, cost);
    };
  }

  #enqueue(waiter: Waiter): void {
    if (!waiter.first) {
      this.#waiting.push(waiter);
      return;
    }
    const firstRead = this.#waiting.findIndex((other) => !other.first);
    this.#waiting.splice(firstRead === -1 ? this.#waiting.length : firstRead, 0, waiter);
  }

  /** Lets go whoever may go; one that must wait also holds back those behind it that use the same limits. */
  #serve(): void {
    void this.#timer?.dispose();
    this.#timer = null;
    const now = this.#clock.monotonicMs();
    const heldBack = new Set<RateBucket>();
    let soonestMs = Number.POSITIVE_INFINITY;
    const staying: Waiter[] = [];
    const going: Waiter[] = [];
    for (const waiter of this.#waiting) {
      const behind = waiter.buckets.some(([bucket]) => heldBack.has(bucket));
      const waits = waiter.buckets.map(([bucket, cost]) => bucket.waitMs(now, cost, waiter.first));
      const longestMs = Math.max(0, ...waits);
      if (!behind && longestMs === 0) {
        for (const [bucket, cost] of waiter.buckets) bucket.take(now, cost);
        going.push(waiter);
        continue;
      }
      if (!behind) soonestMs = Math.min(soonestMs, longestMs);
      for (const [bucket] of waiter.buckets) heldBack.add(bucket);
      staying.push(waiter);
    }
    this.#waiting = staying;
    for (const waiter of going) waiter.go();
    if (Number.isFinite(soonestMs)) this.#timer = this.#clock.after(Math.max(1, soonestMs), () => this.#serve());
  }

  pause(buckets: Iterable<RateBucket>, forMs: DurationMs): void {
    const until = this.#clock.monotonicMs() + forMs;
    for (const bucket of buckets) bucket.pausedUntil = Math.max(bucket.pausedUntil, until);
    this.#serve();
  }

  /** The venue blocks this address: nothing goes out at all, and whoever waits is told. */
  stopAll(forMs: DurationMs): void {
    const until = this.#clock.monotonicMs() + forMs;
    if (this.#bannedUntil !== null && this.#bannedUntil.monotonicMs >= until) return;
    this.#bannedUntil = { monotonicMs: until, at: unixMs(this.#clock.now() + Math.ceil(forMs)) };
    this.#refuseAll(this.ban());
  }

  #refuseAll(why: unknown): void {
    const told = this.#waiting;
    this.#waiting = [];
    this.#serve();
    for (const waiter of told) waiter.refuse(why);
  }

  /** Why nothing may go out at all, while that is so. */
  ban(): EngineError | null {
    const ban = this.#bannedUntil;
    if (ban === null || ban.monotonicMs <= this.#clock.monotonicMs()) return null;
    const until = new Date(ban.at).toISOString();
    return new EngineError(
      "VENUE_BANNED",
      `${venueName(this.#venue)} blocks this computer's address until ${until}. Nothing is sent there before.`,
      { retryable: true, data: { venue: this.#venue, until: ban.at } },
    );
  }

  pausedUntil(buckets: Iterable<RateBucket>): UnixMs | null {
    const now = this.#clock.monotonicMs();
    let until = this.#bannedUntil?.monotonicMs ?? 0;
    for (const bucket of buckets) until = Math.max(until, bucket.pausedUntil);
    return until <= now ? null : unixMs(this.#clock.now() + Math.ceil(until - now));
  }

  now(): number {
    return this.#clock.monotonicMs();
  }
}

function notSent(reason: "aborted" | "late", error: unknown): CallFailure {
  return new CallFailure({ stage: "notSent", reason, status: null, venueError: null, error, retryAfterMs: null });
}

/** One key's view of a venue's limits. */
export class KeyBudget {
  readonly #budget: RateBudget;
  readonly #buckets: ReadonlyMap<string, RateBucket>;

  constructor(budget: RateBudget, buckets: ReadonlyMap<string, RateBucket>) {
    this.#budget = budget;
    this.#buckets = buckets;
  }

  take(costs: Costs, options: TakeOptions): Promise<Leave> {
    return this.#budget.take(this.#used(costs), options);
  }

  #used(costs: Costs): readonly (readonly [RateBucket, number])[] {
    return Object.entries(costs).flatMap(([name, cost]) => {
      const bucket = this.#buckets.get(name);
      return bucket === undefined ? [] : [[bucket, cost] as const];
    });
  }

  /** The venue asked for a pause of calls like this one. */
  pause(costs: Costs, forMs: DurationMs): void {
    const used = this.#used(costs).map(([bucket]) => bucket);
    this.#budget.pause(used.length > 0 ? used : this.#buckets.values(), forMs);
  }

  stopAll(forMs: DurationMs): void {
    this.#budget.stopAll(forMs);
  }

  /** The venue told how much of a limit is used. */
  correct(name: string, used: number): void {
    this.#buckets.get(name)?.atLeast(this.#budget.now(), used);
  }

  setLimit(name: string, limit: number): void {
    this.#budget.setLimit(name, limit);
  }

  pausedUntil(): UnixMs | null {
    return this.#budget.pausedUntil(this.#buckets.values());
  }

  states(): readonly BudgetState[] {
    const now = this.#budget.now();
    return [...this.#buckets.values()].map((bucket) => ({
      scope: bucket.rule.scope,
      name: bucket.name,
      used: Math.round(bucket.used(now) * 100) / 100,
      limit: bucket.limit,
    }));
  }
}
