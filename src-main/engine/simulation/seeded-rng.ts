// Where does repeatable chance come from?
// xoshiro128** (Blackman and Vigna) seeded by splitmix32. Not for secrets: nonces and ids come from the id generator.
import type { Rng } from "#engine/ports/rng.ts";

const UINT32 = 4_294_967_296;

/** One round of splitmix32's finalizer: every input bit reaches every output bit. */
export function mix32(value: number): number {
  let mixed = (value + 0x9e3779b9) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** FNV-1a of a label, mixed once more. */
function hashLabel(label: string, basis: number): number {
  let hash = basis;
  for (let index = 0; index < label.length; index += 1) {
    hash = Math.imul(hash ^ label.charCodeAt(index), 0x01000193);
  }
  return mix32(hash);
}

/** Same seed, same numbers, on every machine. */
export class SeededRng implements Rng {
  readonly #keyHigh: number;
  readonly #keyLow: number;
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  #spare: number | null = null;

  private constructor(keyHigh: number, keyLow: number) {
    this.#keyHigh = keyHigh;
    this.#keyLow = keyLow;
    this.#a = mix32(keyHigh);
    this.#b = mix32(keyLow ^ 0x5bf03635);
    this.#c = mix32(this.#a ^ keyLow);
    // One bit is set by hand: the generator must not start with all four words zero.
    this.#d = mix32(this.#b ^ keyHigh) | 1;
  }

  /** `seed` is a safe integer. Throws `RangeError` otherwise. */
  static of(seed: number): SeededRng {
    if (!Number.isSafeInteger(seed)) throw new RangeError(`A seed must be a whole number: ${seed}`);
    return new SeededRng(mix32(Math.floor(seed / UINT32)), mix32(seed >>> 0));
  }

  /** An independent stream. It depends on the seed and the labels only, never on how many numbers were drawn before. */
  fork(label: string | number): SeededRng {
    if (typeof label === "number") {
      const low = mix32(this.#keyLow ^ mix32(label >>> 0));
      return new SeededRng(mix32(this.#keyHigh ^ low ^ Math.floor(label / UINT32)), low);
    }
    return new SeededRng(hashLabel(label, this.#keyHigh ^ 0x811c9dc5), hashLabel(label, this.#keyLow ^ 0x050c5d1f));
  }

  uint32(): number {
    const scrambled = Math.imul(this.#b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }

  next(): number {
    return ((this.uint32() >>> 5) * 67_108_864 + (this.uint32() >>> 6)) / 9_007_199_254_740_992;
  }

  /** Uniform in [0, 1) with 32 bits: half the work of {@link SeededRng.next}. */
  uniform(): number {
    return this.uint32() / UINT32;
  }

  integer(min: number, max: number): number {
    if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || max < min) {
      throw new RangeError(`Not a range of whole numbers: ${min}..${max}`);
    }
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** Polar method; every second value comes free. */
  normal(): number {
    if (this.#spare !== null) {
      const spare = this.#spare;
      this.#spare = null;
      return spare;
    }
    for (;;) {
      const x = (this.uint32() / UINT32) * 2 - 1;
      const y = (this.uint32() / UINT32) * 2 - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      this.#spare = y * scale;
      return x * scale;
    }
  }
}
