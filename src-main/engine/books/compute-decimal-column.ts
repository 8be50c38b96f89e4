// How are a million exact numbers kept in little memory? As whole numbers of 64 or 128 bits with their scale; rare larger ones beside.
import { Decimal } from "#shared/domain/decimal.ts";

const GROWTH = 1.5;
const MIN_CAPACITY = 64;
const WORD = 64;
const WORD_BITS = 64n;
/** Marks in the scale: no value, a value of two words, a value kept beside. Scales themselves stay far below. */
const NONE = 0xffff;
const TWO_WORDS = 0x4000;
const BESIDE = 0x8000;
const SCALE_MASK = 0x3fff;

/** How much room a column makes when `length` values are to fit: a half more than it had, so that growing stays cheap. */
export function grownCapacity(capacity: number, length: number): number {
  return Math.max(length, Math.ceil(capacity * GROWTH), MIN_CAPACITY);
}

/** A list of exact decimals or nulls that is only ever appended to. What goes in comes out with the same coefficient and scale. */
export class DecimalColumn {
  #low = new BigInt64Array(0);
  /** Upper words, made when the first value needs one. */
  #high: BigInt64Array | null = null;
  #scales = new Uint16Array(0);
  readonly #beside = new Map<number, bigint>();
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: Decimal | null): void {
    if (value !== null && value.scale > SCALE_MASK) {
      throw new RangeError(`Not a number of the books: ${value.scale} decimal places`);
    }
    const index = this.#length;
    if (index === this.#low.length) this.#grow();
    this.#length = index + 1;
    if (value === null) {
      this.#scales[index] = NONE;
      return;
    }
    const { coefficient, scale } = value;
    const low = BigInt.asIntN(WORD, coefficient);
    this.#low[index] = low;
    if (low === coefficient) {
      this.#scales[index] = scale;
      return;
    }
    const high = coefficient >> WORD_BITS;
    if (BigInt.asIntN(WORD, high) !== high) {
      this.#beside.set(index, coefficient);
      this.#scales[index] = scale | BESIDE;
      return;
    }
    this.#high ??= new BigInt64Array(this.#low.length);
    this.#high[index] = high;
    this.#scales[index] = scale | TWO_WORDS;
  }

  /** Throws `RangeError` outside the column. */
  at(index: number): Decimal | null {
    const mark = this.#scales[index];
    const low = this.#low[index];
    if (mark === undefined || low === undefined || index >= this.#length) throw new RangeError(`No value ${index}`);
    if (mark === NONE) return null;
    const scale = mark & SCALE_MASK;
    if (mark === scale) return Decimal.of(low, scale);
    const coefficient =
      mark & BESIDE ? this.#beside.get(index) : ((this.#high?.[index] ?? 0n) << WORD_BITS) | BigInt.asUintN(WORD, low);
    return Decimal.of(coefficient ?? 0n, scale);
  }

  #grow(): void {
    const capacity = grownCapacity(this.#low.length, this.#length + 1);
    const low = new BigInt64Array(capacity);
    low.set(this.#low);
    this.#low = low;
    const scales = new Uint16Array(capacity);
    scales.set(this.#scales);
    this.#scales = scales;
    if (this.#high === null) return;
    const high = new BigInt64Array(capacity);
    high.set(this.#high);
    this.#high = high;
  }
}
