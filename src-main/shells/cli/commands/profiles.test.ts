// Does the command line list, import and export profiles, and refuse a broken file with exit code 1?
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { Command } from "commander";
import { afterEach, beforeEach, expect, it } from "vitest";
import { router } from "#api/router.ts";
import type { Kernel } from "#engine/kernel.ts";
import type { Compose } from "#shells/composition.ts";
import { createProfilesApi } from "#shells/profiles-api.ts";
import { runCommand } from "#shells/run-command.ts";
import { settled, startKernel } from "#shells/test-support/demo-kernel.ts";
import { fakeApi } from "#testing/fake-api-context.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { SeededIds } from "#testing/seeded-ids.ts";
import { registerCandles } from "./candles.ts";
import { importSettings, registerProfileExport, registerProfiles } from "./profiles.ts";

const FIXTURE = new URL("../../../engine/profiles/import/fixtures/portfolio_config.yaml", import.meta.url);

let clock: ManualClock;
let kernel: Kernel;
let folder: string;
beforeEach(async () => {
  clock = new ManualClock(Date.UTC(2026, 10, 20, 12, 34, 56));
  kernel = await startKernel(new MemoryStore(), clock, new SeededIds());
  folder = mkdtempSync(join(tmpdir(), "schwabot-cli-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: readonly string[]) {
  const lines: string[] = [];
  let failed = false;
  const context = { ...fakeApi().context, profiles: createProfilesApi(kernel, clock) };
  const compose: Compose = async () => ({ router, context, close: async () => undefined });
  const parts = {
    ...{ compose, print: (line: string) => void lines.push(line) },
    fail: () => {
      failed = true;
    },
  };
  const program = new Command("schwabot").option("--json");
  const importing = program.command("import").enablePositionalOptions();
  const exporting = program.command("export");
  const settings = importSettings(importing, parts);
  registerCandles({ importing, exporting, settings }, parts.print, new PassThrough());
  registerProfileExport(exporting, parts);
  registerProfiles(program, parts);
  const errors: string[] = [];
  const terminal = { out: () => undefined, error: (text: string) => void errors.push(text) };
  const code = await settled(clock, runCommand(program, [...args, "--data-dir", folder], terminal));
  return { code, failed, out: lines.join("\n"), error: errors.join("") };
}

it("imports a file of the notes, lists what came of it and writes it out again", async () => {
  const file = join(folder, "portfolio_config.yaml");
  writeFileSync(file, readFileSync(FIXTURE));
  const look = await run("import", file, "--dry-run");
  expect(JSON.parse(look.out)).toMatchObject({
    imported: false,
    profiles: [{ name: "portfolio config", mode: "paper" }],
  });
  expect(JSON.parse((await run("profiles")).out)).toEqual([]);
  expect(JSON.parse((await run("import", file)).out)).toMatchObject({ imported: true });
  expect(JSON.parse((await run("profiles")).out)).toMatchObject([
    {
      ...{ id: "portfolio-config", priority: 1, mode: "paper", state: "active", assets: ["BTC", "ETH", "SOL"] },
      ...{ targets: { BTC: "0.6", ETH: "0.3", SOL: "0.1" }, identityHash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    },
  ]);
  expect((await run("export", "profiles")).out).toContain("name: portfolio config");
});

it("a wrong value: the report names it, nothing is stored, and the command fails", async () => {
  const file = join(folder, "wrong.yaml");
  writeFileSync(file, "rebalancing:\n  threshold: 2\n");
  const { failed, out } = await run("import", file);
  expect(failed).toBe(true);
  expect(JSON.parse(out).errors).toEqual([
    { path: "rebalancing.threshold", line: 2, expected: "a number from 0.001 to 0.5", got: "2" },
  ]);
  expect(kernel.registry.all()).toEqual([]);
});

it("a file that is not there", async () => {
  expect(await run("import", join(folder, "no.yaml"))).toMatchObject({ code: 1, out: "" });
});

it("to practise, with a market of its own", async () => {
  const file = join(folder, "portfolio_config.yaml");
  writeFileSync(file, readFileSync(FIXTURE));
  await run("import", file, "--market", "practice");
  expect(kernel.registry.profiles()).toMatchObject([
    { source: "simulated", accounts: [{ kind: "paper" }, { kind: "paper" }] },
  ]);
});
