// Which market is meant by the bytes of a name? A table of hashes over the bytes: a thousand names cost as much as ten.
import type { MarketIndex } from "./feed-protocol.ts";

/** Of FNV-1a. */
const BASIS = 0x811c9dc5;
const PRIME = 0x01000193;
const FREE = -1;
/** Its length has one byte. */
const LONGEST = 255;
/** Places in the table for each name: so few are taken that hardly two names meet. */
const ROOM = 4;

export class SymbolBytes implements MarketIndex {
  /** Number of the name in each place. */
  readonly #table: Int32Array;
  /** A row for each name: its length, and its bytes. */
  readonly #rows: Uint8Array;
  /** Length of a row, as a power of two. */
  readonly #shift: number;

  /** The number of a market is its place in the list. Of names that are the same the first counts. No name is longer than 255 bytes. */
  constructor(ids: readonly string[]) {
    const encoder = new TextEncoder();
    const names = ids.map((id) => encoder.encode(id));
    const longest = names.reduce((length, name) => Math.max(length, name.length), 0);
    if (longest > LONGEST) throw new RangeError("A market's name is too long");
    this.#shift = Math.ceil(Math.log2(longest + 1));
    this.#rows = new Uint8Array(names.length << this.#shift);
    this.#table = new Int32Array(tableSize(names.length)).fill(FREE);
    for (const [number, name] of names.entries()) {
      const row = number << this.#shift;
      this.#rows[row] = name.length;
      this.#rows.set(name, row + 1);
      if (this.find(name, 0, name.length) < 0) this.#add(name, number);
    }
  }

  find(frame: Uint8Array, from: number, to: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    for (let place = hash(frame, from, to) & mask; ; place = (place + 1) & mask) {
      const number = table[place] ?? FREE;
      if (number < 0 || this.#isName(number, frame, from, to)) return number;
    }
  }

  #isName(number: number, frame: Uint8Array, from: number, to: number): boolean {
    const rows = this.#rows;
    const row = number << this.#shift;
    const length = to - from;
    if (rows[row] !== length) return false;
    for (let at = 0; at < length; at += 1) if (rows[row + 1 + at] !== frame[from + at]) return false;
    return true;
  }

  #add(name: Uint8Array, number: number): void {
    const mask = this.#table.length - 1;
    let place = hash(name, 0, name.length) & mask;
    while (this.#table[place] !== FREE) place = (place + 1) & mask;
    this.#table[place] = number;
  }
}

function hash(bytes: Uint8Array, from: number, to: number): number {
  let value = BASIS;
  for (let at = from; at < to; at += 1) value = Math.imul(value ^ (bytes[at] ?? 0), PRIME);
  // The lowest bits alone know little of the first bytes.
  return value ^ (value >>> 15);
}

/** A power of two. */
function tableSize(names: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, names) * ROOM));
}
