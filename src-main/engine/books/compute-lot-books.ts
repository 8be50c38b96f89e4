// What is owned, lot by lot, what did each sale gain, and what can the books not explain? Exact, in any order of import.
import type { BookGap, CostBasis, Disposal, Lot } from "#shared/domain/books.ts";
import type { Decimal } from "#shared/domain/decimal.ts";
import type { Asset, TransactionId } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import {
  type RealizedSums,
  readGaps,
  readLots,
  readPositions,
  readRealized,
  readTotals,
} from "./compute-book-readers.ts";
import { BookState } from "./compute-book-state.ts";
import type { DisposalFilter } from "./compute-disposals.ts";
import { FeesPaid } from "./compute-fees-paid.ts";
import type { BookBasis } from "./compute-holdings.ts";
import type { BookPosition, BookTotals, Ledger } from "./compute-ledger.ts";
import { POSTING, type PostingCode, PostingColumns } from "./compute-posting-columns.ts";
import { computePostings } from "./compute-postings.ts";
import { shareOf } from "./compute-shares.ts";
import type { Transfer } from "./compute-transfers.ts";

const LEAVING: readonly PostingCode[] = [POSTING.withdrawn, POSTING.leaving];
const ARRIVING: readonly PostingCode[] = [POSTING.deposited, POSTING.arriving];
const SIDES: readonly PostingCode[] = [...LEAVING, ...ARRIVING];

/**
 * The books of one profile. Entries come in any order and are keyed by id: what is known already is passed over. They are
 * taken to count (`effectiveTransactions`); to take one out, or to part a transfer, make the books anew. All money is in
 * `currency`. The rules are in resources/docs/books.md.
 */
export class LotBooks {
  readonly #basis: BookBasis;
  readonly #columns = new PostingColumns();
  readonly #entries = new Set<TransactionId>();
  /** Postings that may be a side of a transfer, by their entry. */
  readonly #sides = new Map<TransactionId, number>();
  readonly #paired = new Set<TransactionId>();
  readonly #fees = new FeesPaid();
  /** Postings in the order of the books: so many of the list. */
  #order = new Uint32Array(0);
  #ordered = 0;
  #state: BookState;

  private constructor(basis: BookBasis) {
    this.#basis = basis;
    this.#state = new BookState(this.#columns, basis);
  }

  /** Books over these entries. `transfers` as `matchTransfers` finds them; without them every deposit and withdrawal is a flow. */
  static of(transactions: Iterable<Transaction>, basis: BookBasis, transfers: readonly Transfer[] = []): LotBooks {
    const books = new LotBooks(basis);
    books.add(transactions, transfers);
    return books;
  }

  get basis(): BookBasis {
    return this.#basis;
  }

