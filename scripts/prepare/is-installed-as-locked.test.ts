// Is an installation that differs from the lockfile noticed, and one that agrees left alone?
import { describe, expect, test } from "vitest";
import { isInstalledAsLocked } from "./is-installed-as-locked.mjs";

const root = { version: "0.1.0" };
const a = { version: "1.0.0", integrity: "sha512-a" };
const b = { version: "2.0.0", integrity: "sha512-b" };

describe("isInstalledAsLocked", () => {
  test.each([
    ["the same", { "": root, "node_modules/a": a }, { "node_modules/a": a }, true],
    ["another platform's package is absent", { "": root, "node_modules/a": { ...a, optional: true } }, {}, true],
    ["a needed package is absent", { "": root, "node_modules/a": a }, {}, false],
    ["another version", { "": root, "node_modules/a": b }, { "node_modules/a": a }, false],
    [
      "the same version, another content",
      { "": root, "node_modules/a": { ...a, integrity: "x" } },
      { "node_modules/a": a },
      false,
    ],
    [
      "an optional package in another version",
      { "": root, "node_modules/a": { ...b, optional: true } },
      { "node_modules/a": a },
      false,
    ],
    ["a package that the lockfile no longer names", { "": root }, { "node_modules/a": a }, false],
  ])("%s", (_name, locked, installed, expected) => {
    expect(isInstalledAsLocked({ packages: locked }, { packages: installed })).toBe(expected);
  });
});
