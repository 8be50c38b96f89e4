import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findFile, loadRendererBundle } from "./renderer-bundle.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schwabot-bundle-"));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), '<!doctype html>\n<html lang="en">');
  writeFileSync(join(folder, "assets", "a-1.js"), "1");
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("the window's files", () => {
  it("are the known types of the folder, and nothing that a link leads to", () => {
    writeFileSync(join(folder, "assets", "a-1.js.map"), "{}");
    writeFileSync(join(folder, ".env"), "SECRET=1");
    symlinkSync("/etc/hostname", join(folder, "outside.txt"));
    expect([...loadRendererBundle(folder).keys()].sort()).toEqual(["/assets/a-1.js", "/index.html"]);
  });

  it.each([
    ["dark", '<html data-theme="dark" lang="en">'],
    ["light", '<html data-theme="light" lang="en">'],
    ["system", '<html lang="en">'],
  ] as const)("carry the theme %s before the first paint", (theme, expected) => {
    const bundle = loadRendererBundle(folder);
    for (const path of ["/", "/index.html"]) expect(findFile(bundle, path, theme)?.body.toString()).toContain(expected);
    expect(findFile(bundle, "/assets/a-1.js", theme)?.body.toString()).toBe("1");
  });

  it("are missed in one sentence", () => {
    rmSync(join(folder, "index.html"));
    expect(() => loadRendererBundle(folder)).toThrow(/run npm run build first/);
    expect(() => loadRendererBundle(join(folder, "none"))).toThrow(/run npm run build first/);
  });
});
