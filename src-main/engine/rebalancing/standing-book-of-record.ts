// Which standing approvals does the journal know, and where does each stand? Rebuilt from its entries; never changed in any other way.
import { InvariantError } from "#shared/domain/assert.ts";
import type { StandingApprovalId } from "#shared/domain/ids.ts";
import type { JournalEntry } from "#shared/domain/journal.ts";
import type { StandingRecord, StandingStatus } from "#shared/domain/standing-approval.ts";
import { computeStandingApprovalId } from "./compute-standing-approval.ts";

export class StandingBookOfRecord {
  readonly #records = new Map<StandingApprovalId, StandingRecord>();
  /** Place in the journal of each one's creation: what happened after it may have ended it. */
  readonly #createdSeq = new Map<StandingApprovalId, number>();

  get(id: StandingApprovalId): StandingRecord | null {
    return this.#records.get(id) ?? null;
  }

  /** Oldest first. */
  all(): readonly StandingRecord[] {
    return [...this.#records.values()];
  }

  /** The one that the journal has not ended, of which there is at most one. */
  live(): StandingRecord | null {
    return this.all().find(({ status }) => status === "live") ?? null;
  }

  createdSeq(id: StandingApprovalId): number {
    return this.#createdSeq.get(id) ?? 0;
  }

  /** Takes one journal entry and says whether it was about a standing approval. */
  apply({ event, ts, seq, profileId }: JournalEntry): boolean {
    switch (event.kind) {
      case "standingApproval.created": {
        const { approval } = event;
        const { approvalId, ...content } = approval;
        if (approval.profileId !== profileId || computeStandingApprovalId(content) !== approvalId) {
          throw new InvariantError(`Standing approval ${approvalId} is not what its hash and its profile say`);
        }
        if (this.#records.has(approvalId) || this.live() !== null) {
          throw new InvariantError(`Standing approval ${approvalId} is given while one is there`);
        }
        this.#records.set(approvalId, { approval, status: "live", reason: null, since: ts });
        this.#createdSeq.set(approvalId, seq);
        return true;
      }
      case "standingApproval.suspended":
        return this.#end(event.approvalId, "suspended", event.reason, ts);
      case "standingApproval.revoked":
        return this.#end(event.approvalId, "revoked", { code: "REVOKED", message: "You stopped it." }, ts);
      case "standingApproval.expired":
        return this.#end(event.approvalId, "expired", { code: "EXPIRED", message: "Its last day is over." }, ts);
      default:
        return false;
    }
  }

  #end(
    id: StandingApprovalId,
    status: StandingStatus,
    reason: StandingRecord["reason"],
    since: JournalEntry["ts"],
  ): true {
    const record = this.#records.get(id);
    if (record?.status !== "live")
      throw new InvariantError(`Standing approval ${id} is not live and is ${status} again`);
    this.#records.set(id, { ...record, status, reason, since });
    return true;
  }
}
