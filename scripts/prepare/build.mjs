// Is out/ built from the sources as they are? If not, build.
import { existsSync, rmSync } from "node:fs";
import { nodeBinary } from "./node-binary.mjs";
import { inRoot, Refusal, root, say } from "./paths.mjs";
import { runCaptured } from "./spawn.mjs";
import { hashOf, readStamp, writeStamp } from "./stamp.mjs";

const stampFile = inRoot("out", ".build-stamp");
const RESULTS = [
  "main/electron.js",
  "main/headless.js",
  "main/cli.js",
  "main/worker-storage.js",
  "preload/preload.cjs",
  "renderer/index.html",
];
const SOURCES = [
  "src-shared",
  "src-main",
  "src-renderer",
  "resources",
  "package.json",
  "package-lock.json",
  "electron.vite.config.ts",
  "tsconfig.base.json",
];
const BUILD_MINUTES = 5;

export const isTest = (/** @type {string} */ file) => /\.test\.tsx?$/.test(file);

export const electronVite = inRoot("node_modules", "electron-vite", "bin", "electron-vite.js");

export const build = async () => {
  const stamp = hashOf(SOURCES, [], (file) => !isTest(file));
  // A build that dies half-way must not look like a finished one.
  rmSync(stampFile, { force: true });
  say("Building…");
  const { ok, output } = await runCaptured(nodeBinary(), [electronVite, "build", "--logLevel", "warn"], {
    cwd: root,
    timeoutMs: BUILD_MINUTES * 60_000,
  });
  const missing = RESULTS.filter((file) => !existsSync(inRoot("out", file)));
  if (!ok || missing.length > 0) {
    say(output);
    throw new Refusal(ok ? `The build left out ${missing.join(", ")}.` : "The build failed; its reason stands above.");
  }
  writeStamp(stampFile, stamp);
};

export const ensureBuilt = async () => {
  const current = readStamp(stampFile) === hashOf(SOURCES, [], (file) => !isTest(file));
  if (!current || RESULTS.some((file) => !existsSync(inRoot("out", file)))) await build();
};
