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
    this.tail = new Float64Array(size + 1).fill(Number.NaN);
  }

  push(value: number): number {
    const { block, tail, size } = this;
    block[this.filled] = value;
    this.head += value;
    this.filled += 1;
    if (this.filled < size) return (tail[this.filled] ?? 0) + this.head;
    let sum = 0;
    for (let index = size - 1; index >= 0; index -= 1) {
      sum += block[index] ?? 0;
      tail[index] = sum;
    }
    tail[size] = 0;
    this.head = 0;
    this.filled = 0;
    return sum;
  }
}
