// Which market is meant by the bytes of a name? A table of hashes over the bytes: a thousand names cost as much as ten.
import { ensure } from "#shared/domain/assert.ts";
import type { MarketIndex } from "./feed-protocol.ts";

/** Of FNV-1a, which takes four bytes at a time here. */
const BASIS = 0x811c9dc5;
const PRIME = 0x01000193;
const FREE = -1;
/** Places in the table for each name: so few are taken that hardly two names meet. */
const ROOM = 4;

export class SymbolBytes implements MarketIndex {
  /** Number of the name in each place. */
  readonly #table: Int32Array;
  /** A row for each name: its length, and its bytes, four in each. */
  readonly #rows: Int32Array;
  /** Length of a row. */
  readonly #width: number;

  /** The number of a market is its place in the list. Of names that are the same the first counts. */
  constructor(ids: readonly string[]) {
    const encoder = new TextEncoder();
    const names = ids.map((id) => encoder.encode(id));
    this.#width = 1 + names.reduce((width, { length }) => Math.max(width, Math.ceil(length / 4)), 0);
    const views = names.map(viewOf);
    this.#rows = new Int32Array(names.length * this.#width);
    this.#table = new Int32Array(tableSize(names.length)).fill(FREE);
    for (const [number, { length }] of names.entries()) {
      const name = ensure(views[number], "bytes of a name");
      const row = number * this.#width;
      this.#rows[row] = length;
      for (let at = 0; at < length; at += 4) this.#rows[row + 1 + at / 4] = wordAt(name, at, length);
      if (this.find(name, 0, length) < 0) this.#add(name, length, number);
    }
  }

  find(frame: DataView, from: number, to: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    for (let place = hash(frame, from, to) & mask; ; place = (place + 1) & mask) {
      const number = table[place] ?? FREE;
      if (number < 0 || this.#isName(number, frame, from, to)) return number;
    }
  }

  #isName(number: number, frame: DataView, from: number, to: number): boolean {
    const rows = this.#rows;
    let place = number * this.#width;
    if (rows[place] !== to - from) return false;
    for (let at = from; at < to; at += 4) {
      place += 1;
      if (rows[place] !== wordAt(frame, at, to)) return false;
    }
    return true;
  }

  #add(name: DataView, length: number, number: number): void {
    const mask = this.#table.length - 1;
    let place = hash(name, 0, length) & mask;
    while (this.#table[place] !== FREE) place = (place + 1) & mask;
    this.#table[place] = number;
  }
}

function hash(bytes: DataView, from: number, to: number): number {
  let value = BASIS;
  for (let at = from; at < to; at += 4) value = Math.imul(value ^ wordAt(bytes, at, to), PRIME);
  // The lowest bits alone know little of the higher bytes.
  value ^= value >>> 15;
  return value ^ (value >>> 7);
}

/** Four bytes together, or as many as there are before `to`. */
function wordAt(bytes: DataView, at: number, to: number): number {
  const word = bytes.getInt32(at, true);
  const left = to - at;
  return left >= 4 ? word : word & ((1 << (8 * left)) - 1);
}

function viewOf(name: Uint8Array): DataView {
  const room = new Uint8Array(name.length + 4);
  room.set(name);
  return new DataView(room.buffer);
}

/** A power of two. */
function tableSize(names: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, names) * ROOM));
}
