// Does a seed draw the same everywhere, inside its range, and evenly?
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawJittered, drawShare, drawWhole, drawWords, shareOfHash } from "./compute-seeded-draws.ts";

const SEED = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const temper = (complexityFactor: number, trajectoryWeight: number, staticSeed = SEED) => ({
  staticSeed,
  complexityFactor,
  trajectoryWeight,
});

describe("draws of a seed", () => {
  it("are the first 53 bits of SHA-256 over canonical JSON", () => {
    const hash = createHash("sha256").update(`["${SEED}","fast"]`).digest();
    expect(drawShare(SEED, "fast")).toBe(Number(hash.readBigUInt64BE() >> 11n) / 2 ** 53);
    expect(shareOfHash("0".repeat(64))).toBe(0);
    expect(shareOfHash("f".repeat(64))).toBe(1 - 2 ** -53);
  });

  it("give the figures of this golden table", () => {
    expect(drawShare(SEED, "fast")).toBe(GOLDEN_FAST);
    expect([...take(drawWords(SEED), 3)]).toEqual(GOLDEN_WORDS);
  });

  it("stay inside the range and the jitter; with no weight they are the common default", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.string(), share, share, (seed, reach, weight) => {
        const own = temper(1 + reach / 2, weight, seed);
        const length = drawWhole(own, "slow", [34, 89], 55);
        expect(Number.isInteger(length) && length >= 34 && length <= 89).toBe(true);
        const jittered = drawJittered(own, "zone", 10);
        expect(Math.abs(jittered - 10)).toBeLessThanOrEqual((10 * reach * weight) / 2 + 1e-12);
        const common = temper(1 + reach / 2, 0, seed);
        expect([drawWhole(common, "slow", [34, 89], 55), drawJittered(common, "zone", 10)]).toEqual([55, 10]);
      }),
    );
  });

  it("reach every whole number of a range about equally often", () => {
    const counts = new Map<number, number>();
    for (let seed = 0; seed < 2_800; seed += 1) {
      const drawn = drawWhole(temper(1, 1, String(seed)), "fast", [8, 21], 13);
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 14 }, (_, index) => 8 + index));
    // 200 each; five deviations of the binomial are 68.
    for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(68);
  });
});

function* take<T>(values: Iterable<T>, count: number): Generator<T> {
  let left = count;
  for (const value of values) {
    if (left === 0) return;
    left -= 1;
    yield value;
  }
}

// By Python 3: hashlib.sha256.
const GOLDEN_FAST = 0.6324961256189433;
const GOLDEN_WORDS: readonly number[] = [3082023349, 846065339, 64963612];
