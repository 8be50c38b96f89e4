import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SeededRng } from "./seeded-rng.ts";

const draw = (rng: SeededRng, count = 5) => Array.from({ length: count }, () => rng.next());

describe("SeededRng", () => {
  it("gives the same numbers for the same seed and others for another", () => {
    expect(draw(SeededRng.of(7))).toEqual(draw(SeededRng.of(7)));
    expect(draw(SeededRng.of(7))).not.toEqual(draw(SeededRng.of(8)));
  });

  it("keeps its numbers over versions of the program", () => {
    const rng = SeededRng.of(1);
    expect([rng.uint32(), rng.uint32(), rng.fork("a").uint32(), rng.fork(3).uint32()]).toMatchInlineSnapshot(`
      [
        4053702001,
        2288015930,
        1642970407,
        3762399423,
      ]
    `);
  });

  it("forks by seed and label alone, however much was drawn before", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.string(), fc.nat(50), (seed, label, drawn) => {
        const used = SeededRng.of(seed);
        draw(used, drawn);
        expect(draw(used.fork(label))).toEqual(draw(SeededRng.of(seed).fork(label)));
      }),
    );
  });

  it("gives streams of different labels that do not repeat each other", () => {
    const rng = SeededRng.of(1);
    const first = Array.from({ length: 2_000 }, (_, index) => rng.fork(index).uint32());
    expect(new Set(first).size).toBeGreaterThan(1_995);
  });

  it("stays in range", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: -50, max: 50 }), fc.nat(100), (seed, min, span) => {
        const rng = SeededRng.of(seed);
        const whole = rng.integer(min, min + span);
        expect(Number.isInteger(whole) && whole >= min && whole <= min + span).toBe(true);
        for (const value of [rng.next(), rng.uniform()]) expect(value >= 0 && value < 1).toBe(true);
      }),
    );
  });

  it("draws a standard normal", () => {
    const rng = SeededRng.of(42);
    const values = Array.from({ length: 50_000 }, () => rng.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.03);
  });

  it("refuses what is no seed or no range", () => {
    expect(() => SeededRng.of(0.5)).toThrow("A seed must be a whole number: 0.5");
    expect(() => SeededRng.of(1).integer(3, 2)).toThrow("Not a range of whole numbers: 3..2");
  });
});
