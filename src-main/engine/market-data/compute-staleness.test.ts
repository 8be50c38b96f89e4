import { describe, expect, it } from "vitest";
import { computeState, describeState, worseState } from "./compute-staleness.ts";

const fresh = { ageMs: 0, feedDown: false, problem: null, suspicion: null };

describe("the age ladder", () => {
  it.each([
    [{ ...fresh }, "live", null],
    [{ ...fresh, ageMs: 5_000 }, "live", null],
    [{ ...fresh, ageMs: 5_001 }, "lagging", "No confirmation from the venue for 5 s."],
    [{ ...fresh, ageMs: 15_000 }, "lagging", "No confirmation from the venue for 15 s."],
    [{ ...fresh, ageMs: 15_001 }, "stale", "No confirmation from the venue for 15 s."],
    [{ ...fresh, suspicion: "far off" }, "suspect", "far off"],
    [{ ...fresh, problem: "Not listed any more." }, "dead", "Not listed any more."],
    [{ ageMs: 99_000, feedDown: true, problem: null, suspicion: "far off" }, "dead", "The venue's feed is down."],
  ] as const)("%j is %s", (freshness, state, reason) => {
    expect(computeState(freshness)).toBe(state);
    expect(describeState(state, freshness)).toBe(reason);
  });

  it("knows which of two states is worse", () => {
    expect(worseState("live", "lagging")).toBe("lagging");
    expect(worseState("dead", "stale")).toBe("dead");
  });
});
