// How does a developer see a change at once? electron-vite where Electron runs; else rebuild, and restart the headless shell.
import { watch } from "node:fs";
import { build, electronVite, isTest } from "./build.mjs";
import { installedElectron } from "./electron-binary.mjs";
import { nodeBinary } from "./node-binary.mjs";
import { callerDirectory, inRoot, Refusal, root, say } from "./paths.mjs";
import { runForeground } from "./spawn.mjs";

/** An editor's save is several events; one build follows the last of them. */
const SETTLE_MS = 100;

const rebuildOnChange = () => {
  let building = false;
  /** @type {NodeJS.Timeout | undefined} */
  let pending;
  const later = () => {
    clearTimeout(pending);
    pending = setTimeout(rebuild, SETTLE_MS);
  };
  const rebuild = async () => {
    if (building) return later();
    building = true;
    try {
      await build();
      say("Built.");
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      say(error.message);
    } finally {
      building = false;
    }
  };
  const watchers = ["src-shared", "src-main", "src-renderer"].map((folder) =>
    watch(inRoot(folder), { recursive: true }, (_event, file) => {
      if (file !== null && !isTest(file)) later();
    }),
  );
  return () => {
    clearTimeout(pending);
    for (const watcher of watchers) watcher.close();
  };
};

export const dev = async (/** @type {readonly string[]} */ args) => {
  const node = nodeBinary();
  if (installedElectron() !== undefined && process.env.SCHWABOT_SHELL !== "headless") {
    return runForeground(node, [electronVite, "--watch", "--", ...args], { cwd: root });
  }
  say("No Electron here: each change is built and the headless shell restarts; then reload the page.");
  await build();
  const stop = rebuildOnChange();
  try {
    return await runForeground(node, ["--watch-preserve-output", "--watch", inRoot("out/main/headless.js"), ...args], {
      cwd: callerDirectory(),
    });
  } finally {
    stop();
  }
};
