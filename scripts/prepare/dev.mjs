// How does a developer see a change at once? electron-vite where Electron runs; else rebuild, and restart the headless shell.
import { build, electronVite } from "./build.mjs";
import { installedElectron } from "./electron-binary.mjs";
import { nodeBinary } from "./node-binary.mjs";
import { callerDirectory, inRoot, root, say } from "./paths.mjs";
import { runForeground } from "./spawn.mjs";

export const dev = async (/** @type {readonly string[]} */ args) => {
  const node = nodeBinary();
  if (installedElectron() !== undefined && process.env.SCHWABOT_SHELL !== "headless") {
    return runForeground(node, [electronVite, "dev", "--watch", "--", ...args], { cwd: root });
  }
  say("No Electron here: the headless shell restarts with each change of src-main; reload the page for src-renderer.");
  await build();
  const builder = runForeground(node, [electronVite, "build", "--watch", "--logLevel", "warn"], { cwd: root });
  const shell = runForeground(
    node,
    ["--watch-preserve-output", "--watch", inRoot("out", "main", "headless.js"), ...args],
    {
      cwd: callerDirectory(),
    },
  );
  return Math.max(...(await Promise.all([builder, shell])));
};
