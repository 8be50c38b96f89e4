// Is a request to pause heard, before and after the start, and kept until it was written down?
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { leavePauseRequest, readPauseRequest } from "#platform/data-folder/pause-request.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { recordingLogger } from "#testing/silent-logger.ts";
import { watchPauseRequest } from "./watch-pause-request.ts";

let runFolder: string;
beforeEach(() => {
  runFolder = mkdtempSync(join(tmpdir(), "schwabot-pause-"));
});
afterEach(() => rmSync(runFolder, { recursive: true, force: true }));

async function watched(pause = vi.fn(async (_reason: string) => undefined)) {
  const clock = new ManualClock();
  const logger = recordingLogger();
  const watch = await watchPauseRequest({ runFolder, pause, clock, logger });
  return { clock, logger, pause, watch };
}

it("pauses at once for a request that was left before the start", async () => {
  leavePauseRequest(runFolder, "from before");
  const { pause } = await watched();
  expect(pause).toHaveBeenCalledExactlyOnceWith("from before");
  expect(readPauseRequest(runFolder)).toBeNull();
});

it("hears a request while it runs, once, and none after it was stopped", async () => {
  const { clock, pause, watch } = await watched();
  await clock.advance(1_000);
  expect(pause).not.toHaveBeenCalled();
  leavePauseRequest(runFolder, "");
  await clock.advance(500);
  expect(pause).toHaveBeenCalledExactlyOnceWith("Asked for without a reason");
  await watch.dispose();
  leavePauseRequest(runFolder, "again");
  await clock.advance(1_000);
  expect(pause).toHaveBeenCalledTimes(1);
});

it("keeps a request that could not be written down and tries it again", async () => {
  const pause = vi.fn(async (_reason: string): Promise<undefined> => undefined);
  pause.mockRejectedValueOnce(new Error("disk full"));
  leavePauseRequest(runFolder, "why");
  const { clock, logger } = await watched(pause);
  expect(readPauseRequest(runFolder)).toBe("why");
  expect(logger.lines.map(({ level }) => level)).toEqual(["error"]);
  await clock.advance(250);
  expect(readPauseRequest(runFolder)).toBeNull();
});

it("says where it could not be left", () => {
  expect(() => leavePauseRequest(join(runFolder, "nowhere"), "why")).toThrow(/could not be asked to pause/);
});
