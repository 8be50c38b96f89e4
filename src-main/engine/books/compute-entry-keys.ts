// Which number has the entry of an id, and when was it? Ids lie packed, so that a million are found without a million texts in memory.
import type { TransactionId } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
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
import { PAGE_BITS, PAGE_MASK, pageFor } from "./compute-pages.ts";

/** Before each id: its length, and whether it is kept as code units of 16 bits. */
const HEAD = 2;
const WIDE = 0x8000;
const LENGTH_MASK = 0x7fff;

/** Places of the table at first; it doubles when three quarters are taken. */
const FIRST_SLOTS = 32;

interface Page {
  readonly size: number;
  readonly addresses: Uint32Array;
  readonly times: Float64Array;
}

const createPage = (size: number): Page => ({
  size,
  addresses: new Uint32Array(size),
  times: new Float64Array(size),
});

function copyPage(from: Page, to: Page): void {
  to.addresses.set(from.addresses);
  to.times.set(from.times);
}

/** FNV-1a over the code units, its bits mixed once more, because the lower ones choose the place. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** Ids with their times, numbered from 0 in the order in which they came. Shared by all that speaks of the same entries. */
export class EntryKeys {
  readonly #hash: (id: string) => number;
  readonly #bytes = new BytePages();
  readonly #pages: Page[] = [];
  /** Pairs: hash, and the number plus one; 0 is a free place. The next places are tried where one is taken. */
  #slots = new Uint32Array(2 * FIRST_SLOTS);
  #length = 0;

  /** `hash`: whole numbers of 32 bits; only tests need another one. */
  constructor(hash: (id: string) => number = hashOf) {
    this.#hash = hash;
  }

  get length(): number {
    return this.#length;
  }

  /** The id's number: a new one (the length before) where it was not known. */
  add(id: TransactionId, ts: UnixMs): number {
    const hash = this.#hash(id);
    const slot = this.#slotOf(id, hash);
    const known = this.#slots[slot + 1] ?? 0;
    if (known !== 0) return known - 1;
    const number = this.#length;
    this.#keep(number, id, ts);
    this.#slots[slot] = hash;
    this.#slots[slot + 1] = number + 1;
    this.#length = number + 1;
    if (8 * this.#length > 3 * this.#slots.length) this.#grow();
    return number;
  }

  /** Null where the id is not known. */
  numberOf(id: TransactionId): number | null {
    const known = this.#slots[this.#slotOf(id, this.#hash(id)) + 1] ?? 0;
    return known === 0 ? null : known - 1;
  }

  idOf(number: number): TransactionId {
    const address = this.#addressOf(number);
    const page = this.#bytes.pageOf(address);
    const at = offsetOf(address);
    const head = readWord(page, at);
    const length = head & LENGTH_MASK;
    const from = at + HEAD;
    // Only ids were put in.
    return (head & WIDE ? readWide(page, from, length) : readAscii(page, from, from + length)) as TransactionId;
  }

  timeOf(number: number): UnixMs {
    // Only times of entries were put in.
    return (this.#pages[number >> PAGE_BITS]?.times[number & PAGE_MASK] ?? 0) as UnixMs;
  }

  /** By time, then by number: the order of a list of entries. */
  compare(first: number, second: number): number {
    return this.timeOf(first) - this.timeOf(second) || first - second;
  }

  #addressOf(number: number): number {
    const address = number < this.#length ? this.#pages[number >> PAGE_BITS]?.addresses[number & PAGE_MASK] : undefined;
    if (address === undefined) throw new RangeError(`No entry has the number ${number}`);
    return address;
  }

  #keep(number: number, id: string, ts: number): void {
    if (id.length > LENGTH_MASK) throw new RangeError(`Not an id of the books: ${id.length} characters`);
    const address = this.#bytes.reserve(HEAD + 2 * id.length);
    const page = this.#bytes.pageOf(address);
    const at = offsetOf(address);
    if (writeAscii(page, at + HEAD, id)) {
      writeWord(page, at, id.length);
      this.#bytes.keep(HEAD + id.length);
    } else {
      writeWord(page, at, id.length | WIDE);
      writeWide(page, at + HEAD, id);
      this.#bytes.keep(HEAD + 2 * id.length);
    }
    const column = pageFor(this.#pages, number, createPage, copyPage);
    column.addresses[number & PAGE_MASK] = address;
    column.times[number & PAGE_MASK] = ts;
  }

  /** Where the id is, or the free place where it belongs. */
  #slotOf(id: string, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (2 * hash) & mask;
    for (;;) {
      const known = slots[slot + 1] ?? 0;
      if (known === 0 || (slots[slot] === hash && this.#isId(known - 1, id))) return slot;
      slot = (slot + 2) & mask;
    }
  }

  #isId(number: number, id: string): boolean {
    const address = this.#addressOf(number);
    const page = this.#bytes.pageOf(address);
    const at = offsetOf(address);
    const head = readWord(page, at);
    if ((head & LENGTH_MASK) !== id.length) return false;
    const isWide = (head & WIDE) !== 0;
    for (let index = 0; index < id.length; index += 1) {
      const unit = isWide ? readWord(page, at + HEAD + 2 * index) : page[at + HEAD + index];
      if (unit !== id.charCodeAt(index)) return false;
    }
    return true;
  }

  #grow(): void {
    const before = this.#slots;
    const slots = new Uint32Array(2 * before.length);
    const mask = slots.length - 1;
    for (let from = 0; from < before.length; from += 2) {
      const known = before[from + 1] ?? 0;
      if (known === 0) continue;
      const hash = before[from] ?? 0;
      let slot = (2 * hash) & mask;
      while (slots[slot + 1] !== 0) slot = (slot + 2) & mask;
      slots[slot] = hash;
      slots[slot + 1] = known;
    }
    this.#slots = slots;
  }
}
