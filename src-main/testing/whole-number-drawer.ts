// How do tests draw the same whole numbers from a seed everywhere? A linear congruential generator in 32-bit arithmetic.

/** Whole numbers of 0 to `max` (below 2^24), one after the other. */
export function wholeNumberDrawer(seed: number): (max: number) => number {
  let state = seed >>> 0;
  return (max) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % (max + 1);
  };
}
