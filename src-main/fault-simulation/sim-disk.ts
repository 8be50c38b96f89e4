// What does the disk keep of a simulated process, and how can it fail?
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { StoreHealth } from "#engine/ports/repositories.ts";
import type { JournalEntry, JournalEvent } from "#shared/domain/journal.ts";

export type DiskFault = "none" | "full" | "errorAfterWrite";

/**
 * The journal's file. A transaction is on it whole or not at all (that a torn tail opens to a prefix is shown with real
 * files). What is read back went through JSON, as from a disk.
 */
export class SimDisk {
  readonly entries: JournalEntry[] = [];
  readonly written = new Topic<JournalEntry>();
  /** Written, while the program is told that it failed: it knows nothing of it until it reads again. */
  readonly untold = new Topic<JournalEntry>();
  readonly #texts: string[] = [];
  fault: DiskFault = "none";
  #health: StoreHealth = { state: "ok", detail: null };

  health(): StoreHealth {
    return this.#health;
  }

  /** A restart finds the disk as it is; space may be there again. */
  reopen(): void {
    this.#health = { state: "ok", detail: null };
  }

  readonly journal: Journal = {
    append: async (ts, profileId, events) => {
      if (this.fault === "full") {
        this.#health = { state: "full", detail: "no space left" };
        throw new EngineError("STORE_FULL", "The simulated disk is full", { retryable: true });
      }
      const added = events.map((event) => this.#write(ts, profileId, event));
      if (this.fault === "errorAfterWrite") {
        this.#health = { state: "failed", detail: "input/output error" };
        for (const entry of added) this.untold.publish(entry);
        throw new EngineError("STORE_FAILED", "The simulated disk failed");
      }
      return added;
    },
    read: async ({ after, limit, profileId, kinds }) =>
      this.#parsed(this.#matching(profileId, kinds, (seq) => seq > after).slice(0, limit)),
    readLatest: async ({ before, limit, profileId, kinds }) =>
      this.#parsed(
        this.#matching(profileId, kinds, (seq) => before === undefined || seq < before)
          .reverse()
          .slice(0, limit),
      ),
    // The chain is checked on real files; here nothing can be changed behind its back.
    verify: async () => ({ ok: true, entries: this.entries.length, broken: null }),
  };

  #write(ts: JournalEntry["ts"], profileId: JournalEntry["profileId"], event: JournalEvent): JournalEntry {
    const entry: JournalEntry = { seq: this.entries.length + 1, ts, profileId, event, prevHash: "", hash: "" };
    this.entries.push(entry);
    this.#texts.push(JSON.stringify(entry));
    this.written.publish(entry);
    return entry;
  }

  #matching(
    profileId: JournalEntry["profileId"] | undefined,
    kinds: readonly string[] | undefined,
    isMeant: (seq: number) => boolean,
  ): JournalEntry[] {
    return this.entries.filter(
      (entry) =>
        isMeant(entry.seq) &&
        (profileId === undefined || entry.profileId === profileId) &&
        (kinds === undefined || kinds.includes(entry.event.kind)),
    );
  }

  /** What was written, as read. */
  #parsed(entries: readonly JournalEntry[]): JournalEntry[] {
    return entries.map(({ seq }) => JSON.parse(this.#texts[seq - 1] ?? "null"));
  }
}
