// Which process uses the data folder? A lock file tells people its pid; a dead process's lock is taken over.
import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { EngineError } from "#engine/core/engine-error.ts";

const LOCK = "lock";
/** Each try loses only to another process that won; more than this many winners in a row do not happen. */
const MAX_TRIES = 10;

const holderSchema = z.strictObject({
  pid: z.number().int().positive(),
  /** When that process started, in the kernel's ticks, where the system tells: a reused pid is another process. */
  startTicks: z.string().nullable(),
  token: z.uuid(),
});
type Holder = z.infer<typeof holderSchema>;

export interface InstanceLock {
  readonly pid: number;
  /** Gives the folder free; does nothing when called twice. */
  release(): void;
}

/** Takes the lock or throws SYSTEM_ALREADY_RUNNING with `data.pid`. */
export function takeInstanceLock(runFolder: string): InstanceLock {
  const path = join(runFolder, LOCK);
  const own: Holder = { pid: process.pid, startTicks: startTicks(process.pid), token: randomUUID() };
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    if (tryPlace(path, own)) return { pid: own.pid, release: () => removeIfOf(path, own.token) };
    const holder = readHolder(path);
    if (holder === "gone") continue;
    if (holder !== "unreadable" && isAlive(holder)) throw alreadyRunning(holder.pid);
    setAside(path, holder === "unreadable" ? null : holder.token, own.token);
  }
  throw new EngineError("SYSTEM_ALREADY_RUNNING", "Several processes start on this data folder at once; try again");
}

/** Pid of the live process that holds the lock; null when none does. */
export function runningPid(runFolder: string): number | null {
  const holder = readHolder(join(runFolder, LOCK));
  return typeof holder === "object" && isAlive(holder) ? holder.pid : null;
}

/** Puts the whole lock in place in one step, so that nobody reads half of it. */
function tryPlace(path: string, own: Holder): boolean {
  const draft = `${path}.${own.token}`;
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Moves a dead process's lock out of the way. Between reading and moving, another process may have done the same and placed
 * its own: then what was moved is alive and goes back. (The writer lock of the storage thread settles what races remain.)
 */
function setAside(path: string, staleToken: string | null, ownToken: string): void {
  const aside = `${path}.${ownToken}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return;
    throw error;
  }
  const moved = readHolder(aside);
  if (typeof moved === "object" && moved.token !== staleToken) {
    try {
      linkSync(aside, path);
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
    }
  }
  rmSync(aside, { force: true });
}

function readHolder(path: string): Holder | "gone" | "unreadable" {
  try {
    const parsed = holderSchema.safeParse(JSON.parse(readFileSync(path, "utf8")));
    return parsed.success ? parsed.data : "unreadable";
  } catch (error) {
    return errorCode(error) === "ENOENT" ? "gone" : "unreadable";
  }
}

function removeIfOf(path: string, token: string): void {
  const holder = readHolder(path);
  if (typeof holder === "object" && holder.token === token) rmSync(path, { force: true });
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // Any other answer (not permitted) comes from a process that exists.
    if (errorCode(error) === "ESRCH") return false;
  }
  const ticks = startTicks(holder.pid);
  return ticks === null || holder.startTicks === null || ticks === holder.startTicks;
}

/** Field 22 of /proc/<pid>/stat; the name in field 2 may hold spaces and brackets, so counting starts behind it. */
function startTicks(pid: number): string | null {
  if (process.platform !== "linux") return null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function alreadyRunning(pid: number): EngineError {
  return new EngineError(
    "SYSTEM_ALREADY_RUNNING",
    `Another process (pid ${pid}) uses this data folder: use its window, or another --data-dir`,
    { data: { pid } },
  );
}

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
