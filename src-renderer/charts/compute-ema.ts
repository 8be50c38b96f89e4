// Where does an exponential moving average run? Seeded with the mean of its first period, empty before that.

/** One value per input; `undefined` until `period` values are known. */
export function computeEma(values: readonly number[], period: number): readonly (number | undefined)[] {
  const weight = 2 / (period + 1);
  let sum = 0;
  let average: number | undefined;
  return values.map((value, index) => {
    if (index < period) sum += value;
    if (index < period - 1) return undefined;
    average = average === undefined ? sum / period : value * weight + average * (1 - weight);
    return average;
  });
}
