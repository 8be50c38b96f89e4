// Which is the largest of the last n values of a stream, and how many of them are smaller than the newest?

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
