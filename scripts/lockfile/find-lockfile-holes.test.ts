// Are holes in a lockfile found, and is ours without any?
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { findLockfileHoles, type Lockfile } from "./find-lockfile-holes.ts";

const sealed = { version: "1.0.0", integrity: "sha512-x" };

describe("findLockfileHoles", () => {
  test("an optional package beside its parent or nested under it is no hole", () => {
    const packages = {
      "": { optionalDependencies: { a: "1.0.0" } },
      "node_modules/a": { ...sealed, optionalDependencies: { "@a/linux": "1.0.0", "@a/mac": "1.0.0" } },
      "node_modules/@a/linux": sealed,
      "node_modules/a/node_modules/@a/mac": sealed,
    };
    expect(findLockfileHoles({ packages })).toEqual([]);
  });

  test("an optional package without an entry is named with its parent", () => {
    const packages = { "": {}, "node_modules/a": { ...sealed, optionalDependencies: { "@a/mac": "1.0.0" } } };
    expect(findLockfileHoles({ packages })).toEqual(["node_modules/a names @a/mac, which has no entry"]);
  });

  test("an entry without integrity is named", () => {
    expect(findLockfileHoles({ packages: { "": {}, "node_modules/a": { version: "1.0.0" } } })).toEqual([
      "node_modules/a has no integrity hash",
    ]);
  });

  test("the committed lockfile has none, and names no registry host", () => {
    const text = readFileSync(path.resolve(import.meta.dirname, "../../package-lock.json"), "utf8");
    expect(findLockfileHoles(JSON.parse(text) as Lockfile)).toEqual([]);
    expect(text).not.toContain('"resolved"');
  });
});
