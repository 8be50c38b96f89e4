// How does a person change the books? By adding to them: an entry, one that stands in for another, or a decision. Nothing is erased.
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import type { BookChange } from "#shared/domain/books.ts";
import type { AccountId, BatchId, BookChangeId, ProfileId, TransactionId } from "#shared/domain/ids.ts";
import type { ManualEntry } from "#shared/domain/manual-entry.ts";
import { DAY_MS } from "#shared/domain/time.ts";
import { NO_DETAILS, type Transaction } from "#shared/domain/transaction.ts";
import type { BookKeeper } from "./book-keeper.ts";
import { batchChange } from "./compute-batches.ts";
import { computeTransactionId } from "./compute-transactions.ts";

/** The most entries that one decision names. */
const MOST_IDS = 100_000;

export interface BookEditorOptions {
  readonly books: BookKeeper;
  readonly profileId: ProfileId;
  /** Accounts that the books may speak of. */
  readonly accounts: () => readonly AccountId[];
  readonly clock: Clock;
  readonly ids: IdGenerator;
}

/** An entry without what the books themselves say of it. */
export type IncomingEntry = Omit<Transaction, "profileId" | "batchId">;

/** All methods reject with INPUT_INVALID naming the field, or with STORE_ codes; then nothing has changed. */
export class BookEditor {
  readonly #options: BookEditorOptions;

  constructor(options: BookEditorOptions) {
    this.#options = options;
  }

  /** Takes entries in as one batch, which {@link undoBatch} takes out again. Known ones add nothing. `name`: of their file. */
  async addBatch(
    entries: readonly IncomingEntry[],
    signal: AbortSignal,
    name: string | null = null,
  ): Promise<{ readonly batchId: BatchId; readonly added: number }> {
    const { books, profileId, ids, clock } = this.#options;
    const batchId = ids.batchId();
    for (const entry of entries) this.#checkPlace(entry);
    const fresh = entries.filter(({ id }) => books.entry(id) === null);
    const owned = fresh.map((entry): Transaction => ({ ...entry, profileId, batchId }));
    const valued = await books.valuer.valued(owned, signal);
    // First: a name without entries is listed nowhere, entries without a name would be for ever.
    if (name !== null && valued.length > 0) {
      await books.decide([batchChange({ id: ids.bookChangeId(), profileId, ts: clock.now(), batchId, name })]);
    }
    return { batchId, added: await books.add(valued) };
  }

