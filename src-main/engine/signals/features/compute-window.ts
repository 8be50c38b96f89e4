// What do the last n values of a stream add up to, vary by and reach, without errors that grow with time?
import type { CandleColumns } from "./compute-candle-columns.ts";

/**
 * Sum of the last n values; NaN until there are n, and while one of them is NaN.
 * A block of n values is summed from its end backwards once it is full; a window is the end of the last block and the start of
 * this one. Nothing is ever subtracted, so no rounding is carried along and a spike leaves nothing behind.
 */
export class WindowSum {
  private readonly size: number;
  private readonly block: Float64Array;
  /** `tail[k]`: sum of the last block's values from its k-th on. */
  private readonly tail: Float64Array;
  private head = 0;
  private filled = 0;

  constructor(size: number) {
    this.size = size;
    this.block = new Float64Array(size);
    this.tail = new Float64Array(size).fill(Number.NaN);
  }

  push(value: number): number {
    const filled = this.filled;
    this.block[filled] = value;
    if (filled + 1 === this.size) return this.turn();
    this.head += value;
    this.filled = filled + 1;
    return (this.tail[filled + 1] as number) + this.head; // inside: filled + 1 < size
  }

  /** Pushes all of `source` and writes each sum over `divisor` to the same place of `out`. The same doubles as one by one, in a tight loop. */
  fill(source: Float64Array, out: Float64Array, divisor: number): void {
    const { block, tail, size } = this;
    let index = 0;
    while (index < source.length) {
      let { head, filled } = this;
      const end = Math.min(source.length, index + size - 1 - filled);
      for (; index < end; index += 1) {
        const value = source[index] as number; // inside, like the tail below
        block[filled] = value;
        head += value;
        filled += 1;
        out[index] = ((tail[filled] as number) + head) / divisor;
      }
      this.head = head;
      this.filled = filled;
      if (index === source.length) return;
      out[index] = this.push(source[index] as number) / divisor;
      index += 1;
    }
  }

  private turn(): number {
    const { block, tail } = this;
    let sum = 0;
    for (let index = this.size - 1; index >= 0; index -= 1) {
      sum += block[index] as number;
      tail[index] = sum;
    }
    this.head = 0;
    this.filled = 0;
    return sum;
  }
}

/** A variance that rounding made negative is none; one that is missing stays so. */
function rootOf(variance: number): number {
  return Math.sqrt(variance < 0 ? 0 : variance);
}

/**
 * Mean of the last n values; NaN until there are n, and while one is NaN. Sums are of distances to the last block's last value, by blocks
 * like `WindowSum`: the mean of equal values is that value to the last bit.
 */
export class WindowMean {
  private readonly size: number;
  private readonly block: Float64Array;
  private readonly tail: Float64Array;
  private pivot = 0;
  private head = 0;
  private filled = 0;

  constructor(size: number) {
    this.size = size;
    this.block = new Float64Array(size);
    this.tail = new Float64Array(size).fill(Number.NaN);
  }

  /** Pushes all of `source`; the mean of each window goes to the same place of `means`. */
  fill(source: Float64Array, means: Float64Array): void {
    const { block, tail, size } = this;
    const share = 1 / size;
    let index = 0;
    while (index < source.length) {
      let { head, filled } = this;
      const { pivot } = this;
      const end = Math.min(source.length, index + size - 1 - filled);
      for (; index < end; index += 1) {
        const value = source[index] as number; // inside, like the tail below
        block[filled] = value;
        head += value - pivot;
        filled += 1;
        means[index] = pivot + ((tail[filled] as number) + head) * share;
      }
      this.head = head;
      this.filled = filled;
      if (index === source.length) return;
      this.turn(source[index] as number);
      means[index] = this.pivot + (tail[0] as number) * share;
      index += 1;
    }
  }

  private turn(last: number): void {
    const { block, tail, size } = this;
    const pivot = Number.isNaN(last) ? 0 : last;
    block[size - 1] = last;
    let sum = 0;
    for (let index = size - 1; index >= 0; index -= 1) {
      sum += (block[index] as number) - pivot;
      tail[index] = sum;
    }
    this.pivot = pivot;
    this.head = 0;
    this.filled = 0;
  }
}

