// Do the example files say what is true: known keys, values in range, no secret, and every variable the program reads?
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parseDocument } from "yaml";
import { CONFIG_KEYS, type ConfigKey } from "./config-keys.ts";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const yamlText = read("resources/examples/schwabot.example.yaml");
const envText = read("resources/examples/.env.example");
const document = parseDocument(yamlText, { uniqueKeys: true, strict: true });

type Leaf = readonly [keyPath: string, value: unknown];

const leaves = (value: unknown, prefix = ""): Leaf[] =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, prefix === "" ? key : `${prefix}.${key}`))
    : [[prefix, value]];

const patternFor = (keyPath: string): string | undefined => {
  const parts = keyPath.split(".");
  return Object.keys(CONFIG_KEYS).find((candidate) => {
    const wanted = candidate.split(".");
    return wanted.length === parts.length && wanted.every((part, index) => part === "*" || part === parts[index]);
  });
};

const fits = (value: unknown, { type, min = 0, max = 0 }: ConfigKey): boolean => {
  switch (type) {
    case "boolean":
      return typeof value === "boolean";
    case "number":
      return typeof value === "number" && value >= min && value <= max;
    case "text":
      return typeof value === "string" && value !== "";
    case "list":
      return Array.isArray(value) && value.length > 0;
    case "variable":
      return typeof value === "string" && /^\$\{[A-Z_]+\}$/.test(value);
  }
};

const exampleLeaves = leaves(document.toJS());

test("the configuration is well-formed YAML without duplicate keys", () => {
  expect(document.errors).toEqual([]);
  expect(document.warnings).toEqual([]);
  expect(exampleLeaves.length).toBeGreaterThan(50);
});

test.each(exampleLeaves)("%s is known and in range", (keyPath, value) => {
  const key = CONFIG_KEYS[patternFor(keyPath) ?? ""];
  expect(key, `${keyPath} is not in the key table`).toBeDefined();
  expect(key !== undefined && fits(value, key), `${keyPath} = ${JSON.stringify(value)}`).toBe(true);
});

test("every key of the table is shown, except the passphrase that only one venue has", () => {
  const shown = new Set(exampleLeaves.map(([keyPath]) => patternFor(keyPath)));
  expect(Object.keys(CONFIG_KEYS).filter((pattern) => !shown.has(pattern))).toEqual(["exchanges.*.passphrase"]);
});

test.each(["rebalancing.target_allocation", "strategy_weights"])("%s sums to 1", (keyPath) => {
  const shares = exampleLeaves.filter(([name]) => name.startsWith(`${keyPath}.`)).map(([, share]) => share as number);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
});

test("the file says plainly that nothing reads it yet, as long as there is no import command", () => {
  const hasImport = globSync("src-main/shells/cli/commands/import*.ts", { cwd: root }).length > 0;
  expect(/NOT READ YET/.test(yamlText)).toBe(!hasImport);
});

test("no value looks like a secret", () => {
  const secretLike = /[A-Za-z0-9+/]{24,}|-----BEGIN|0x[0-9a-f]{16,}/;
  const values = exampleLeaves.flatMap(([, value]) => (Array.isArray(value) ? value : [value])).map(String);
  expect(values.filter((value) => secretLike.test(value))).toEqual([]);
  expect(envText.split("\n").filter((line) => !line.startsWith("# ") && secretLike.test(line))).toEqual([]);
});

/** Read by tests and scripts for developers; CONTRIBUTING.md tells of them. */
const FOR_DEVELOPERS = ["SCHWABOT_LONG"];

test("the environment file names exactly the variables that the program reads", () => {
  const sources = globSync(["src-main/**/*.ts", "scripts/prepare/*.mjs"], { cwd: root }).filter(
    (file) => !file.endsWith(".test.ts") && !file.startsWith(path.join("src-main", "testing")),
  );
  const readNames = new Set(sources.flatMap((file) => read(file).match(/\bSCHWABOT_[A-Z_]+\b/g) ?? []));
  for (const name of FOR_DEVELOPERS) readNames.delete(name);
  const documented = [...envText.matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name ?? "");
  const own = documented.filter((name) => name.startsWith("SCHWABOT_"));
  expect([...own].sort()).toEqual([...readNames].sort());
  // Keys are looked for under any exchange's name; the file shows the four that are known.
  for (const name of documented.filter((other) => !own.includes(other))) {
    expect(name).toMatch(/^(BINANCE|COINBASE|KRAKEN)_(API_KEY|API_SECRET|PASSPHRASE)$/);
  }
});
