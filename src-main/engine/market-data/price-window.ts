// What are the median and the spread of the last accepted prices of one market?
// Kept sorted while it slides, so that a quote costs no sorting and no allocation.

/** Values the window holds; there is no test before it is full. */
export const WINDOW_SIZE = 31;
const MIDDLE = (WINDOW_SIZE - 1) / 2;

export class PriceWindow {
  readonly #ring = new Float64Array(WINDOW_SIZE);
  readonly #sorted = new Float64Array(WINDOW_SIZE);
  #next = 0;
  #count = 0;

  get full(): boolean {
    return this.#count === WINDOW_SIZE;
  }

  /** Middle value; only while {@link PriceWindow.full}. */
  get median(): number {
    return this.#sorted[MIDDLE] ?? 0;
  }

  push(value: number): void {
    let length = this.#count;
    if (length === WINDOW_SIZE) {
      this.#remove(this.#ring[this.#next] ?? 0);
      length -= 1;
    }
    let at = length;
    while (at > 0 && (this.#sorted[at - 1] ?? 0) > value) {
      this.#sorted[at] = this.#sorted[at - 1] ?? 0;
      at -= 1;
    }
    this.#sorted[at] = value;
    this.#ring[this.#next] = value;
    this.#next = (this.#next + 1) % WINDOW_SIZE;
    this.#count = length + 1;
  }

  clear(): void {
    this.#next = 0;
    this.#count = 0;
  }

  /** Median of the distances from the median; only while {@link PriceWindow.full}. */
  medianDeviation(): number {
    const median = this.median;
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

  #remove(value: number): void {
    let at = 0;
    while (at < WINDOW_SIZE - 1 && this.#sorted[at] !== value) at += 1;
    this.#sorted.copyWithin(at, at + 1);
  }
}
