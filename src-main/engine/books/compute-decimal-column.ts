// How are a million exact numbers kept in little memory? As whole numbers of 64 or 128 bits with their scale; rare larger ones beside.
import { Decimal } from "#shared/domain/decimal.ts";
import { PAGE_BITS, PAGE_MASK, pageFor } from "./compute-pages.ts";

const WORD = 64;
const WORD_BITS = 64n;
/** Marks in the scale: no value, a value of two words, a value kept beside. Scales themselves stay far below. */
const NONE = 0xffff;
const TWO_WORDS = 0x4000;
const BESIDE = 0x8000;
const SCALE_MASK = 0x3fff;

interface Page {
  readonly size: number;
  readonly low: BigInt64Array;
  /** Upper words, made when the first value needs one. */
  high: BigInt64Array | null;
  readonly scales: Uint16Array;
}

/** A list of exact decimals or nulls that is only ever appended to. What goes in comes out with the same coefficient and scale. */
export class DecimalColumn {
  readonly #pages: Page[] = [];
  readonly #beside = new Map<number, bigint>();
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Throws `RangeError` for a number of more decimal places than any of the books has. */
  push(value: Decimal | null): void {
    if (value !== null && value.scale > SCALE_MASK) {
      throw new RangeError(`Not a number of the books: ${value.scale} decimal places`);
    }
    const index = this.#length;
    const page = pageFor(this.#pages, index, createPage, copyPage);
    this.#length = index + 1;
    const at = index & PAGE_MASK;
    if (value === null) {
      page.scales[at] = NONE;
      return;
    }
    const { coefficient, scale } = value;
    const low = BigInt.asIntN(WORD, coefficient);
    page.low[at] = low;
    if (low === coefficient) {
      page.scales[at] = scale;
      return;
    }
    const high = coefficient >> WORD_BITS;
    if (BigInt.asIntN(WORD, high) === high) {
      page.high ??= new BigInt64Array(page.size);
      page.high[at] = high;
      page.scales[at] = scale | TWO_WORDS;
    } else {
      this.#beside.set(index, coefficient);
      page.scales[at] = scale | BESIDE;
    }
  }

  /** Throws `RangeError` outside the column. */
  at(index: number): Decimal | null {
    const page = this.#pages[index >> PAGE_BITS];
    const at = index & PAGE_MASK;
    const mark = page?.scales[at];
    const low = page?.low[at];
    if (mark === undefined || low === undefined || index >= this.#length) throw new RangeError(`No value ${index}`);
    if (mark === NONE) return null;
    const scale = mark & SCALE_MASK;
    if (mark === scale) return Decimal.of(low, scale);
    const coefficient =
      mark & BESIDE ? this.#beside.get(index) : ((page?.high?.[at] ?? 0n) << WORD_BITS) | BigInt.asUintN(WORD, low);
    return Decimal.of(coefficient ?? 0n, scale);
  }
}

const createPage = (size: number): Page => ({
  size,
  low: new BigInt64Array(size),
  high: null,
  scales: new Uint16Array(size),
});

function copyPage(from: Page, to: Page): void {
  to.low.set(from.low);
  to.scales.set(from.scales);
  if (from.high === null) return;
  to.high = new BigInt64Array(to.size);
  to.high.set(from.high);
}
