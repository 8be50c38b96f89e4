// A rule has fired: does a live standing approval let the program carry it out? Plans and asks; what is not covered stays a suggestion.
import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { SuggestionId } from "#shared/domain/ids.ts";
import type { StandingRecord } from "#shared/domain/standing-approval.ts";
import type { Suggestion } from "#shared/domain/suggestion.ts";
import { type DurationMs, MINUTE_MS } from "#shared/domain/time.ts";
import type { RebalanceService } from "./rebalance-service.ts";
import type { StandingApprovalService } from "./standing-approval-service.ts";

/** How often is looked for work that nothing else announces. */
const LOOK_MS: DurationMs = MINUTE_MS;
/** A suggestion that could not be carried out is tried again after so long: each attempt plans anew. */
const RETRY_MS: DurationMs = 15 * MINUTE_MS;

export interface AutomaticRebalanceOptions {
  readonly suggestions: {
    read(): { readonly open: readonly Suggestion[] };
    readonly changes: { subscribe(listener: () => void): Stoppable };
  };
  readonly standing: Pick<StandingApprovalService, "live" | "changes">;
  readonly rebalance: Pick<RebalanceService, "preview" | "approveUnder">;
  /** A plan that a person looks at, or one that is under way: nothing is begun beside it. */
  readonly openPlan: () => "shown" | "running" | null;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class AutomaticRebalanceService implements Stoppable {
  readonly #options: AutomaticRebalanceOptions;
  readonly #running: DisposableStore;
  readonly #triedAt = new Map<SuggestionId, number>();
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
    this.#stop.abort(new Error("Automatic rebalancing was stopped."));
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
    this.#triedAt.set(suggestion.id, this.#options.clock.monotonicMs());
    this.#trying = this.#carryOut(live, suggestion).finally(() => {
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
    for (const id of this.#triedAt.keys()) if (!open.some((other) => other.id === id)) this.#triedAt.delete(id);
    const isQuiet = ({ snoozedUntil, snoozedUntilDoubles }: Suggestion) =>
      snoozedUntilDoubles !== null || (snoozedUntil !== null && snoozedUntil > clock.now());
    return open.find((suggestion) => {
      const triedAt = this.#triedAt.get(suggestion.id) ?? Number.NEGATIVE_INFINITY;
      const isDue = clock.monotonicMs() - triedAt >= RETRY_MS;
      return isDue && suggestion.plan !== null && triggers.includes(suggestion.type) && !isQuiet(suggestion);
    });
  }

  async #carryOut({ approval: { approvalId } }: StandingRecord, { type, plan: wanted }: Suggestion): Promise<void> {
    const { rebalance, logger } = this.#options;
    const { signal } = this.#stop;
    try {
      const shown = await rebalance.preview({ targets: wanted?.targets, policy: wanted?.policy }, { signal });
      const { plan } = shown.record;
      const denied = shown.gates.find(({ ok }) => !ok);
      if (shown.nonce === null || plan.legs.length === 0 || denied !== undefined) {
        logger.info("A suggestion is not carried out by itself", { type, because: denied?.detail ?? "no order" });
        return;
      }
      await rebalance.approveUnder({ approvalId, trigger: type }, { planHash: plan.planHash, nonce: shown.nonce });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof EngineError)) throw error;
      // Refusals are in the journal; the suggestion stays for a person.
      logger.info("A suggestion is not carried out by itself", { type, because: error.message });
    }
  }
}
