// How alike do two columns of numbers move?

/** Pearson's correlation, -1..1; null where a column does not move, or fewer than two pairs are there. */
export function computeCorrelation(first: readonly number[], second: readonly number[]): number | null {
  if (first.length !== second.length) {
    throw new RangeError(`Expected columns of equal length, got ${first.length} and ${second.length}.`);
  }
  const deviations = (values: readonly number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    // A column of equal numbers may have a mean that is off by its last digit.
    return values.every((value) => value === values[0]) ? values.map(() => 0) : values.map((value) => value - mean);
  };
  const [xs, ys] = [deviations(first), deviations(second)];
  const product = (one: readonly number[], other: readonly number[]) =>
    one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
  const scale = Math.sqrt(product(xs, xs)) * Math.sqrt(product(ys, ys));
  return scale > 0 ? Math.max(-1, Math.min(1, product(xs, ys) / scale)) : null;
}

/** Rank of each value among all, 0 (smallest) to 1 (greatest), equal ones sharing the mean of their ranks; a single one has 1. */
export function computeRanks(values: readonly number[]): readonly number[] {
  if (values.length === 1) return [1];
  return values.map((value) => {
    const smaller = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return (smaller + (equal - 1) / 2) / (values.length - 1);
  });
}
