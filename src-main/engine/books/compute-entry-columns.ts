// Where does the program keep all entries of a profile? Packed, field for field as they came; an entry is put together when asked for.
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { TransactionId } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import {
  BytePages,
  offsetOf,
  readAscii,
  readWide,
  readWord,
  writeAscii,
  writeWide,
  writeWord,
} from "./compute-byte-pages.ts";
import { EntryKeys } from "./compute-entry-keys.ts";
import { type EntryShape, EntryShapes, SharedTexts } from "./compute-entry-shapes.ts";
import { isOpeningEntry } from "./compute-ledger.ts";
import { PAGE_BITS, PAGE_MASK, pageFor } from "./compute-pages.ts";

/** Which texts of an entry are there, in the order in which they lie behind the quantity, which every entry has. */
const PRICE = 0x01;
const FEE = 0x02;
const QUOTE_VALUE = 0x04;
const FEE_VALUE = 0x08;
const REF = 0x10;
const REPLACES = 0x20;
const NOTE = 0x40;
/** Which shared texts are there, each by a number of four bytes before the others. */
const PLAN = 0x0100;
const BATCH = 0x0200;
const LABEL = 0x0400;
/** Set where a text is not ASCII or too long: lengths and characters then have 16 bits. */
const WIDE = 0x8000;

const NARROW_LENGTH = 0xff;
const WIDE_LENGTH = 0xffff;
const HEAD = 2;
/** Most texts of an entry, and most numbers of shared ones. */
const MOST_TEXTS = 8;
const MOST_NUMBERS = 3;

/** Of an entry what a search over all of them asks for, without putting it together. */
const IS_FLOW = 0x01;
const STANDS_IN = 0x02;
const IS_OPENING = 0x04;

interface Page {
  readonly size: number;
  readonly addresses: Uint32Array;
  readonly shapes: Uint32Array;
  readonly marks: Uint8Array;
}

const createPage = (size: number): Page => ({
  size,
  addresses: new Uint32Array(size),
  shapes: new Uint32Array(size),
  marks: new Uint8Array(size),
});

function copyPage(from: Page, to: Page): void {
  to.addresses.set(from.addresses);
  to.shapes.set(from.shapes);
  to.marks.set(from.marks);
}

/** Entries by their number, which is the order in which they came; each id once. */
export class EntryColumns {
  readonly keys: EntryKeys;
  readonly #shapes = new EntryShapes();
  readonly #shared = new SharedTexts();
  readonly #bytes = new BytePages();
  readonly #pages: Page[] = [];
  #length = 0;

  /** `keys`: empty ones; only tests give any. */
  constructor(keys: EntryKeys = new EntryKeys()) {
    this.keys = keys;
  }

  get length(): number {
    return this.#length;
  }

