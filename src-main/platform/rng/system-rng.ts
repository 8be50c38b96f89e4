// Where does chance come from when a run need not be repeated (jitter of retries)? Never for keys, codes or ids.
import type { Rng } from "#engine/ports/rng.ts";

export class SystemRng implements Rng {
  next(): number {
    return Math.random();
  }

  integer(min: number, max: number): number {
    if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || max < min) {
      throw new RangeError(`Expected whole numbers min <= max, got ${min} and ${max}`);
    }
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** Box-Muller: two uniforms make one normal. 1 - u lies in (0, 1], so its logarithm is finite. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }
}
