// Which suggestions are open, snoozed or dismissed? An episode opens once, is updated in place and closes when its
// condition was false in two evaluations. Synchronous and without clock or disk.
import { ensure } from "#shared/domain/assert.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { ProfileId, SuggestionId } from "#shared/domain/ids.ts";
import type { Priority, Suggestion, SuggestionType } from "#shared/domain/suggestion.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { Finding, Trigger } from "./trigger.ts";

/** Evaluations in a row without the condition that end an episode: one may be a flicker. */
const EVALUATIONS_TO_CLOSE = 2;
const DOUBLE = Decimal.fromInteger(2);
const RANK: Readonly<Record<Priority, number>> = { critical: 3, high: 2, medium: 1, low: 0 };

export type SuggestionChange = {
  readonly kind: "opened" | "updated" | "closed" | "woken" | "released";
  readonly suggestion: Suggestion;
};

export interface EvaluationOutcome {
  readonly changes: readonly SuggestionChange[];
  /** Findings that opened nothing because their rule has just been followed by a rebalance. */
  readonly cooling: readonly Finding[];
  /** Findings that the user dismissed; they open again only after they were over. */
  readonly dismissed: readonly Finding[];
}

interface Episode {
  suggestion: Suggestion;
  /** Evaluations in a row in which the condition was false. */
  missed: number;
}

function keyOf({ type, asset }: Pick<Suggestion, "type" | "asset">): string {
  return asset === null ? type : `${type} ${asset}`;
}

export class EpisodeBook {
  readonly #profileId: ProfileId;
  readonly #triggers: Readonly<Record<SuggestionType, Trigger>>;
  readonly #open = new Map<string, Episode>();
  readonly #dismissed = new Map<string, Episode>();

  constructor(profileId: ProfileId, triggers: Readonly<Record<SuggestionType, Trigger>>) {
    this.#profileId = profileId;
    this.#triggers = triggers;
  }

  /** Takes up what was stored: open episodes and dismissals whose condition has not been over yet. */
  restore(stored: readonly Suggestion[]): void {
    for (const suggestion of stored) {
      if (suggestion.closedAt === null) this.#open.set(keyOf(suggestion), { suggestion, missed: 0 });
      else if (suggestion.closedBecause === "dismissed") {
        this.#dismissed.set(keyOf(suggestion), { suggestion, missed: 0 });
      }
    }
  }

