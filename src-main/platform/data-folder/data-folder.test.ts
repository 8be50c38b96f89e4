import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runningPid, takeInstanceLock } from "./instance-lock.ts";
import { openDataFolder } from "./open-data-folder.ts";
import { resolveDataFolder } from "./resolve-data-folder.ts";
import { unsuitablePlace } from "./unsuitable-place.ts";

const root = mkdtempSync(join(tmpdir(), "schwabot-folder-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const fresh = () => mkdtempSync(join(root, "f-"));
const chosen = (path: string) => ({ path, chosenBy: "--data-dir" as const });

describe("resolveDataFolder", () => {
  const base = { env: {}, platform: "linux" as NodeJS.Platform, home: "/home/me", cwd: "/work" };
  it.each([
    ["flag before all", { ...base, flag: "d", env: { SCHWABOT_DATA_DIR: "/e" } }, "/work/d", "--data-dir"],
    ["environment", { ...base, env: { SCHWABOT_DATA_DIR: "/e", XDG_DATA_HOME: "/x" } }, "/e", "SCHWABOT_DATA_DIR"],
    ["XDG", { ...base, env: { XDG_DATA_HOME: "/x" } }, "/x/schwabot", "XDG_DATA_HOME"],
    ["relative XDG is ignored", { ...base, env: { XDG_DATA_HOME: "x" } }, "/home/me/.local/share/schwabot", "default"],
    ["Linux", base, "/home/me/.local/share/schwabot", "default"],
    ["macOS", { ...base, platform: "darwin" as const }, "/home/me/Library/Application Support/Schwabot", "default"],
    ["Windows", { ...base, platform: "win32" as const, env: { APPDATA: "C:\\r" } }, "C:\\r\\Schwabot", "APPDATA"],
    [
      "Windows without APPDATA",
      { ...base, platform: "win32" as const, home: "C:\\me" },
      "C:\\me\\AppData\\Roaming\\Schwabot",
      "default",
    ],
  ])("%s", (_name, sources, path, chosenBy) => {
    expect(resolveDataFolder(sources)).toEqual({ path, chosenBy });
  });

  it.each(["", "  ", "a\0b"])("refuses the path %j and names where it came from", (flag) => {
    expect(() => resolveDataFolder({ ...base, flag })).toThrow(/--data-dir: expected the path of a folder/);
  });
});

describe("unsuitablePlace", () => {
  it.each(["Dropbox", "Dropbox (Work)", "OneDrive - Firm", "iCloudDrive", "Nextcloud"])(
    "sees %s by its name",
    (name) => {
      expect(unsuitablePlace(join(fresh(), name, "deep", "data"), "linux")).toMatch(/synchronizes/);
    },
  );

  it("sees a synchronized folder by its marker, and lets a plain one be", () => {
    const folder = fresh();
    expect(unsuitablePlace(join(folder, "data"), "linux")).toBeNull();
    mkdirSync(join(folder, ".stfolder"));
    expect(unsuitablePlace(join(folder, "data"), "linux")).toMatch(/Syncthing/);
  });

  it("sees a Windows network share", () => {
    expect(unsuitablePlace("\\\\server\\share\\data", "win32")).toMatch(/network share/);
  });
});

describe("openDataFolder", () => {
  it.skipIf(process.platform === "win32")("makes the folder for this user alone and takes the lock", () => {
    const path = join(fresh(), "a", "b");
    const folder = openDataFolder(chosen(path));
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(statSync(join(path, "run", "lock")).mode & 0o777).toBe(0o600);
    expect(runningPid(folder.runFolder)).toBe(process.pid);
    folder.lock?.release();
    expect(runningPid(folder.runFolder)).toBeNull();
    expect(readdirSync(folder.runFolder)).toEqual([]);
  });

  it.skipIf(process.platform === "win32")("tightens a folder that others could look into and says so", () => {
    const path = fresh();
    mkdirSync(join(path, "d"), { mode: 0o755 });
    const folder = openDataFolder(chosen(join(path, "d")));
    expect(folder.notices).toEqual([expect.stringContaining("755")]);
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
    folder.lock?.release();
  });

  it("refuses a file in place of the folder, or above it", () => {
    const file = join(fresh(), "file");
    writeFileSync(file, "");
    expect(() => openDataFolder(chosen(file))).toThrow(/--data-dir: expected a folder, but .* is a file/);
    expect(() => openDataFolder(chosen(join(file, "below")))).toThrow(/a file stands where a folder is needed/);
  });

  it("refuses a synchronized place and says what to do", () => {
    expect(() => openDataFolder(chosen(join(fresh(), "Dropbox", "d")))).toThrow(/Choose a folder on a local disk/);
  });

  it("takes no lock and makes nothing when only reading", () => {
    const path = join(fresh(), "none");
    expect(openDataFolder(chosen(path), { readOnly: true }).lock).toBeNull();
    expect(existsSync(path)).toBe(false);
  });
});

describe("takeInstanceLock", () => {
  const CHILD = `
    const { takeInstanceLock } = await import("#platform/data-folder/instance-lock.ts");
    try { takeInstanceLock(process.argv[1]); console.log("taken"); }
    catch (error) { console.log(error.code + " " + error.data.pid); process.exit(0); }
    process.stdin.resume();`;
  const args = (runFolder: string) => ["--input-type=module", "-e", CHILD, runFolder];

  it("refuses a second process and tells it the pid of the first", () => {
    const runFolder = fresh();
    const lock = takeInstanceLock(runFolder);
    const second = spawnSync(process.execPath, args(runFolder), { encoding: "utf8" });
    expect(second.stdout).toBe(`SYSTEM_ALREADY_RUNNING ${process.pid}\n`);
    expect(() => takeInstanceLock(runFolder)).toThrow(`pid ${process.pid}`);
    lock.release();
  });

  it("takes over after a kill, and a late release does not remove the new lock", async () => {
    const runFolder = fresh();
    const child = spawn(process.execPath, args(runFolder), { stdio: ["pipe", "pipe", "inherit"] });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    expect(runningPid(runFolder)).toBe(child.pid);
    expect(() => takeInstanceLock(runFolder)).toThrow(`pid ${child.pid}`);
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
    const mine = takeInstanceLock(runFolder);
    mine.release();
    const next = takeInstanceLock(runFolder);
    mine.release();
    expect(runningPid(runFolder)).toBe(process.pid);
    next.release();
  });

  // Only Linux tells when a process started; elsewhere a reused pid must be taken for alive.
  it.runIf(process.platform === "linux").each([
    [
      "of another start of the same pid",
      JSON.stringify({ pid: process.pid, startTicks: "1", token: crypto.randomUUID() }),
    ],
    ["that is empty", ""],
    ["that is nonsense", "{"],
  ])("takes over a lock %s", (_name, content) => {
    const runFolder = fresh();
    writeFileSync(join(runFolder, "lock"), content);
    takeInstanceLock(runFolder).release();
    expect(readdirSync(runFolder)).toEqual([]);
  });
});
