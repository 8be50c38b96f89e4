// How much order is there in the last returns? Histogram, permutation and sample entropy.
import type { CandleColumns } from "./compute-candle-columns.ts";
import { type FeatureFamily, type FeatureRun, LENGTH, lengthsOf } from "./compute-feature-family.ts";

/** Bits of counts that sum to `total`; 0 log 0 is 0. */
function entropyOfCounts(counts: Int32Array, total: number): number {
  let sum = 0;
  for (const count of counts) if (count > 0) sum += count * Math.log2(count);
  return Math.max(0, Math.log2(total) - sum / total);
}

/**
 * Shannon entropy in bits of a histogram with `bins` equal bins from the smallest to the greatest value; the last bin takes the greatest. All
 * equal: 0. Edges as numpy.histogram has them.
 */
export function histogramEntropy(values: Float64Array, bins: number): number {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < first) first = value;
    if (value > last) last = value;
  }
  if (!(last > first)) return 0;
  const step = (last - first) / bins;
  const edge = (index: number) => (index === bins ? last : first + index * step);
  const counts = new Int32Array(bins);
  for (const value of values) {
    let bin = Math.min(bins - 1, Math.floor((value - first) * (bins / (last - first))));
    if (value < edge(bin)) bin -= 1;
    else if (bin < bins - 1 && value >= edge(bin + 1)) bin += 1;
    counts[bin] = (counts[bin] as number) + 1;
  }
  return entropyOfCounts(counts, values.length);
}

/** A number for the order of the values at `end`, `end - delay`, ..., oldest first; of equal ones the earlier counts as smaller. 0 .. order! - 1. */
function patternAt(values: Float64Array, end: number, order: number, delay: number): number {
  const start = end - (order - 1) * delay;
  let pattern = 0;
  for (let place = 0; place < order; place += 1) {
    const value = values[start + place * delay] as number;
    let smaller = 0;
    for (let later = place + 1; later < order; later += 1) {
      if ((values[start + later * delay] as number) < value) smaller += 1;
    }
    pattern = pattern * (order - place) + smaller;
  }
  return pattern;
}

function factorial(order: number): number {
  let product = 1;
  for (let factor = 2; factor <= order; factor += 1) product *= factor;
  return product;
}

/** Permutation entropy in bits. Bandt, C. and Pompe, B. (2002), "Permutation entropy", Phys. Rev. Lett. 88, 174102. */
export function permutationEntropy(values: Float64Array, order: number, delay: number): number {
  const counts = new Int32Array(factorial(order));
  let total = 0;
  for (let end = (order - 1) * delay; end < values.length; end += 1) {
    const pattern = patternAt(values, end, order, delay);
    counts[pattern] = (counts[pattern] as number) + 1;
    total += 1;
  }
  return total === 0 ? Number.NaN : entropyOfCounts(counts, total);
}

/**
 * Sample entropy in nats: -ln(A / B) with the pairs of templates of length m + 1 and m within `tolerance` (largest difference, itself included);
 * both lengths use the same n - m templates, no template is paired with itself. Infinity where no pair of the longer ones is near, NaN where
 * none of the shorter ones is. Richman, J. S. and Moorman, J. R. (2000), Am. J. Physiol. 278, H2039.
 */
export function sampleEntropy(values: Float64Array, m: number, tolerance: number): number {
  const templates = values.length - m;
  let near = 0;
  let nearer = 0;
  for (let one = 0; one < templates; one += 1) {
    for (let other = one + 1; other < templates; other += 1) {
      let length = 0;
      while (
        length <= m &&
        Math.abs((values[one + length] as number) - (values[other + length] as number)) <= tolerance
      ) {
        length += 1;
      }
      if (length >= m) near += 1;
      if (length > m) nearer += 1;
    }
  }
  return near === 0 ? Number.NaN : -Math.log(nearer / near);
}

/** Deviation of a population: divided by n. */
function deviationOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return Math.sqrt(squares / values.length);
}

