// What are the median and the spread of the last accepted prices of one market?
// A quote only writes its value down. Sorting is caught up with when the median is asked for, which nearly no quote does: that it is
// near to all values of the window shows that it is near to their median.

/** Values the window holds; there is no test before it is full. */
export const WINDOW_SIZE = 31;
const MIDDLE = (WINDOW_SIZE - 1) / 2;
/** A power of two with room for two windows: values that have gone are needed until the sorting is caught up with. */
const RING_SIZE = 64;

export class PriceWindow {
  readonly #ring = new Float64Array(RING_SIZE);
  readonly #sorted = new Float64Array(WINDOW_SIZE);
  /** Values that came since the window was cleared, and up to which of them `#sorted` has been brought. */
  #count = 0;
  #sortedCount = 0;
  /** Least and greatest of the present row of values, as long as a window, and of the row before it. */
  #least = Number.POSITIVE_INFINITY;
  #greatest = Number.NEGATIVE_INFINITY;
  #leastBefore = Number.POSITIVE_INFINITY;
  #greatestBefore = Number.NEGATIVE_INFINITY;
  #left = WINDOW_SIZE;

  get full(): boolean {
    return this.#count >= WINDOW_SIZE;
  }

  /** No value of the window is less, nor is any greater than {@link PriceWindow.atMost}. */
  get atLeast(): number {
    return this.#least < this.#leastBefore ? this.#least : this.#leastBefore;
  }

  get atMost(): number {
    return this.#greatest > this.#greatestBefore ? this.#greatest : this.#greatestBefore;
  }

  /** Middle value; only while {@link PriceWindow.full}. */
  get median(): number {
    this.#sort();
    return this.#sorted[MIDDLE] ?? 0;
  }

  push(value: number): void {
    this.#ring[this.#count & (RING_SIZE - 1)] = value;
    this.#count += 1;
    if (value < this.#least) this.#least = value;
    if (value > this.#greatest) this.#greatest = value;
    this.#left -= 1;
    if (this.#left > 0) return;
    this.#left = WINDOW_SIZE;
    this.#leastBefore = this.#least;
    this.#greatestBefore = this.#greatest;
    this.#least = Number.POSITIVE_INFINITY;
    this.#greatest = Number.NEGATIVE_INFINITY;
  }

  clear(): void {
    this.#count = 0;
    this.#sortedCount = 0;
    this.#left = WINDOW_SIZE;
    this.#least = Number.POSITIVE_INFINITY;
    this.#greatest = Number.NEGATIVE_INFINITY;
    this.#leastBefore = Number.POSITIVE_INFINITY;
    this.#greatestBefore = Number.NEGATIVE_INFINITY;
  }

  /** Median of the distances from the median; only while {@link PriceWindow.full}. */
  medianDeviation(): number {
    const { median } = this;
    let below = MIDDLE;
    let above = MIDDLE + 1;
    let deviation = 0;
    // The sorted values on both sides of the median are two ascending rows of distances: merge them up to the middle one.
    for (let taken = 0; taken <= MIDDLE; taken += 1) {
      const left = below >= 0 ? median - (this.#sorted[below] ?? 0) : Number.POSITIVE_INFINITY;
      const right = above < WINDOW_SIZE ? (this.#sorted[above] ?? 0) - median : Number.POSITIVE_INFINITY;
      if (left <= right) {
        deviation = left;
        below -= 1;
      } else {
        deviation = right;
        above += 1;
      }
    }
    return deviation;
  }

  #sort(): void {
    // Of values that came and went meanwhile nothing needs to be known.
    if (this.#count - this.#sortedCount >= WINDOW_SIZE) {
      const first = this.#count - WINDOW_SIZE;
      for (let taken = 0; taken < WINDOW_SIZE; taken += 1) this.#settle(taken, taken, this.#valueAt(first + taken));
    } else {
      for (let at = this.#sortedCount; at < this.#count; at += 1) {
        const free = at < WINDOW_SIZE ? at : this.#placeOf(this.#valueAt(at - WINDOW_SIZE));
        this.#settle(free, Math.min(at, WINDOW_SIZE - 1), this.#valueAt(at));
      }
    }
    this.#sortedCount = this.#count;
  }

  #valueAt(number: number): number {
    return this.#ring[number & (RING_SIZE - 1)] ?? 0;
  }

  /** Puts a value into the free place `at` of the sorted ones, the last of which is at `last`, and moves it to its own. */
  #settle(free: number, last: number, value: number): void {
    const sorted = this.#sorted;
    let at = free;
    while (at < last && (sorted[at + 1] ?? 0) < value) {
      sorted[at] = sorted[at + 1] ?? 0;
      at += 1;
    }
    while (at > 0 && (sorted[at - 1] ?? 0) > value) {
      sorted[at] = sorted[at - 1] ?? 0;
      at -= 1;
    }
    sorted[at] = value;
  }

  /** Where a value of the sorted window stands. */
  #placeOf(value: number): number {
    const sorted = this.#sorted;
    let low = 0;
    let high = WINDOW_SIZE - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
