// How do others learn what was journaled? The journal itself, telling each entry once it is on disk.
import { Topic } from "#engine/core/event-bus.ts";
import { scrubFreeText } from "#engine/core/scrub-json.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { SecretGuard, SecretStore } from "#engine/ports/secret-store.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { JournalEntry, JournalEvent } from "#shared/domain/journal.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { type AuditVerification, verifyJournal } from "./verify-seals.ts";

export class AuditService implements Journal {
  readonly appended = new Topic<JournalEntry>();
  readonly #journal: Journal;
  readonly #guard: Pick<SecretGuard, "scrub">;
  readonly #secrets: Pick<SecretStore, "read">;

  /** What venues and libraries say is journaled as evidence: no known secret may stand in it. */
  constructor(journal: Journal, guard: Pick<SecretGuard, "scrub">, secrets: Pick<SecretStore, "read">) {
    this.#journal = journal;
    this.#guard = guard;
    this.#secrets = secrets;
  }

  async append(
    ts: UnixMs,
    profileId: ProfileId | null,
    events: readonly JournalEvent[],
  ): Promise<readonly JournalEntry[]> {
    const entries = await this.#journal.append(
      ts,
      profileId,
      events.map((event) => scrubFreeText(event, this.#guard)),
    );
    for (const entry of entries) this.appended.publish(entry);
    return entries;
  }

  read(query: Parameters<Journal["read"]>[0]): Promise<readonly JournalEntry[]> {
    return this.#journal.read(query);
  }

  readLatest(query: Parameters<Journal["readLatest"]>[0]): Promise<readonly JournalEntry[]> {
    return this.#journal.readLatest(query);
  }

  verify(): Promise<AuditVerification> {
    return verifyJournal(this.#journal, this.#secrets);
  }
}