  /**
   * Takes in further entries and transfers; returns how many entries were new. What is later than all before it is reckoned
   * on; anything else, and a new transfer of an entry that was reckoned already, restates the books from the beginning.
   */
  add(transactions: Iterable<Transaction>, transfers: readonly Transfer[] = []): number {
    const columns = this.#columns;
    const before = columns.length;
    const known = this.#entries.size;
    for (const transaction of transactions) this.#keep(transaction);
    const isPaired = this.#pair(transfers, before);
    const isLater = this.#append(before);
    if (isLater && !isPaired) for (let at = before; at < this.#ordered; at += 1) this.#state.apply(this.#postingAt(at));
    else {
      this.#sort(0);
      this.#state = this.stateUnder(this.#basis);
    }
    return this.#entries.size - known;
  }

  /** The same entries reckoned another way. Holds until entries are added. */
  stateUnder(basis: CostBasis): BookState {
    const state = new BookState(this.#columns, { ...basis, currency: this.#basis.currency });
    for (let at = 0; at < this.#ordered; at += 1) state.apply(this.#postingAt(at));
    return state;
  }

  get state(): BookState {
    return this.#state;
  }

  /** What is left of what came in: by asset, oldest first. At average cost one lot a pool, named after its oldest acquisition. */
  lots(asset?: Asset): readonly Lot[] {
    return readLots(this.#state, asset);
  }

  /** What was sold or spent, oldest first, lot by lot. Units of unknown cost have no gain and are not in it. */
  disposals(filter: DisposalFilter = {}): readonly Disposal[] {
    return this.#state.disposals.list(filter);
  }

  get positions(): ReadonlyMap<Asset, BookPosition> {
    return readPositions(this.#state);
  }

  get realized(): RealizedSums {
    return readRealized(this.#state);
  }

  /** What the books cannot explain, in their order. */
  get gaps(): readonly BookGap[] {
    return readGaps(this.#state);
  }

  get totals(): BookTotals {
    return { ...readTotals(this.#state), fees: this.#fees.value };
  }

  /** Fees in units of the asset they were paid in, rebates taken off. */
  get feesByAsset(): ReadonlyMap<Asset, Decimal> {
    return this.#fees.byAsset;
  }

  get ledger(): Ledger {
    return { ...this.totals, positions: this.positions, gaps: this.gaps };
  }

  #postingAt(at: number): number {
    return this.#order[at] ?? 0;
  }

  /** Puts the postings from `first` on in order behind the others; whether that is where they belong. */
  #append(first: number): boolean {
    const { length } = this.#columns;
    if (length > this.#order.length) {
      const order = new Uint32Array(Math.max(length, 2 * this.#order.length));
      order.set(this.#order);
      this.#order = order;
    }
    for (let index = first; index < length; index += 1) this.#order[index] = index;
    this.#ordered = length;
    this.#sort(first);
    return (
      first === 0 || first === length || this.#columns.compare(this.#postingAt(first - 1), this.#postingAt(first)) < 0
    );
  }

  /** Orders the postings from a place on. Entries mostly come by time: then there is nothing to do. */
  #sort(from: number): void {
    const columns = this.#columns;
    let at = from + 1;
    while (at < this.#ordered && columns.compare(this.#postingAt(at - 1), this.#postingAt(at)) < 0) at += 1;
    if (at >= this.#ordered) return;
    // A list is sorted faster than a typed array where most of it is in order already.
    const sorted = Array.from(this.#order.subarray(from, this.#ordered)).sort((one, other) =>
      columns.compare(one, other),
    );
    this.#order.set(sorted, from);
  }

  #keep(transaction: Transaction): void {
    // One look instead of two: with a million ids the looking is what costs.
    const known = this.#entries.size;
    if (this.#entries.add(transaction.id).size === known) return;
    const columns = this.#columns;
    const first = columns.length;
    const { postings, fees } = computePostings(transaction, this.#basis.currency);
    // What adds comes first in the books too: entries that come by time are then in order already.
    for (const posting of postings) if (posting.kind === "add") columns.push(posting);
    for (const posting of postings) if (posting.kind === "take") columns.push(posting);
    if (transaction.type !== "trade") this.#keepSide(transaction.id, first);
    for (const fee of fees) this.#fees.add(fee);
  }

  #keepSide(id: TransactionId, first: number): void {
    for (let index = first; index < this.#columns.length; index += 1) {
      if (SIDES.includes(this.#columns.codeOf(index))) this.#sides.set(id, index);
    }
  }

  /** Whether a new transfer has a side before `fresh`, the first posting that is not reckoned yet. */
  #pair(transfers: readonly Transfer[], fresh: number): boolean {
    let found = false;
    for (const { outId, inId } of transfers) {
      if (this.#paired.has(outId) || this.#paired.has(inId)) continue;
      const leaving = this.#sideOf(outId, LEAVING);
      const arriving = this.#sideOf(inId, ARRIVING);
      if (leaving === null || arriving === null) continue;
      this.#columns.pair(leaving, arriving);
      this.#payOnTheWay(leaving, arriving);
      this.#paired.add(outId).add(inId);
      found ||= Math.min(leaving, arriving) < fresh;
    }
    return found;
  }

  /** The posting of an entry that may be this side of a transfer. */
  #sideOf(id: TransactionId, codes: readonly PostingCode[]): number | null {
    const index = this.#sides.get(id);
    return index !== undefined && codes.includes(this.#columns.codeOf(index)) ? index : null;
  }

  /** What does not arrive is a fee. */
  #payOnTheWay(leaving: number, arriving: number): void {
    const columns = this.#columns;
    const sent = columns.quantityOf(leaving);
    const amount = sent.sub(columns.quantityOf(arriving));
    if (!amount.isPositive) return;
    const value = columns.valueOf(leaving, sent);
    const { asset } = columns.placeOf(leaving);
    this.#fees.add({ asset, amount, value: value === null ? null : shareOf(value, amount, sent) });
  }
}
