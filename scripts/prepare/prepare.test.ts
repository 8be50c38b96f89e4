// Do the prepare steps decide rightly: fetch Electron or not, build or not, wait or not? Each runs in a copy of its own.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";

type ElectronBinary = typeof import("./electron-binary.mjs");
type Stamp = typeof import("./stamp.mjs");
type Lock = typeof import("./lock.mjs");

const base = mkdtempSync(path.join(tmpdir(), "prepare "));
afterAll(() => rmSync(base, { recursive: true, force: true }));

let copy = "";
let copies = 0;

beforeEach(() => {
  copies += 1;
  copy = path.join(base, `checkout ${copies}`);
  cpSync(import.meta.dirname, path.join(copy, "scripts", "prepare"), { recursive: true });
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});

const load = async <T>(name: string): Promise<T> =>
  (await import(/* @vite-ignore */ pathToFileURL(path.join(copy, "scripts", "prepare", name)).href)) as T;

const inCopy = (...parts: string[]): string => path.join(copy, ...parts);

const put = (file: string, text: string): void => {
  mkdirSync(path.dirname(inCopy(file)), { recursive: true });
  writeFileSync(inCopy(file), text);
};

describe("Electron's binary", () => {
  const FAILS = 'console.error("RequestError: getaddrinfo ENOTFOUND example.invalid"); process.exit(1);';
  const WORKS = `
    const fs = require("fs"), path = require("path");
    fs.mkdirSync(path.join(__dirname, "dist"), { recursive: true });
    fs.writeFileSync(path.join(__dirname, "dist", "version"), "v45.0.0");
    fs.writeFileSync(path.join(__dirname, "dist", "electron"), "");
    fs.writeFileSync(path.join(__dirname, "path.txt"), "electron");
  `;
  const note = "node_modules/.cache/schwabot/electron-45.0.0-failed.json";

  /** The installer counts its runs, so a test sees whether it was asked. */
  const installElectron = (body: string): (() => number) => {
    put("node_modules/electron/package.json", JSON.stringify({ name: "electron", version: "45.0.0" }));
    const count = inCopy("runs");
    put("node_modules/electron/install.js", `require("fs").appendFileSync(${JSON.stringify(count)}, "x");${body}`);
    return () => (existsSync(count) ? readFileSync(count, "utf8").length : 0);
  };

  test("is fetched once and found from then on", async () => {
    const runs = installElectron(WORKS);
    const { findElectron } = await load<ElectronBinary>("electron-binary.mjs");
    const binary = inCopy("node_modules", "electron", "dist", "electron");
    expect(await findElectron({ retry: false })).toEqual({ binary });
    expect(await findElectron({ retry: false })).toEqual({ binary });
    expect(runs()).toBe(1);
  });

  test("a failure gives its reason and is remembered for a day", async () => {
    const runs = installElectron(FAILS);
    const { findElectron } = await load<ElectronBinary>("electron-binary.mjs");
    expect(await findElectron({ retry: false })).toEqual({
      reason: "Electron 45.0.0 could not be fetched (getaddrinfo ENOTFOUND example.invalid)",
    });
    expect(await findElectron({ retry: false })).toEqual({
      reason: "Electron 45.0.0 could not be fetched within the last day (getaddrinfo ENOTFOUND example.invalid)",
    });
    expect(runs()).toBe(1);
  });

  test.each([
    ["older than a day", JSON.stringify({ failedAt: Date.now() - 25 * 3_600_000, reason: "old" })],
    ["from the future", JSON.stringify({ failedAt: Date.now() + 3_600_000, reason: "clock was wrong" })],
    ["damaged", '{"failedAt":'],
  ])("a note that is %s does not stop the next try", async (_name, text) => {
    const runs = installElectron(WORKS);
    put(note, text);
    const { findElectron } = await load<ElectronBinary>("electron-binary.mjs");
    expect(await findElectron({ retry: false })).toHaveProperty("binary");
    expect(runs()).toBe(1);
    expect(existsSync(inCopy(note))).toBe(false);
  });

  test("a person who asks for Electron gets a new try at once", async () => {
    const runs = installElectron(FAILS);
    put(note, JSON.stringify({ failedAt: Date.now(), reason: "no network" }));
    const { findElectron } = await load<ElectronBinary>("electron-binary.mjs");
    expect(await findElectron({ retry: true })).toHaveProperty("reason");
    expect(runs()).toBe(1);
  });

  test("a failure of another version does not count", async () => {
    const runs = installElectron(WORKS);
    put(
      "node_modules/.cache/schwabot/electron-44.0.0-failed.json",
      JSON.stringify({ failedAt: Date.now(), reason: "x" }),
    );
    const { findElectron } = await load<ElectronBinary>("electron-binary.mjs");
    expect(await findElectron({ retry: false })).toHaveProperty("binary");
    expect(runs()).toBe(1);
  });

  test("a binary of another version is not run", async () => {
    installElectron(FAILS);
    put("node_modules/electron/dist/version", "44.0.0");
    put("node_modules/electron/dist/electron", "");
    put("node_modules/electron/path.txt", "electron");
    const { installedElectron } = await load<ElectronBinary>("electron-binary.mjs");
    expect(installedElectron()).toBeUndefined();
  });
});

describe("the stamp", () => {
  test("follows content and names, not dates", async () => {
    const { hashOf } = await load<Stamp>("stamp.mjs");
    put("src/a.ts", "one");
    const before = hashOf(["src"]);
    utimesSync(inCopy("src", "a.ts"), new Date(0), new Date(0));
    expect(hashOf(["src"])).toBe(before);
    put("src/a.ts", "two");
    expect(hashOf(["src"])).not.toBe(before);
    put("src/a.ts", "one");
    expect(hashOf(["src"])).toBe(before);
    put("src/b.ts", "");
    expect(hashOf(["src"])).not.toBe(before);
    expect(hashOf(["src"], [], (file) => !file.endsWith("b.ts"))).toBe(before);
  });

  test("two files do not add up to one", async () => {
    const { hashOf } = await load<Stamp>("stamp.mjs");
    put("x/a", "bc");
    put("y/ab", "c");
    expect(hashOf(["x"])).not.toBe(hashOf(["y"]));
  });
});

describe("the lock", () => {
  test("lets one at a time through and is gone afterwards", async () => {
    const { withLock } = await load<Lock>("lock.mjs");
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await Promise.resolve();
      inside -= 1;
    };
    await Promise.all([withLock(work), withLock(work), withLock(work)]);
    expect(most).toBe(1);
    expect(existsSync(inCopy(".cache", "prepare.lock"))).toBe(false);
  });

  test.each(["999999999", "not a number", ""])("a lock left behind by %j is taken over", async (holder) => {
    put(".cache/prepare.lock", holder);
    const { withLock } = await load<Lock>("lock.mjs");
    expect(await withLock(async () => "done")).toBe("done");
  });

  test("is given back when the work fails", async () => {
    const { withLock } = await load<Lock>("lock.mjs");
    await expect(withLock(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(existsSync(inCopy(".cache", "prepare.lock"))).toBe(false);
  });
});
