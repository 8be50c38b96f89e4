// Does each environment's compiler really not know what the environment does not have? One planted file per environment.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");
mkdirSync(path.join(root, ".cache"), { recursive: true });
// Inside the checkout, so that packages resolve as they do for the real files.
const folder = mkdtempSync(path.join(root, ".cache", "environments-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const stripComments = (text: string): string => text.replace(/^\s*\/\/.*$/gm, "");

const errorsFor = (environment: string, planted: string): string => {
  const base = path.join(root, `tsconfig.${environment}.json`);
  const { include = [], exclude = [] } = JSON.parse(stripComments(readFileSync(base, "utf8"))) as {
    include?: string[];
    exclude?: string[];
  };
  const plantedFile = path.join(folder, `${environment}.ts`);
  writeFileSync(plantedFile, planted);
  const config = path.join(folder, `tsconfig.${environment}.json`);
  // The real program comes along: a package it imports may bring another environment's types in by the back door.
  writeFileSync(
    config,
    JSON.stringify({
      extends: base,
      include: [...include.map((glob) => path.join(root, glob)), plantedFile],
      exclude: exclude.map((glob) => path.join(root, glob)),
    }),
  );
  const { stdout } = spawnSync(
    process.execPath,
    [path.join(root, "node_modules", "typescript", "bin", "tsc"), "-p", config, "--pretty", "false"],
    { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  return stdout
    .split("\n")
    .filter((line) => line.includes(path.basename(plantedFile)))
    .join("\n");
};

test.each([
  ["shared", ["setTimeout", "console", "fetch", "process", "document", "URL"]],
  ["main", ["document", "window", "requestAnimationFrame"]],
  ["renderer", ["process", "Buffer", "__dirname"]],
])(
  "%s does not know %j",
  (environment, names) => {
    const errors = errorsFor(
      environment,
      names.map((name, index) => `export const planted${index} = ${name};`).join("\n"),
    );
    for (const name of names) expect(errors).toMatch(new RegExp(`Cannot find name '${name}'`));
  },
  60_000,
);
