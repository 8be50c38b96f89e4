import { ORPCError, ValidationError } from "@orpc/server";
import { describe, expect, it } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import { Stopped } from "#engine/core/stopped.ts";
import { recordingLogger, silentLogger } from "#testing/silent-logger.ts";
import { toContractError } from "./to-contract-error.ts";

function badRequest(issues: ConstructorParameters<typeof ValidationError>[0]["issues"]): ORPCError<string, unknown> {
  return new ORPCError("BAD_REQUEST", { cause: new ValidationError({ message: "bad", issues, data: {} }) });
}

const guard = { scrub: (text: string) => text.replaceAll("S-canary", "[redacted]") };

describe("toContractError", () => {
  it("says nothing of a known secret, in the message or beside it", () => {
    const error = new EngineError("VENUE_ANSWER", "Kraken said S-canary.", { data: { raw: { key: "S-canary" } } });
    expect(JSON.stringify(toContractError(error, silentLogger, guard).toJSON())).not.toContain("S-canary");
  });

  it("keeps an engine error's code, words, place and context, as text", () => {
    const error = new EngineError("PLAN_STALE", "Prices have moved.", {
      retryable: true,
      data: { path: "planHash", movedBp: 31, symbols: ["BTC/USD"], long: "x".repeat(500) },
    });
    expect(toContractError(error, silentLogger, guard).toJSON()).toMatchObject({
      defined: true,
      code: "PLAN_STALE",
      message: "Prices have moved.",
      data: {
        path: "planHash",
        retryable: true,
        context: { movedBp: "31", symbols: '["BTC/USD"]', long: `${"x".repeat(200)}…` },
      },
    });
  });

  it.each([
    [[{ message: "expected boolean", path: ["saveTargets"] }], "Field saveTargets: expected boolean.", "saveTargets"],
    [[{ message: "expected text", path: ["targets", "BTC"] }], "Field targets.BTC: expected text.", "targets.BTC"],
    [[{ message: "wrong", path: [{ key: "areas" }, 0] }], "Field areas.0: wrong.", "areas.0"],
    [[{ message: "expected object" }], "The input: expected object.", undefined],
    [
      [
        { message: "first", path: ["a"] },
        { message: "second", path: ["b"] },
      ],
      "Field a: first.",
      "a",
    ],
  ])("names the first wrong field of %j", (issues, message, path) => {
    const { code, message: told, data } = toContractError(badRequest(issues), silentLogger, guard);
    expect([code, told, data.path]).toEqual(["INPUT_INVALID", message, path]);
  });

  it("tells what was stopped as no fault", () => {
    const logger = recordingLogger();
    const told = toContractError(new Stopped("The execution engine"), logger, guard);
    expect([told.code, told.message]).toEqual(["SYSTEM_STOPPING", "The execution engine was stopped."]);
    expect(logger.lines).toEqual([]);
  });

  it("passes on what was mapped already", () => {
    const mapped = toContractError(new EngineError("PLAN_BUSY", "Busy."), silentLogger, guard);
    expect(toContractError(mapped, silentLogger, guard)).toBe(mapped);
  });

  it.each([
    ["an unknown error", new TypeError("cannot read secret 'hunter2'")],
    ["a thrown text", "hunter2"],
    ["an output that does not fit", new ORPCError("INTERNAL_SERVER_ERROR", { message: "hunter2" })],
    ["a code that is a prototype's key", new ORPCError("constructor", { message: "hunter2" })],
  ])("tells %s as a mistake of the program, and the log what it was", (_, error) => {
    const logger = recordingLogger();
    const told = toContractError(error, logger, guard);
    expect(told.code).toBe("SYSTEM_INTERNAL");
    expect(JSON.stringify(told.toJSON())).not.toContain("hunter2");
    expect(logger.lines).toEqual([expect.objectContaining({ level: "error", fields: { error } })]);
  });
});
