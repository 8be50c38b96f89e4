// How are all entries, or those that count, gone through oldest first, found by time, and added to without copying what is there?
import type { TransactionId } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { EntryColumns } from "./compute-entry-columns.ts";
import type { EntryShape } from "./compute-entry-shapes.ts";

/** Numbers of entries in a row; lists that were added to share it, each looking at its own part. */
interface Row {
  numbers: Uint32Array;
  used: number;
}

/**
 * Entries in order of time, those of one time in the order in which they came. A list never changes: adding gives another one,
 * which shares the memory. Entries are put together when they are looked at, so none is the same object twice.
 */
export class EntryList implements Iterable<Transaction> {
  readonly columns: EntryColumns;
  readonly length: number;
  readonly #row: Row;

  private constructor(columns: EntryColumns, row: Row, length: number) {
    this.columns = columns;
    this.#row = row;
    this.length = length;
  }

  /** These entries in columns of their own, or the list itself; of several of one id the first counts. */
  static of(entries: Iterable<Transaction>): EntryList {
    if (entries instanceof EntryList) return entries;
    const columns = new EntryColumns();
    for (const entry of entries) columns.push(entry);
    return EntryList.all(columns);
  }

  /** All that the columns hold now. */
  static all(columns: EntryColumns): EntryList {
    const numbers = new Uint32Array(columns.length);
    for (let number = 0; number < numbers.length; number += 1) numbers[number] = number;
    return new EntryList(columns, withRoom(inOrder(columns, numbers)), numbers.length);
  }

  /** Undefined beyond the ends; below 0 it counts from the end. */
  at(index: number): Transaction | undefined {
    const place = index < 0 ? index + this.length : index;
    return place < 0 || place >= this.length ? undefined : this.columns.at(this.numberAt(place));
  }

  /** The number in the columns. */
  numberAt(index: number): number {
    return this.#row.numbers[index] ?? 0;
  }

  timeAt(index: number): UnixMs {
    return this.columns.keys.timeOf(this.numberAt(index));
  }

  shapeAt(index: number): EntryShape {
    return this.columns.shapeOf(this.numberAt(index));
  }

  *[Symbol.iterator](): Generator<Transaction, void, void> {
    for (let index = 0; index < this.length; index += 1) yield this.columns.at(this.numberAt(index));
  }

  /** Deposits, withdrawals and sides of transfers from one time to another, both included. */
  *flows(from = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY): Generator<Transaction, void, void> {
    const { columns } = this;
    for (let index = this.#firstSince(from); index < this.length; index += 1) {
      const number = this.numberAt(index);
      if (columns.keys.timeOf(number) > until) return;
      if (columns.isFlow(number)) yield columns.at(number);
    }
  }

  /** Entries that stand in for others. */
  corrections(): Generator<Transaction, void, void> {
    return this.#where((number) => this.columns.standsIn(number));
  }

  /** Opening balances, and what stands for what is left of them. */
  openings(): Generator<Transaction, void, void> {
    return this.#where((number) => this.columns.isOpening(number));
  }

  /** Entries of which their account, type and assets say so: only those are put together. */
  ofShape(isMeant: (shape: EntryShape) => boolean): Generator<Transaction, void, void> {
    return this.#where((number) => isMeant(this.columns.shapeOf(number)));
  }

  countShapes(isMeant: (shape: EntryShape) => boolean): number {
    let count = 0;
    for (let index = 0; index < this.length; index += 1) if (isMeant(this.shapeAt(index))) count += 1;
    return count;
  }

  find(isMeant: (entry: Transaction) => boolean): Transaction | undefined {
    for (const entry of this) if (isMeant(entry)) return entry;
    return undefined;
  }

  filter(isMeant: (entry: Transaction) => boolean): Transaction[] {
    const found: Transaction[] = [];
    for (const entry of this) if (isMeant(entry)) found.push(entry);
    return found;
  }

  map<T>(of: (entry: Transaction) => T): T[] {
    const made: T[] = [];
    for (const entry of this) made.push(of(entry));
    return made;
  }

  /** From one place up to another, as a list of its own. */
  slice(from: number, until: number): EntryList {
    const numbers = this.#row.numbers.subarray(from, Math.min(until, this.length));
    return new EntryList(this.columns, { numbers, used: numbers.length }, numbers.length);
  }

