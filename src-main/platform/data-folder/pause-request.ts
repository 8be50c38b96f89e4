// How does another process of the same user ask the running program to pause everything? By a small file beside the lock.
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EngineError } from "#engine/core/engine-error.ts";

const REQUEST = "pause-request";
/** A longer file is no request of ours; its beginning is reason enough. */
const LONGEST = 200;

/** Leaves the request; throws STORE_FAILED where that cannot be written. The folder lets in its owner alone. */
export function leavePauseRequest(runFolder: string, reason: string): void {
  const path = join(runFolder, REQUEST);
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, reason, { mode: 0o600 });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw notAsked(error);
  }
}

function notAsked(error: unknown): EngineError {
  const problem = error instanceof Error ? error.message : String(error);
  return new EngineError("STORE_FAILED", `The running program could not be asked to pause: ${problem}`, {
    cause: error,
  });
}

/** The reason of the request that lies there; null where there is none. A file that cannot be read is a request too. */
export function readPauseRequest(runFolder: string): string | null {
  try {
    const reason = readFileSync(join(runFolder, REQUEST), "utf8").trim().slice(0, LONGEST);
    return reason === "" ? "Asked for without a reason" : reason;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    return code === "ENOENT" ? null : `A request that could not be read (${String(code)})`;
  }
}

/** To be called once what was asked for is done: whoever asked waits for it. */
export function removePauseRequest(runFolder: string): void {
  rmSync(join(runFolder, REQUEST), { force: true });
}
