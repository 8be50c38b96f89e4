import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { SecretScrubber } from "#platform/logging/redact.ts";
import { recordingLogger } from "#testing/silent-logger.ts";
import { type CrashTarget, guardCrashes } from "./crash-guard.ts";

function setUp() {
  const guard = new SecretScrubber();
  guard.register("S-canary-0123456789");
  const logger = recordingLogger();
  const printed: string[] = [];
  const codes: number[] = [];
  const report = { excludeEnv: false };
  const target = Object.assign(new EventEmitter(), {
    stderr: { write: (text: string) => printed.push(text) },
    report,
    exit: (code: number) => void codes.push(code),
  }) satisfies CrashTarget;
  const guarded = guardCrashes({ logger, guard, target });
  return { target, logger, printed, codes, report, guarded };
}

test("a mistake ends the program with a line that holds no secret", () => {
  const { target, logger, printed, codes, report } = setUp();
  target.emit("uncaughtException", new Error("signing with S-canary-0123456789 failed"));
  expect(codes).toEqual([1]);
  expect(printed.join("")).toContain("signing with [redacted] failed");
  expect(printed.join("")).not.toContain("S-canary");
  expect(logger.lines).toHaveLength(1);
  expect(report.excludeEnv).toBe(true);
});

test("what is thrown need not be an error, and a stopped guard is deaf", async () => {
  const { target, printed, codes, guarded } = setUp();
  target.emit("uncaughtException", "S-canary-0123456789");
  expect(printed).toEqual(["[redacted]\n"]);
  await guarded.dispose();
  target.emit("uncaughtException", new Error("later"));
  expect(codes).toEqual([1]);
});
