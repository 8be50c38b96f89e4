// When are a profile's targets computed, and what holds while they cannot be?

import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import { Stopped } from "#engine/core/stopped.ts";
import type { ReturnSeries } from "#engine/market-data/compute-return-series.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { TargetsPreview, TargetsView } from "#shared/contract/views.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { ComputedTargets, TargetMethod } from "#shared/domain/target-method.ts";
import { DAY_MS, floorTime, HOUR_MS, MINUTE_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { type AlignedReturns, computeAlignedReturns } from "./compute-aligned-returns.ts";
import { computeMethodConflict } from "./compute-method-conflict.ts";
import { computeTargets, needsReturns, type TargetsResult } from "./compute-targets.ts";

/** A day's candle is taken as final this long after its end. */
const SETTLE_MS = 2 * MINUTE_MS;
/** What failed is tried again after this long, then after twice as long, up to the longest. */
const FIRST_RETRY_MS = MINUTE_MS;
const LAST_RETRY_MS = HOUR_MS;

export interface TargetsServiceOptions {
  readonly profile: Profile;
  readonly market: {
    returnSeries(
      asset: Asset,
      currency: Asset,
      timeframe: "1d",
      options: { readonly bars: number; readonly signal?: AbortSignal },
    ): Promise<ReturnSeries>;
  };
  /** Changes the stored profile; rejects with STORE_ codes, and then nothing has changed. */
  readonly changeProfile: (change: (profile: Profile) => Profile) => Promise<unknown>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Computed targets are stored as the profile's own, so that allocation, triggers and plans use the same ones and a restart keeps the
 * last good ones. They are computed anew once a day, after it has ended (UTC).
 */
export class TargetsService implements Stoppable {
  /** The whole view after each change. */
  readonly changes = new Topic<TargetsView>();
  readonly #options: TargetsServiceOptions;
  readonly #running: DisposableStore;
  readonly #stop = new AbortController();
  #profile: Profile;
  /** Why the last attempt failed, and when the next one is due. */
  #failure: { readonly reason: string; readonly nextAt: UnixMs; readonly waitMs: number } | null = null;
  #busy = false;

  constructor(options: TargetsServiceOptions) {
    this.#options = options;
    this.#profile = options.profile;
    this.#running = new DisposableStore(options.logger);
  }

  start(): void {
    const { clock } = this.#options;
    this.#running.add(clock.every(MINUTE_MS, () => this.#refreshSoon()));
    this.#refreshSoon();
  }

  async dispose(): Promise<void> {
    this.#stop.abort(new Stopped("The targets service"));
    await this.#running.dispose();
  }

  setProfile(profile: Profile): void {
    const { targetMethod, targets, computedTargets } = this.#profile;
    this.#profile = profile;
    if (
      targetMethod === profile.targetMethod &&
      targets === profile.targets &&
      computedTargets === profile.computedTargets
    )
      return;
    if (!isSameMethod(targetMethod, profile.targetMethod)) this.#failure = null;
    this.changes.publish(this.view());
  }

  view(): TargetsView {
    const { targetMethod: method, targets, computedTargets: computed } = this.#profile;
    const head = { method, targets, computed: computed ?? null };
    if (method.method === "fixed") return { ...head, state: "fixed", reason: null };
    if (computed !== undefined && !this.#isDue()) return { ...head, state: "current", reason: null };
    const reason = this.#failure?.reason ?? "They are being computed.";
    return { ...head, state: computed === undefined ? "missing" : "stale", reason };
  }

  /** What the method would give now; nothing is stored. Rejects with INPUT_INVALID naming the field that is wrong. */
  async preview(method: TargetMethod, { signal }: { readonly signal?: AbortSignal }): Promise<TargetsPreview> {
    this.#check(method);
    return await this.#compute(method, signal ?? this.#stop.signal);
  }

  /** Rejects with INPUT_INVALID or STORE_ codes; then nothing has changed. */
  async setMethod(method: TargetMethod): Promise<TargetsView> {
    this.#check(method);
    const result = method.method === "fixed" ? null : await this.#compute(method, this.#stop.signal);
    await this.#options.changeProfile(({ computedTargets: _, ...profile }) =>
      result?.kind === "computed"
        ? withComputed({ ...profile, targetMethod: method }, result.computed)
        : { ...profile, targetMethod: method },
    );
    this.#note(result);
    return this.view();
  }

  /** Computes anew where a day has ended since, or the last attempt failed and its time has come. */
  async refresh(): Promise<void> {
    const { clock } = this.#options;
    const wait = this.#failure !== null && clock.now() < this.#failure.nextAt;
    if (this.#busy || wait || !this.#isDue()) return;
    this.#busy = true;
    try {
      const { targetMethod } = this.#profile;
      const result = await this.#compute(targetMethod, this.#stop.signal);
      if (result.kind === "computed" && !isSame(this.#profile.computedTargets, result.computed)) {
        await this.#options.changeProfile((profile) =>
          // A person may have chosen another method meanwhile.
          isSameMethod(profile.targetMethod, targetMethod) ? withComputed(profile, result.computed) : profile,
        );
      }
      this.#note(result);
    } finally {
      this.#busy = false;
    }
  }

  #refreshSoon(): void {
    const refreshed = this.refresh().catch((error: unknown) => {
      // Given up because the service was stopped: nobody waits for it.
      if (!this.#stop.signal.aborted) throw error;
    });
    drop(refreshed, this.#options.logger, "Computing the targets");
  }

  #isDue(): boolean {
    const { targetMethod, computedTargets } = this.#profile;
    if (targetMethod.method === "fixed") return false;
    if (computedTargets === undefined) return true;
    if (!needsReturns(targetMethod)) return false;
    const settled = unixMs(Math.max(0, this.#options.clock.now() - SETTLE_MS));
    return computedTargets.period === null || computedTargets.period.until < floorTime(settled, DAY_MS);
  }

  #check(method: TargetMethod): void {
    const conflict = computeMethodConflict(method, this.#profile.cashAssets);
    if (conflict === null) return;
    throw new EngineError("INPUT_INVALID", conflict.message, { data: { path: `method.${conflict.path}` } });
  }

  async #compute(method: TargetMethod, signal: AbortSignal): Promise<TargetsResult> {
    const { clock } = this.#options;
    const { targets, cashAssets, currency } = this.#profile;
    let returns: AlignedReturns | null = null;
    if (needsReturns(method)) {
      const series = await this.#read(method, signal);
      if (typeof series === "string") return { kind: "failed", reason: series };
      returns = series;
    }
    const cashAsset = cashAssets.find((coin) => targets[coin] !== undefined) ?? cashAssets[0] ?? currency;
    return computeTargets({ method, cashAsset, now: clock.now(), returns });
  }

  /** The returns, or one sentence about why there are none. Rejects only when stopped. */
  async #read({ assets, lookbackDays }: TargetMethod, signal: AbortSignal): Promise<AlignedReturns | string> {
    const { market } = this.#options;
    const { currency } = this.#profile;
    const series: ReturnSeries[] = [];
    try {
      for (const asset of assets) {
        series.push(await market.returnSeries(asset, currency, "1d", { bars: lookbackDays + 1, signal }));
      }
    } catch (error) {
      signal.throwIfAborted();
      return `The daily prices could not be read: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (new Set(series.map(({ start }) => start)).size > 1) return "A day ended while its prices were read.";
    return computeAlignedReturns(series);
  }

  #note(result: TargetsResult | null): void {
    const before = this.#failure;
    if (result?.kind !== "failed") {
      this.#failure = null;
    } else {
      const waitMs = before === null ? FIRST_RETRY_MS : Math.min(LAST_RETRY_MS, 2 * before.waitMs);
      this.#failure = { reason: result.reason, waitMs, nextAt: unixMs(this.#options.clock.now() + waitMs) };
    }
    if (before?.reason !== this.#failure?.reason) this.changes.publish(this.view());
  }
}

const withComputed = (profile: Profile, computedTargets: ComputedTargets): Profile => ({
  ...profile,
  targets: computedTargets.targets,
  computedTargets,
});

const isSameMethod = (first: TargetMethod, second: TargetMethod): boolean =>
  JSON.stringify(first) === JSON.stringify(second);

/** Whether nothing but the time of computing differs. */
const isSame = (before: ComputedTargets | undefined, { at: _, ...now }: ComputedTargets): boolean => {
  if (before === undefined) return false;
  const { at: __, ...then } = before;
  return JSON.stringify(then) === JSON.stringify(now);
};
