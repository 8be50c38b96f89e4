// What is a series' discrete wavelet transform over several levels? By the conventions of PyWavelets.

/**
 * Low-pass decomposition filters, as PyWavelets prints them (`pywt.Wavelet(name).dec_lo`, version 1.8.0). The high-pass filter follows:
 * `dec_hi[k] = (-1)^(k + 1) dec_lo[F - 1 - k]`.
 */
const DEC_LO = {
  haar: [Math.SQRT1_2, Math.SQRT1_2],
  db1: [Math.SQRT1_2, Math.SQRT1_2],
  db2: [-0.12940952255126037, 0.2241438680420134, 0.8365163037378079, 0.48296291314453416],
  db3: [
    0.035226291882100656, -0.08544127388224149, -0.13501102001039084, 0.4598775021193313, 0.8068915093133388,
    0.3326705529509569,
  ],
  db4: [
    -0.010597401785069032, 0.0328830116668852, 0.030841381835560764, -0.18703481171909309, -0.027983769416859854,
    0.6308807679298589, 0.7148465705529157, 0.2303778133088965,
  ],
  sym4: [
    -0.07576571478927333, -0.02963552764599851, 0.49761866763201545, 0.8037387518059161, 0.29785779560527736,
    -0.09921954357684722, -0.012603967262037833, 0.0322231006040427,
  ],
} as const;

export type WaveletName = keyof typeof DEC_LO;
export const WAVELET_NAMES = Object.keys(DEC_LO) as readonly WaveletName[];

/** How a signal goes on beyond its ends. */
export const WAVELET_MODES = ["symmetric", "reflect", "zero", "constant", "periodic", "periodization"] as const;
export type WaveletMode = (typeof WAVELET_MODES)[number];

interface Filters {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

const FILTERS = new Map<string, Filters>(
  WAVELET_NAMES.map((name) => {
    const low = Float64Array.from(DEC_LO[name]);
    const high = low.map((_, index) => (index % 2 === 0 ? -1 : 1) * (low[low.length - 1 - index] as number));
    return [name, { low, high }];
  }),
);

function filtersOf(wavelet: WaveletName): Filters {
  const filters = FILTERS.get(wavelet);
  if (filters === undefined)
    throw new RangeError(`There is no wavelet "${wavelet}": expected one of ${WAVELET_NAMES.join(", ")}.`);
  return filters;
}

/** Coefficients of one level of a signal of this length. */
export function levelLength(length: number, filterLength: number, mode: WaveletMode): number {
  return mode === "periodization" ? Math.ceil(length / 2) : Math.floor((length + filterLength - 1) / 2);
}

/** Most levels that say something about a signal of this length, as `pywt.dwt_max_level`. */
export function maxLevel(length: number, wavelet: WaveletName): number {
  const { low } = filtersOf(wavelet);
  return length < low.length - 1 ? 0 : Math.floor(Math.log2(length / (low.length - 1)));
}

/** Index of the value that stands at `index` of the endless signal; -1: a zero. */
function extended(index: number, length: number, mode: WaveletMode): number {
  if (index >= 0 && index < length) return index;
  switch (mode) {
    case "zero":
      return -1;
    case "constant":
      return index < 0 ? 0 : length - 1;
    case "periodic": {
      return ((index % length) + length) % length;
    }
    case "periodization": {
      // An odd signal is made even by its last value.
      const even = length + (length % 2);
      return Math.min(length - 1, ((index % even) + even) % even);
    }
    case "symmetric": {
      const place = ((index % (2 * length)) + 2 * length) % (2 * length);
      return place < length ? place : 2 * length - 1 - place;
    }
    case "reflect": {
      if (length === 1) return 0;
      const period = 2 * length - 2;
      const place = ((index % period) + period) % period;
      return place < length ? place : period - place;
    }
  }
}

/** One level: `approximation[k] = sum_j low[j] x[2k + offset - j]`, and the same with the high-pass filter. */
export function decomposeOnce(
  signal: Float64Array,
  wavelet: WaveletName,
  mode: WaveletMode,
): { readonly approximation: Float64Array; readonly detail: Float64Array } {
  const { low, high } = filtersOf(wavelet);
  const size = levelLength(signal.length, low.length, mode);
  const offset = mode === "periodization" ? low.length / 2 : 1;
  const approximation = new Float64Array(size);
  const detail = new Float64Array(size);
  for (let place = 0; place < size; place += 1) {
    const end = 2 * place + offset;
    let a = 0;
    let d = 0;
    if (end >= low.length - 1 && end < signal.length) {
      for (let tap = 0; tap < low.length; tap += 1) {
        const value = signal[end - tap] as number;
        a += (low[tap] as number) * value;
        d += (high[tap] as number) * value;
      }
    } else {
      for (let tap = 0; tap < low.length; tap += 1) {
        const index = extended(end - tap, signal.length, mode);
        if (index < 0) continue;
        const value = signal[index] as number;
        a += (low[tap] as number) * value;
        d += (high[tap] as number) * value;
      }
    }
    approximation[place] = a;
    detail[place] = d;
  }
  return { approximation, detail };
}

export interface Decomposition {
  readonly approximation: Float64Array;
  /** The coarsest level first: level n .. level 1. */
  readonly details: readonly Float64Array[];
}

/** Several levels. Throws `RangeError` for an empty signal or fewer than one level. */
export function decompose(
  signal: Float64Array,
  wavelet: WaveletName,
  mode: WaveletMode,
  levels: number,
): Decomposition {
  if (signal.length === 0) throw new RangeError("The signal is empty: expected at least one value.");
  if (!Number.isSafeInteger(levels) || levels < 1) throw new RangeError(`Expected a level from 1 on, got ${levels}.`);
  let approximation = signal;
  const details: Float64Array[] = [];
  for (let level = 0; level < levels; level += 1) {
    const once = decomposeOnce(approximation, wavelet, mode);
    approximation = once.approximation;
    details.unshift(once.detail);
  }
  return { approximation, details };
}

/** The signal that one level came from. Of an odd signal one value more comes out; the level above says so. */
function recomposeOnce(
  approximation: Float64Array,
  detail: Float64Array,
  wavelet: WaveletName,
  mode: WaveletMode,
): Float64Array {
  const { low, high } = filtersOf(wavelet);
  const size = detail.length;
  const wraps = mode === "periodization";
  const length = wraps ? 2 * size : 2 * size - low.length + 2;
  const offset = wraps ? low.length / 2 : 1;
  const signal = new Float64Array(length);
  for (let place = 0; place < size; place += 1) {
    const a = approximation[place] as number;
    const d = detail[place] as number;
    for (let tap = 0; tap < low.length; tap += 1) {
      const free = 2 * place + offset - tap;
      const index = wraps ? ((free % length) + length) % length : free;
      if (index < 0 || index >= length) continue;
      signal[index] = (signal[index] as number) + a * (low[tap] as number) + d * (high[tap] as number);
    }
  }
  return signal;
}

/** The inverse of {@link decompose}, for a signal of an even length; an odd one gets one value more at its end. */
export function recompose(
  { approximation, details }: Decomposition,
  wavelet: WaveletName,
  mode: WaveletMode,
): Float64Array {
  return details.reduce(
    (signal, detail) => recomposeOnce(signal.subarray(0, detail.length), detail, wavelet, mode),
    approximation,
  );
}
