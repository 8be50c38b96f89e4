// Does the comparison with shuffles call noise noise, and order order?
import { describe, expect, it } from "vitest";
import { drawWords } from "./compute-seeded-draws.ts";
import { computeShuffleReading, SHUFFLE_CLOSES } from "./compute-shuffle-reading.ts";

/** Closes with these log returns. */
function closesOf(returns: readonly number[]): Float64Array {
  const closes = new Float64Array(returns.length + 1).fill(100);
  for (const [at, value] of returns.entries()) closes[at + 1] = (closes[at] ?? 0) * Math.exp(value);
  return closes;
}

function noise(seed: string): readonly number[] {
  const words = drawWords(seed);
  // The sum of twelve uniform numbers is near to normal.
  return Array.from({ length: SHUFFLE_CLOSES - 1 }, () => {
    let sum = -6;
    for (let term = 0; term < 12; term += 1) sum += words.next().value / 2 ** 32;
    return sum / 100;
  });
}

describe("a reading among shuffles of the same returns", () => {
  it("is the same for the same closes and seed", () => {
    const closes = closesOf(noise("a"));
    expect(computeShuffleReading(closes, "seed", 50)).toEqual(computeShuffleReading(closes, "seed", 50));
    expect(computeShuffleReading(closes, "seed", 50)).not.toEqual(computeShuffleReading(closes, "other", 50));
  });

  it("is told from noise where returns follow each other and few sizes are left", () => {
    // Rising and falling by turns of eight, then for the last 64 bars by one size each way.
    const wave = Array.from({ length: 256 }, (_, at) =>
      at < 192 ? (noise("b")[at] ?? 0) : at % 16 < 8 ? 0.001 * (1 + (at % 8) / 1_000) : -0.001 * (1 + (at % 8) / 1_000),
    );
    const sorted = wave.map((value, at) =>
      at < 192 ? ([...wave.slice(0, 192)].sort((a, b) => a - b)[at] ?? 0) : value,
    );
    const reading = computeShuffleReading(closesOf(sorted), "seed", 100);
    expect(reading.chance).toEqual({ shannon: 1 / 101, permutation: 1 / 101 });
    expect(reading.toldFromNoise).toBe(true);
  });

  it("is not told from noise where it is noise, save for about one in twenty for each", () => {
    const readings = Array.from({ length: 20 }, (_, seed) =>
      computeShuffleReading(closesOf(noise(String(seed))), "seed", 40),
    );
    expect(readings.filter(({ toldFromNoise }) => toldFromNoise).length).toBeLessThanOrEqual(2);
    for (const kind of ["shannon", "permutation"] as const) {
      const mean = readings.reduce((sum, { chance }) => sum + chance[kind], 0) / readings.length;
      // Uniform in 0..1: the mean of 20 has a deviation of 0.065. Ties lift it a little.
      expect(mean).toBeGreaterThan(0.3);
      expect(mean).toBeLessThan(0.75);
    }
    expect(readings[0]?.because).toMatch(/^Cannot be told from noise/);
  });

  it("asks for more bars where there are too few", () => {
    expect(() => computeShuffleReading(new Float64Array(256), "seed")).toThrow(
      "Shuffles need 257 closes, got 256: wait for more bars",
    );
  });
});
