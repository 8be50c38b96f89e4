// Does a confidence say where a reading stands among the newest thousand, and nothing before there are so many?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CONFIDENCE_BARS, ConfidenceTrack, confidenceShare } from "./compute-confidence.ts";

describe("confidence", () => {
  it("is not known before the thousandth bar, and says how many there are", () => {
    const track = new ConfidenceTrack();
    for (let bar = 1; bar < CONFIDENCE_BARS; bar += 1) {
      const rank = track.push(bar / 2_000);
      expect(rank.bars).toBe(bar);
      expect(confidenceShare(rank)).toBeNull();
    }
    expect(confidenceShare(track.push(1))).toBe(0.999);
  });

  it("counts bars of abstention as smaller, also than a raw score of 0, and equal ones not", () => {
    const track = new ConfidenceTrack();
    for (let bar = 0; bar < 600; bar += 1) track.push(null);
    for (let bar = 0; bar < 399; bar += 1) track.push(0);
    expect(confidenceShare(track.push(0))).toBe(0.6);
  });

  it("forgets what is older than a thousand bars", () => {
    const track = new ConfidenceTrack();
    for (let bar = 0; bar < CONFIDENCE_BARS; bar += 1) track.push(0.9);
    for (let bar = 0; bar < CONFIDENCE_BARS - 1; bar += 1) track.push(0.1);
    expect(track.push(0.5)).toEqual({ bars: CONFIDENCE_BARS, smaller: 999 });
  });

  it("is the plain count over the last thousand, for any scores", () => {
    const raw = fc.option(
      fc.integer({ min: 0, max: 20 }).map((step) => step / 20),
      { nil: null },
    );
    fc.assert(
      fc.property(fc.array(raw, { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (pattern, times) => {
        const all = Array.from({ length: times }, () => pattern).flat();
        const track = new ConfidenceTrack();
        const last = all.map((value) => track.push(value)).at(-1);
        const newest = all.slice(-CONFIDENCE_BARS);
        const own = newest.at(-1) ?? -1;
        expect(last).toEqual({ bars: newest.length, smaller: newest.filter((value) => (value ?? -1) < own).length });
      }),
      { numRuns: 100 },
    );
  });
});
