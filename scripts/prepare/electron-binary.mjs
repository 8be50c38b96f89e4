// Is there an Electron to run? Its package ships without the binary, so the first start fetches it, within a bound.
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { nodeBinary } from "./node-binary.mjs";
import { inRoot, root, say } from "./paths.mjs";
import { runCaptured } from "./spawn.mjs";
import { readStamp, writeStamp } from "./stamp.mjs";

const FETCH_LIMIT_MS = 60_000;
const REMEMBER_MS = 24 * 60 * 60 * 1000;
const electronFolder = inRoot("node_modules", "electron");

const readText = (/** @type {string} */ file) => (existsSync(file) ? readFileSync(file, "utf8").trim() : undefined);
const electronVersion = () =>
  /** @type {string} */ (JSON.parse(readFileSync(path.join(electronFolder, "package.json"), "utf8")).version);
const failureFile = (/** @type {string} */ version) =>
  inRoot("node_modules", ".cache", "schwabot", `electron-${version}-failed.json`);

/** The same test as Electron's own installer: the version and the file it points at. */
export const installedElectron = () => {
  const version = readText(path.join(electronFolder, "dist", "version"))?.replace(/^v/, "");
  const relative = readText(path.join(electronFolder, "path.txt"));
  if (version !== electronVersion() || relative === undefined) return undefined;
  const binary = path.join(electronFolder, "dist", relative);
  return existsSync(binary) ? binary : undefined;
};

const rememberedFailure = (/** @type {string} */ version) => {
  const text = readStamp(failureFile(version));
  if (text === undefined) return undefined;
  try {
    const { failedAt, reason } = JSON.parse(text);
    const age = Date.now() - failedAt;
    return age >= 0 && age < REMEMBER_MS ? String(reason) : undefined;
  } catch {
    // A damaged note is no note: the fetch is tried again.
    return undefined;
  }
};

const reasonIn = (/** @type {string} */ output) =>
  output
    .split("\n")
    .map((line) => line.trim())
    .find((line) => /error|ENOTFOUND|ECONN|ETIMEDOUT|EAI_AGAIN/i.test(line))
    ?.replace(/^(\w*Error: )+/, "") ?? "no reason given";

/**
 * @param {{ retry: boolean }} options retry: try again although a failure is remembered
 * @returns {Promise<{ binary: string } | { reason: string }>}
 */
export const findElectron = async ({ retry }) => {
  const present = installedElectron();
  if (present !== undefined) return { binary: present };
  const version = electronVersion();
  const remembered = retry ? undefined : rememberedFailure(version);
  if (remembered !== undefined) {
    return { reason: `Electron ${version} could not be fetched within the last day (${remembered})` };
  }
  say(`Fetching Electron ${version}…`);
  const { ok, output, timedOut } = await runCaptured(nodeBinary(), [path.join(electronFolder, "install.js")], {
    cwd: root,
    timeoutMs: FETCH_LIMIT_MS,
  });
  const binary = installedElectron();
  if (ok && binary !== undefined) {
    rmSync(failureFile(version), { force: true });
    return { binary };
  }
  const reason = timedOut ? `not done after ${FETCH_LIMIT_MS / 1000} s` : reasonIn(output);
  writeStamp(failureFile(version), JSON.stringify({ failedAt: Date.now(), reason }));
  return { reason: `Electron ${version} could not be fetched (${reason})` };
};
