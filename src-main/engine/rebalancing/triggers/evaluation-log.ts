// What is kept of each evaluation? Its rules with their numbers; a run of evaluations by prices with the same outcomes is one record.
import { drop } from "#engine/core/drop.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { EvaluationQuery, EvaluationRepository } from "#engine/ports/repositories.ts";
import type { EvaluationCause, EvaluationRecord, RuleOutcome } from "#shared/domain/evaluation.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import { DAY_MS, type DurationMs, type UnixMs, unixMs } from "#shared/domain/time.ts";

/** Records are kept this long, and so many at most: some 300 a day come of a quiet market. */
const KEPT_MS: DurationMs = 30 * DAY_MS;
const KEPT_MOST = 10_000;

export interface Evaluated {
  readonly ts: UnixMs;
  readonly cause: EvaluationCause;
  readonly summary: string;
  readonly rules: readonly RuleOutcome[];
}

/** Equal where nothing but numbers and times differ. */
function patternOf(rules: readonly RuleOutcome[]): string {
  return rules.map(({ type, outcome, fired, asset }) => `${type} ${outcome} ${fired ? asset : ""}`).join("; ");
}

const isByPersons = (cause: EvaluationCause): boolean => cause === "asked" || cause === "forced";

export class EvaluationLog {
  readonly #profileId: ProfileId;
  readonly #repository: EvaluationRepository;
  readonly #logger: Logger;
  #last: EvaluationRecord | null = null;
  readonly #unsaved = new Map<number, EvaluationRecord>();
  #seq = 0;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(profileId: ProfileId, repository: EvaluationRepository, logger: Logger) {
    this.#profileId = profileId;
    this.#repository = repository;
    this.#logger = logger;
  }

  /** Goes on counting where the last run ended; its last record stays as it is. */
  async start(): Promise<void> {
    const [newest] = await this.#repository.list(this.#profileId, { limit: 1 });
    this.#seq = newest?.seq ?? 0;
  }

  note({ ts, cause, summary, rules }: Evaluated): void {
    const last = this.#last;
    const goesOn =
      last !== null && cause === "prices" && !isByPersons(last.cause) && patternOf(last.rules) === patternOf(rules);
    if (!goesOn) this.#seq += 1;
    const record: EvaluationRecord = goesOn
      ? { ...last, until: ts, times: last.times + 1, summary, rules: [...rules] }
      : { seq: this.#seq, from: ts, until: ts, times: 1, cause, summary, rules: [...rules] };
    this.#last = record;
    this.#unsaved.set(record.seq, record);
  }

  /** To be called now and then: what was noted since is stored. */
  save(): void {
    const last = this.#last;
    if (this.#unsaved.size === 0 || last === null) return;
    const records = [...this.#unsaved.values()];
    this.#unsaved.clear();
    const keep = { since: unixMs(Math.max(0, last.until - KEPT_MS)), most: KEPT_MOST };
    const run = this.#tail.then(() => this.#repository.save(this.#profileId, records, keep));
    this.#tail = run.catch(() => undefined);
    drop(run, this.#logger, "Storing evaluations");
  }

  /** What was noted so far is on disk once this resolves. */
  async stored(): Promise<void> {
    this.save();
    await this.#tail;
  }

  /** Newest first, up to now. */
  async list(query: EvaluationQuery): Promise<readonly EvaluationRecord[]> {
    await this.stored();
    return this.#repository.list(this.#profileId, query);
  }
}
