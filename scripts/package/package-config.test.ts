// Is the packaging configuration valid, and does it set all nine of Electron's build-time switches?
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { FuseState, FuseV1Options, flipFuses, getCurrentFuseWire } from "@electron/fuses";
import { afterAll, describe, expect, test } from "vitest";
import config from "../../electron-builder.config.mjs";
import { fuseConfig } from "./fuses.mjs";

const require = createRequire(import.meta.url);
const folder = mkdtempSync(path.join(tmpdir(), "fuses "));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The builder's own validation, by an inner path: the pinned version makes that safe, and nothing public offers it. */
const validate = async (candidate: unknown): Promise<void> => {
  const { validateConfiguration } = require("app-builder-lib/out/util/config/config") as {
    validateConfiguration: (config: unknown, logger: unknown) => Promise<void>;
  };
  await validateConfiguration(candidate, { isEnabled: false, add: () => {} });
};

describe("configuration", () => {
  test("is valid", async () => {
    await expect(validate({ ...config })).resolves.toBeUndefined();
  }, 60_000);

  test("a misspelt key would be noticed", async () => {
    await expect(validate({ ...config, asarUnpak: [] })).rejects.toThrow(/asarUnpak/);
  });

  test("uses asar, compiles nothing and publishes nothing", () => {
    expect(config).toMatchObject({ asar: true, npmRebuild: false, publish: null });
  });

  test("leaves the checkout's Node and sources of natives out", () => {
    expect(config.files).toContain("!node_modules/node-*/**");
    expect(config.files).toContain("!out/**/*.map");
  });
});

/** A program file as far as fuses go: the marker, the layout version, the number of fuses, all off. */
const standIn = (name: string): string => {
  const file = path.join(folder, name);
  const fuses = Object.values(FuseV1Options).filter((value) => typeof value === "number").length;
  writeFileSync(
    file,
    Buffer.concat([Buffer.from("dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX"), Buffer.from([1, fuses]), Buffer.alloc(fuses, "0")]),
  );
  return file;
};

describe.each([
  ["linux", false],
  ["darwin", true],
  ["win32", true],
])("fuses on %s", (platform, asarIntegrity) => {
  test("all nine are set as the security table says", async () => {
    const file = standIn(platform);
    await flipFuses(file, fuseConfig(platform));
    const wire = await getCurrentFuseWire(file);
    const state = (on: boolean): FuseState => (on ? FuseState.ENABLE : FuseState.DISABLE);
    expect(wire).toMatchObject({
      [FuseV1Options.RunAsNode]: state(false),
      [FuseV1Options.EnableCookieEncryption]: state(true),
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: state(false),
      [FuseV1Options.EnableNodeCliInspectArguments]: state(false),
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: state(asarIntegrity),
      [FuseV1Options.OnlyLoadAppFromAsar]: state(true),
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: state(false),
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: state(false),
      [FuseV1Options.WasmTrapHandlers]: state(true),
    });
  });
});

test("an Electron with a tenth fuse is refused until that fuse is decided", async () => {
  const file = path.join(folder, "ten");
  writeFileSync(
    file,
    Buffer.concat([Buffer.from("dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX"), Buffer.from([1, 10]), Buffer.alloc(10, "0")]),
  );
  await expect(flipFuses(file, fuseConfig("linux"))).rejects.toThrow();
});
