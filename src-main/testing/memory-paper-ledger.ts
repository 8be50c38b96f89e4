// How are the paper ledger and the state of cycles kept in a test?
import type { CycleRepository, PaperLedgerRepository } from "#engine/ports/repositories.ts";
import type { CycleState } from "#shared/domain/cycle-state.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { PaperEntryRecord, PaperLedgerState } from "#shared/domain/paper-entry.ts";

interface Doors {
  readonly read: <T>(run: () => T) => Promise<T>;
  readonly write: <T>(run: () => T) => Promise<T>;
}

export function memoryPaperLedger({ read, write }: Doors): {
  readonly paperLedger: PaperLedgerRepository;
  readonly cycles: CycleRepository;
} {
  const entries = new Map<ProfileId, Map<string, PaperEntryRecord>>();
  const states = new Map<ProfileId, PaperLedgerState>();
  const cycles = new Map<ProfileId, CycleState>();
  const rows = (profileId: ProfileId) => structuredClone([...(entries.get(profileId)?.values() ?? [])]);
  return {
    paperLedger: {
      save: (profileId, change, most) =>
        write(() => {
          const own = entries.get(profileId) ?? new Map<string, PaperEntryRecord>();
          entries.set(profileId, own);
          for (const entry of change.entries) own.set(entry.id, structuredClone(entry));
          states.set(profileId, structuredClone(change.state));
          const ended = [...own.values()].filter(({ end }) => end !== null);
          for (const { id } of ended.slice(0, Math.max(0, ended.length - most))) own.delete(id);
        }),
      load: (profileId) =>
        read(() => ({
          state: structuredClone(states.get(profileId) ?? null),
          running: rows(profileId).filter(({ end }) => end === null),
        })),
      list: (profileId, { before, limit }) =>
        read(() =>
          rows(profileId)
            .reverse()
            .filter(({ at }) => before === undefined || at < before)
            .sort((first, second) => second.at - first.at)
            .slice(0, limit),
        ),
    },
    cycles: {
      load: (profileId) => read(() => structuredClone(cycles.get(profileId) ?? null)),
      save: (profileId, state) => write(() => void cycles.set(profileId, structuredClone(state))),
    },
  };
}
