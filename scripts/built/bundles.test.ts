// Do the built files keep their promises: no Electron outside its shell, one preload file, a small first screen?
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { followImports, outFolder, requireBuild } from "./out-graph.ts";

beforeAll(requireBuild);

const isElectron = (name: string): boolean => /^electron($|\/)/.test(name);

test("the Electron entry reaches electron: the probe sees what it looks for", () => {
  expect([...followImports("main/electron.js").packages].some(isElectron)).toBe(true);
});

const WITHOUT_ELECTRON = [
  "main/headless.js",
  "main/cli.js",
  "main/worker-storage.js",
  "main/worker-keychain.js",
  "main/worker-solver.js",
];

test.each(WITHOUT_ELECTRON)("%s holds no electron", (entry) => {
  const { files, packages } = followImports(entry);
  expect(files.size).toBeGreaterThan(0);
  expect([...packages].filter(isElectron)).toEqual([]);
});

test("the keychain's process alone holds the keychain driver: it blocks whatever thread it runs on", () => {
  const holders = ["main/electron.js", ...WITHOUT_ELECTRON].filter((entry) =>
    followImports(entry).packages.has("keytar"),
  );
  expect(holders).toEqual(["main/worker-keychain.js"]);
});

/** Optional speed-ups that ws looks for and does without. */
const OPTIONAL = ["bufferutil", "utf-8-validate"];

test.each(["main/electron.js", ...WITHOUT_ELECTRON])(
  "%s needs nothing at run time but Node, Electron, the native drivers and the solver",
  (entry) => {
    const known = new Set(["better-sqlite3", "highs", "keytar", "electron", ...OPTIONAL, ...builtinModules]);
    const unknown = [...followImports(entry).packages].filter((name) => !name.startsWith("node:") && !known.has(name));
    expect(unknown).toEqual([]);
  },
);

test("the preload is one file that requires electron and nothing else", () => {
  expect(readdirSync(path.join(outFolder, "preload")).filter((name) => !name.endsWith(".map"))).toEqual([
    "preload.cjs",
  ]);
  expect([...followImports("preload/preload.cjs").packages]).toEqual(["electron"]);
});

const FIRST_SCREEN_KB = 250;

test(`the first screen's scripts and styles weigh at most ${FIRST_SCREEN_KB} KB compressed`, () => {
  const renderer = path.join(outFolder, "renderer");
  const html = readFileSync(path.join(renderer, "index.html"), "utf8");
  const files = [...html.matchAll(/(?:src|href)="\.?\/?([^"]+\.(?:js|css))"/g)].map(([, file = ""]) => file);
  expect(files.length).toBeGreaterThan(0);
  const bytes = files.map((file) => gzipSync(readFileSync(path.join(renderer, file))).length);
  expect(bytes.reduce((sum, size) => sum + size, 0) / 1024).toBeLessThanOrEqual(FIRST_SCREEN_KB);
});

test("the window's page carries no inline script", () => {
  const html = readFileSync(path.join(outFolder, "renderer", "index.html"), "utf8");
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
});
