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
  mean = Number.NaN;
  deviation = Number.NaN;
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

  push(value: number): void {
    const filled = this.filled;
    this.block[filled] = value;
    let sum: number;
    let squares: number;
    if (filled + 1 === this.size) {
      this.turn(value);
      sum = this.tail[0] as number; // a window has at least one value
      squares = this.tailSquares[0] as number;
    } else {
      const distance = value - this.pivot;
      this.head += distance;
      this.headSquares += distance * distance;
      this.filled = filled + 1;
      sum = (this.tail[filled + 1] as number) + this.head; // inside: filled + 1 < size
      squares = (this.tailSquares[filled + 1] as number) + this.headSquares;
    }
    const offset = sum / this.size;
    this.mean = this.pivot + offset;
    this.deviation = Math.sqrt(Math.max(0, squares / this.size - offset * offset));
  }

  private turn(last: number): void {
    const { block, tail, tailSquares } = this;
    const pivot = Number.isNaN(last) ? 0 : last;
    let sum = 0;
    let squares = 0;
    for (let index = this.size - 1; index >= 0; index -= 1) {
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
