// Is the wavelet transform the one of its definition: filters, documented examples, and back again?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decompose, decomposeOnce, levelLength, maxLevel, recompose, WAVELET_MODES } from "./compute-wavelet.ts";
import { WAVELET_NAMES } from "./compute-wavelet-filters.ts";

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

/** A value of the signal continued for ever, step by step outwards: by the words of PyWavelets' documentation, "Signal extension modes". */
function continued(signal: readonly number[], index: number, mode: (typeof WAVELET_MODES)[number]): number {
  const { length } = signal;
  if (index >= 0 && index < length) return signal[index] ?? 0;
  const beyond = index < 0 ? -index : index - length + 1;
  const [end, inwards] = index < 0 ? [0, 1] : [length - 1, -1];
  switch (mode) {
    case "zero":
      return 0;
    case "constant":
      return signal[end] ?? 0;
    case "periodic":
    case "periodization":
      return continued(signal, index < 0 ? index + length : index - length, mode);
    case "symmetric":
      return continued(signal, end + inwards * (beyond - 1), mode);
    case "reflect":
      return length === 1 ? (signal[0] ?? 0) : continued(signal, end + inwards * beyond, mode);
  }
}

describe("filters", () => {
  const VANISHING = { haar: 1, db1: 1, db2: 2, db3: 3, db4: 4, db5: 5, db6: 6, db7: 7, db8: 8, sym4: 4 } as const;

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
      const sum = low.reduce(
        (total, tap, index) => total + (-1) ** index * (index - low.length / 2) ** moment * tap,
        0,
      );
      expect(sum).toBeCloseTo(0, 8);
    }
  });

  /** PyWavelets' table of coefficients (wavelets_coeffs), first and last four taps of `dec_lo`, which is right to about 11 digits. */
  const PRINTED = {
    db5: [
      [0.003335725285, -0.012580751999, -0.006241490213, 0.07757149384],
      [0.138428145901, 0.724308528439, 0.603829269797, 0.160102397974],
    ],
    db6: [
      [-0.001077301085, 0.004777257511, 0.000553842201, -0.031582039318],
      [0.315250351709, 0.751133908022, 0.494623890398, 0.11154074335],
    ],
    db7: [
      [0.0003537138, -0.001801640704, 0.000429577973, 0.012550998556],
      [0.469782287405, 0.729132090847, 0.396539319482, 0.077852054085],
    ],
    db8: [
      [-0.000117476784, 0.000675449406, -0.000391740373, -0.004870352993],
      [0.585354683655, 0.675630736298, 0.312871590914, 0.054415842243],
    ],
  } as const;
  it.each(["db5", "db6", "db7", "db8"] as const)("%s is PyWavelets' to the digits typed here", (wavelet) => {
    const [first, last] = PRINTED[wavelet];
    const low = filterOf(wavelet);
    for (const [index, tap] of first.entries()) expect(Math.abs((low[index] ?? 0) - tap)).toBeLessThan(2e-12);
    for (const [index, tap] of last.entries()) expect(Math.abs((low.at(index - 4) ?? 0) - tap)).toBeLessThan(2e-12);
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

  it("is the sum of its definition at every place, of filters of every length, in every mode", () => {
    fc.assert(
      fc.property(
        series,
        fc.constantFrom(...WAVELET_NAMES),
        fc.constantFrom(...WAVELET_MODES),
        (signal, wavelet, mode) => {
          const low = filterOf(wavelet);
          const offset = mode === "periodization" ? low.length / 2 : 1;
          const whole =
            mode === "periodization" && signal.length % 2 === 1 ? [...signal, signal.at(-1) ?? 0] : [...signal];
          const { approximation, detail } = decomposeOnce(signal, wavelet, mode);
          for (const place of approximation.keys()) {
            const near = low.map((_, tap) => continued(whole, 2 * place + offset - tap, mode));
            const sum = (filter: readonly number[]) => filter.reduce((all, tap, at) => all + tap * (near[at] ?? 0), 0);
            const high = low.map((_, tap) => (tap % 2 === 0 ? -1 : 1) * (low[low.length - 1 - tap] ?? 0));
            expect(Math.abs((approximation[place] ?? 0) - sum(low))).toBeLessThan(1e-8);
            expect(Math.abs((detail[place] ?? 0) - sum(high))).toBeLessThan(1e-8);
          }
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
