// What is owned, lot by lot, what did each sale gain, and what can the books not explain? Exact, in any order of import.
import type { BookGap, CostBasis, Disposal, Lot } from "#shared/domain/books.ts";
import type { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
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
import { EntryKeys } from "./compute-entry-keys.ts";
import { EntryList } from "./compute-entry-list.ts";
import { FeesPaid } from "./compute-fees-paid.ts";
import type { BookBasis } from "./compute-holdings.ts";
import type { BookPosition, BookTotals, Ledger } from "./compute-ledger.ts";
import { POSTING, type PostingCode, PostingColumns } from "./compute-posting-columns.ts";
import { computePostings, type TransactionPostings } from "./compute-postings.ts";
import { shareOf } from "./compute-shares.ts";
import type { Transfer } from "./compute-transfers.ts";

/** How much room the order of the postings has, so that it is not copied with every entry. */
const ROOM = 1.25;
const LEAVING: readonly PostingCode[] = [POSTING.withdrawn, POSTING.leaving];
const ARRIVING: readonly PostingCode[] = [POSTING.deposited, POSTING.arriving];
const SIDES: readonly PostingCode[] = [...LEAVING, ...ARRIVING];

/**
 * The books of one profile. Entries come in any order and are keyed by id: what is known already is passed over. They are
 * taken to count (`effectiveTransactions`); to take one out, or to part a transfer, make the books anew. All money is in
 * `currency`. The rules are in resources/docs/books.md.
 */
export class LotBooks {
  /** Numbers of entries; a list of entries and the books over it share them. */
  readonly #keys: EntryKeys;
  readonly #columns: PostingColumns;
  /** By the number of the entry: whether its postings are kept. */
  readonly #kept = new Marks();
  /** Postings that may be a side of a transfer, by the number of their entry. */
  readonly #sides = new Map<number, number>();
  /** Entries of matched transfers, by their number. */
  readonly #paired = new Set<number>();
  readonly #fees = new FeesPaid();
  #basis: BookBasis;
  /** Postings in the order of the books: so many of the list. */
  #order = new Uint32Array(0);
  #ordered = 0;
  /** Null where all is to be reckoned from the beginning: that is done when it is asked for. */
  #state: BookState | null = null;

  private constructor(keys: EntryKeys, basis: BookBasis) {
    this.#keys = keys;
    this.#columns = new PostingColumns(keys);
    this.#basis = basis;
  }

  /**
   * Books over these entries. `transfers` as `matchTransfers` finds them; without them every deposit and withdrawal is a flow.
   * `each` is told what every entry adds and takes, for whoever counts it too.
   */
  static of(
    transactions: Iterable<Transaction>,
    basis: BookBasis,
    transfers: readonly Transfer[] = [],
    each?: (entry: Transaction, postings: TransactionPostings) => void,
  ): LotBooks {
    const keys = transactions instanceof EntryList ? transactions.columns.keys : new EntryKeys();
    const books = new LotBooks(keys, basis);
    books.add(transactions, transfers, each);
    return books;
  }

  get basis(): BookBasis {
    return this.#basis;
  }

  /**
   * Takes in further entries and transfers; returns how many entries were new. What is later than all before it is reckoned
   * on; anything else, and a new transfer of an entry that was reckoned already, restates the books from the beginning.
   */
  add(
    transactions: Iterable<Transaction>,
    transfers: readonly Transfer[] = [],
    each?: (entry: Transaction, postings: TransactionPostings) => void,
  ): number {
    const before = this.#columns.length;
    let added = 0;
    const keep = (number: number, transaction: Transaction): void => {
      if (!this.#kept.add(number)) return;
      added += 1;
      const postings = this.#keep(number, transaction);
      each?.(transaction, postings);
    };
    const numbered =
      transactions instanceof EntryList && transactions.columns.keys === this.#keys ? transactions : null;
    if (numbered === null) {
      for (const transaction of transactions) keep(this.#keys.add(transaction.id, transaction.ts), transaction);
    } else {
      for (let index = 0; index < numbered.length; index += 1) {
        const number = numbered.numberAt(index);
        keep(number, numbered.columns.at(number));
      }
    }
    const isPaired = this.#pair(transfers, before);
    const isLater = this.#append(before);
    if (!isLater || isPaired) {
      // A transfer may count from another time than before: then what was in order is not.
      if (isPaired) this.#sort(0);
      else this.#merge(before);
      this.#state = null;
    } else if (this.#state !== null) this.#apply(this.#state, before);
    return added;
  }

  /** Reckons the same entries another way from now on. */
  restate({ method, pooling }: CostBasis): void {
    this.#basis = { method, pooling, currency: this.#basis.currency };
    this.#state = null;
  }

  /** The same entries reckoned another way. Holds until entries are added. */
  stateUnder(basis: CostBasis): BookState {
    const state = new BookState(this.#columns, { ...basis, currency: this.#basis.currency });
    this.#apply(state, 0);
    return state;
  }

  get state(): BookState {
    this.#state ??= this.stateUnder(this.#basis);
    return this.#state;
  }

  /** What is left of what came in: by asset, oldest first. At average cost one lot a pool, named after its oldest acquisition. */
  lots(asset?: Asset): readonly Lot[] {
    return readLots(this.state, asset);
  }

  /** What was sold or spent, oldest first, lot by lot. Units of unknown cost have no gain and are not in it. */
  disposals(filter: DisposalFilter = {}): readonly Disposal[] {
    return this.state.disposals.list(filter);
  }

  get positions(): ReadonlyMap<Asset, BookPosition> {
    return readPositions(this.state);
  }

  get realized(): RealizedSums {
    return readRealized(this.state);
  }

  /** What the books cannot explain, in their order. */
  get gaps(): readonly BookGap[] {
    return readGaps(this.state);
  }

  get totals(): BookTotals {
    return { ...readTotals(this.state), fees: this.#fees.value };
  }

  /** Fees in units of the asset they were paid in, rebates taken off. */
  get feesByAsset(): ReadonlyMap<Asset, Decimal> {
    return this.#fees.byAsset;
  }

  get ledger(): Ledger {
    return { ...this.totals, positions: this.positions, gaps: this.gaps };
  }

  /** The postings from a place of the order on. */
  #apply(state: BookState, from: number): void {
    for (let at = from; at < this.#ordered; at += 1) state.apply(this.#postingAt(at));
  }

  #postingAt(at: number): number {
    return this.#order[at] ?? 0;
  }

  /** Puts the postings from `first` on in order behind the others; whether that is where they belong. */
  #append(first: number): boolean {
    const { length } = this.#columns;
    if (length > this.#order.length) {
      const order = new Uint32Array(Math.ceil(length * ROOM));
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

  /** Puts the postings from a place of the order on, in order among themselves, where they belong among those before. */
  #merge(from: number): void {
    const order = this.#order;
    const fresh = order.slice(from, this.#ordered);
    let end = from;
    for (let left = fresh.length; left > 0; left -= 1) {
      const posting = fresh[left - 1] ?? 0;
      const place = this.#placeOf(posting, end);
      order.copyWithin(place + left, place, end);
      order[place + left - 1] = posting;
      end = place;
    }
  }

  /** Where a posting belongs among the first `end` of the order. */
  #placeOf(posting: number, end: number): number {
    let low = 0;
    for (let high = end; low < high; ) {
      const middle = (low + high) >>> 1;
      if (this.#columns.compare(this.#postingAt(middle), posting) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #keep(number: number, transaction: Transaction): TransactionPostings {
    const columns = this.#columns;
    const first = columns.length;
    const kept = computePostings(transaction, this.#basis.currency);
    // What adds comes first in the books too: entries that come by time are then in order already.
    for (const posting of kept.postings) if (posting.kind === "add") columns.push(number, posting);
    for (const posting of kept.postings) if (posting.kind === "take") columns.push(number, posting);
    if (transaction.type !== "trade") this.#keepSide(number, first);
    for (const fee of kept.fees) this.#fees.add(fee);
    return kept;
  }

  #keepSide(entry: number, first: number): void {
    for (let index = first; index < this.#columns.length; index += 1) {
      if (SIDES.includes(this.#columns.codeOf(index))) this.#sides.set(entry, index);
    }
  }

  /** Whether a new transfer has a side before `fresh`, the first posting that is not reckoned yet. */
  #pair(transfers: readonly Transfer[], fresh: number): boolean {
    let found = false;
    for (const { outId, inId } of transfers) {
      const [out, into] = [this.#keys.numberOf(outId), this.#keys.numberOf(inId)];
      if (out === null || into === null || this.#paired.has(out) || this.#paired.has(into)) continue;
      const leaving = this.#sideOf(out, LEAVING);
      const arriving = this.#sideOf(into, ARRIVING);
      if (leaving === null || arriving === null) continue;
      this.#columns.pair(leaving, arriving);
      this.#payOnTheWay(leaving, arriving);
      this.#paired.add(out).add(into);
      found ||= Math.min(leaving, arriving) < fresh;
    }
    return found;
  }

  /** The posting of an entry that may be this side of a transfer. */
  #sideOf(entry: number, codes: readonly PostingCode[]): number | null {
    const index = this.#sides.get(entry);
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

/** A yes or no for each number, a bit each. */
class Marks {
  #bits = new Uint8Array(32);

  /** Whether the number was not marked before. */
  add(number: number): boolean {
    const at = number >>> 3;
    const bit = 1 << (number & 7);
    const before = this.#bits[at] ?? 0;
    if ((before & bit) !== 0) return false;
    if (at >= this.#bits.length) {
      const bits = new Uint8Array(2 * (at + 1));
      bits.set(this.#bits);
      this.#bits = bits;
    }
    this.#bits[at] = before | bit;
    return true;
  }
}