  async addManual(
    entry: ManualEntry,
    signal: AbortSignal,
  ): Promise<{ readonly batchId: BatchId; readonly added: number }> {
    return await this.addBatch([this.#manual(entry, null)], signal);
  }

  /** The original stays listed and no longer counts. */
  async correct(
    id: TransactionId,
    entry: ManualEntry,
    signal: AbortSignal,
  ): Promise<{ readonly batchId: BatchId; readonly added: number }> {
    this.#changeable(id);
    if (!this.#options.books.counts(id)) {
      throw invalid(
        "id",
        `${id} does not count any more: correct the entry that stands in for it, or restore it first.`,
      );
    }
    return await this.addBatch([this.#manual(entry, id)], signal);
  }

  async retract(ids: readonly TransactionId[], reason: string): Promise<readonly BookChange[]> {
    for (const id of ids) this.#changeable(id);
    return await this.#decide("retract", ids, reason, null);
  }

  async restore(ids: readonly TransactionId[], reason: string): Promise<readonly BookChange[]> {
    for (const id of ids) this.#changeable(id);
    return await this.#decide("restore", ids, reason, null);
  }

  /** Says that a withdrawal and a deposit are one transfer between own accounts (`pair`), or that they are not (`part`). */
  async link(
    kind: "pair" | "part",
    withdrawalId: TransactionId,
    depositId: TransactionId,
    reason: string,
  ): Promise<readonly BookChange[]> {
    const [out, into] = [this.#changeable(withdrawalId), this.#changeable(depositId)];
    if (out.type !== "withdrawal" && !(out.type === "transfer" && out.side === "sell")) {
      throw invalid("withdrawalId", `expected an entry that goes out, ${withdrawalId} is a ${out.type}.`);
    }
    if (into.type !== "deposit" && !(into.type === "transfer" && into.side === "buy")) {
      throw invalid("depositId", `expected an entry that comes in, ${depositId} is a ${into.type}.`);
    }
    if (out.asset !== into.asset) {
      throw invalid("depositId", `expected the same asset on both sides, got ${out.asset} and ${into.asset}.`);
    }
    return await this.#decide(kind, [withdrawalId, depositId], reason, null);
  }

  /** Takes out what came in with an import or an action by hand. */
  async undoBatch(batchId: BatchId, reason: string): Promise<readonly BookChange[]> {
    const { books } = this.#options;
    const own = books.entries.filter((entry) => entry.batchId === batchId).map(({ id }) => id);
    if (own.length === 0) throw invalid("batchId", "nothing in the books came with this import or action.");
    const retracted = this.#retracted();
    const left = own.filter((id) => !retracted.has(id));
    if (left.length === 0) throw invalid("batchId", "all of it was taken out already.");
    return await this.#decide("retract", left, reason, batchId);
  }

  /** Puts back what {@link undoBatch} took out. */
  async redoBatch(batchId: BatchId, reason: string): Promise<readonly BookChange[]> {
    const { books } = this.#options;
    const retracted = this.#retracted();
    const own = books.entries.filter((entry) => entry.batchId === batchId && retracted.has(entry.id));
    if (own.length === 0) throw invalid("batchId", "nothing of this import or action was taken out.");
    const ids = own.map(({ id }) => id);
    return await this.#decide("restore", ids, reason, batchId);
  }

  /** Puts those of the entries back that were taken out: a file imported again after its import was undone. Returns how many. */
  async restoreTakenOut(ids: readonly TransactionId[], reason: string): Promise<number> {
    const retracted = this.#retracted();
    const out = ids.filter((id) => retracted.has(id));
    if (out.length > 0) await this.#decide("restore", out, reason, null);
    return out.length;
  }

  /** Makes the opposite decision. Refused where a later decision about one of its entries stands: that one is to be undone first. */
  async undoChange(changeId: BookChangeId, reason: string): Promise<readonly BookChange[]> {
    const { changes } = this.#options.books;
    const at = changes.findIndex(({ id }) => id === changeId);
    const change = changes[at];
    if (change === undefined || change.kind === "batch") throw invalid("changeId", "there is no such decision.");
    const named = new Set(change.transactionIds);
    const isLink = change.kind === "pair" || change.kind === "part";
    const later = changes
      .slice(at + 1)
      .find(
        ({ kind, transactionIds }) =>
          (kind === "pair" || kind === "part") === isLink && transactionIds.some((id) => named.has(id)),
      );
    if (later !== undefined) {
      throw invalid(
        "changeId",
        `a later decision about the same entries stands (${later.reason}): undo that one first.`,
      );
    }
    return await this.#decide(OPPOSITE[change.kind], change.transactionIds, reason, change.batchId);
  }

  async #decide(
    kind: BookChange["kind"],
    transactionIds: readonly TransactionId[],
    reason: string,
    batchId: BatchId | null,
  ): Promise<readonly BookChange[]> {
    const { books, clock, ids, profileId } = this.#options;
    if (transactionIds.length === 0) throw invalid("ids", "expected at least one entry.");
    // Decisions are ordered by their time: one made in the same millisecond, or after the clock was set back, is still the newer one.
    const newest = Math.max(...books.changes.slice(-1).map(({ ts }) => ts + 1), clock.now());
    const changes: BookChange[] = [];
    for (let from = 0; from < transactionIds.length; from += MOST_IDS) {
      changes.push({
        id: ids.bookChangeId(),
        profileId,
        // A time, because it is one or a millisecond more than one.
        ts: newest as BookChange["ts"],
        kind,
        transactionIds: transactionIds.slice(from, from + MOST_IDS),
        batchId,
        reason,
      });
    }
    await books.decide(changes);
    return changes;
  }

  #manual(entry: ManualEntry, replaces: TransactionId | null): IncomingEntry {
    // Two equal entries by hand are two entries, so the id is not made from the content.
    const id = computeTransactionId("manual", this.#options.ids.bookChangeId());
    const values = { quoteValue: null, feeValue: null, planId: null, source: "manual" } as const;
    return { ...NO_DETAILS, ...entry, ...values, id, replaces };
  }

  #checkPlace({ accountId, ts }: Pick<IncomingEntry, "accountId" | "ts">): void {
    if (!this.#options.accounts().includes(accountId)) {
      throw invalid(
        "accountId",
        `${accountId} is no account of this profile; choose one of ${this.#options.accounts().join(", ")}.`,
      );
    }
    if (ts > this.#options.clock.now() + DAY_MS) throw invalid("ts", "expected a time that is not in the future.");
  }

  #changeable(id: TransactionId): Transaction {
    const entry = this.#options.books.entry(id);
    if (entry === null) throw invalid("id", `there is no entry ${id} in the books.`);
    if (entry.source === "opening") {
      throw invalid(
        "id",
        "an opening balance is what the venue said that it held: add what is missing before it, and it shrinks by itself.",
      );
    }
    return entry;
  }

  #retracted(): ReadonlySet<TransactionId> {
    const retracted = new Set<TransactionId>();
    for (const { kind, transactionIds } of this.#options.books.changes) {
      if (kind === "retract") for (const id of transactionIds) retracted.add(id);
      if (kind === "restore") for (const id of transactionIds) retracted.delete(id);
    }
    return retracted;
  }
}

const OPPOSITE = { retract: "restore", restore: "retract", pair: "part", part: "pair" } as const satisfies Record<
  Exclude<BookChange["kind"], "batch">,
  BookChange["kind"]
>;

function invalid(path: string, message: string): EngineError {
  return new EngineError("INPUT_INVALID", `${path}: ${message}`, { data: { path } });
}
