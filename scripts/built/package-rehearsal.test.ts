// What would an installed program hold? The builder packs into a stand-in for Electron: no download, nothing runnable.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { FuseState, FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { outFolder, requireBuild } from "./out-graph.ts";

const root = path.dirname(outFolder);
const folder = mkdtempSync(path.join(tmpdir(), "rehearsal "));
const unpacked = path.join(folder, "dist", "linux-unpacked");

interface AsarNode {
  readonly files?: Readonly<Record<string, AsarNode>>;
}

const listFiles = (node: AsarNode, prefix = ""): string[] =>
  Object.entries(node.files ?? {}).flatMap(([name, child]) =>
    child.files === undefined ? [prefix + name] : listFiles(child, `${prefix}${name}/`),
  );

/** An asar archive begins with four lengths, the last one that of the JSON directory behind them. */
const readAsar = (file: string): string[] => {
  const bytes = readFileSync(file);
  return listFiles(JSON.parse(bytes.toString("utf8", 16, 16 + bytes.readUInt32LE(12))) as AsarNode);
};

const makeStandIn = (target: string): void => {
  mkdirSync(path.join(target, "resources"), { recursive: true });
  const program = path.join(target, "electron");
  writeFileSync(
    program,
    Buffer.concat([Buffer.from("dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX"), Buffer.from([1, 9]), Buffer.alloc(9, "0")]),
  );
  chmodSync(program, 0o755);
  const { version } = JSON.parse(readFileSync(path.join(root, "node_modules/electron/package.json"), "utf8")) as {
    version: string;
  };
  writeFileSync(path.join(target, "version"), version);
  for (const name of ["LICENSE", "LICENSES.chromium.html"]) writeFileSync(path.join(target, name), "stand-in");
};

afterAll(() => rmSync(folder, { recursive: true, force: true }));

// The stand-in is a Linux program's outline; the hosted workflow packs the real thing on each platform.
describe.runIf(process.platform === "linux")("packed for Linux", () => {
  let files: string[] = [];

  beforeAll(() => {
    requireBuild();
    makeStandIn(path.join(folder, "electron"));
    const run = spawnSync(
      process.execPath,
      [
        path.join(root, "node_modules/electron-builder/cli.js"),
        ...["--config", "electron-builder.config.mjs", "--publish", "never", "--linux", "dir"],
        `-c.electronDist=${path.join(folder, "electron")}`,
        `-c.directories.output=${path.join(folder, "dist")}`,
      ],
      { cwd: root, encoding: "utf8" },
    );
    expect(run.status, run.stdout + run.stderr).toBe(0);
    files = readAsar(path.join(unpacked, "resources", "app.asar"));
  }, 120_000);

  test("everything that runs is there", () => {
    const workers = ["main/worker-storage.js", "main/worker-keychain.js", "main/worker-solver.js"];
    for (const entry of ["main/electron.js", ...workers, "preload/preload.cjs", "renderer/index.html"]) {
      expect(files).toContain(`out/${entry}`);
    }
    expect(files).toContain("node_modules/keytar/lib/keytar.js");
    expect(files).toContain("node_modules/highs/build/highs.wasm");
    expect(files).toContain("resources/third-party.txt");
  });

  test("nothing else is: no sources, no maps, no checkout's Node, no other package", () => {
    const allowed =
      /^(out\/(main|preload|renderer)\/|node_modules\/(better-sqlite3|highs|keytar)\/|package\.json$|resources\/third-party\.txt$)/;
    expect(files.filter((file) => !allowed.test(file))).toEqual([]);
    expect(files.filter((file) => file.endsWith(".map"))).toEqual([]);
  });

  test("two native drivers: the target's own, outside the archive, where the system can load them", () => {
    const drivers = [
      `node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`,
      `node_modules/keytar/prebuilds/linux-${process.arch}/keytar.node`,
    ];
    expect(files.filter((file) => file.endsWith(".node"))).toEqual(drivers);
    for (const driver of drivers) {
      expect(existsSync(path.join(unpacked, "resources", "app.asar.unpacked", driver)), driver).toBe(true);
    }
  });

  test("the fuses were set on the way", async () => {
    const wire = await getCurrentFuseWire(path.join(unpacked, "schwabot"));
    expect(wire[FuseV1Options.RunAsNode]).toBe(FuseState.DISABLE);
    expect(wire[FuseV1Options.OnlyLoadAppFromAsar]).toBe(FuseState.ENABLE);
    expect(wire[FuseV1Options.WasmTrapHandlers]).toBe(FuseState.ENABLE);
  });
});
