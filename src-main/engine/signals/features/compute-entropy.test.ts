// Are the entropies those of their papers, and shares of their greatest value as features?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyColumns } from "./compute-candle-columns.ts";
import { histogramEntropy, permutationEntropy, sampleEntropy } from "./compute-entropy.ts";
import { computeFeatures, findFeatureFault } from "./compute-features.ts";

const of = (...values: number[]) => Float64Array.from(values);

/** Candles whose log returns are these. */
function candlesOf(returns: readonly number[]) {
  const candles = emptyColumns(returns.length + 1);
  let log = 0;
  candles.close[0] = 1;
  for (const [bar, value] of returns.entries()) {
    log += value;
    candles.close[bar + 1] = Math.exp(log);
    candles.timestampMs[bar + 1] = (bar + 1) * 3_600_000;
  }
  candles.high.set(candles.close);
  candles.low.set(candles.close);
  return candles;
}

describe("permutation entropy", () => {
  // Bandt and Pompe (2002): their example 4, 7, 9, 10, 6, 11, 3 has 0.918 bits at order 2 and 1.522 at order 3.
  it.each([
    [2, "0.918"],
    [3, "1.522"],
  ])("of Bandt and Pompe's example, order %d: %s bits", (order, bits) => {
    expect(permutationEntropy(of(4, 7, 9, 10, 6, 11, 3), order, 1).toFixed(3)).toBe(bits);
  });

  it("is 0 of a rise, and 1 bit of a zigzag at order 2", () => {
    expect(permutationEntropy(of(1, 2, 3, 4, 5, 6), 3, 1)).toBe(0);
    expect(permutationEntropy(of(1, 2, 1, 2, 1), 2, 1)).toBe(1);
  });

  it("takes equal values by their order of appearance", () => {
    expect(permutationEntropy(of(5, 5, 5, 5), 3, 1)).toBe(0);
    expect(permutationEntropy(of(1, 1, 2), 3, 1)).toBe(permutationEntropy(of(1, 1.5, 2), 3, 1));
  });

  it("looks at every second value with a delay of 2, and knows nothing of too few", () => {
    expect(permutationEntropy(of(1, 9, 2, 8, 3, 7, 4), 3, 2)).toBe(permutationEntropy(of(1, 9, 2, 8, 3, 7, 4), 3, 2));
    expect(permutationEntropy(of(1, 9, 2, 8), 2, 2)).toBe(1);
    expect(permutationEntropy(of(1, 2), 3, 1)).toBeNaN();
  });

  it("does not change when all values are stretched or moved", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 5, maxLength: 60 }), (values) => {
        const moved = values.map((value) => 3 * value + 7);
        expect(permutationEntropy(of(...moved), 3, 1)).toBe(permutationEntropy(of(...values), 3, 1));
      }),
    );
  });
});

describe("histogram entropy", () => {
  it.each([
    [of(1, 1, 1), 4, 0],
    [of(0, 1), 2, 1],
    [of(0, 1, 2, 3), 4, 2],
    [of(0, 0, 0, 1), 2, 0.8112781244591328],
    // numpy.histogram([0, 0.5, 1], 2): the edge belongs to the upper bin, the end to the last.
    [of(0, 0.5, 1), 2, 0.9182958340544896],
  ])("%#", (values, bins, bits) => {
    expect(histogramEntropy(values, bins)).toBeCloseTo(bits, 12);
  });
});

describe("sample entropy", () => {
  it("is -ln(A / B) over pairs of templates", () => {
    // Templates of 2 among 1,2,1,2,1,2: (1,2) (2,1) (1,2) (2,1); pairs: 2 near, both still near at length 3.
    expect(sampleEntropy(of(1, 2, 1, 2, 1, 2), 2, 0.1)).toBe(-0);
    // 1,2,1,2,3: (1,2) (2,1) (1,2): one near pair, which parts at the third value.
    expect(sampleEntropy(of(1, 2, 1, 2, 3), 2, 0.1)).toBe(Number.POSITIVE_INFINITY);
    expect(sampleEntropy(of(1, 5, 9, 20, 40), 2, 0.1)).toBeNaN();
  });

  it("counts a difference that equals the tolerance as near", () => {
    expect(sampleEntropy(of(0, 1, 0, 1, 0), 1, 1)).toBe(-0);
  });
});

describe("as features", () => {
  const returns = Array.from({ length: 400 }, (_, index) => Math.sin(index * index) / 100);

  it.each(["shannon_64_16", "permutation_64_3_1", "permutation_256_3_1", "waveletret_db4_4_128_entropy"])(
    "%s is a share, first known when its window is full",
    (name) => {
      const column = computeFeatures(candlesOf(returns), [name]).get(name) as Float64Array;
      const length = Number(/\d{2,}/.exec(name)?.[0]);
      expect(column[length - 1]).toBeNaN();
      for (const value of column.subarray(length)) expect(value > 0 && value <= 1).toBe(true);
    },
  );

  it("sample entropy is in nats", () => {
    const column = computeFeatures(candlesOf(returns), ["sample_64_2_0.2"]).get("sample_64_2_0.2") as Float64Array;
    expect(column[63]).toBeNaN();
    expect(column[64]).toBeCloseTo(sampleEntropyOf(returns.slice(0, 64)), 12);
  });

  function sampleEntropyOf(values: readonly number[]): number {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    return sampleEntropy(Float64Array.from(values), 2, 0.2 * deviation);
  }

  it("shares of all bands sum to 1, and energies to that of the transform", () => {
    const bands = ["d1", "d2", "d3", "d4", "a4"];
    const names = bands.map((band) => `wavelet_db4_4_128_relenergy_${band}`);
    const columns = computeFeatures(candlesOf(returns), names);
    const shares = names.map((name) => columns.get(name)?.at(-1) ?? Number.NaN);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    // Of log prices nearly all energy is the level of the price.
    expect(shares[4]).toBeGreaterThan(0.9);
  });

  it.each([
    ["permutation_64_8_1", "the order must be 2 to 7"],
    ["permutation_4_3_2", "shorter than one pattern"],
    ["shannon_64_1", "at least 2 bins"],
    ["sample_3_2_0.2", "shorter than two templates"],
    ["wavelet_db4_5_128_energy_d1", "at most 4 levels"],
    ["wavelet_db4_4_128_energy_d5", "d1 to d4 and a4"],
    ["wavelet_db9_4_128_entropy", "There is no feature"],
  ])("%s is refused: %s", (name, words) => {
    expect(findFeatureFault(name)).toContain(words);
  });
});