  /** The entry's number; null where its id is known: then nothing is kept of it. */
  push(entry: Transaction): number | null {
    const number = this.keys.add(entry.id, entry.ts);
    if (number < this.#length) return null;
    const page = pageFor(this.#pages, number, createPage, copyPage);
    const at = number & PAGE_MASK;
    const { type } = entry;
    page.shapes[at] = this.#shapes.numberOf(entry);
    page.marks[at] =
      (type === "deposit" || type === "withdrawal" || type === "transfer" ? IS_FLOW : 0) |
      (entry.replaces === null ? 0 : STANDS_IN) |
      (isOpeningEntry(entry) ? IS_OPENING : 0);
    page.addresses[at] = this.#keep(entry);
    this.#length = number + 1;
    return number;
  }

  at(number: number): Transaction {
    const address = this.#pageOf(number).addresses[number & PAGE_MASK] ?? 0;
    const texts = new EntryTexts(this.#bytes.pageOf(address), offsetOf(address), this.#shared);
    const { profileId, accountId, type, side, asset, quote, source, feeAsset } = this.shapeOf(number);
    const quantity = texts.first() as DecimalString;
    const price = texts.next(PRICE);
    const fee = texts.next(FEE);
    // What comes out is what was put in: texts of these fields, checked where they came into the program.
    return {
      id: this.keys.idOf(number),
      profileId,
      accountId,
      ts: this.keys.timeOf(number),
      type,
      side,
      asset,
      quantity,
      quote,
      price: price as Transaction["price"],
      fee: fee === null || feeAsset === null ? null : { asset: feeAsset, amount: fee as DecimalString },
      quoteValue: texts.next(QUOTE_VALUE) as Transaction["quoteValue"],
      feeValue: texts.next(FEE_VALUE) as Transaction["feeValue"],
      planId: texts.shared(PLAN) as Transaction["planId"],
      source,
      venueRef: texts.next(REF),
      label: texts.shared(LABEL),
      batchId: texts.shared(BATCH) as Transaction["batchId"],
      replaces: texts.next(REPLACES) as Transaction["replaces"],
      note: texts.next(NOTE),
    };
  }

  /** Null where there is no entry of the id. */
  get(id: TransactionId): Transaction | null {
    const number = this.keys.numberOf(id);
    return number === null ? null : this.at(number);
  }

  shapeOf(number: number): EntryShape {
    return this.#shapes.at(this.#pageOf(number).shapes[number & PAGE_MASK] ?? 0);
  }

  /** Whether it is a deposit, a withdrawal or a side of a transfer. */
  isFlow(number: number): boolean {
    return ((this.#pageOf(number).marks[number & PAGE_MASK] ?? 0) & IS_FLOW) !== 0;
  }

  /** Whether it replaces another entry. */
  standsIn(number: number): boolean {
    return ((this.#pageOf(number).marks[number & PAGE_MASK] ?? 0) & STANDS_IN) !== 0;
  }

  /** Whether it is an opening balance, or stands for what is left of one. */
  isOpening(number: number): boolean {
    return ((this.#pageOf(number).marks[number & PAGE_MASK] ?? 0) & IS_OPENING) !== 0;
  }

  #pageOf(number: number): Page {
    const page = this.#pages[number >> PAGE_BITS];
    if (page === undefined) throw new RangeError(`No entry has the number ${number}`);
    return page;
  }

  #keep(entry: Transaction): number {
    const { price, fee, quoteValue, feeValue, venueRef, replaces, note, planId, batchId, label } = entry;
    const texts = [entry.quantity, price, fee?.amount ?? null, quoteValue, feeValue, venueRef, replaces, note];
    let flags = 0;
    let size = HEAD + 4 * MOST_NUMBERS + 2 * MOST_TEXTS;
    let longest = 0;
    for (let index = 0; index < texts.length; index += 1) {
      const text = texts[index];
      if (text === null || text === undefined) continue;
      // The first is the quantity, which needs no mark.
      flags |= (1 << index) >> 1;
      size += 2 * text.length;
      if (text.length > longest) longest = text.length;
    }
    if (longest > WIDE_LENGTH) throw new RangeError(`Not a text of the books: ${longest} characters`);
    if (planId !== null) flags |= PLAN;
    if (batchId !== null) flags |= BATCH;
    if (label !== null) flags |= LABEL;
    const address = this.#bytes.reserve(size);
    const page = this.#bytes.pageOf(address);
    const from = offsetOf(address);
    let at = from + HEAD;
    if (planId !== null) at = writeNumber(page, at, this.#shared.numberOf(planId));
    if (batchId !== null) at = writeNumber(page, at, this.#shared.numberOf(batchId));
    if (label !== null) at = writeNumber(page, at, this.#shared.numberOf(label));
    const narrowEnd = longest > NARROW_LENGTH ? null : writeNarrow(page, at, texts);
    writeWord(page, from, narrowEnd === null ? flags | WIDE : flags);
    this.#bytes.keep((narrowEnd ?? writeAllWide(page, at, texts)) - from);
    return address;
  }
}

type Texts = readonly (string | null)[];

/** Lengths of a byte each, then the texts; where they end. Null where one is not ASCII: then all are to be written anew. */
function writeNarrow(page: Uint8Array, from: number, texts: Texts): number | null {
  let at = from;
  for (const text of texts) {
    if (text === null) continue;
    page[at] = text.length;
    at += 1;
  }
  for (const text of texts) {
    if (text === null) continue;
    if (!writeAscii(page, at, text)) return null;
    at += text.length;
  }
  return at;
}

/** The same with 16 bits for each length and character. */
function writeAllWide(page: Uint8Array, from: number, texts: Texts): number {
  let at = from;
  for (const text of texts) {
    if (text === null) continue;
    writeWord(page, at, text.length);
    at += 2;
  }
  for (const text of texts) {
    if (text === null) continue;
    writeWide(page, at, text);
    at += 2 * text.length;
  }
  return at;
}

function writeNumber(page: Uint8Array, at: number, number: number): number {
  writeWord(page, at, number & 0xffff);
  writeWord(page, at + 2, number >>> 16);
  return at + 4;
}

/** The texts of one entry, read one after the other in their order. */
class EntryTexts {
  readonly #page: Uint8Array;
  readonly #shared: SharedTexts;
  readonly #flags: number;
  readonly #numbersAt: number;
  #lengthAt: number;
  /** All texts in one piece where they are ASCII; null where they are read one by one. */
  readonly #whole: string | null;
  /** Where the next text begins: in the piece, or in the page. */
  #at: number;

  constructor(page: Uint8Array, from: number, shared: SharedTexts) {
    this.#page = page;
    this.#shared = shared;
    this.#flags = readWord(page, from);
    this.#numbersAt = from + HEAD;
    this.#lengthAt = this.#numbersAt + 4 * countBits((this.#flags & (PLAN | BATCH | LABEL)) >> 8);
    const count = 1 + countBits(this.#flags & NARROW_LENGTH);
    if (this.#flags & WIDE) {
      this.#whole = null;
      this.#at = this.#lengthAt + 2 * count;
      return;
    }
    const textsAt = this.#lengthAt + count;
    let end = textsAt;
    for (let at = this.#lengthAt; at < textsAt; at += 1) end += page[at] ?? 0;
    this.#whole = readAscii(page, textsAt, end);
    this.#at = 0;
  }

  first(): string {
    if (this.#whole === null) {
      const length = readWord(this.#page, this.#lengthAt);
      this.#lengthAt += 2;
      const text = readWide(this.#page, this.#at, length);
      this.#at += 2 * length;
      return text;
    }
    const until = this.#at + (this.#page[this.#lengthAt] ?? 0);
    this.#lengthAt += 1;
    const text = this.#whole.slice(this.#at, until);
    this.#at = until;
    return text;
  }

  /** To be asked for in the order of the marks. */
  next(mark: number): string | null {
    return this.#flags & mark ? this.first() : null;
  }

  shared(mark: number): string | null {
    if ((this.#flags & mark) === 0) return null;
    const before = countBits((this.#flags & (PLAN | BATCH | LABEL) & (mark - 1)) >> 8);
    const at = this.#numbersAt + 4 * before;
    return this.#shared.at(readWord(this.#page, at) | (readWord(this.#page, at + 2) << 16));
  }
}

function countBits(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}
