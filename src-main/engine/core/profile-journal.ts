// How does one profile write its journal, so that memory is never ahead of the disk?
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { JournalEntry, JournalEvent, JournalKind } from "#shared/domain/journal.ts";

const PAGE = 5_000;

/** Kinds that what a profile may trade on is rebuilt from. */
const REPLAYED: readonly JournalKind[] = [
  "profile.changed",
  "profile.tradingState",
  "account.deadManSwitch",
  "standingApproval.created",
  "standingApproval.suspended",
  "standingApproval.revoked",
  "standingApproval.expired",
  "plan.previewed",
  "plan.approved",
  "plan.state",
  "plan.command",
  "plan.report",
  "order.planned",
  "order.state",
  "order.fill",
  "position.highest",
];

/**
 * One queue per profile: events are built from the state that all earlier events made, written, and only then applied.
 * Whoever keeps state subscribes to `applied` and changes it there and nowhere else, so a replay gives the same state.
 */
export class ProfileJournal {
  readonly profileId: ProfileId;
  readonly applied = new Topic<JournalEntry>();
  readonly #clock: Clock;
  readonly #journal: Journal;
  #tail: Promise<unknown> = Promise.resolve();
  #failure: EngineError | null = null;

  constructor(options: { readonly profileId: ProfileId; readonly clock: Clock; readonly journal: Journal }) {
    this.profileId = options.profileId;
    this.#clock = options.clock;
    this.#journal = options.journal;
  }

  /** Set once a write failed: whether it reached the disk is not known, so nothing more is written until a restart replays. */
  get failure(): EngineError | null {
    return this.#failure;
  }

  /** Reads everything back in order. Called once, before the first `record`. */
  async replay(): Promise<number> {
    let after = 0;
    let count = 0;
    for (;;) {
      const page = await this.#journal.read({ after, limit: PAGE, profileId: this.profileId, kinds: REPLAYED });
      for (const entry of page) this.applied.publish(entry);
      count += page.length;
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return count;
      after = last.seq;
    }
  }

  /** Builds events in turn, writes them in one transaction and applies them. An empty list writes nothing. */
  record(build: () => readonly JournalEvent[]): Promise<readonly JournalEntry[]> {
    const run = this.#tail.then(() => this.#write(build));
    this.#tail = run.catch(() => undefined);
    return run;
  }

  async #write(build: () => readonly JournalEvent[]): Promise<readonly JournalEntry[]> {
    if (this.#failure !== null) throw this.#failure;
    const events = build();
    if (events.length === 0) return [];
    let entries: readonly JournalEntry[];
    try {
      entries = await this.#journal.append(this.#clock.now(), this.profileId, events);
    } catch (error) {
      this.#failure =
        error instanceof EngineError
          ? error
          : new EngineError("STORE_FAILED", "The journal could not be written.", { cause: error });
      throw this.#failure;
    }
    for (const entry of entries) this.applied.publish(entry);
    return entries;
  }
}
