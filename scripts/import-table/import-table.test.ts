// Does Biome really refuse each breach of the import table and each ban? One planted file per breach, one Biome run.
import { spawnSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { biomeBinary } from "./render-biome-config.ts";
import { IMPORT_ROWS } from "./rows.ts";

const root = path.resolve(import.meta.dirname, "../..");
const IMPORT_RULE = "lint/style/noRestrictedImports";

interface Planted {
  readonly name: string;
  readonly file: string;
  readonly source: string;
  /** The rule that must fire; absent where the file is legal. */
  readonly rule?: string;
}

const forms = (text: string): readonly (readonly [string, string])[] => [
  ["value", `import { planted } from "${text}";\nexport const used = planted;\n`],
  ["type", `import type { Planted } from "${text}";\nexport type Used = Planted;\n`],
  ["dynamic", `export const used = () => import("${text}");\n`],
];

/** The same folder, a file of its own per breach; the prefix keeps compute-/plan- files under their row. */
const sibling = (file: string, suffix: string): string => {
  const { dir, name, ext } = path.posix.parse(file);
  return path.posix.join(dir, `${name}-${suffix}${ext}`);
};

const importBreaches: Planted[] = IMPORT_ROWS.flatMap(({ row, breach }) =>
  breach.imports.flatMap((text, index) =>
    forms(text).map(([form, source]) => ({
      name: `${row}: ${form} import of ${text}`,
      file: sibling(breach.file, `${index}-${form}`),
      source,
      rule: IMPORT_RULE,
    })),
  ),
);

const legal: Planted[] = [
  ["src-shared/domain/legal.ts", "#shared/domain/decimal.ts"],
  ["src-shared/contract/legal.ts", "#shared/domain/decimal.ts"],
  ["src-main/engine/portfolio/legal.ts", "#engine/ports/clock.ts"],
  ["src-main/engine/portfolio/triggers/legal.ts", "#engine/portfolio/registry.ts"],
  ["src-main/engine/portfolio/legal-b.ts", "#engine/execution/execution-engine.ts"],
  ["src-main/engine/portfolio/compute-legal.ts", "#engine/rebalancing/plan-legs.ts"],
  ["src-main/platform/sqlite/legal.ts", "better-sqlite3"],
  ["src-main/workers/storage/legal.ts", "node:worker_threads"],
  ["src-main/shells/electron/legal.ts", "electron"],
  ["src-renderer/client/legal.ts", "@orpc/client/websocket"],
  ["src-renderer/stores/legal.ts", "zustand/vanilla"],
  ["src-renderer/charts/legal.tsx", "lightweight-charts"],
  ["src-main/engine/portfolio/legal.test.ts", "#testing/manual-clock.ts"],
].map(([file = "", text = ""]) => ({ name: `${file} may import ${text}`, file, source: forms(text)[0]?.[1] ?? "" }));

const engine = "src-main/engine/portfolio";
const ban = (name: string, file: string, source: string, rule: string): Planted => ({
  name,
  file,
  source: `${source}\n`,
  rule,
});
const bans: Planted[] = [
  ban("Date.now", `${engine}/ban-now.ts`, "export const a = Date.now();", "plugin"),
  ban("Date.now by reference", `${engine}/ban-now-reference.ts`, "export const a = Date.now;", "plugin"),
  ban("new Date()", `${engine}/ban-date.ts`, "export const a = new Date();", "plugin"),
  ban("Math.random", `${engine}/ban-random.ts`, "export const a = Math.random();", "plugin"),
  ban("Number()", `${engine}/ban-number.ts`, 'export const a = Number("1.5");', "plugin"),
  ban("map(Number)", `${engine}/ban-map-number.ts`, 'export const a = ["1.5"].map(Number);', "plugin"),
  ban("Number.parseFloat", `${engine}/ban-parse.ts`, 'export const a = Number.parseFloat("1.5");', "plugin"),
  ban("Date.now in the words", "src-shared/domain/ban-now.ts", "export const a = Date.now();", "plugin"),
  ...[
    "parseFloat",
    "setTimeout",
    "setInterval",
    "fetch",
    "WebSocket",
    "process",
    "performance",
    "crypto",
    "Buffer",
  ].map((name) =>
    ban(
      `global ${name}`,
      `${engine}/ban-global-${name.toLowerCase()}.ts`,
      `export const a = ${name};`,
      "lint/style/noRestrictedGlobals",
    ),
  ),
  ban(
    "await in a pure file",
    `${engine}/compute-ban-await.ts`,
    "export const a = async () => {\n  await b();\n};\nconst b = async () => {};",
    "plugin",
  ),
  ban("window hardening", "src-main/shells/electron/ban-sandbox.ts", "export const a = { sandbox: false };", "plugin"),
  ban("web security", "src-main/shells/electron/ban-security.ts", "export const a = { webSecurity: false };", "plugin"),
  ban("any", "src-shared/domain/ban-any.ts", "export const a = (b: any) => b;", "lint/suspicious/noExplicitAny"),
  ban("default export", "src-shared/domain/ban-default.ts", "export default 1;", "lint/style/noDefaultExport"),
  ban("enum", "src-shared/domain/ban-enum.ts", "export enum A {\n  B = 1,\n}", "lint/style/noEnum"),
  ban("barrel", "src-main/api/ban-barrel.ts", 'export * from "./router.ts";', "lint/performance/noReExportAll"),
  ban(
    "missing extension",
    "src-main/api/ban-extension.ts",
    'import { a } from "./ban-extension-target";\nexport const b = a;',
    "lint/correctness/useImportExtensions",
  ),
  { name: "(target of the above)", file: "src-main/api/ban-extension-target.ts", source: "export const a = 1;\n" },
  ban("file name", "src-main/api/BanFileName.ts", "export const a = 1;", "lint/style/useFilenamingConvention"),
  ban(
    "file length",
    "src-main/api/ban-length.ts",
    Array.from({ length: 401 }, (_, index) => `export const a${index} = 1;`).join("\n"),
    "lint/style/noExcessiveLinesPerFile",
  ),
  ban(
    "import cycle",
    "src-main/api/ban-cycle-a.ts",
    'import { b } from "#api/ban-cycle-b.ts";\nexport const a = () => b;',
    "lint/suspicious/noImportCycles",
  ),
  ban(
    "import cycle (back)",
    "src-main/api/ban-cycle-b.ts",
    'import { a } from "#api/ban-cycle-a.ts";\nexport const b = () => a;',
    "lint/suspicious/noImportCycles",
  ),
  ban(
    "floating promise",
    "src-main/api/ban-floating.ts",
    "const a = async () => 1;\nexport const b = () => {\n  a();\n};",
    "lint/nursery/noFloatingPromises",
  ),
];

const planted = [...importBreaches, ...legal, ...bans];
const found = new Map<string, Set<string>>();
let copy = "";

beforeAll(() => {
  copy = mkdtempSync(path.join(tmpdir(), "import table "));
  for (const name of ["biome.json", "package.json", "tsconfig.json", "tsconfig.base.json", ".gitignore"]) {
    cpSync(path.join(root, name), path.join(copy, name));
  }
  cpSync(path.join(root, "scripts", "lint"), path.join(copy, "scripts", "lint"), { recursive: true });
  for (const { file, source } of planted) {
    const target = path.join(copy, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, source);
  }
  const run = spawnSync(
    process.execPath,
    [biomeBinary(root), "lint", "--reporter=json", "--max-diagnostics=none", "--diagnostic-level=error", "."],
    { cwd: copy, encoding: "utf8", maxBuffer: 256 * 1024 * 1024 },
  );
  // Biome's own report: the fields named here are all that is read, and their absence fails the tests below.
  const report = JSON.parse(run.stdout) as {
    diagnostics: { category: string; location: { path: string | { file: string } } }[];
  };
  for (const { category, location } of report.diagnostics) {
    const file = (typeof location.path === "string" ? location.path : location.path.file).replaceAll("\\", "/");
    const categories = found.get(file) ?? new Set();
    found.set(file, categories.add(category));
  }
}, 60_000);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe("every breach is refused", () => {
  test.each(planted.filter(({ rule }) => rule !== undefined))("$name", ({ file, rule }) => {
    expect([...(found.get(file) ?? [])]).toContain(rule);
  });
});

describe("legal imports pass", () => {
  test.each(legal)("$name", ({ file }) => {
    expect([...(found.get(file) ?? [])]).not.toContain(IMPORT_RULE);
  });
});

const GOVERNED = ["src-shared", "src-main", "src-renderer", "e2e"];

test("every source file is governed by a row", () => {
  const patterns = IMPORT_ROWS.flatMap(({ files }) => files);
  const sources = GOVERNED.flatMap((folder) =>
    globSync(`${folder}/**/*.{ts,tsx,mjs}`, { cwd: root }).map((file) => file.replaceAll("\\", "/")),
  ).filter((file) => !/\.(test|config)\.tsx?$|\.d\.ts$/.test(file));
  expect(sources.length).toBeGreaterThan(0);
  expect(sources.filter((file) => !patterns.some((pattern) => path.posix.matchesGlob(file, pattern)))).toEqual([]);
});
