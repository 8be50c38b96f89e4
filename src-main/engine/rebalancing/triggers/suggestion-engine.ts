// When are the rules asked, and what becomes of what they find? Opens, updates and closes suggestions of one profile.
import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { PortfolioView } from "#engine/portfolio/compute-portfolio.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { SuggestionRepository } from "#engine/ports/repositories.ts";
import type { Suggestions } from "#shared/contract/views.ts";
import type { SuggestionId } from "#shared/domain/ids.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { Evaluation, Suggestion, SuggestionType } from "#shared/domain/suggestion.ts";
import { DAY_MS, type DurationMs, HOUR_MS, MINUTE_MS, SECOND_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { EpisodeBook, type SuggestionChange } from "./episode-book.ts";
import { describeOutcome, whyNotChecked } from "./evaluation-text.ts";
import { TRIGGERS } from "./registry.ts";
import type { TriggerInput } from "./trigger.ts";

export type { SuggestionChange } from "./episode-book.ts";

/** The rule behind a type of suggestion, as it decides now. */
export function ruleOf(type: SuggestionType): { readonly name: string; readonly version: number } {
  const { name, version } = TRIGGERS[type];
  return { name, version };
}

export interface SuggestionPolicies {
  /** Least time between two evaluations caused by prices. */
  readonly batchMs: DurationMs;
  /** Evaluated at least this often, prices or not. */
  readonly timerMs: DurationMs;
  /** A rule opens nothing new for this long after a finished rebalance that it had asked for. */
  readonly coolDownMs: DurationMs;
  /** Closed suggestions are shown for this long. */
  readonly recentMs: DurationMs;
  /** How far back a dismissal is remembered. */
  readonly memoryMs: DurationMs;
  /** Changed numbers of an open suggestion are stored at most this often. */
  readonly saveMs: DurationMs;
}

const SUGGESTION_POLICIES: SuggestionPolicies = {
  batchMs: SECOND_MS,
  timerMs: 5 * MINUTE_MS,
  coolDownMs: HOUR_MS,
  recentMs: 7 * DAY_MS,
  memoryMs: 365 * DAY_MS,
  saveMs: MINUTE_MS,
};

const SNOOZE_MS: Readonly<Record<"1h" | "1d", DurationMs>> = { "1h": HOUR_MS, "1d": DAY_MS };
const JOURNAL_LOOKBACK = 200;

export interface SuggestionEngineOptions {
  readonly profile: Profile;
  readonly portfolio: {
    view(): PortfolioView;
    readonly changes: { subscribe(listener: () => void): Stoppable };
  };
  /** Whether a plan of this profile is approved or running: nothing new is suggested meanwhile. */
  readonly isPlanRunning: () => boolean;
  readonly repository: SuggestionRepository;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly logger: Logger;
  readonly policies?: SuggestionPolicies;
}

export class SuggestionEngine implements Stoppable {
  /** The whole state after each visible change. */
  readonly changes = new Topic<Suggestions>();
  /** Each opening, change and closing, with what the rules saw. */
  readonly episodes = new Topic<SuggestionChange & { readonly view: PortfolioView }>();
  readonly #options: SuggestionEngineOptions;
  readonly #policies: SuggestionPolicies;
  readonly #logger: Logger;
  readonly #running: DisposableStore;
  readonly #book: EpisodeBook;
  #profile: Profile;
  #recent: Suggestion[] = [];
  #last: Evaluation | null = null;
  #evaluatedAt = Number.NEGATIVE_INFINITY;
  #pending: Stoppable | null = null;
  #stopped = true;
  /** When a rebalance that a rule had asked for was finished last. */
  readonly #finished = new Map<SuggestionType, UnixMs>();
  readonly #unsaved = new Map<SuggestionId, Suggestion>();
  #tail: Promise<unknown> = Promise.resolve();

  constructor(options: SuggestionEngineOptions) {
    this.#options = options;
    this.#profile = options.profile;
    this.#policies = options.policies ?? SUGGESTION_POLICIES;
    this.#logger = options.logger.child({ profileId: options.profile.id, area: "suggestions" });
    this.#running = new DisposableStore(this.#logger);
    this.#book = new EpisodeBook(options.profile.id, TRIGGERS);
  }

  async start(): Promise<void> {
    const { clock, repository, journal, portfolio } = this.#options;
    const now = clock.now();
    const stored = await repository.list(this.#profile.id, unixMs(Math.max(0, now - this.#policies.memoryMs)));
    this.#book.restore(stored);
    this.#recent = stored.filter(({ closedAt }) => closedAt !== null);
    const states = await journal.readLatest({
      limit: JOURNAL_LOOKBACK,
      profileId: this.#profile.id,
      kinds: ["plan.state"],
    });
    for (const { ts, event } of states.toReversed()) {
      if (event.kind === "plan.state" && (event.to === "DONE" || event.to === "DONE_PARTIAL")) this.#cool(ts, stored);
    }
    this.#stopped = false;
    this.#running.add(portfolio.changes.subscribe(() => this.#evaluateSoon()));
    this.#running.add(clock.every(this.#policies.timerMs, () => void this.#evaluate({ force: false })));
    this.#running.add(clock.every(this.#policies.saveMs, () => this.#saveUpdates()));
  }

  async dispose(): Promise<void> {
    this.#stopped = true;
    void this.#pending?.dispose();
    await this.#running.dispose();
    this.#saveUpdates();
    await this.#tail;
  }

  setProfile(profile: Profile): void {
    this.#profile = profile;
  }

  read(): Suggestions {
    const oldest = this.#options.clock.now() - this.#policies.recentMs;
    return {
      open: [...this.#book.open()],
      recent: this.#recent
        .filter(({ closedAt }) => closedAt !== null && closedAt >= oldest)
        .sort((first, second) => (second.closedAt ?? 0) - (first.closedAt ?? 0)),
      lastEvaluation: this.#last,
    };
  }

  /** Asks the rules now; with `force` a rule that is cooling down may open a suggestion too. Resolves once it is stored. */
  async check(force: boolean): Promise<Evaluation> {
    const evaluation = this.#evaluate({ force });
    await this.#tail;
    return evaluation;
  }

  /** A plan has ended in DONE or DONE_PARTIAL: rules that had asked for it keep quiet for the cool-down. */
  rebalanceFinished(at: UnixMs): void {
    this.#cool(at, [...this.#book.open(), ...this.#recent]);
  }

  async snooze(id: SuggestionId, until: "1h" | "1d" | "doubles"): Promise<Suggestion> {
    const current = this.#find(id);
    const at = until === "doubles" ? until : unixMs(this.#options.clock.now() + SNOOZE_MS[until]);
    return await this.#decide(current, (suggestion) => this.#book.snoozed(suggestion, at), {
      kind: "suggestion.snoozed",
      suggestionId: id,
      until,
    });
  }

  async dismiss(id: SuggestionId, reason: string): Promise<Suggestion> {
    const current = this.#find(id);
    const now = this.#options.clock.now();
    const dismiss = (suggestion: Suggestion): Suggestion => ({
      ...suggestion,
      updatedAt: now,
      closedAt: now,
      closedBecause: "dismissed",
      dismissReason: reason,
    });
    const dismissed = await this.#decide(current, dismiss, {
      kind: "suggestion.closed",
      suggestionId: id,
      because: "dismissed",
      detail: reason,
    });
    this.#recent.push(dismissed);
    this.episodes.publish({ kind: "closed", suggestion: dismissed, view: this.#options.portfolio.view() });
    this.changes.publish(this.read());
    return dismissed;
  }

  #find(id: SuggestionId): Suggestion {
    const suggestion = this.#book.find(id);
    if (suggestion !== null) return suggestion;
    throw new EngineError("INPUT_INVALID", "This suggestion is not open any more.", { data: { path: "suggestionId" } });
  }

  /** Stores a user's decision first, then applies it to the episode as it is by then. */
  async #decide(
    current: Suggestion,
    change: (suggestion: Suggestion) => Suggestion,
    event: JournalEvent,
  ): Promise<Suggestion> {
    await this.#store([change(current)], [event]);
    if (this.#book.find(current.id) === null) return change(current);
    const decided = this.#book.decide(current.id, change);
    this.#unsaved.delete(current.id);
    this.changes.publish(this.read());
    return decided;
  }

  #evaluateSoon(): void {
    if (this.#pending !== null || this.#stopped) return;
    const { clock } = this.#options;
    const wait = Math.max(0, this.#evaluatedAt + this.#policies.batchMs - clock.monotonicMs());
    this.#pending = clock.after(wait, () => void this.#evaluate({ force: false }));
  }

  #evaluate({ force }: { readonly force: boolean }): Evaluation {
    void this.#pending?.dispose();
    this.#pending = null;
    this.#evaluatedAt = this.#options.clock.monotonicMs();
    const view = this.#options.portfolio.view();
    const input = this.#inputOf(view);
    if (typeof input === "string") return this.#note([], input, false);
    const now = this.#options.clock.now();
    const findings = Object.values(TRIGGERS).flatMap((trigger) => trigger.evaluate(input));
    const outcome = this.#book.evaluate(findings, now, {
      isCooling: (type) => !force && this.#coolingUntil(type) > now,
      wasRebalanced: ({ type, openedAt }) => (this.#finished.get(type) ?? 0) > openedAt,
      nextId: () => this.#options.ids.suggestionId(),
    });
    this.#apply(outcome.changes, view);
    const coolingUntil = Math.max(now, ...outcome.cooling.map(({ type }) => this.#coolingUntil(type)));
    const summary = describeOutcome({
      trigger: input,
      outcome,
      open: this.#book.open(),
      coolingForMs: coolingUntil - now,
    });
    return this.#note([...new Set(findings.map(({ type }) => type))], summary, outcome.changes.length > 0);
  }

  /** What the rules may look at, or the sentence that says why they may not. */
  #inputOf({ portfolio, allocation }: PortfolioView): TriggerInput | string {
    const obstacle = whyNotChecked(portfolio);
    if (obstacle !== null) return obstacle;
    if (this.#options.isPlanRunning()) return "Not checked: a plan is being executed.";
    if (allocation === null) return "Not checked: the portfolio has no value yet.";
    if (Object.keys(this.#profile.targets).length === 0) return "Not checked: no targets are set.";
    return { portfolio, allocation, profile: this.#profile };
  }

  #note(fired: SuggestionType[], summary: string, changed: boolean): Evaluation {
    const evaluation: Evaluation = { ts: this.#options.clock.now(), fired, summary };
    const visible = changed || summary !== this.#last?.summary;
    this.#last = evaluation;
    if (visible) this.changes.publish(this.read());
    return evaluation;
  }

  #apply(changes: readonly SuggestionChange[], view: PortfolioView): void {
    const saved: Suggestion[] = [];
    const events: JournalEvent[] = [];
    for (const { kind, suggestion } of changes) {
      if (kind === "updated") {
        this.#unsaved.set(suggestion.id, suggestion);
        continue;
      }
      this.#unsaved.delete(suggestion.id);
      saved.push(suggestion);
      if (kind === "opened") {
        events.push({ kind: "suggestion.opened", suggestionId: suggestion.id, title: suggestion.title });
      }
      if (kind === "closed") {
        this.#recent.push(suggestion);
        const because = suggestion.closedBecause ?? "conditionOver";
        events.push({ kind: "suggestion.closed", suggestionId: suggestion.id, because, detail: null });
      }
    }
    if (saved.length > 0) drop(this.#store(saved, events), this.#logger, "Storing suggestions");
    for (const change of changes) this.episodes.publish({ ...change, view });
  }

  #saveUpdates(): void {
    if (this.#unsaved.size === 0) return;
    const suggestions = [...this.#unsaved.values()];
    this.#unsaved.clear();
    drop(this.#store(suggestions, []), this.#logger, "Storing suggestions");
  }

  /** Journal first, then the record; one after another, in order. */
  #store(suggestions: readonly Suggestion[], events: readonly JournalEvent[]): Promise<void> {
    const { journal, repository, clock } = this.#options;
    const run = this.#tail.then(async () => {
      if (events.length > 0) await journal.append(clock.now(), this.#profile.id, events);
      await repository.save(this.#profile.id, suggestions);
    });
    this.#tail = run.catch(() => undefined);
    return run;
  }

  #coolingUntil(type: SuggestionType): number {
    const finished = this.#finished.get(type);
    return finished === undefined ? 0 : finished + this.#policies.coolDownMs;
  }

  /** The rules whose suggestions were open when the rebalance finished; a rebalance nobody asked for counts for the threshold. */
  #cool(at: UnixMs, suggestions: readonly Suggestion[]): void {
    const open = suggestions.filter(({ openedAt, closedAt }) => openedAt <= at && (closedAt === null || closedAt > at));
    const types = open.length === 0 ? (["threshold"] as const) : open.map(({ type }) => type);
    for (const type of types) this.#finished.set(type, at);
  }
}
