// Which transfers between own accounts are known, and which does a further entry make, without matching all again?
import type { BookChange } from "#shared/domain/books.ts";
import type { TransactionId } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import type { EntryList } from "./compute-entry-list.ts";
import {
  computeTransferDecisions,
  matchFurther,
  matchTransfers,
  type Transfer,
  type TransferDecisions,
  withTransfer,
} from "./compute-transfers.ts";

/** The transfers among entries that count, as `matchTransfers` finds them. */
export class KnownTransfers {
  readonly #decisions: TransferDecisions;
  #list: readonly Transfer[];
  /** Of each side the other one. */
  readonly #sides = new Map<TransactionId, TransactionId>();

  constructor(effective: EntryList, changes: readonly BookChange[]) {
    this.#decisions = computeTransferDecisions(changes);
    this.#list = matchTransfers(effective, changes);
    for (const transfer of this.#list) this.#noteSides(transfer);
  }

  /** Another list once there are more. */
  get list(): readonly Transfer[] {
    return this.#list;
  }

  /** Whether the entry is a side of a transfer. */
  has(id: TransactionId): boolean {
    return this.#sides.has(id);
  }

  otherSide(id: TransactionId): TransactionId | null {
    return this.#sides.get(id) ?? null;
  }

  /**
   * Takes in entries that are new in the list of those that count, and gives the transfers that they make; null where they may
   * part others: then all are to be matched anew.
   */
  add(fresh: readonly Transaction[], effective: EntryList): readonly Transfer[] | null {
    const waiting = new Set(fresh.map(({ id }) => id));
    const known = {
      decisions: this.#decisions,
      *flows(from: number, until: number) {
        for (const entry of effective.flows(from, until)) if (!waiting.has(entry.id)) yield entry;
      },
      partnerOf: (id: TransactionId) => {
        const other = this.#sides.get(id);
        return other === undefined ? null : effective.columns.get(other);
      },
    };
    const found: Transfer[] = [];
    for (const entry of fresh) {
      const transfer = matchFurther(entry, known);
      if (transfer === "anew") return null;
      waiting.delete(entry.id);
      if (transfer === null) continue;
      found.push(transfer);
      this.#list = withTransfer(this.#list, transfer);
      this.#noteSides(transfer);
    }
    return found;
  }

  #noteSides({ outId, inId }: Transfer): void {
    this.#sides.set(outId, inId).set(inId, outId);
  }
}
