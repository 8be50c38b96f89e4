// What keeps two commands started at once from installing or building over each other?
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

const tryTake = () => {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
  }
  try {
    const holder = Number.parseInt(readFileSync(lockFile, "utf8"), 10);
    if (!Number.isNaN(holder) && !isAlive(holder)) rmSync(lockFile, { force: true });
  } catch {
    // The holder let go between the two calls: the next round takes it.
  }
  return false;
};

/**
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export const withLock = async (work) => {
  mkdirSync(inRoot(".cache"), { recursive: true });
  for (let round = 0; !tryTake(); round += 1) {
    if (round === 10) say("Waiting for another command that is preparing this checkout…");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  try {
    return await work();
  } finally {
    rmSync(lockFile, { force: true });
  }
};
