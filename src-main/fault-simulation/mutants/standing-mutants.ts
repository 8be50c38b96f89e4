// Which mistakes are made with what may be sent without asking?
import type { Journal } from "#engine/ports/journal.ts";
import type { ProcessParts } from "#fault-simulation/sim-process.ts";
import type { JournalKind } from "#shared/domain/journal.ts";
import { type StandingRecord, standingApprovalSchema } from "#shared/domain/standing-approval.ts";
import type { Mutant } from "./mutant.ts";

export const STANDING_MUTANTS: readonly Mutant[] = [
  {
    name: "suspensionForgottenAtStart",
    mistake: "After a restart a standing approval that was suspended is live again.",
    mutation: (parts) => {
      const kinds: ReadonlySet<JournalKind> = new Set([
        "standingApproval.suspended",
        "killSwitch.set",
        "profile.changed",
      ]);
      const read: Journal["read"] = async (query) =>
        (await parts.journal.read(query)).filter(({ event }) => !kinds.has(event.kind));
      return { ...parts, journal: { ...parts.journal, read } };
    },
  },
  {
    name: "suspensionIgnored",
    mistake: "Nothing that happens suspends a standing approval.",
    mutation: (parts) => ({
      ...parts,
      StandingApprovalService: class extends parts.StandingApprovalService {
        override look() {
          // Nothing is compared with what it was given for.
        }
      },
    }),
  },
  {
    name: "dayTurnoverNotCounted",
    mistake: "What was traded by itself today is not held against the day's limit.",
    mutation: (parts) =>
      finding(parts, (record) => {
        const { turnover } = record.approval;
        const approval = { ...record.approval, turnover: { ...turnover, perDay: { kind: "share", share: "3" } } };
        return { ...record, approval: standingApprovalSchema.parse(approval) };
      }),
  },
  {
    name: "anyAssetByItself",
    mistake: "A plan that trades an asset which the standing approval does not name is carried out.",
    mutation: (parts) =>
      finding(parts, (record) => {
        const approval = { ...record.approval, assets: ["BTC", "ETH", "SOL", "USD"] };
        return { ...record, approval: standingApprovalSchema.parse(approval) };
      }),
  },
  {
    name: "revokedGoesOn",
    mistake: "A standing approval that a person stopped is found to be live.",
    mutation: (parts) =>
      finding(parts, (record) => (record.status === "revoked" ? { ...record, status: "live", reason: null } : record)),
  },
];

function finding(parts: ProcessParts, change: (record: StandingRecord) => StandingRecord): ProcessParts {
  return {
    ...parts,
    StandingApprovalService: class extends parts.StandingApprovalService {
      override find(...given: Parameters<InstanceType<ProcessParts["StandingApprovalService"]>["find"]>) {
        const record = super.find(...given);
        return record === null ? null : change(record);
      }
    },
  };
}
