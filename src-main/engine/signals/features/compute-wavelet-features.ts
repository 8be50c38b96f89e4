// How is the energy of the last prices or returns spread over scales?
import type { CandleColumns } from "./compute-candle-columns.ts";
import { ReturnWindowRun } from "./compute-entropy.ts";
import { type FeatureFamily, type FeatureRun, LENGTH } from "./compute-feature-family.ts";
import { decompose, maxLevel } from "./compute-wavelet.ts";
import { WAVELET_NAMES, type WaveletName } from "./compute-wavelet-filters.ts";

/** Boundary of all wavelet features. */
const MODE = "symmetric";
const MOST_LEVELS = 9;

const NAME = new RegExp(
  `^(wavelet|waveletret)_(${WAVELET_NAMES.join("|")})_([1-${MOST_LEVELS}])_${LENGTH}_(energy|relenergy)_([ad])([1-${MOST_LEVELS}])$`,
);
const ENTROPY = new RegExp(
  `^(wavelet|waveletret)_(${WAVELET_NAMES.join("|")})_([1-${MOST_LEVELS}])_${LENGTH}_entropy$`,
);

interface Terms {
  readonly head: string;
  readonly isReturns: boolean;
  readonly wavelet: WaveletName;
  readonly levels: number;
  readonly length: number;
}

function termsOf(name: string): Terms {
  const found = NAME.exec(name) ?? ENTROPY.exec(name);
  const [, kind = "", wavelet = "", levels = "", length = ""] = found ?? [];
  // The pattern admits no other wavelet.
  return {
    head: `${kind}_${wavelet}_${levels}_${length}`,
    isReturns: kind === "waveletret",
    wavelet: wavelet as WaveletName,
    levels: +levels,
    length: +length,
  };
}

/** Details from the finest to the coarsest, then the approximation: the order of the outputs. */
function outputsOf({ head, levels }: Terms): readonly string[] {
  const bands = [...Array.from({ length: levels }, (_, index) => `d${index + 1}`), `a${levels}`];
  return [
    ...bands.map((band) => `${head}_energy_${band}`),
    ...bands.map((band) => `${head}_relenergy_${band}`),
    `${head}_entropy`,
  ];
}

function energyOf(coefficients: Float64Array): number {
  let sum = 0;
  for (const value of coefficients) sum += value * value;
  return sum;
}

/**
 * Energy (sum of squares) of each band; the same as a share of all bands; Shannon entropy of the shares of the detail bands alone, as a share of
 * its maximum. Shares of nothing are 0, their entropy too. Rosso, O. A. et al. (2001), "Wavelet entropy", J. Neurosci. Methods 105, 65-75.
 */
function writeBands(signal: Float64Array, { wavelet, levels }: Terms, out: readonly Float64Array[], bar: number): void {
  const { approximation, details } = decompose(signal, wavelet, MODE, levels);
  const energies = [...details.toReversed(), approximation].map(energyOf);
  const detail = energies.slice(0, levels).reduce((sum, energy) => sum + energy, 0);
  const total = detail + (energies[levels] as number);
  let entropy = 0;
  for (const energy of energies.slice(0, levels)) {
    const share = energy / detail;
    if (share > 0) entropy -= share * Math.log2(share);
  }
  const values = [
    ...energies,
    ...energies.map((energy) => (total > 0 ? energy / total : 0)),
    levels > 1 ? Math.max(0, entropy) / Math.log2(levels) : 0,
  ];
  for (const [index, column] of out.entries()) column[bar] = values[index] as number;
}

/** Of the logs of the last closes. First at bar `length` - 1. */
class LogPriceRun implements FeatureRun {
  private readonly logs: Float64Array;
  private readonly terms: Terms;
  private known = 0;

  constructor(terms: Terms) {
    this.terms = terms;
    this.logs = new Float64Array(terms.length);
  }

  advance({ close }: CandleColumns, from: number, to: number, out: readonly Float64Array[]): void {
    const { logs, terms } = this;
    for (let bar = from; bar < to; bar += 1) {
      const value = Math.log(close[bar] as number);
      logs.copyWithin(0, 1);
      logs[logs.length - 1] = value;
      this.known = Number.isFinite(value) ? this.known + 1 : 0;
      if (this.known >= logs.length) writeBands(logs, terms, out, bar);
      else for (const column of out) column[bar] = Number.NaN;
    }
  }
}

const shared = {
  outputs: (name: string) => outputsOf(termsOf(name)),
  fault(name: string): string | null {
    const terms = termsOf(name);
    const most = maxLevel(terms.length, terms.wavelet);
    if (terms.levels > most) return `${terms.length} values have at most ${most} levels of ${terms.wavelet}`;
    return outputsOf(terms).includes(name)
      ? null
      : `with ${terms.levels} levels its bands are d1 to d${terms.levels} and a${terms.levels}`;
  },
  create(name: string): FeatureRun {
    const terms = termsOf(name);
    if (!terms.isReturns) return new LogPriceRun(terms);
    return new ReturnWindowRun(terms.length, (returns, out, bar) => writeBands(returns, terms, out, bar));
  },
};

/** `wavelet_db4_4_128_…`: of 128 log prices; `waveletret_…`: of 128 log returns. */
export const waveletFamilies: readonly FeatureFamily[] = [
  {
    pattern: NAME,
    examples: ["wavelet_db4_4_128_energy_d1", "wavelet_db4_4_128_relenergy_a4", "waveletret_db4_4_128_relenergy_d1"],
    ...shared,
  },
  { pattern: ENTROPY, examples: ["wavelet_db4_4_128_entropy", "waveletret_db4_4_128_entropy"], ...shared },
];
