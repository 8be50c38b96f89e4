// Is an edge what signals on paper have earned, and is a signal's rule found among them?
import { describe, expect, it } from "vitest";
import { wilsonInterval } from "#engine/signals/compute-hit-rate.ts";
import { computePaperEdge, paperGroupOf } from "./compute-paper-edge.ts";

describe("the edge of a strategy", () => {
  it("is the lower end of its hit rate, and what a hit gains and a miss loses on average", () => {
    expect(computePaperEdge({ closed: 40, wins: 24, gained: 0.48, lost: 0.16 })).toEqual({
      signals: 40,
      lowerHitRate: wilsonInterval(24, 40)[0],
      averageGain: 0.02,
      averageLoss: 0.01,
    });
  });

  it("has no average of what there was none of, and is none before any signal ran its course", () => {
    expect(computePaperEdge({ closed: 2, wins: 2, gained: 0.02, lost: 0 })).toMatchObject({
      averageGain: 0.01,
      averageLoss: 0,
    });
    expect(computePaperEdge({ closed: 2, wins: 0, gained: 0, lost: 0.02 })).toMatchObject({
      averageGain: 0,
      averageLoss: 0.01,
    });
    expect(computePaperEdge({ closed: 0, wins: 0, gained: 0, lost: 0 })).toBeNull();
  });

  it.each([
    ["mapper (ensemble), version 1", "mapper"],
    ["cycleWheel, version 3", "cycleWheel"],
  ])("%s is followed as %s", (rule, group) => {
    expect(paperGroupOf(rule)).toBe(group);
  });
});
