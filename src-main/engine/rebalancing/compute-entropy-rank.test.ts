import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeEntropyRank, computePermutationEntropies, ENTROPY_CLOSES } from "./compute-entropy-rank.ts";

describe("permutation entropy", () => {
  it("gives the figure of Bandt and Pompe's own example", () => {
    // "Permutation entropy" (2002), page 2: 4 7 9 10 6 11 3, order 3: 2/5, 1/5, 2/5, so 1.522 bits of log2(3!).
    const [share = 0] = computePermutationEntropies([4, 7, 9, 10, 6, 11, 3], 7);
    expect((share * Math.log2(6)).toFixed(3)).toBe("1.522");
  });

  it("is nothing for what only rises, and the same for equal values in order of appearance", () => {
    expect(computePermutationEntropies([1, 2, 3, 4, 5], 5)).toEqual([0]);
    expect(computePermutationEntropies([1, 1, 1, 1, 1], 5)).toEqual([0]);
  });

  it("has one value for each window and agrees with counting each window anew", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 8, maxLength: 60 }), (values) => {
        const rolled = computePermutationEntropies(values, 8);
        expect(rolled).toHaveLength(values.length - 7);
        for (const [at, entropy] of rolled.entries()) {
          expect(entropy).toBeCloseTo(computePermutationEntropies(values.slice(at, at + 8), 8)[0] ?? Number.NaN, 12);
        }
      }),
    );
  });
});

describe("rank of the last hour", () => {
  const zigzag = (at: number) => 100 + ((at * at * 7_919) % 97);

  it("is the lowest after an hour that went one way, and not known from too few or impossible closes", () => {
    const closes = Array.from({ length: ENTROPY_CLOSES }, (_, at) => zigzag(at));
    const straight = closes.map((close, at) => (at < ENTROPY_CLOSES - 66 ? close : 100 * 1.5 ** (at * 0.01 * at)));
    expect(computeEntropyRank(straight)).toBe(0);
    expect(computeEntropyRank(closes.slice(1))).toBeNull();
    expect(computeEntropyRank([...closes.slice(1), 0])).toBeNull();
  });

  it("is high after an hour that is more disordered than those before", () => {
    const closes = Array.from({ length: ENTROPY_CLOSES }, (_, at) =>
      at < ENTROPY_CLOSES - 70 ? 100 + (at % 3) : zigzag(at),
    );
    expect(computeEntropyRank(closes)).toBeGreaterThan(0.9);
  });
});
