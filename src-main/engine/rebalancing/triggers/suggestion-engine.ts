// When are the rules asked, and what becomes of what they find? Opens, updates and closes suggestions of one profile.
import type { EntryList } from "#engine/books/compute-entry-list.ts";
import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { PortfolioView } from "#engine/portfolio/compute-portfolio.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { Repositories } from "#engine/ports/repositories.ts";
import type { Suggestions } from "#shared/contract/views.ts";
import type { EvaluationCause, RuleOutcome } from "#shared/domain/evaluation.ts";
import type { SuggestionId } from "#shared/domain/ids.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { PositionReading } from "#shared/domain/signal-position.ts";
import type { Evaluation, Suggestion, SuggestionType } from "#shared/domain/suggestion.ts";
import { DAY_MS, type DurationMs, HOUR_MS, MINUTE_MS, SECOND_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { LEAST_TIMED_GAP_MS } from "#shared/domain/trigger-settings.ts";
import { EpisodeBook, type SuggestionChange } from "./episode-book.ts";
import { EvaluationLog } from "./evaluation-log.ts";
import { describeOutcome, whyNotChecked } from "./evaluation-text.ts";
import { TRIGGERS } from "./registry.ts";
import type { RiskFactsService } from "./risk-facts-service.ts";
import { ruleOutcomes } from "./rule-outcomes.ts";
import type { RuleResult, ScheduleState, TriggerInput } from "./trigger.ts";
import { type DoneTimes, TriggerFactsReader } from "./trigger-facts.ts";

export type { SuggestionChange } from "./episode-book.ts";

/** The rule behind a type of suggestion, as it decides now. */
export function ruleOf(type: SuggestionType): { readonly name: string; readonly version: number } {
  const { name, version } = TRIGGERS[type];
  return { name, version };
}

export interface SuggestionPolicies {
  /** Least time between two evaluations caused by prices. */
  readonly batchMs: DurationMs;
  /** Evaluated this often, prices or not; never more often by time alone. */
  readonly timerMs: DurationMs;
  /** Closed suggestions are shown for this long. */
  readonly recentMs: DurationMs;
  /** How far back a dismissal is remembered. */
  readonly memoryMs: DurationMs;
  /** Changed numbers of an open suggestion are stored at most this often. */
  readonly saveMs: DurationMs;
}

const SUGGESTION_POLICIES: SuggestionPolicies = {
  batchMs: SECOND_MS,
  timerMs: LEAST_TIMED_GAP_MS,
  recentMs: 7 * DAY_MS,
  memoryMs: 365 * DAY_MS,
  saveMs: MINUTE_MS,
};

const SNOOZE_MS: Readonly<Record<"1h" | "1d", DurationMs>> = { "1h": HOUR_MS, "1d": DAY_MS };
const JOURNAL_LOOKBACK = 200;

interface Noted {
  readonly cause: EvaluationCause;
  readonly fired: SuggestionType[];
  readonly summary: string;
  readonly changed: boolean;
  readonly rules: readonly RuleOutcome[];
}

export interface SuggestionEngineOptions {
  readonly profile: Profile;
  readonly portfolio: {
    view(): PortfolioView;
    /** What counts, oldest first. */
    transactions(): EntryList;
    readonly changes: { subscribe(listener: () => void): Stoppable };
  };
  /** A plan of this profile that is shown and not expired, or approved and not over: nothing new is suggested meanwhile. */
  readonly openPlan: () => "shown" | "running" | null;
  readonly risk: Pick<RiskFactsService, "read">;
  /** Opened from signals, and where each stands. Absent: there are none. */
  readonly positions?: () => readonly PositionReading[];
  readonly repositories: Pick<Repositories, "suggestions" | "evaluations">;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly logger: Logger;
  readonly policies?: SuggestionPolicies;
}

export class SuggestionEngine implements Stoppable {
  /** The whole state after each visible change. */
  readonly changes = new Topic<Suggestions>();
  /** Why each rule did or did not fire. */
  readonly evaluations: EvaluationLog;
  /** Each opening, change and closing, with what the rules saw. */
  readonly episodes = new Topic<SuggestionChange & { readonly view: PortfolioView }>();
  readonly #options: SuggestionEngineOptions;
  readonly #policies: SuggestionPolicies;
  readonly #logger: Logger;
  readonly #running: DisposableStore;
  readonly #book: EpisodeBook;
  readonly #facts: TriggerFactsReader;
  #profile: Profile;
  #recent: Suggestion[] = [];
  #last: Evaluation | null = null;
  #evaluatedAt = Number.NEGATIVE_INFINITY;
  #pending: Stoppable | null = null;
  #stopped = true;
  /** When a rebalance that a rule had asked for was finished last. */
  readonly #finished = new Map<SuggestionType, UnixMs>();
  /** When any rebalance was finished last. */
  #rebalancedAt = 0;
  /** When a suggestion of a rule was dismissed last. */
  readonly #dismissedAt = new Map<SuggestionType, UnixMs>();
  readonly #unsaved = new Map<SuggestionId, Suggestion>();
  #tail: Promise<unknown> = Promise.resolve();

  constructor(options: SuggestionEngineOptions) {
    this.#options = options;
    this.#profile = options.profile;
    this.#policies = options.policies ?? SUGGESTION_POLICIES;
    this.#logger = options.logger.child({ profileId: options.profile.id, area: "suggestions" });
    this.#running = new DisposableStore(this.#logger);
    this.#book = new EpisodeBook(options.profile.id, TRIGGERS);
    this.#facts = new TriggerFactsReader({ ...options, transactions: () => options.portfolio.transactions() });
    this.evaluations = new EvaluationLog(options.profile.id, options.repositories.evaluations, this.#logger);
  }

  async start(): Promise<void> {
    const { clock, repositories, journal, portfolio } = this.#options;
    const now = clock.now();
    await this.evaluations.start();
    const stored = await repositories.suggestions.list(
      this.#profile.id,
      unixMs(Math.max(0, now - this.#policies.memoryMs)),
    );
    this.#book.restore(stored);
    this.#recent = stored.filter(({ closedAt }) => closedAt !== null);
    for (const { type, closedAt, closedBecause, dismissReason } of this.#recent) {
      if (closedAt === null) continue;
      if (dismissReason !== null) this.#dismissedAt.set(type, closedAt);
      // The journal says exactly when, as far back as it is read.
      if (closedBecause === "rebalanced") this.#finished.set(type, closedAt);
    }
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
    this.#running.add(clock.every(this.#policies.timerMs, () => void this.#evaluate("timer")));
    this.#running.add(clock.every(this.#policies.saveMs, () => this.#saveUpdates()));
  }

  async dispose(): Promise<void> {
    this.#stopped = true;
    void this.#pending?.dispose();
    await this.#running.dispose();
    this.#saveUpdates();
    await this.#tail;
    await this.evaluations.stored();
  }

  setProfile(profile: Profile): void {
    this.#profile = profile;
    this.#evaluateSoon();
  }

  /** Null while it is off. */
  schedule(): ScheduleState | null {
    return this.#facts.schedule(this.#profile, this.#done(), this.#options.clock.now());
  }

  /** Rules that open nothing new yet. */
  cooling(): readonly { readonly type: SuggestionType; readonly until: UnixMs }[] {
    const now = this.#options.clock.now();
    return [...this.#finished.keys()].flatMap((type) => {
      const until = this.#coolingUntil(type);
      return until > now ? [{ type, until: unixMs(until) }] : [];
    });
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
    const evaluation = this.#evaluate(force ? "forced" : "asked");
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
    this.#dismissedAt.set(dismissed.type, now);
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
    this.#pending = clock.after(wait, () => void this.#evaluate("prices"));
  }

  #evaluate(cause: EvaluationCause): Evaluation {
    void this.#pending?.dispose();
    this.#pending = null;
    this.#evaluatedAt = this.#options.clock.monotonicMs();
    const view = this.#options.portfolio.view();
    const now = this.#options.clock.now();
    const input = this.#inputOf(view, now);
    if (typeof input === "string") return this.#note({ cause, fired: [], summary: input, changed: false, rules: [] });
    const results = this.#ask(input);
    const findings = [...results.values()].flatMap((result) => result?.findings ?? []);
    const outcome = this.#book.evaluate(findings, now, {
      isCooling: (type) => cause !== "forced" && this.#coolingUntil(type) > now,
      wasRebalanced: ({ type, openedAt }) => (this.#finished.get(type) ?? 0) > openedAt,
      nextId: () => this.#options.ids.suggestionId(),
    });
    this.#apply(outcome.changes, view);
    const coolingUntil = Math.max(now, ...outcome.cooling.map(({ type }) => this.#coolingUntil(type)));
    const open = this.#book.open();
    const summary = describeOutcome({ trigger: input, outcome, open, coolingForMs: coolingUntil - now });
    return this.#note({
      cause,
      fired: [...new Set(findings.map(({ type }) => type))],
      summary,
      changed: outcome.changes.length > 0,
      rules: ruleOutcomes(results, outcome, open),
    });
  }

  /** Null for a rule that is off. */
  #ask(input: TriggerInput): ReadonlyMap<SuggestionType, RuleResult | null> {
    const { triggers } = this.#profile;
    return new Map(
      Object.values(TRIGGERS).map((trigger) => [
        trigger.type,
        triggers[trigger.type].on ? trigger.evaluate(input) : null,
      ]),
    );
  }

  /** What the rules may look at, or the sentence that says why they may not. */
  #inputOf({ portfolio, allocation }: PortfolioView, now: UnixMs): TriggerInput | string {
    const obstacle = whyNotChecked(portfolio);
    if (obstacle !== null) return obstacle;
    const plan = this.#options.openPlan();
    if (plan !== null) return `Not checked: a plan is being ${plan === "shown" ? "looked at" : "executed"}.`;
    if (allocation === null) return "Not checked: the portfolio has no value yet.";
    if (Object.keys(this.#profile.targets).length === 0) return "Not checked: no targets are set.";
    const facts = this.#facts.read(this.#profile, portfolio, this.#done(), now);
    return { portfolio, allocation, profile: this.#profile, facts };
  }

  /** A time of the schedule is done by the rebalance it asked for, a flow by any; both by being dismissed. */
  #done(): DoneTimes {
    const dismissed = (type: SuggestionType) => this.#dismissedAt.get(type) ?? 0;
    return {
      schedule: Math.max(this.#finished.get("schedule") ?? 0, dismissed("schedule")),
      flow: Math.max(this.#rebalancedAt, dismissed("flow")),
    };
  }

  #note({ cause, fired, summary, changed, rules }: Noted): Evaluation {
    const evaluation: Evaluation = { ts: this.#options.clock.now(), fired, summary };
    this.evaluations.note({ ts: evaluation.ts, cause, summary, rules });
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
    this.evaluations.save();
    if (this.#unsaved.size === 0) return;
    const suggestions = [...this.#unsaved.values()];
    this.#unsaved.clear();
    drop(this.#store(suggestions, []), this.#logger, "Storing suggestions");
  }

  /** Journal first, then the record; one after another, in order. */
  #store(suggestions: readonly Suggestion[], events: readonly JournalEvent[]): Promise<void> {
    const { journal, repositories, clock } = this.#options;
    const run = this.#tail.then(async () => {
      if (events.length > 0) await journal.append(clock.now(), this.#profile.id, events);
      await repositories.suggestions.save(this.#profile.id, suggestions);
    });
    this.#tail = run.catch(() => undefined);
    return run;
  }

  #coolingUntil(type: SuggestionType): number {
    // That a rebalance has just finished is no reason to hold on to what a stop would sell.
    if (type === "positionExit") return 0;
    const finished = this.#finished.get(type);
    return finished === undefined ? 0 : finished + this.#profile.triggers.coolDownMs;
  }

  /** The rules whose suggestions were open when the rebalance finished; a rebalance nobody asked for counts for the threshold. */
  #cool(at: UnixMs, suggestions: readonly Suggestion[]): void {
    this.#rebalancedAt = at;
    const open = suggestions.filter(({ openedAt, closedAt }) => openedAt <= at && (closedAt === null || closedAt > at));
    const types = open.length === 0 ? (["threshold"] as const) : open.map(({ type }) => type);
    for (const type of types) this.#finished.set(type, at);
  }
}
