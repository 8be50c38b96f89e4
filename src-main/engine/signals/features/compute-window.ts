// What do the last n values of a stream add up to, vary by and reach at most, without errors that grow with time?

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
        deviations[index] = Math.sqrt(Math.max(0, square - offset * offset));
      }
      this.head = head;
      this.headSquares = headSquares;
      this.filled = filled;
      if (index === source.length) return;
      this.turn(source[index] as number);
      const offset = (tail[0] as number) * share;
      means[index] = this.pivot + offset;
      deviations[index] = Math.sqrt(Math.max(0, (tailSquares[0] as number) * share - offset * offset));
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
    let { product, weight } = this;
    let index = from;
    for (; index < to && index < size; index += 1) {
      product += (values[index] as number) * (weights[index] as number); // columns reach to the newest value
      weight += weights[index] as number;
      out[index] = index === size - 1 ? product / weight : Number.NaN;
    }
    for (; index < to; index += 1) {
      const one = weights[index] as number;
      const old = weights[index - size] as number;
      product += (values[index] as number) * one - (values[index - size] as number) * old;
      weight += one - old;
      if (weight < TRUSTED_SHARE * old || (index & (FRESH_EVERY - 1)) === 0) {
        product = 0;
        weight = 0;
        for (let inside = index - size + 1; inside <= index; inside += 1) {
          product += (values[inside] as number) * (weights[inside] as number);
          weight += weights[inside] as number;
        }
      }
      out[index] = product / weight;
    }
    this.product = product;
    this.weight = weight;
  }
}

/**
 * Highest high and lowest low of the last n bars; NaN until there are n. An extreme is looked for anew only when it has left the
 * window, as TA-Lib does.
 */
export class WindowRange {
  private readonly size: number;
  private topAt = -1;
  private bottomAt = -1;

  constructor(size: number) {
    this.size = size;
  }

  /** Of bars `from` to `to` - 1, which follow those before; written to places 0 and on. Columns must hold the bars before. */
  fill(
    { high, low }: { readonly high: Float64Array; readonly low: Float64Array },
    [from, to]: readonly [number, number],
    tops: Float64Array,
    bottoms: Float64Array,
  ): void {
    const { size } = this;
    let { topAt, bottomAt } = this;
    for (let bar = from; bar < to; bar += 1) {
      const start = bar - size + 1;
      if (start < 0) {
        tops[bar - from] = Number.NaN;
        bottoms[bar - from] = Number.NaN;
        continue;
      }
      if (topAt < start) {
        topAt = start;
        for (let index = start + 1; index <= bar; index += 1) {
          if ((high[index] as number) >= (high[topAt] as number)) topAt = index; // columns reach to the bar
        }
      } else if ((high[bar] as number) >= (high[topAt] as number)) topAt = bar;
      if (bottomAt < start) {
        bottomAt = start;
        for (let index = start + 1; index <= bar; index += 1) {
          if ((low[index] as number) <= (low[bottomAt] as number)) bottomAt = index;
        }
      } else if ((low[bar] as number) <= (low[bottomAt] as number)) bottomAt = bar;
      tops[bar - from] = high[topAt] as number;
      bottoms[bar - from] = low[bottomAt] as number;
    }
    this.topAt = topAt;
    this.bottomAt = bottomAt;
  }
}

/**
 * Largest of the last n values; NaN until there are n, and while one is NaN. The smallest of x is minus the largest of -x.
 * Values that a later one has overtaken are dropped, so that a bar costs the same whatever n is.
 */
export class WindowMaximum {
  private readonly size: number;
  private readonly values: Float64Array;
  private readonly times: Float64Array;
  private first = 0;
  private kept = 0;
  private now = 0;
  private lastMissing = -1;

  constructor(size: number) {
    this.size = size;
    this.values = new Float64Array(size);
    this.times = new Float64Array(size);
  }

  push(value: number): number {
    const { size, values, times, now } = this;
    if (this.kept > 0 && (times[this.first] as number) <= now - size) {
      this.first = this.first + 1 === size ? 0 : this.first + 1;
      this.kept -= 1;
    }
    if (Number.isNaN(value)) {
      this.lastMissing = now;
    } else {
      let end = this.first + this.kept;
      if (end >= size) end -= size;
      while (this.kept > 0) {
        const before = end === 0 ? size - 1 : end - 1;
        if ((values[before] as number) > value) break;
        end = before;
        this.kept -= 1;
      }
      values[end] = value;
      times[end] = now;
      this.kept += 1;
    }
    this.now = now + 1;
    return now - this.lastMissing < size ? Number.NaN : (values[this.first] as number);
  }
}

/** Share of the last n values, the newest among them, that are smaller than the newest; NaN until there are n, and while one is NaN. */
export class WindowRank {
  private readonly size: number;
  private readonly ring: Float64Array;
  /** The values of the window that are numbers, smallest first. */
  private readonly sorted: Float64Array;
  private count = 0;
  private next = 0;

  constructor(size: number) {
    this.size = size;
    this.ring = new Float64Array(size).fill(Number.NaN);
    this.sorted = new Float64Array(size);
  }

  push(value: number): number {
    const { ring, sorted, size } = this;
    const oldest = ring[this.next] as number; // inside: next < size
    if (!Number.isNaN(oldest)) {
      const place = this.placeOf(oldest);
      sorted.copyWithin(place, place + 1, this.count);
      this.count -= 1;
    }
    ring[this.next] = value;
    this.next = this.next + 1 === size ? 0 : this.next + 1;
    if (Number.isNaN(value)) return Number.NaN;
    const smaller = this.placeOf(value);
    sorted.copyWithin(smaller + 1, smaller, this.count);
    sorted[smaller] = value;
    this.count += 1;
    return this.count === size ? smaller / size : Number.NaN;
  }

  /** How many of the sorted values are smaller. */
  private placeOf(value: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.sorted[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
