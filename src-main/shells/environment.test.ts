import { expect, test } from "vitest";
import { readEnvironment } from "./environment.ts";

test("nothing set gives the defaults", () => {
  expect(readEnvironment({ PATH: "/bin" })).toEqual({ logLevel: "info", simulatedGaps: "realistic" });
});

test("each variable is taken as it is said", () => {
  expect(readEnvironment({ SCHWABOT_LOG_LEVEL: "debug", SCHWABOT_SIMULATED_GAPS: "off" })).toEqual({
    logLevel: "debug",
    simulatedGaps: "none",
  });
});

test.each([
  ["SCHWABOT_LOG_LEVEL", "verbose"],
  ["SCHWABOT_LOG_LEVEL", ""],
  ["SCHWABOT_SIMULATED_GAPS", "false"],
])("%s=%s is refused by name", (name, value) => {
  expect(() => readEnvironment({ [name]: value })).toThrow(name);
});
