import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computePositionRisk, type PositionRiskFacts } from "./compute-position-risk.ts";

/** A position about which nothing is wrong. */
const CALM: PositionRiskFacts = {
  stopShare: 0,
  dayLoss: 0,
  dayLossLimit: 0.04,
  drawdown: 0,
  drawdownLimit: 0.12,
  volatility: 0,
  volatilityCeiling: 0.75,
  confidenceNow: 0.9,
  confidenceAtEntry: 0.8,
  ageMs: 0,
  timeStopMs: 1_000,
  confidenceThreshold: 0.75,
};
const of = (patch: Partial<PositionRiskFacts>) => computePositionRisk({ ...CALM, ...patch });

describe("computePositionRisk", () => {
  it.each([
    [{ stopShare: 0.8 }, 0.8, "stopDistance", "exit"],
    [{ stopShare: 0.79 }, 0.79, "stopDistance", "halve"],
    [{ dayLoss: 0.024 }, 0.6, "dailyLoss", "halve"],
    [{ drawdown: 0.0719 }, 0.599, "drawdown", "keep"],
    [{ volatility: 0.75 }, 1, "volatility", "exit"],
    [{ confidenceNow: 0.4 }, 0.5, "confidence", "keep"],
    [{ ageMs: 900 }, 0.9, "age", "exit"],
    [{ stopShare: 7 }, 1, "stopDistance", "exit"],
    [{ dayLossLimit: 0, dayLoss: 0.001 }, 1, "dailyLoss", "exit"],
  ] as const)("%o", (patch, risk, because, advice) => {
    const found = of(patch);
    expect(found.risk).toBeCloseTo(risk, 3);
    expect([found.because, found.advice]).toEqual([because, advice]);
  });

  it("adds only while calm and surer than the threshold", () => {
    expect(of({}).advice).toBe("addWithinLimits");
    expect(of({ confidenceNow: 0.75, confidenceAtEntry: 0.75 }).advice).toBe("keep");
    expect(of({ stopShare: 0.3 }).advice).toBe("keep");
    expect(of({ confidenceNow: null }).advice).toBe("keep");
  });

  it("leaves out what is not known or not set", () => {
    const { parts } = of({ stopShare: null, volatility: null, confidenceNow: null, timeStopMs: null });
    expect(parts.map(({ name }) => name)).toEqual(["dailyLoss", "drawdown"]);
    expect(of({ confidenceAtEntry: 0 }).parts.some(({ name }) => name === "confidence")).toBe(false);
  });

  it("is the largest of its parts, within 0 and 1, whatever the facts", () => {
    const any = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(any, any, any, any, any, (stopShare, dayLoss, drawdown, volatility, confidenceNow) => {
        const { parts, risk } = of({ stopShare, dayLoss, drawdown, volatility, confidenceNow });
        for (const { value } of parts) expect(value >= 0 && value <= 1).toBe(true);
        expect(risk).toBe(Math.max(...parts.map(({ value }) => value)));
      }),
    );
  });
});
