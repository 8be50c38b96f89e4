// How do texts of a million entries lie in memory without a million objects? One after the other in large pieces that are never copied.

/** The first page is small, so that short books take little; each is twice the one before, up to the largest that an address reaches. */
const FIRST_SIZE = 1 << 10;
const OFFSET_BITS = 16;
const LARGEST_SIZE = 1 << OFFSET_BITS;
const OFFSET_MASK = LARGEST_SIZE - 1;
const MOST_PAGES = 1 << (32 - OFFSET_BITS);

/** ASCII only: for those bytes UTF-8 is the text itself. */
const ascii = new TextDecoder();
const ASCII_LIMIT = 0x80;

/** Bytes that are only ever appended to. An address is a whole number of 32 bits. */
export class BytePages {
  readonly #pages: Uint8Array[] = [];
  #used = 0;

  /** Room for so many bytes in one piece; its address. Of what is reserved {@link BytePages.keep} says how much stays. */
  reserve(size: number): number {
    const page = this.#pages.at(-1);
    if (page === undefined || page.length - this.#used < size || this.#used > OFFSET_MASK) this.#addPage(size);
    // Unsigned: the upper half of all addresses would be negative.
    return (((this.#pages.length - 1) << OFFSET_BITS) | this.#used) >>> 0;
  }

  keep(size: number): void {
    this.#used += size;
  }

  pageOf(address: number): Uint8Array {
    const page = this.#pages[address >>> OFFSET_BITS];
    if (page === undefined) throw new RangeError(`No page holds the address ${address}`);
    return page;
  }

  #addPage(size: number): void {
    if (this.#pages.length === MOST_PAGES) throw new RangeError("The books are longer than memory is laid out for");
    const next = Math.min(LARGEST_SIZE, FIRST_SIZE << Math.min(this.#pages.length, OFFSET_BITS));
    this.#pages.push(new Uint8Array(Math.max(size, next)));
    this.#used = 0;
  }
}

/** Where in its page an address lies. */
export const offsetOf = (address: number): number => address & OFFSET_MASK;

/** Writes the text where it is ASCII; whether it is: else what lies there now is to be written over. */
export function writeAscii(page: Uint8Array, from: number, text: string): boolean {
  let bits = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    page[from + at] = unit;
    bits |= unit;
  }
  return bits < ASCII_LIMIT;
}

export function readAscii(page: Uint8Array, from: number, until: number): string {
  return ascii.decode(page.subarray(from, until));
}

/** Code units of 16 bits: what is no text, like half a pair, comes back as it was. */
export function writeWide(page: Uint8Array, from: number, text: string): void {
  for (let at = 0; at < text.length; at += 1) writeWord(page, from + 2 * at, text.charCodeAt(at));
}

export function readWide(page: Uint8Array, from: number, length: number): string {
  let text = "";
  for (let at = 0; at < length; at += 1) text += String.fromCharCode(readWord(page, from + 2 * at));
  return text;
}

/** Of 16 bits, the lower byte first. */
export function writeWord(page: Uint8Array, at: number, word: number): void {
  page[at] = word & 0xff;
  page[at + 1] = word >>> 8;
}

export function readWord(page: Uint8Array, at: number): number {
  return (page[at] ?? 0) | ((page[at + 1] ?? 0) << 8);
}