/**
 * Mean and population deviation of the last n values, by blocks like `WindowSum`; NaN until there are n, and while one is NaN.
 * Sums are of distances to the last block's last value, so a price far from zero costs no digits and n equal values have deviation 0.
 */
export class WindowMoments {
  private readonly size: number;
  private readonly block: Float64Array;
  private readonly tail: Float64Array;
  private readonly tailSquares: Float64Array;
  private pivot = 0;
  private head = 0;
  private headSquares = 0;
  private filled = 0;

  constructor(size: number) {
    this.size = size;
    this.block = new Float64Array(size);
    this.tail = new Float64Array(size).fill(Number.NaN);
    this.tailSquares = new Float64Array(size).fill(Number.NaN);
  }

  /** Pushes all of `source`; mean and deviation of each window go to the same place of the other two. */
  fill(source: Float64Array, means: Float64Array, deviations: Float64Array): void {
    const { block, tail, tailSquares, size } = this;
    // A product costs a fraction of a division.
    const share = 1 / size;
    let index = 0;
    while (index < source.length) {
      let { head, headSquares, filled } = this;
      const { pivot } = this;
      const end = Math.min(source.length, index + size - 1 - filled);
      for (; index < end; index += 1) {
        const value = source[index] as number; // inside, like the tails below
        block[filled] = value;
        const distance = value - pivot;
        head += distance;
        headSquares += distance * distance;
        filled += 1;
        const offset = ((tail[filled] as number) + head) * share;
        const square = ((tailSquares[filled] as number) + headSquares) * share;
        means[index] = pivot + offset;
        deviations[index] = rootOf(square - offset * offset);
      }
      this.head = head;
      this.headSquares = headSquares;
      this.filled = filled;
      if (index === source.length) return;
      this.turn(source[index] as number);
      const offset = (tail[0] as number) * share;
      means[index] = this.pivot + offset;
      deviations[index] = rootOf((tailSquares[0] as number) * share - offset * offset);
      index += 1;
    }
  }

  private turn(last: number): void {
    const { block, tail, tailSquares, size } = this;
    const pivot = Number.isNaN(last) ? 0 : last;
    block[size - 1] = last;
    let sum = 0;
    let squares = 0;
    for (let index = size - 1; index >= 0; index -= 1) {
      const distance = (block[index] as number) - pivot;
      sum += distance;
      squares += distance * distance;
      tail[index] = sum;
      tailSquares[index] = squares;
    }
    this.pivot = pivot;
    this.head = 0;
    this.headSquares = 0;
    this.filled = 0;
  }
}

/** Where a value that left was this much of what is left, rounding of it could be too: the sums are made anew. */
const TRUSTED_SHARE = 0.01;
/** The sums are made anew every so often anyway; a power of two. */
const FRESH_EVERY = 1_024;

/**
 * Mean of the last n values weighted by others, none of them NaN; NaN until there are n, and where the weights add up to 0.
 * The sums run on, and are made anew often enough that what was large a moment ago leaves nothing behind.
 */
export class WindowWeightedMean {
  private readonly size: number;
  private product = 0;
  private weight = 0;

  constructor(size: number) {
    this.size = size;
  }

  /** Of values `from` to `to` - 1, which follow those before. Both columns must hold the values before. */
  fill(
    { values, weights }: { readonly values: Float64Array; readonly weights: Float64Array },
    [from, to]: readonly [number, number],
    out: Float64Array,
  ): void {
    const { size } = this;
    let index = from;
    for (; index < to && index < size; index += 1) {
      this.product += (values[index] as number) * (weights[index] as number); // columns reach to the newest value
      this.weight += weights[index] as number;
      out[index] = index === size - 1 ? this.product / this.weight : Number.NaN;
    }
    while (index < to) {
      const end = Math.min(to, (index | (FRESH_EVERY - 1)) + 1);
      let { product, weight } = this;
      if ((index & (FRESH_EVERY - 1)) !== 0) {
        for (; index < end; index += 1) {
          const one = weights[index] as number;
          const old = weights[index - size] as number;
          product += (values[index] as number) * one - (values[index - size] as number) * old;
          weight += one - old;
          if (weight < TRUSTED_SHARE * old) break;
          out[index] = product / weight;
        }
      }
      this.product = product;
      this.weight = weight;
      if (index < end) {
        this.begin(values, weights, index);
        out[index] = this.product / this.weight;
        index += 1;
      }
    }
  }

