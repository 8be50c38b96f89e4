// What is a series' discrete wavelet transform over several levels? By the conventions of PyWavelets.
import { DEC_LO, WAVELET_NAMES, type WaveletName } from "./compute-wavelet-filters.ts";

/** How a signal goes on beyond its ends. */
export const WAVELET_MODES = ["symmetric", "reflect", "zero", "constant", "periodic", "periodization"] as const;
export type WaveletMode = (typeof WAVELET_MODES)[number];

/** Filters of up to eight taps are filled up with zeros, so that one loop written out in full serves them all. */
type Taps = readonly [number, number, number, number, number, number, number, number];
const WRITTEN_OUT = 8;

interface Filters {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly allLow: Taps;
  readonly allHigh: Taps;
}

function filledUp(filter: Float64Array): Taps {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = filter;
  return [a, b, c, d, e, f, g, h];
}

/** The high-pass filter follows from the low-pass one: `dec_hi[k] = (-1)^(k + 1) dec_lo[F - 1 - k]`. */
const FILTERS = new Map<string, Filters>(
  WAVELET_NAMES.map((name) => {
    const low = Float64Array.from(DEC_LO[name]);
    const high = low.map((_, index) => (index % 2 === 0 ? -1 : 1) * (low[low.length - 1 - index] as number));
    return [name, { low, high, allLow: filledUp(low), allHigh: filledUp(high) }];
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

interface Bands {
  readonly approximation: Float64Array;
  readonly detail: Float64Array;
}

/** Places `first` to `last` - 1, whose taps all meet the signal itself. Sums run from the first tap to the last, as at the ends. */
function writeInside(
  signal: Float64Array,
  { allLow, allHigh }: Filters,
  { approximation, detail }: Bands,
  { first, last, offset }: { readonly first: number; readonly last: number; readonly offset: number },
): void {
  const [l0, l1, l2, l3, l4, l5, l6, l7] = allLow;
  const [h0, h1, h2, h3, h4, h5, h6, h7] = allHigh;
  for (let place = first; place < last; place += 1) {
    const at = 2 * place + offset;
    const x0 = signal[at] as number; // from 7 to the last index by the choice of places
    const x1 = signal[at - 1] as number;
    const x2 = signal[at - 2] as number;
    const x3 = signal[at - 3] as number;
    const x4 = signal[at - 4] as number;
    const x5 = signal[at - 5] as number;
    const x6 = signal[at - 6] as number;
    const x7 = signal[at - 7] as number;
    approximation[place] = l0 * x0 + l1 * x1 + l2 * x2 + l3 * x3 + l4 * x4 + l5 * x5 + l6 * x6 + l7 * x7;
    detail[place] = h0 * x0 + h1 * x1 + h2 * x2 + h3 * x3 + h4 * x4 + h5 * x5 + h6 * x6 + h7 * x7;
  }
}

/** The same of a filter of any length. */
function writeInsideOfLong(
  signal: Float64Array,
  { low, high }: Filters,
  { approximation, detail }: Bands,
  { first, last, offset }: { readonly first: number; readonly last: number; readonly offset: number },
): void {
  for (let place = first; place < last; place += 1) {
    const at = 2 * place + offset;
    let a = 0;
    let d = 0;
    for (let tap = 0; tap < low.length; tap += 1) {
      const value = signal[at - tap] as number; // from the last tap to the last index by the choice of places
      a += (low[tap] as number) * value;
      d += (high[tap] as number) * value;
    }
    approximation[place] = a;
    detail[place] = d;
  }
}

/** One level: `approximation[k] = sum_j low[j] x[2k + offset - j]`, and the same with the high-pass filter. */
export function decomposeOnce(signal: Float64Array, wavelet: WaveletName, mode: WaveletMode): Bands {
  const filters = filtersOf(wavelet);
  const { low, high } = filters;
  const size = levelLength(signal.length, low.length, mode);
  const offset = mode === "periodization" ? low.length / 2 : 1;
  const bands = { approximation: new Float64Array(size), detail: new Float64Array(size) };
  const taps = Math.max(WRITTEN_OUT, low.length);
  const first = Math.min(size, Math.ceil((taps - 1 - offset) / 2));
  const last = Math.max(first, Math.min(size, Math.floor((signal.length - 1 - offset) / 2) + 1));
  const write = taps === WRITTEN_OUT ? writeInside : writeInsideOfLong;
  write(signal, filters, bands, { first, last, offset });
  for (let place = first > 0 ? 0 : last; place < size; place = place + 1 === first ? last : place + 1) {
    let a = 0;
    let d = 0;
    for (let tap = 0; tap < low.length; tap += 1) {
      const index = extended(2 * place + offset - tap, signal.length, mode);
      if (index < 0) continue;
      const value = signal[index] as number;
      a += (low[tap] as number) * value;
      d += (high[tap] as number) * value;
    }
    bands.approximation[place] = a;
    bands.detail[place] = d;
  }
  return bands;
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
