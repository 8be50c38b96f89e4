import { expect, test } from "vitest";
import { type LegCheckState, legCheckSchema } from "#shared/domain/leg-check.ts";
import { checkObstacle, checksWords, worstState } from "./check-words.ts";
import { sampleCheck } from "./testing-samples.ts";

const checks = (...states: readonly LegCheckState[]) =>
  states.map((state) => legCheckSchema.parse(sampleCheck({ state })));

test.each([
  [checks("ok", "ok"), null, "2 of 2 validated by the venue", "ok"],
  [checks("ok", "notSupported"), null, "1 of 1 validated by the venue, 1 cannot be", "ok"],
  [checks("notSupported"), null, "These venues cannot check orders without placing them", "notSupported"],
  [checks(), null, "Not checked by the venues yet", "notSupported"],
  [
    checks("ok", "pending"),
    { sentence: "The venues are checking: 1 order to go.", again: false },
    "1 of 2 validated by the venue",
    "pending",
  ],
  [
    checks("pending", "refused"),
    { sentence: "The venue would refuse order 2. Change it or plan again.", again: true },
    "0 of 2 validated by the venue",
    "refused",
  ],
  [
    checks("unanswered", "ok"),
    { sentence: "Nothing was heard of order 1. Plan again to ask anew.", again: true },
    "1 of 2 validated by the venue",
    "unanswered",
  ],
])("%#: what stands against the approval, in words", (list, obstacle, words, worst) => {
  expect(checkObstacle(list)).toEqual(obstacle);
  expect(checksWords(list)).toBe(words);
  expect(worstState(list)).toBe(worst);
});
