// Are the dependencies in node_modules those of the lockfile? If not, `npm ci`.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { isInstalledAsLocked } from "./is-installed-as-locked.mjs";
import { pinnedNode } from "./node-binary.mjs";
import { inRoot, Refusal, root, say } from "./paths.mjs";
import { runForeground } from "./spawn.mjs";

/** npm's record says what was installed, not what was deleted since: these stand for the rest. */
const KEY_FILES = [
  "electron-vite",
  "vite",
  "typescript",
  "vitest",
  "better-sqlite3",
  "@biomejs/biome",
  "@playwright/test",
].map((name) => inRoot("node_modules", name, "package.json"));

const readJson = (/** @type {string} */ file) => JSON.parse(readFileSync(file, "utf8"));

const isInstalled = () => {
  const record = inRoot("node_modules", ".package-lock.json");
  const pinned = pinnedNode();
  return (
    existsSync(record) &&
    isInstalledAsLocked(readJson(inRoot("package-lock.json")), readJson(record)) &&
    KEY_FILES.every((file) => existsSync(file)) &&
    (pinned === undefined || existsSync(pinned))
  );
};

/** npm's own program where npm started us, else the one on the path. */
const npmCommand = () => {
  const { npm_execpath: program, npm_node_execpath: node = process.execPath } = process.env;
  if (program?.endsWith("js")) return { file: node, args: [program], shell: false };
  return { file: "npm", args: [], shell: process.platform === "win32" };
};

export const ensureInstalled = async () => {
  if (isInstalled()) return;
  if (process.platform === "win32" && process.execPath.startsWith(inRoot("node_modules") + path.sep)) {
    throw new Refusal(
      "The dependencies changed and Windows cannot replace a running program: run `npm ci`, then the command again.",
    );
  }
  say("Installing dependencies (npm ci)…");
  const { file, args, shell } = npmCommand();
  const options = {
    cwd: root,
    stdio: /** @type {import("node:child_process").StdioOptions} */ (["ignore", 2, 2]),
    shell,
  };
  const code = await runForeground(file, [...args, "ci", "--loglevel=error", "--no-progress"], options);
  if (code !== 0) throw new Refusal("The dependencies could not be installed: npm ci failed, its reason stands above.");
};