  /** Open ones, snoozed ones included: most pressing first. */
  open(): readonly Suggestion[] {
    return [...this.#open.values()]
      .map(({ suggestion }) => suggestion)
      .sort(
        (first, second) =>
          RANK[second.priority] - RANK[first.priority] ||
          this.#pressure(second).cmp(this.#pressure(first)) ||
          first.openedAt - second.openedAt ||
          (keyOf(first) < keyOf(second) ? -1 : 1),
      );
  }

  find(id: SuggestionId): Suggestion | null {
    return this.open().find((suggestion) => suggestion.id === id) ?? null;
  }

  /** One evaluation. `isCooling` says whether a rule may open nothing new; `nextId` is asked once per opened episode. */
  evaluate(
    findings: readonly Finding[],
    now: UnixMs,
    options: {
      readonly isCooling: (type: SuggestionType) => boolean;
      readonly wasRebalanced: (suggestion: Suggestion) => boolean;
      readonly nextId: () => SuggestionId;
    },
  ): EvaluationOutcome {
    const changes: SuggestionChange[] = [];
    const cooling: Finding[] = [];
    const dismissed: Finding[] = [];
    const seen = new Set<string>();
    for (const finding of findings) {
      const key = keyOf(finding);
      seen.add(key);
      const episode = this.#open.get(key);
      const dismissal = this.#dismissed.get(key);
      if (episode !== undefined) changes.push(...this.#update(episode, finding, now));
      else if (dismissal !== undefined) {
        dismissal.missed = 0;
        dismissed.push(finding);
      } else if (options.isCooling(finding.type)) cooling.push(finding);
      else {
        const suggestion = this.#opened(finding, now, options.nextId());
        this.#open.set(key, { suggestion, missed: 0 });
        changes.push({ kind: "opened", suggestion });
      }
    }
    for (const [key, episode] of this.#open) {
      if (seen.has(key) || !this.#isOver(episode)) continue;
      this.#open.delete(key);
      const because = options.wasRebalanced(episode.suggestion) ? "rebalanced" : "conditionOver";
      changes.push({ kind: "closed", suggestion: closed(episode.suggestion, now, because) });
    }
    for (const [key, episode] of this.#dismissed) {
      if (seen.has(key) || !this.#isOver(episode)) continue;
      this.#dismissed.delete(key);
      // What was dismissed is over now: the stored record says so, so that a restart does not keep quiet about the next one.
      changes.push({ kind: "released", suggestion: { ...episode.suggestion, closedBecause: "conditionOver" } });
    }
    return { changes, cooling, dismissed };
  }

  /** The suggestion as it would be snoozed; nothing changes until `replace`. */
  snoozed(suggestion: Suggestion, until: UnixMs | "doubles"): Suggestion {
    return until === "doubles"
      ? { ...suggestion, snoozedUntil: null, snoozedUntilDoubles: this.#severity(suggestion).toString() }
      : { ...suggestion, snoozedUntil: until, snoozedUntilDoubles: null };
  }

  /** Applies a user's decision; the condition's own numbers stay as the last evaluation left them. */
  decide(id: SuggestionId, change: (current: Suggestion) => Suggestion): Suggestion {
    const found = [...this.#open].find(([, episode]) => episode.suggestion.id === id);
    const [key, episode] = ensure(found, `open suggestion ${id}`);
    episode.suggestion = change(episode.suggestion);
    if (episode.suggestion.closedAt !== null) {
      this.#open.delete(key);
      this.#dismissed.set(key, { suggestion: episode.suggestion, missed: 0 });
    }
    return episode.suggestion;
  }

  #opened(finding: Finding, now: UnixMs, id: SuggestionId): Suggestion {
    return {
      id,
      profileId: this.#profileId,
      ...content(finding),
      openedAt: now,
      updatedAt: now,
      snoozedUntil: null,
      snoozedUntilDoubles: null,
      closedAt: null,
      closedBecause: null,
      dismissReason: null,
    };
  }

  #update(episode: Episode, finding: Finding, now: UnixMs): SuggestionChange[] {
    episode.missed = 0;
    const before = episode.suggestion;
    const next = { ...before, ...content(finding) };
    const woken = this.#isAwake(next, now) && !isUnsnoozed(before);
    const changed =
      next.title !== before.title ||
      next.reason !== before.reason ||
      next.action !== before.action ||
      next.priority !== before.priority;
    const awake = woken ? { ...next, snoozedUntil: null, snoozedUntilDoubles: null } : next;
    episode.suggestion = changed || woken ? { ...awake, updatedAt: now } : awake;
    if (!changed && !woken) return [];
    return [{ kind: woken ? "woken" : "updated", suggestion: episode.suggestion }];
  }

  #isAwake(suggestion: Suggestion, now: UnixMs): boolean {
    if (suggestion.snoozedUntil !== null) return now >= suggestion.snoozedUntil;
    if (suggestion.snoozedUntilDoubles === null) return true;
    const then = Decimal.parse(suggestion.snoozedUntilDoubles);
    return this.#severity(suggestion).gte(then.mul(DOUBLE));
  }

  #isOver(episode: Episode): boolean {
    episode.missed += 1;
    return episode.missed >= EVALUATIONS_TO_CLOSE;
  }

  #severity(suggestion: Suggestion): Decimal {
    const trigger = this.#triggers[suggestion.type];
    return trigger.severity(Decimal.parse(suggestion.measured), Decimal.parse(suggestion.limit));
  }

  /** Measured against its limit, to put equals in order. */
  #pressure(suggestion: Suggestion): Decimal {
    const limit = Decimal.parse(suggestion.limit).abs();
    return limit.isZero ? Decimal.ZERO : Decimal.parse(suggestion.measured).abs().div(limit, 6, "halfEven");
  }
}

function isUnsnoozed(suggestion: Suggestion): boolean {
  return suggestion.snoozedUntil === null && suggestion.snoozedUntilDoubles === null;
}

function closed(suggestion: Suggestion, now: UnixMs, because: "conditionOver" | "rebalanced"): Suggestion {
  return { ...suggestion, closedAt: now, updatedAt: now, closedBecause: because };
}

function content(finding: Finding) {
  const { type, asset, title, reason, action, plan, priority, measured, limit } = finding;
  return { type, asset, title, reason, action, plan, priority, measured: measured.toString(), limit: limit.toString() };
}
