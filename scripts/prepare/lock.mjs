// What keeps two commands started at once from installing or building over each other?
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { inRoot, say } from "./paths.mjs";

const lockFile = inRoot(".cache", "prepare.lock");

const isAlive = (/** @type {number} */ pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process exists but may not be signalled.
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
};

/** A file that names no process was damaged: whoever wrote it is not waiting for anything. */
const holderOf = (/** @type {string} */ file) => {
  const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
  return pid > 0 && isAlive(pid) ? pid : undefined;
};

const isCode = (/** @type {unknown} */ error, /** @type {string} */ code) =>
  error instanceof Error && "code" in error && error.code === code;

/** A link appears whole or not at all, so nobody reads a lock that is half written. */
const tryTake = () => {
  const own = `${lockFile}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, lockFile);
    return true;
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
    return false;
  } finally {
    rmSync(own, { force: true });
  }
};

/** Only one can move the file away; if it turns out to be a newcomer's, it goes back. */
const removeIfStale = () => {
  try {
    if (holderOf(lockFile) !== undefined) return;
    const aside = `${lockFile}.stale.${process.pid}`;
    renameSync(lockFile, aside);
    if (holderOf(aside) !== undefined) linkSync(aside, lockFile);
    rmSync(aside, { force: true });
  } catch (error) {
    // Someone else was quicker: the next round sees who.
    if (!isCode(error, "ENOENT") && !isCode(error, "EEXIST")) throw error;
  }
};

/**
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export const withLock = async (work) => {
  mkdirSync(inRoot(".cache"), { recursive: true });
  for (let round = 0; !tryTake(); round += 1) {
    removeIfStale();
    if (round === 10) say("Waiting for another command that is preparing this checkout…");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  try {
    return await work();
  } finally {
    rmSync(lockFile, { force: true });
  }
};
