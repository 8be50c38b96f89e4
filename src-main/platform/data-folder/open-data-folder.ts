// How does a process come to use the data folder?
import { chmodSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { EngineError } from "#engine/core/engine-error.ts";
import { type InstanceLock, takeInstanceLock } from "./instance-lock.ts";
import type { DataFolderChoice } from "./resolve-data-folder.ts";
import { unsuitablePlace } from "./unsuitable-place.ts";

const FOLDER_MODE = 0o700;

export interface DataFolder {
  readonly path: string;
  /** Holds the lock and the redirect file. */
  readonly runFolder: string;
  readonly logFolder: string;
  /** Held by the process that may write; null when opened for reading, or where the folder cannot be written to. */
  readonly lock: InstanceLock | null;
  /** Sentences for a person. */
  readonly notices: readonly string[];
}

/**
 * Makes the folder (0700) where there is none, refuses places a database must not lie, and takes the lock.
 * `readOnly` takes no lock and makes nothing: for commands that read beside a running program.
 * Throws INPUT_INVALID, SYSTEM_ALREADY_RUNNING (`data.pid`), STORE_FULL or STORE_FAILED. A folder that exists but may not be
 * written to is opened without lock and a notice says so; where there is none to read either, STORE_READ_ONLY is thrown.
 */
export function openDataFolder(choice: DataFolderChoice, options: { readonly readOnly?: boolean } = {}): DataFolder {
  const { path, chosenBy } = choice;
  const problem = unsuitablePlace(path, process.platform);
  if (problem !== null) {
    throw new EngineError(
      "INPUT_INVALID",
      `${chosenBy}: the data folder ${path} ${problem}; databases are damaged there. Choose a folder on a local disk`,
    );
  }
  const existing = statSync(path, { throwIfNoEntry: false });
  if (existing !== undefined && !existing.isDirectory()) {
    throw new EngineError("INPUT_INVALID", `${chosenBy}: expected a folder, but ${path} is a file`);
  }
  const folder = { path, runFolder: join(path, "run"), logFolder: join(path, "logs") };
  if (options.readOnly === true) return { ...folder, lock: null, notices: [] };
  try {
    mkdirSync(path, { recursive: true, mode: FOLDER_MODE });
    const notices = tightened(path);
    mkdirSync(folder.runFolder, { recursive: true, mode: FOLDER_MODE });
    return { ...folder, lock: takeInstanceLock(folder.runFolder), notices };
  } catch (error) {
    const failure = toFolderError(error, path, chosenBy);
    if (failure.code !== "STORE_READ_ONLY" || existing === undefined) throw failure;
    return { ...folder, lock: null, notices: [failure.message] };
  }
}

/** Others may not look into it, even if it was made by hand with looser rights. */
function tightened(path: string): readonly string[] {
  if (process.platform === "win32") return [];
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) === 0) return [];
  chmodSync(path, FOLDER_MODE);
  return [`The data folder was open to other users (mode ${mode.toString(8)}); it is now yours alone (700).`];
}

function toFolderError(error: unknown, path: string, chosenBy: string): EngineError {
  if (error instanceof EngineError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const sentence = `${chosenBy}: the data folder ${path}`;
  switch (code) {
    case "EROFS":
    case "EACCES":
    case "EPERM":
      return new EngineError("STORE_READ_ONLY", `${sentence} cannot be written to (${code})`, { cause: error });
    case "ENOSPC":
    case "EDQUOT":
      return new EngineError("STORE_FULL", `${sentence} is on a full disk (${code})`, { cause: error });
    case "ENOTDIR":
    case "EEXIST":
      return new EngineError("INPUT_INVALID", `${sentence} cannot be made: a file stands where a folder is needed`, {
        cause: error,
      });
    default:
      return new EngineError("STORE_FAILED", `${sentence} cannot be used (${String(error)})`, { cause: error });
  }
}
