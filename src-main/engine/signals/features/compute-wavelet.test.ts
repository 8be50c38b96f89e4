// Is the wavelet transform the one of its definition: filters, documented examples, and back again?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decompose,
  decomposeOnce,
  levelLength,
  maxLevel,
  recompose,
  WAVELET_MODES,
  WAVELET_NAMES,
} from "./compute-wavelet.ts";

const list = (values: Float64Array) => [...values];
const series = fc
  .array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 40 })
  .map((values) => Float64Array.from(values));

/** The filter itself: what one level gives for an impulse of zeros around it. */
function filterOf(wavelet: (typeof WAVELET_NAMES)[number]): readonly number[] {
  const impulse = new Float64Array(64);
  impulse[32] = 1;
  const { approximation } = decomposeOnce(impulse, wavelet, "zero");
  const odd = new Float64Array(64);
  odd[33] = 1;
  const other = decomposeOnce(odd, wavelet, "zero").approximation;
  // x[32] meets low[2k + 1 - 32], x[33] meets low[2k + 1 - 33].
  const taps = new Map<number, number>();
  for (const [place, value] of approximation.entries()) if (value !== 0) taps.set(2 * place + 1 - 32, value);
  for (const [place, value] of other.entries()) if (value !== 0) taps.set(2 * place + 1 - 33, value);
  return [...taps].sort(([one], [two]) => one - two).map(([, value]) => value);
}

describe("filters", () => {
  const VANISHING = { haar: 1, db1: 1, db2: 2, db3: 3, db4: 4, sym4: 4 } as const;

  // Daubechies, I. (1992), "Ten Lectures on Wavelets", section 6: these conditions define the family.
  it.each(WAVELET_NAMES)("%s is orthonormal and has its vanishing moments", (wavelet) => {
    const low = filterOf(wavelet);
    expect(low).toHaveLength(2 * VANISHING[wavelet]);
    expect(low.reduce((sum, tap) => sum + tap, 0)).toBeCloseTo(Math.SQRT2, 11);
    for (let shift = 0; shift < low.length; shift += 2) {
      const product = low.reduce((sum, tap, index) => sum + tap * (low[index + shift] ?? 0), 0);
      expect(product).toBeCloseTo(shift === 0 ? 1 : 0, 11);
    }
    for (let moment = 0; moment < VANISHING[wavelet]; moment += 1) {
      const sum = low.reduce((total, tap, index) => total + (-1) ** index * index ** moment * tap, 0);
      expect(sum).toBeCloseTo(0, 8);
    }
  });

  it("db2 has the closed form of Daubechies", () => {
    const root = Math.sqrt(3);
    const scale = 4 * Math.SQRT2;
    const closed = [(1 - root) / scale, (3 - root) / scale, (3 + root) / scale, (1 + root) / scale];
    for (const [index, tap] of filterOf("db2").entries()) expect(tap).toBeCloseTo(closed[index] ?? 0, 12);
  });
});

describe("decompose", () => {
  // PyWavelets' documentation, "Discrete Wavelet Transform (DWT)": pywt.dwt([1, 2, 3, 4], 'db1').
  it("db1 of 1, 2, 3, 4", () => {
    const { approximation, detail } = decomposeOnce(Float64Array.of(1, 2, 3, 4), "db1", "symmetric");
    expect(list(approximation).map((value) => value.toFixed(7))).toEqual(["2.1213203", "4.9497475"]);
    expect(list(detail).map((value) => value.toFixed(7))).toEqual(["-0.7071068", "-0.7071068"]);
  });

  // The same, "Multilevel DWT": pywt.wavedec([1,2,3,4,5,6,7,8], 'db1', level=2).
  it("two levels of db1, the coarsest detail first", () => {
    const { approximation, details } = decompose(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8), "db1", "symmetric", 2);
    expect(list(approximation).map(Math.round)).toEqual([5, 13]);
    expect(list(details[0] as Float64Array).map((value) => value.toFixed(6))).toEqual(["-2.000000", "-2.000000"]);
    expect(list(details[1] as Float64Array).map((value) => value.toFixed(8))).toEqual(Array(4).fill("-0.70710678"));
  });

  it.each([
    [8, 8, "symmetric", 7],
    [9, 8, "symmetric", 8],
    [9, 8, "periodization", 5],
    [1, 2, "zero", 1],
  ] as const)("%d values with %d taps, %s: %d coefficients", (length, taps, mode, size) => {
    expect(levelLength(length, taps, mode)).toBe(size);
  });

  it.each([
    [128, "db4", 4],
    [7, "db4", 0],
    [6, "db4", 0],
    [14, "db4", 1],
    [8, "haar", 3],
  ] as const)("%d values have %s levels", (length, wavelet, levels) => {
    expect(maxLevel(length, wavelet)).toBe(levels);
  });

  it("comes back whole, in every mode, of every wavelet, over several levels", () => {
    const name = fc.constantFrom(...WAVELET_NAMES);
    fc.assert(
      fc.property(
        series,
        name,
        fc.constantFrom(...WAVELET_MODES),
        fc.integer({ min: 1, max: 4 }),
        (signal, wavelet, mode, levels) => {
          const back = recompose(decompose(signal, wavelet, mode, levels), wavelet, mode);
          expect(back.length - signal.length).toBeGreaterThanOrEqual(0);
          expect(back.length - signal.length).toBeLessThanOrEqual(1);
          for (const [index, value] of signal.entries())
            expect(Math.abs((back[index] ?? 0) - value)).toBeLessThan(1e-7);
        },
      ),
    );
  });

  it("keeps the energy of an even signal under periodization", () => {
    fc.assert(
      fc.property(series, fc.constantFrom(...WAVELET_NAMES), (half, wavelet) => {
        const signal = Float64Array.from([...half, ...half]);
        const energy = (values: Float64Array) => values.reduce((sum, value) => sum + value * value, 0);
        const { approximation, detail } = decomposeOnce(signal, wavelet, "periodization");
        expect(energy(approximation) + energy(detail)).toBeCloseTo(energy(signal), 4);
      }),
    );
  });

  it.each([
    [() => decompose(new Float64Array(), "db4", "symmetric", 1), "The signal is empty"],
    [() => decompose(Float64Array.of(1), "db4", "symmetric", 0), "Expected a level from 1 on, got 0"],
    [() => decompose(Float64Array.of(1), "db9" as never, "symmetric", 1), 'There is no wavelet "db9"'],
  ])("says what is wrong: %#", (run, words) => {
    expect(run).toThrow(words);
  });
});
