// Is what ships listed with a reason and under a licence that may ship?
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { specifiersIn } from "../modules/specifiers-in.ts";
import { collectPackages } from "./installed-packages.ts";
import { isAllowedLicense } from "./is-allowed-license.ts";
import { SHIPPED } from "./shipped.ts";

const root = path.resolve(import.meta.dirname, "../..");

describe("isAllowedLicense", () => {
  test.each([
    ["MIT", true],
    ["(MIT OR GPL-3.0)", true],
    ["MIT AND OFL-1.1", true],
    ["BlueOak-1.0.0", true],
    ["GPL-3.0", false],
    ["MIT AND GPL-3.0", false],
    ["(MIT AND (GPL-3.0 OR ISC))", false],
    ["not stated", false],
    ["", false],
    ["mit", false],
  ])("%s: %s", (license, expected) => {
    expect(isAllowedLicense(license)).toBe(expected);
  });
});

/** `#shared/x.ts`, `./x.ts` and `node:fs` are not packages; `@scope/name/sub` and `name/sub` belong to `name`. */
const packageOf = (specifier: string): string | undefined => {
  if (/^(#|\.|node:|virtual:)/.test(specifier)) return undefined;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
};

const specifiersOf = (file: string, text: string): string[] => {
  if (file.endsWith(".css")) return [...text.matchAll(/@import\s+["']([^"']+)["']/g)].map(([, name = ""]) => name);
  return specifiersIn(text, file.endsWith(".tsx") ? "tsx" : "ts");
};

/** Doubles and helpers of tests stand in folders and files of these names. */
const FOR_TESTS = /\.test\.tsx?$|(^|[\\/])(testing|test-support)([\\/]|\.tsx?$)/;

const importedPackages = (): Map<string, string> => {
  const imported = new Map<string, string>();
  for (const file of globSync("src-*/**/*.{ts,tsx,css}", { cwd: root })) {
    if (FOR_TESTS.test(file)) continue;
    for (const specifier of specifiersOf(file, readFileSync(path.join(root, file), "utf8"))) {
      const name = packageOf(specifier);
      if (name !== undefined) imported.set(name, file);
    }
  }
  return imported;
};

test("every package that production code imports is listed with a reason", () => {
  const unlisted = [...importedPackages()].filter(([name]) => SHIPPED[name] === undefined);
  expect(unlisted).toEqual([]);
});

test("every listed package is pinned in package.json and has a reason", () => {
  const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  const pins = { ...manifest.dependencies, ...manifest.devDependencies };
  for (const [name, reason] of Object.entries(SHIPPED)) {
    expect(pins[name], name).toMatch(/^(npm:@[\w/-]+@)?\d+\.\d+\.\d+$/);
    expect(reason.length, name).toBeGreaterThan(5);
  }
});

test("dependencies of dependencies are found, and types are not shipped", () => {
  const names = collectPackages(root, ["react-dom"]).map(({ name }) => name);
  expect(names).toEqual(["react-dom", "scheduler"]);
});

test("a package that is not installed is an error that names it", () => {
  expect(() => collectPackages(root, ["no-such-package-here"])).toThrow(/no-such-package-here/);
});
