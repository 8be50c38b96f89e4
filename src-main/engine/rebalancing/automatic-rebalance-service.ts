// A rule has fired: does a live standing approval let the program carry it out? Plans and asks; what is not covered stays a suggestion.

import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Stopped } from "#engine/core/stopped.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { Preview } from "#shared/contract/views.ts";
import type { Asset, SuggestionId } from "#shared/domain/ids.ts";
import type { StandingRecord } from "#shared/domain/standing-approval.ts";
import type { Suggestion } from "#shared/domain/suggestion.ts";
import { type DurationMs, MINUTE_MS } from "#shared/domain/time.ts";
import type { RebalanceService } from "./rebalance-service.ts";
import type { StandingApprovalService } from "./standing-approval-service.ts";

/** How often is looked for work that nothing else announces. */
const LOOK_MS: DurationMs = MINUTE_MS;
/**
 * A suggestion that could not be carried out is tried again after so long: each attempt plans anew. What may pass, like a price
 * that is a little old, is waited for shortly at first, each time twice as long; what is not covered as long as ever.
 */
const RETRY_MS = { first: MINUTE_MS, most: 15 * MINUTE_MS } as const;

export interface AutomaticRebalanceOptions {
  readonly suggestions: {
    read(): { readonly open: readonly Suggestion[] };
    readonly changes: { subscribe(listener: () => void): Stoppable };
  };
  readonly standing: Pick<StandingApprovalService, "live" | "changes">;
  readonly rebalance: Pick<RebalanceService, "preview" | "approveUnder">;
  /** Previews the exit of a position at a level that was reached. Rejects with PLAN_IMPOSSIBLE where none is now. */
  readonly planExit: (asset: Asset, options: { readonly signal: AbortSignal }) => Promise<Preview>;
  /** A plan that a person looks at, or one that is under way: nothing is begun beside it. */
  readonly openPlan: () => "shown" | "running" | null;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class AutomaticRebalanceService implements Stoppable {
  readonly #options: AutomaticRebalanceOptions;
  readonly #running: DisposableStore;
  /** When a suggestion is tried next (monotonic), and how long it waits then. */
  readonly #retries = new Map<SuggestionId, { readonly dueMs: number; readonly waitMs: DurationMs }>();
  readonly #stop = new AbortController();
  #trying: Promise<void> | null = null;

  constructor(options: AutomaticRebalanceOptions) {
    this.#options = options;
    this.#running = new DisposableStore(options.logger);
  }

  start(): void {
    const { suggestions, standing, clock } = this.#options;
    this.#running.add(suggestions.changes.subscribe(() => this.look()));
    this.#running.add(standing.changes.subscribe(() => this.look()));
    this.#running.add(clock.every(LOOK_MS, () => this.look()));
  }

  async dispose(): Promise<void> {
    this.#stop.abort(new Stopped("Automatic rebalancing"));
    await this.#running.dispose();
    await this.#trying;
  }

  /** Takes up the first suggestion that is covered by its rule; at most one at a time. */
  look(): void {
    const { standing, openPlan, logger } = this.#options;
    if (this.#trying !== null || this.#stop.signal.aborted) return;
    const live = standing.live();
    if (live === null) return;
    const suggestion = this.#next(live);
    if (suggestion === undefined || openPlan() !== null) return;
    this.#trying = this.#try(live, suggestion).finally(() => {
      this.#trying = null;
    });
    drop(this.#trying, logger, "Rebalancing by itself");
  }

  /** Resolves when nothing is being tried any more. */
  async settled(): Promise<void> {
    await this.#trying;
  }

  #next({ approval: { triggers } }: StandingRecord): Suggestion | undefined {
    const { suggestions, clock } = this.#options;
    const { open } = suggestions.read();
    for (const id of this.#retries.keys()) if (!open.some((other) => other.id === id)) this.#retries.delete(id);
    const isQuiet = ({ snoozedUntil, snoozedUntilDoubles }: Suggestion) =>
      snoozedUntilDoubles !== null || (snoozedUntil !== null && snoozedUntil > clock.now());
    return open.find((suggestion) => {
      const isDue = clock.monotonicMs() >= (this.#retries.get(suggestion.id)?.dueMs ?? 0);
      return isDue && suggestion.plan !== null && triggers.includes(suggestion.type) && !isQuiet(suggestion);
    });
  }

  async #try(live: StandingRecord, suggestion: Suggestion): Promise<void> {
    const { clock } = this.#options;
    const before = this.#retries.get(suggestion.id)?.waitMs ?? 0;
    // Set first: whatever comes of it, it is not tried again at once.
    this.#retries.set(suggestion.id, { dueMs: clock.monotonicMs() + RETRY_MS.most, waitMs: RETRY_MS.most });
    if ((await this.#carryOut(live, suggestion)) !== "mayPass") return;
    const waitMs = Math.min(RETRY_MS.most, before === 0 ? RETRY_MS.first : before * 2);
    this.#retries.set(suggestion.id, { dueMs: clock.monotonicMs() + waitMs, waitMs });
  }

  async #carryOut(
    { approval: { approvalId } }: StandingRecord,
    { type, plan: wanted }: Suggestion,
  ): Promise<"over" | "mayPass"> {
    const { rebalance, planExit, logger } = this.#options;
    const { signal } = this.#stop;
    try {
      const shown =
        wanted?.exit === undefined
          ? await rebalance.preview({ targets: wanted?.targets, policy: wanted?.policy }, { signal })
          : await planExit(wanted.exit, { signal });
      const { plan } = shown.record;
      const denied = shown.gates.find(({ ok }) => !ok);
      if (shown.nonce === null || plan.legs.length === 0 || denied !== undefined) {
        logger.info("A suggestion is not carried out by itself", { type, because: denied?.detail ?? "no order" });
        return denied === undefined ? "over" : "mayPass";
      }
      await rebalance.approveUnder({ approvalId, trigger: type }, { planHash: plan.planHash, nonce: shown.nonce });
      // What an exit could not sell at once is still to be sold.
      return wanted?.exit === undefined ? "over" : "mayPass";
    } catch (error) {
      if (signal.aborted) return "over";
      if (!(error instanceof EngineError)) throw error;
      // Refusals are in the journal; the suggestion stays for a person.
      logger.info("A suggestion is not carried out by itself", { type, because: error.message });
      return error.code.startsWith("STANDING_") ? "over" : "mayPass";
    }
  }
}