/** A measure of the last log returns of closes, taken anew at each bar. First at bar `length`. */
export class ReturnWindowRun implements FeatureRun {
  private readonly returns: Float64Array;
  private readonly measure: (returns: Float64Array, out: readonly Float64Array[], bar: number) => void;
  private known = 0;

  constructor(length: number, measure: (returns: Float64Array, out: readonly Float64Array[], bar: number) => void) {
    this.returns = new Float64Array(length);
    this.measure = measure;
  }

  advance({ close }: CandleColumns, from: number, to: number, out: readonly Float64Array[]): void {
    const { returns } = this;
    for (let bar = from; bar < to; bar += 1) {
      const value = bar === 0 ? Number.NaN : Math.log((close[bar] as number) / (close[bar - 1] as number));
      returns.copyWithin(0, 1);
      returns[returns.length - 1] = value;
      this.known = Number.isFinite(value) ? this.known + 1 : 0;
      if (this.known >= returns.length) this.measure(returns, out, bar);
      else for (const column of out) column[bar] = Number.NaN;
    }
  }
}

/** One measure of the window, in one column. */
const single = (length: number, measure: (returns: Float64Array) => number) =>
  new ReturnWindowRun(length, (returns, [column], bar) => {
    if (column !== undefined) column[bar] = measure(returns);
  });

const numberOf = (numbers: readonly number[], index: number): number => numbers[index] ?? Number.NaN;

/** `shannon_64_16`: of 64 log returns in 16 bins, as a share of log2(16). */
const shannon: FeatureFamily = {
  pattern: new RegExp(`^shannon_${LENGTH}_${LENGTH}$`),
  examples: ["shannon_64_16"],
  outputs: (name) => [name],
  fault: (name) => (numberOf(lengthsOf(name), 1) < 2 ? "it needs at least 2 bins" : null),
  create(name) {
    const [length = 0, bins = 0] = lengthsOf(name);
    return single(length, (returns) => histogramEntropy(returns, bins) / Math.log2(bins));
  },
};

/** Orders beyond this have more patterns than any window has values. */
const MOST_ORDER = 7;

/** `permutation_256_3_1`: of 256 log returns, order 3, delay 1, as a share of log2(3!). */
const permutation: FeatureFamily = {
  pattern: new RegExp(`^permutation_${LENGTH}_${LENGTH}_${LENGTH}$`),
  examples: ["permutation_256_3_1"],
  outputs: (name) => [name],
  fault(name) {
    const [length = 0, order = 0, delay = 0] = lengthsOf(name);
    if (order < 2 || order > MOST_ORDER) return `the order must be 2 to ${MOST_ORDER}`;
    return (order - 1) * delay >= length ? "the window is shorter than one pattern" : null;
  },
  create(name) {
    const [length = 0, order = 0, delay = 0] = lengthsOf(name);
    return single(length, (returns) => permutationEntropy(returns, order, delay) / Math.log2(factorial(order)));
  },
};

/** `sample_64_2_0.2`: of 64 log returns, m = 2, tolerance 0.2 population deviations; in nats, not a share. NaN where no two templates are near. */
const sample: FeatureFamily = {
  pattern: new RegExp(`^sample_${LENGTH}_${LENGTH}_(0\\.\\d*[1-9]|[1-9]\\d?(?:\\.\\d*[1-9])?)$`),
  examples: ["sample_64_2_0.2"],
  outputs: (name) => [name],
  fault(name) {
    const [length = 0, m = 0] = lengthsOf(name);
    return m + 1 >= length ? "the window is shorter than two templates" : null;
  },
  create(name) {
    const [length = 0, m = 0, share = 0] = lengthsOf(name);
    return single(length, (returns) => {
      const entropy = sampleEntropy(returns, m, share * deviationOf(returns));
      return Number.isFinite(entropy) ? entropy : Number.NaN;
    });
  },
};

export const entropyFamilies: readonly FeatureFamily[] = [shannon, permutation, sample];
