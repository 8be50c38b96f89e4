// Which signals does a profile have? Those of its rules, one per open suggestion and made anew when it expires, and those of its strategies.
import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { PortfolioView } from "#engine/portfolio/compute-portfolio.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { SignalRepository } from "#engine/ports/repositories.ts";
import { ruleOf, type SuggestionChange } from "#engine/rebalancing/triggers/suggestion-engine.ts";
import type { DecisionRecord } from "#shared/domain/decision.ts";
import type { SignalId, SuggestionId } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { Signal } from "#shared/domain/signal.ts";
import type { Suggestion } from "#shared/domain/suggestion.ts";
import { type DurationMs, MINUTE_MS } from "#shared/domain/time.ts";
import type { SignalDraft } from "./compute-strategy-signals.ts";
import { computeSuggestionSignal } from "./compute-suggestion-signal.ts";

const RENEW_CHECK_MS: DurationMs = MINUTE_MS;
/** Signals kept at hand; the repository keeps all. */
const IN_VIEW = 500;

export interface SignalEngineOptions {
  readonly profile: Profile;
  readonly suggestions: {
    readonly episodes: {
      subscribe(listener: (change: SuggestionChange & { readonly view: PortfolioView }) => void): Stoppable;
    };
    read(): { readonly open: readonly Suggestion[] };
  };
  readonly portfolio: { view(): PortfolioView };
  readonly repository: SignalRepository;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly logger: Logger;
}

export class SignalEngine implements Stoppable {
  /** Each signal, new or updated. */
  readonly changes = new Topic<Signal>();
  readonly #options: SignalEngineOptions;
  readonly #logger: Logger;
  readonly #running: DisposableStore;
  #profile: Profile;
  /** Newest first. */
  #signals: readonly Signal[] = [];
  /** The present signal of each open suggestion. */
  readonly #current = new Map<SuggestionId, Signal>();
  #tail: Promise<unknown> = Promise.resolve();
  /** The write that was asked for last. */
  #stored: Promise<unknown> = Promise.resolve();

  constructor(options: SignalEngineOptions) {
    this.#options = options;
    this.#profile = options.profile;
    this.#logger = options.logger.child({ profileId: options.profile.id, area: "signals" });
    this.#running = new DisposableStore(this.#logger);
  }

  /** Loads what was stored. To be called before the suggestions start, so that no opening is missed. */
  async start(): Promise<void> {
    const { repository, suggestions, clock } = this.#options;
    this.#signals = await repository.list(this.#profile.id, IN_VIEW);
    this.#running.add(suggestions.episodes.subscribe((change) => this.#onSuggestion(change)));
    this.#running.add(clock.every(RENEW_CHECK_MS, () => this.#renew()));
  }

  async dispose(): Promise<void> {
    await this.#running.dispose();
    await this.#tail;
  }

  setProfile(profile: Profile): void {
    this.#profile = profile;
  }

  /** Newest first. */
  list(limit: number): readonly Signal[] {
    return this.#signals.slice(0, limit).map(withoutDecision);
  }

  /** What a signal of the strategies rests on, however old; null for one of a rule, or where there is none. Rejects with STORE_ codes. */
  async decisionOf(signalId: SignalId): Promise<DecisionRecord | null> {
    const atHand = this.#signals.find(({ id }) => id === signalId);
    const signal = atHand ?? (await this.#options.repository.find(this.#profile.id, signalId));
    return signal?.decision ?? null;
  }

  /**
   * Signals of one decision. One that is there already, of the same rule, asset and bar, is not made twice; a new one ends the older ones of its
   * rule and asset. Resolves to how many are new once all are stored; rejects with STORE_ codes.
   */
  async take(drafts: readonly SignalDraft[], decision: DecisionRecord): Promise<number> {
    const fresh = drafts.filter(
      ({ rule, asset, ts }) => !this.#signals.some((known) => isSameLine(known, { rule, asset }) && known.ts >= ts),
    );
    for (const draft of fresh) {
      for (const older of this.#signals.filter((known) => isSameLine(known, draft) && known.expiresAt > draft.ts)) {
        this.#put({ ...older, expiresAt: draft.ts });
      }
      this.#put({ ...draft, id: this.#options.ids.signalId(), profileId: this.#profile.id, decision });
    }
    await this.#stored;
    return fresh.length;
  }

  /** Signals that have not expired. */
  openCount(): number {
    const now = this.#options.clock.now();
    return this.#signals.filter(({ expiresAt }) => expiresAt > now).length;
  }

  #onSuggestion({ kind, suggestion, view }: SuggestionChange & { readonly view: PortfolioView }): void {
    // It is proposed because of a signal, and is none.
    if (suggestion.type === "positionExit") return;
    if (kind === "opened") this.#issue(suggestion, view);
    else if (kind === "closed") this.#expire(suggestion);
  }

  /** A suggestion that outlives its signal gets a new one, on the numbers of now; one restored from disk finds its own again. */
  #renew(): void {
    const now = this.#options.clock.now();
    const view = this.#options.portfolio.view();
    if (view.portfolio.state !== "live") return;
    for (const suggestion of this.#options.suggestions.read().open) {
      if (suggestion.type === "positionExit") continue;
      const signal = this.#current.get(suggestion.id) ?? this.#restored(suggestion);
      if (signal === null || signal.expiresAt <= now) this.#issue(suggestion, view);
      else this.#current.set(suggestion.id, signal);
    }
  }

  /** After a restart: the newest signal of the same rule and asset made since the suggestion opened. */
  #restored({ type, asset, openedAt }: Suggestion): Signal | null {
    const source = type === "highCash" ? "cashDeployment" : "rebalance";
    return (
      this.#signals.find(
        (signal) =>
          signal.asset === asset && signal.source === source && signal.ts >= openedAt && isOfRule(signal, type),
      ) ?? null
    );
  }

  #issue(suggestion: Suggestion, { portfolio, allocation }: PortfolioView): void {
    if (allocation === null) return;
    const signal = computeSuggestionSignal({
      id: this.#options.ids.signalId(),
      ts: this.#options.clock.now(),
      rule: ruleOf(suggestion.type),
      suggestion,
      portfolio,
      allocation,
      targets: this.#profile.targets,
      policy: this.#profile.policy,
    });
    this.#current.set(suggestion.id, signal);
    this.#put(signal);
  }

  /** What it was about is over: the signal ends now instead of at its hour. */
  #expire(suggestion: Suggestion): void {
    const signal = this.#current.get(suggestion.id) ?? this.#restored(suggestion);
    this.#current.delete(suggestion.id);
    const now = this.#options.clock.now();
    if (signal !== null && signal.expiresAt > now) this.#put({ ...signal, expiresAt: now });
  }

  #put(signal: Signal): void {
    const others = this.#signals.filter(({ id }) => id !== signal.id);
    this.#signals = [signal, ...others].toSorted((first, second) => second.ts - first.ts).slice(0, IN_VIEW);
    const run = this.#tail.then(() => this.#options.repository.save(this.#profile.id, [signal]));
    this.#stored = run;
    this.#tail = run.catch(() => undefined);
    drop(run, this.#logger, "Storing a signal");
    this.changes.publish(withoutDecision(signal));
  }
}

const isSameLine = (known: Signal, { rule, asset }: Pick<Signal, "rule" | "asset">): boolean =>
  known.rule === rule && known.asset === asset;

function withoutDecision({ decision: _decision, ...signal }: Signal): Signal {
  return signal;
}

const isOfRule = (signal: Signal, type: Suggestion["type"]): boolean => signal.rule.startsWith(`${ruleOf(type).name},`);
