// How does the engine's thread append to and read the journal in the storage thread?
import { EngineError } from "#engine/core/engine-error.ts";
import type { Journal } from "#engine/ports/journal.ts";
import { InvariantError } from "#shared/domain/assert.ts";
import { canonicalJson } from "#shared/domain/canonical-hash.ts";
import { type JournalEvent, journalEventSchema } from "#shared/domain/journal.ts";
import type { StorageClient } from "./storage-client.ts";

export function journalClient(client: StorageClient): Journal {
  return {
    append: async (ts, profileId, events) => {
      const written = events.map(checked);
      if (written.length === 0) return [];
      const links = await client.call("journal", "append", {
        ts,
        profileId,
        events: written.map(({ event, json }) => ({ kind: event.kind, json })),
      });
      return written.map(({ event }, index) => {
        const link = links[index];
        if (link === undefined) throw new InvariantError(`Missing link ${index} of an append`);
        return { ts, profileId, event, ...link };
      });
    },
    read: (query) => client.call("journal", "read", query),
    readLatest: (query) => client.call("journal", "readLatest", query),
    verify: () => client.call("journal", "verify"),
  };
}

/** What is written is never changed again, so an event that could not be read back is refused before it is there. */
function checked(event: JournalEvent): { readonly event: JournalEvent; readonly json: string } {
  try {
    const parsed = journalEventSchema.parse(event);
    return { event: parsed, json: canonicalJson(parsed) };
  } catch (error) {
    throw notAnEvent(event, error);
  }
}

function notAnEvent(event: JournalEvent, cause: unknown): EngineError {
  return new EngineError("SYSTEM_INTERNAL", `Not a journal event (${event.kind}): ${String(cause)}`, { cause });
}
