// Which mistakes are made with what is written down, and read back?
import type { Journal } from "#engine/ports/journal.ts";
import type { ProcessParts } from "#fault-simulation/sim-process.ts";
import type { JournalEntry, JournalEvent, JournalKind } from "#shared/domain/journal.ts";
import type { Mutant } from "./mutant.ts";

export const JOURNAL_MUTANTS: readonly Mutant[] = [
  {
    name: "writeBehind",
    mistake: "A write is called done before it is on the disk.",
    mutation: (parts) => {
      let pending: {
        readonly ts: JournalEntry["ts"];
        readonly profileId: JournalEntry["profileId"];
        readonly events: readonly JournalEvent[];
      }[] = [];
      let promised = 0;
      const flush = async () => {
        const writes = pending;
        pending = [];
        for (const { ts, profileId, events } of writes) await parts.journal.append(ts, profileId, events);
      };
      const append: Journal["append"] = async (ts, profileId, events) => {
        const [last] = await parts.journal.readLatest({ limit: 1 });
        promised = Math.max(promised, last?.seq ?? 0);
        pending.push({ ts, profileId, events });
        parts.clock.after(200, () => void flush());
        return events.map((event): JournalEntry => {
          promised += 1;
          return { seq: promised, ts, profileId, event, prevHash: "", hash: "" };
        });
      };
      return { ...parts, journal: { ...parts.journal, append } };
    },
  },
  {
    name: "diskErrorSwallowed",
    mistake: "A write that fails is logged and forgotten.",
    mutation: (parts) => ({
      ...parts,
      disk: { health: () => ({ state: "ok", detail: null }) },
      journal: {
        ...parts.journal,
        append: async (ts, profileId, events) => {
          try {
            return await parts.journal.append(ts, profileId, events);
          } catch {
            return events.map((event): JournalEntry => ({ seq: 0, ts, profileId, event, prevHash: "", hash: "" }));
          }
        },
      },
    }),
  },
  {
    name: "fillsForgottenAtStart",
    mistake: "At a start fills are not read back.",
    mutation: (parts) => forgetting(parts, "order.fill"),
  },
  {
    name: "approvalsForgottenAtStart",
    mistake: "At a start approvals are not read back.",
    mutation: (parts) => forgetting(parts, "plan.approved"),
  },
  {
    name: "ordersForgottenAtStart",
    mistake: "At a start the changes of orders are not read back.",
    mutation: (parts) => forgetting(parts, "order.state"),
  },
  {
    name: "idsBeginAgain",
    mistake: "After a restart the ids of orders begin as they did before.",
    mutation: (parts, { number }) => {
      if (number === 1) return parts;
      let made = 0;
      const used: ReturnType<typeof parts.ids.clientOrderId>[] = [];
      const { journal, ids } = parts;
      journal.read({ after: 0, limit: 10_000, kinds: ["order.planned"] }).then(
        (entries) => {
          for (const { event } of entries) if (event.kind === "order.planned") used.push(event.order.clientOrderId);
        },
        () => undefined,
      );
      const clientOrderId = () => {
        made += 1;
        return used[made - 1] ?? ids.clientOrderId();
      };
      return {
        ...parts,
        ids: {
          clientOrderId,
          planId: () => ids.planId(),
          suggestionId: () => ids.suggestionId(),
          signalId: () => ids.signalId(),
          batchId: () => ids.batchId(),
          bookChangeId: () => ids.bookChangeId(),
          nonce: () => ids.nonce(),
        },
      };
    },
  },
];

function forgetting(parts: ProcessParts, kind: JournalKind): ProcessParts {
  const read: Journal["read"] = async (query) =>
    (await parts.journal.read(query)).filter(({ event }) => event.kind !== kind);
  return { ...parts, journal: { ...parts.journal, read } };
}
