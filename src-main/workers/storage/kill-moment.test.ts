import { describe, expect, it, test } from "vitest";
import { type AroundCommit, killAt, parseKillMoment, untouched } from "./kill-moment.ts";

describe("parseKillMoment", () => {
  it("reads a side, a kind and a count", () => {
    expect(parseKillMoment("before:order.state:2")).toEqual({ side: "before", kind: "order.state", count: 2 });
    expect(parseKillMoment("after:any:10")).toEqual({ side: "after", kind: "any", count: 10 });
  });

  it.each([
    "",
    "before",
    "during:any:1",
    "before:any:0",
    "before:any:-1",
    "before:any:1.5",
    "before::1",
    "x before:any:1",
  ])("refuses %j and says what is expected", (text) => {
    expect(() => parseKillMoment(text)).toThrow(/like before:order.state:2/);
  });
});

/** Runs commits of these kinds; gives what happened in order. */
function run(commits: readonly (readonly string[])[], around: (kill: () => void) => AroundCommit): readonly string[] {
  const happened: string[] = [];
  const wrapped = around(() => happened.push("kill"));
  for (const kinds of commits) wrapped(kinds, () => happened.push(kinds.join("+")));
  return happened;
}

const COMMITS = [["plan.state"], ["order.planned"], ["order.state", "order.fill"], ["order.state"]] as const;

test.each([
  ["before:order.state:1", ["plan.state", "order.planned", "kill", "order.state+order.fill", "order.state"]],
  ["after:order.state:1", ["plan.state", "order.planned", "order.state+order.fill", "kill", "order.state"]],
  ["before:order.state:2", ["plan.state", "order.planned", "order.state+order.fill", "kill", "order.state"]],
  ["after:any:2", ["plan.state", "order.planned", "kill", "order.state+order.fill", "order.state"]],
  ["after:any:9", ["plan.state", "order.planned", "order.state+order.fill", "order.state"]],
])("%s", (moment, expected) => {
  expect(run(COMMITS, (kill) => killAt(parseKillMoment(moment), kill))).toEqual(expected);
});

test("ordinary use commits and nothing else", () => {
  expect(run(COMMITS, () => untouched)).toEqual([
    "plan.state",
    "order.planned",
    "order.state+order.fill",
    "order.state",
  ]);
});