  /** Sums the window that ends at `last` anew. */
  private begin(values: Float64Array, weights: Float64Array, last: number): void {
    let product = 0;
    let weight = 0;
    for (let index = last - this.size + 1; index <= last; index += 1) {
      product += (values[index] as number) * (weights[index] as number);
      weight += weights[index] as number;
    }
    this.product = product;
    this.weight = weight;
  }
}

/**
 * Where the close stands between the lowest low and the highest high of the last n bars, in percent of their distance; NaN until there
 * are n bars, 0 where both are equal. By blocks of n bars, like `WindowSum`: a window is the end of the last block and the start of this
 * one, so that a bar costs the same whatever n is and however prices run (van Herk, 1992, Pattern Recognit. Lett. 13, 517-521).
 */
export class WindowPlace {
  private readonly size: number;
  private readonly isUnderTop: boolean;
  /** `tailTops[k]`: highest high of the last block's bars from its k-th on; the same of lows. */
  private readonly tailTops: Float64Array;
  private readonly tailBottoms: Float64Array;
  private headTop = Number.NEGATIVE_INFINITY;
  private headBottom = Number.POSITIVE_INFINITY;

  /** Counted from the highest high downwards (-100..0), or from the lowest low upwards (0..100). */
  constructor(size: number, from: "top" | "bottom") {
    this.size = size;
    this.isUnderTop = from === "top";
    this.tailTops = new Float64Array(size).fill(Number.NaN);
    this.tailBottoms = new Float64Array(size).fill(Number.NaN);
  }

  /** Of bars `from` to `to` - 1, which follow those before; written to places 0 and on. Columns must hold the bars before. */
  fill({ high, low, close }: CandleColumns, [from, to]: readonly [number, number], out: Float64Array): void {
    const { size, isUnderTop, tailTops, tailBottoms } = this;
    let bar = from;
    while (bar < to) {
      let { headTop, headBottom } = this;
      let place = bar % size;
      const end = Math.min(to, bar + size - 1 - place);
      for (; bar < end; bar += 1) {
        place += 1;
        headTop = Math.max(headTop, high[bar] as number); // columns reach to the bar, tails beyond the place
        headBottom = Math.min(headBottom, low[bar] as number);
        const top = Math.max(headTop, tailTops[place] as number);
        const bottom = Math.min(headBottom, tailBottoms[place] as number);
        const distance = (close[bar] as number) - (isUnderTop ? top : bottom);
        out[bar - from] = top === bottom ? 0 : (100 * distance) / (top - bottom);
      }
      this.headTop = headTop;
      this.headBottom = headBottom;
      if (bar === to) return;
      this.turn(high, low, bar);
      const top = tailTops[0] as number;
      const bottom = tailBottoms[0] as number;
      const distance = (close[bar] as number) - (isUnderTop ? top : bottom);
      out[bar - from] = top === bottom ? 0 : (100 * distance) / (top - bottom);
      bar += 1;
    }
  }

  private turn(high: Float64Array, low: Float64Array, last: number): void {
    const { size, tailTops, tailBottoms } = this;
    let top = Number.NEGATIVE_INFINITY;
    let bottom = Number.POSITIVE_INFINITY;
    for (let place = size - 1, bar = last; place >= 0; place -= 1, bar -= 1) {
      top = Math.max(top, high[bar] as number);
      bottom = Math.min(bottom, low[bar] as number);
      tailTops[place] = top;
      tailBottoms[place] = bottom;
    }
    this.headTop = Number.NEGATIVE_INFINITY;
    this.headBottom = Number.POSITIVE_INFINITY;
  }
}
