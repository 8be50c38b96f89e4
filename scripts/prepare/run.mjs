// What does each npm script do? Prepares what its task needs, then runs the task on the pinned Node.
import { build, ensureBuilt } from "./build.mjs";
import { dev } from "./dev.mjs";
import { ensureInstalled } from "./install.mjs";
import { withLock } from "./lock.mjs";
import { nodeBinary } from "./node-binary.mjs";
import { callerDirectory, inRoot, Refusal, root, say } from "./paths.mjs";
import { runForeground } from "./spawn.mjs";
import { start } from "./start.mjs";
import { ensureTestPackages } from "./system-packages.mjs";

const LEAST_NODE = 20;

const prepared = (/** @type {readonly (() => Promise<void>)[]} */ ...steps) =>
  withLock(async () => {
    for (const step of steps) await step();
  });

const onNode = (/** @type {string} */ script, /** @type {readonly string[]} */ args, cwd = root) =>
  runForeground(nodeBinary(), [inRoot(script), ...args], { cwd });

/** The tests with full counts; named runs alone, where some are named. */
const runLong = async (/** @type {readonly string[]} */ args) => {
  process.env.SCHWABOT_LONG = "1";
  await prepared(ensureInstalled, ensureTestPackages, ensureBuilt);
  return onNode("scripts/test/main.ts", args);
};

/** @type {Readonly<Record<string, (args: readonly string[]) => Promise<number>>>} */
const TASKS = {
  prepare: async () => {
    await prepared(ensureInstalled, ensureBuilt);
    return 0;
  },
  build: async () => {
    await prepared(ensureInstalled, build);
    return 0;
  },
  start: async (args) => {
    await prepared(ensureInstalled, ensureBuilt);
    return start(args);
  },
  schwabot: async (args) => {
    await prepared(ensureInstalled, ensureBuilt);
    return onNode("out/main/cli.js", args, callerDirectory());
  },
  dev: async (args) => {
    await prepared(ensureInstalled);
    return dev(args);
  },
  check: async (args) => {
    await prepared(ensureInstalled);
    return onNode("scripts/check.ts", args);
  },
  generate: async (args) => {
    await prepared(ensureInstalled);
    return onNode("scripts/generate.ts", args);
  },
  format: async () => {
    await prepared(ensureInstalled);
    return onNode("node_modules/@biomejs/biome/bin/biome", ["check", "--write", "."]);
  },
  test: async (args) => {
    await prepared(ensureInstalled, ensureTestPackages);
    return onNode("scripts/test/main.ts", args);
  },
  long: runLong,
  // What execution must have survived before a release: simulated worlds, and kills of the real process.
  "sim:long": () => runLong(["simulation", "kills"]),
  e2e: async (args) => {
    await prepared(ensureInstalled, ensureTestPackages, ensureBuilt);
    return onNode("node_modules/@playwright/test/cli.js", ["test", "--config", "e2e/playwright.config.ts", ...args]);
  },
  bench: async (args) => {
    await prepared(ensureInstalled, ensureBuilt);
    return onNode("bench/main.ts", args);
  },
  package: async (args) => {
    await prepared(ensureInstalled, ensureBuilt);
    return onNode("node_modules/electron-builder/cli.js", [
      "--config",
      "electron-builder.config.mjs",
      "--publish",
      "never",
      ...args,
    ]);
  },
};

const main = async () => {
  const [name = "", ...args] = process.argv.slice(2);
  if (Number.parseInt(process.versions.node, 10) < LEAST_NODE) {
    throw new Refusal(`Node ${LEAST_NODE} or newer is needed; this is ${process.versions.node}.`);
  }
  const task = TASKS[name];
  if (task === undefined)
    throw new Refusal(`Unknown task "${name}": expected one of ${Object.keys(TASKS).join(", ")}.`);
  return task(args);
};

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  say(error.message);
  process.exitCode = 1;
}