  /** This list and further entries of its columns, by their numbers. What is later than all before costs nothing of what is there. */
  with(numbers: readonly number[]): EntryList {
    const { columns, length } = this;
    const fresh = inOrder(columns, Uint32Array.from(numbers));
    const total = length + fresh.length;
    const isLater = length === 0 || columns.keys.compare(this.numberAt(length - 1), fresh[0] ?? 0) < 0;
    if (isLater) return new EntryList(columns, this.#rowWith(fresh), total);
    const merged = new Uint32Array(total);
    let from = 0;
    let to = 0;
    for (const number of fresh) {
      const until = this.#placeOf(number);
      merged.set(this.#row.numbers.subarray(from, until), to);
      to += until - from;
      from = until;
      merged[to] = number;
      to += 1;
    }
    merged.set(this.#row.numbers.subarray(from, length), to);
    return new EntryList(columns, { numbers: merged, used: total }, total);
  }

  /** Without the entries of these ids. */
  without(ids: ReadonlySet<TransactionId>): EntryList {
    const { keys } = this.columns;
    const out = new Set<number>();
    for (const id of ids) {
      const number = keys.numberOf(id);
      if (number !== null) out.add(number);
    }
    if (out.size === 0) return this;
    const numbers = this.#row.numbers.subarray(0, this.length).filter((number) => !out.has(number));
    return new EntryList(this.columns, { numbers, used: numbers.length }, numbers.length);
  }

  /** How many entries at the beginning are the same in both. */
  commonStart(other: EntryList): number {
    const most = Math.min(this.length, other.length);
    const isSame = this.columns === other.columns;
    if (isSame && this.#row === other.#row) return most;
    let at = 0;
    if (isSame) while (at < most && this.numberAt(at) === other.numberAt(at)) at += 1;
    else while (at < most && this.#idAt(at) === other.#idAt(at)) at += 1;
    return at;
  }

  *#where(isMeant: (number: number) => boolean): Generator<Transaction, void, void> {
    for (let index = 0; index < this.length; index += 1) {
      const number = this.numberAt(index);
      if (isMeant(number)) yield this.columns.at(number);
    }
  }

  #idAt(index: number): TransactionId {
    return this.columns.keys.idOf(this.numberAt(index));
  }

  /** The first place of that time or a later one. */
  #firstSince(ts: number): number {
    return this.#firstWhere((number) => this.columns.keys.timeOf(number) >= ts);
  }

  /** Where a number belongs. */
  #placeOf(wanted: number): number {
    return this.#firstWhere((number) => this.columns.keys.compare(number, wanted) > 0);
  }

  #firstWhere(isBeyond: (number: number) => boolean): number {
    let low = 0;
    for (let high = this.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if (isBeyond(this.numberAt(middle))) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** The row with more at its end: the same one, unless another list has added to it already or it is full. */
  #rowWith(fresh: Uint32Array): Row {
    const row = this.#row;
    const total = this.length + fresh.length;
    const isOwn = row.used === this.length;
    if (isOwn && total <= row.numbers.length) {
      row.numbers.set(fresh, this.length);
      row.used = total;
      return row;
    }
    const { numbers } = withRoom(row.numbers.subarray(0, this.length), fresh.length);
    numbers.set(fresh, this.length);
    if (!isOwn) return { numbers, used: total };
    // The lists before look at the same numbers in another place.
    row.numbers = numbers;
    row.used = total;
    return row;
  }
}

/** How much room a row has, so that it is not copied with every entry. */
const ROOM = 1.25;

function withRoom(numbers: Uint32Array, further = 0): Row {
  const room = new Uint32Array(Math.ceil((numbers.length + further) * ROOM));
  room.set(numbers);
  return { numbers: room, used: numbers.length };
}

function inOrder(columns: EntryColumns, numbers: Uint32Array): Uint32Array {
  const { keys } = columns;
  for (let at = 1; at < numbers.length; at += 1) {
    const isBehind = keys.compare(numbers[at - 1] ?? 0, numbers[at] ?? 0) > 0;
    // A list is sorted faster than a typed array where most of it is in order already.
    if (isBehind) return Uint32Array.from(Array.from(numbers).sort((first, second) => keys.compare(first, second)));
  }
  return numbers;
}
