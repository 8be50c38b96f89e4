import { describe, expect, it, test } from "vitest";
import { venueIdSchema } from "#shared/domain/ids.ts";
import { readTestStart } from "./test-start.ts";

const NONE = new Map();
const REDIRECTED = new Map([[venueIdSchema.parse("kraken"), "http://127.0.0.1:8080"]]);

test("ordinary use is never scaled and never killed, with or without test servers", () => {
  for (const endpoints of [NONE, REDIRECTED]) {
    expect(readTestStart({ PATH: "/bin" }, endpoints)).toEqual({ policyDivisor: 1, killAt: null });
  }
});

describe("without test servers", () => {
  it.each([
    ["SCHWABOT_POLICY_DIVISOR", "20"],
    ["SCHWABOT_POLICY_DIVISOR", "1"],
    ["SCHWABOT_POLICY_DIVISOR", ""],
    ["SCHWABOT_KILL_AT_COMMIT", "after:any:1"],
  ])("%s=%j is refused by name, with what to do", (name, value) => {
    expect(() => readTestStart({ [name]: value }, NONE)).toThrow(
      expect.objectContaining({
        code: "INPUT_INVALID",
        message: expect.stringMatching(`^${name}: .*--venue-endpoint.*Remove`),
      }),
    );
  });
});

describe("against test servers", () => {
  it("takes both", () => {
    const env = { SCHWABOT_POLICY_DIVISOR: "20", SCHWABOT_KILL_AT_COMMIT: "before:order.fill:2" };
    expect(readTestStart(env, REDIRECTED)).toEqual({
      policyDivisor: 20,
      killAt: { side: "before", kind: "order.fill", count: 2 },
    });
  });

  it.each([
    ["SCHWABOT_POLICY_DIVISOR", "0"],
    ["SCHWABOT_POLICY_DIVISOR", "-20"],
    ["SCHWABOT_POLICY_DIVISOR", "2.5"],
    ["SCHWABOT_POLICY_DIVISOR", "1001"],
    ["SCHWABOT_POLICY_DIVISOR", "fast"],
    ["SCHWABOT_POLICY_DIVISOR", ""],
    ["SCHWABOT_KILL_AT_COMMIT", "now"],
    ["SCHWABOT_KILL_AT_COMMIT", ""],
  ])("%s=%j is refused by name", (name, value) => {
    expect(() => readTestStart({ [name]: value }, REDIRECTED)).toThrow(`${name}: expected`);
  });
});
