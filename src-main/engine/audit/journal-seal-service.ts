// When is the journal's newest entry sealed? Each hour in which something was written, and soon after a start.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { SecretStore } from "#engine/ports/secret-store.ts";
import type { SealKey } from "#shared/domain/journal-seal.ts";
import { HOUR_MS, MINUTE_MS } from "#shared/domain/time.ts";
import { computeSeal } from "./compute-journal-seal.ts";
import { readSealKey, sealKeyName, writeSealKey } from "./seal-key.ts";

/** A start has enough to do, and a short session ends unsealed otherwise. */
const FIRST_SEAL_MS = 5 * MINUTE_MS;

interface SealOptions {
  readonly journal: Pick<Journal, "append" | "read" | "readLatest">;
  readonly secrets: Pick<SecretStore, "read" | "write">;
  readonly clock: Clock;
  readonly ids: Pick<IdGenerator, "nonce">;
  readonly logger: Logger;
}

export class JournalSealService {
  readonly #options: SealOptions;
  /** Why it was not sealed the last time: said once, not every hour. */
  #said: string | null = null;

  constructor(options: SealOptions) {
    this.#options = options;
  }

  start(): Stoppable {
    const { clock, logger } = this.#options;
    const run = () => drop(this.seal(), logger, "Sealing the journal");
    const [first, hourly] = [clock.after(FIRST_SEAL_MS, run), clock.every(HOUR_MS, run)];
    return {
      dispose: async () => {
        await first.dispose();
        await hourly.dispose();
      },
    };
  }

  /** Seals the newest entry. Where no key can be kept it stays unsealed, and the log says why; rejects with STORE_ codes. */
  async seal(): Promise<void> {
    const { journal, secrets, clock } = this.#options;
    const [head] = await journal.readLatest({ limit: 1 });
    if (head === undefined || head.event.kind === "journal.sealed") return;
    const name = await sealKeyName(journal);
    if (name === null) return;
    try {
      const key = (await readSealKey(secrets, name)) ?? { v: 1, key: this.#options.ids.nonce(), last: null };
      // Kept before it is used: a seal whose key was lost proves nothing.
      if (key.last === null) await writeSealKey(secrets, name, key);
      const lost = await this.#lost(key);
      const seal = { ...computeSeal(key, head), ...(lost !== null && { lostSeq: lost }) };
      await journal.append(clock.now(), null, [{ kind: "journal.sealed", seal }]);
      await writeSealKey(secrets, name, { ...key, last: { seq: head.seq, hash: head.hash } });
      this.#said = null;
    } catch (error) {
      if (!(error instanceof EngineError) || !error.code.startsWith("SECRET_")) throw error;
      if (error.message !== this.#said) {
        this.#options.logger.warn("The journal is not sealed", { why: error.message });
      }
      this.#said = error.message;
    }
  }

  /** The entry that the newest seal vouched for, where the journal does not have it any more; null where it has. */
  async #lost({ last }: SealKey): Promise<number | null> {
    if (last === null) return null;
    const [entry] = await this.#options.journal.read({ after: last.seq - 1, limit: 1 });
    return entry?.seq === last.seq && entry.hash === last.hash ? null : last.seq;
  }
}
