// Do the command line's words on the journal hold: is it whole, what is in it, and is everything paused?
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import Database from "better-sqlite3";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { JournalSealService } from "#engine/audit/journal-seal-service.ts";
import { takeInstanceLock } from "#platform/data-folder/instance-lock.ts";
import { readPauseRequest, removePauseRequest } from "#platform/data-folder/pause-request.ts";
import { workerUrl } from "#platform/worker-url.ts";
import { unixMs } from "#shared/domain/time.ts";
import { QUIET_LOGGER } from "#shells/cli/quiet-logger.ts";
import { runCommand } from "#shells/run-command.ts";
import { emptyDisk, MemorySecretStore } from "#testing/account-fakes.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { testProfile } from "#testing/portfolio-fakes.ts";
import { SeededIds } from "#testing/seeded-ids.ts";
import { openStore } from "#workers/storage/open-store.ts";
import { registerAuditExport, registerAuditVerify } from "./audit.ts";
import { registerPause } from "./pause.ts";

const NOW = unixMs(1_767_571_200_000);

let folder: string;
let secrets: MemorySecretStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schwabot-journal-"));
  secrets = new MemorySecretStore(emptyDisk());
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const dataDir = () => join(folder, "data");
const runFolder = () => join(dataDir(), "run");

async function stored<T>(use: (store: Awaited<ReturnType<typeof openStore>>) => Promise<T>): Promise<T> {
  mkdirSync(runFolder(), { recursive: true, mode: 0o700 });
  const store = await openStore({ dataFolder: dataDir(), now: NOW, workerUrl: workerUrl("storage") });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** Three entries, the second of the profile. */
async function written(): Promise<void> {
  await stored(async ({ journal, repositories }) => {
    const profile = testProfile();
    await repositories.profiles.save(profile);
    await journal.append(NOW, null, [{ kind: "system.started", version: "1", shell: "test" }]);
    await journal.append(NOW, profile.id, [{ kind: "live.ramp", from: "0.02", to: "0.1" }]);
    await journal.append(NOW, null, [{ kind: "system.stopped" }]);
  });
}

async function sealed(): Promise<void> {
  await stored(async ({ journal }) => {
    const [clock, ids] = [new ManualClock(NOW), new SeededIds()];
    await new JournalSealService({ journal, secrets, clock, ids, logger: QUIET_LOGGER }).seal();
  });
}

/** Whoever can write to the file can take its triggers away; the chain shows it all the same. */
function tamper(sql: string): void {
  const db = new Database(join(dataDir(), "journal.db"));
  db.exec("DROP TRIGGER entries_never_change; DROP TRIGGER entries_never_go;");
  db.exec(sql);
  db.close();
}

async function run(...args: readonly string[]) {
  let out = "";
  let error = "";
  let failed = false;
  const stdout = new PassThrough();
  stdout.on("data", (chunk) => {
    out += chunk;
  });
  const print = (line: string) => void stdout.write(`${line}\n`);
  const program = new Command("schwabot");
  registerAuditVerify(program, {
    print,
    openSecrets: () => secrets,
    fail: () => {
      failed = true;
    },
  });
  registerAuditExport(program.command("export"), stdout);
  registerPause(program, print);
  const terminal = {
    out: (text: string) => void stdout.write(text),
    error: (text: string) => {
      error += text;
    },
  };
  const code = await runCommand(program, [...args, "--data-dir", dataDir()], terminal);
  await new Promise((resolve) => setImmediate(resolve));
  return { code: code === 0 && failed ? 1 : code, out, error };
}

describe("audit verify", () => {
  it("says that the chain is whole", async () => {
    await written();
    const { code, out } = await run("audit", "verify");
    const seal = { state: "none", sealedTo: 0, detail: expect.stringContaining("there is no key for this journal") };
    expect([code, JSON.parse(out)]).toEqual([0, { ok: true, entries: 3, broken: null, seal }]);
  });

  it("says up to where the journal is sealed", async () => {
    await written();
    await sealed();
    const { code, out } = await run("audit", "verify");
    expect([code, JSON.parse(out)]).toMatchObject([0, { ok: true, entries: 4, seal: { state: "sound", sealedTo: 3 } }]);
  });

  it("finds entries that were cut off before a seal, though the chain that is left holds", async () => {
    await written();
    await sealed();
    tamper("DELETE FROM entries WHERE seq > 2");
    const { code, out } = await run("audit", "verify");
    expect([code, JSON.parse(out)]).toMatchObject([1, { ok: false, broken: null, seal: { state: "broken" } }]);
    expect(JSON.parse(out).seal.detail).toContain("Entry 3 had been sealed");
  });

  it("finds a chain that was made anew from an entry on, hashes and all", async () => {
    await written();
    await sealed();
    const entries = await stored(({ journal }) => journal.read({ after: 1, limit: 10 }));
    tamper("DELETE FROM entries WHERE seq > 1");
    await stored(async ({ journal }) => {
      for (const { event } of entries) {
        const forged = event.kind === "live.ramp" ? { ...event, to: "none" as const } : event;
        await journal.append(NOW, null, [forged]);
      }
    });
    const { code, out } = await run("audit", "verify");
    expect([code, JSON.parse(out)]).toMatchObject([1, { ok: false, broken: null, seal: { state: "broken" } }]);
    expect(JSON.parse(out).seal.detail).toContain("The seal in entry 4");
  });

  it.each([
    ["an entry that was changed", "UPDATE entries SET event = replace(event, '0.1', '0.2') WHERE seq = 2", 2],
    ["an entry that was taken out", "DELETE FROM entries WHERE seq = 2", 2],
    ["an entry whose time was moved", "UPDATE entries SET ts = ts + 1 WHERE seq = 3", 3],
    ["a seal that was made anew", "UPDATE entries SET hash = prev_hash WHERE seq = 1", 1],
  ])("names %s", async (_, sql, seq) => {
    await written();
    tamper(sql);
    const { code, out, error } = await run("audit", "verify");
    expect(code).toBe(1);
    expect(`${out}${error}`).toMatch(new RegExp(`"seq":${seq}\\b|entry ${seq}\\b`));
  });

  it("says that nothing is stored, and makes no folder", async () => {
    expect(await run("audit", "verify")).toEqual({
      code: 1,
      out: "",
      error: `No journal entries are stored in ${dataDir()}.\n`,
    });
  });
});

describe("export audit", () => {
  it("writes every entry with its seal, oldest first, to a file too", async () => {
    await written();
    const { code, out } = await run("export", "audit");
    expect(code).toBe(0);
    const entries = out
      .trimEnd()
      .split("\n")
      .map((line): { seq: number; prevHash: string; hash: string } => JSON.parse(line));
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(entries[1]?.prevHash).toBe(entries[0]?.hash);
    const file = join(folder, "audit.jsonl");
    await run("export", "audit", "--out", file);
    expect(readFileSync(file, "utf8")).toBe(out);
  });

  it("takes only one profile's where one is named, and says which there are", async () => {
    await written();
    const { out } = await run("export", "audit", "--profile", testProfile().name);
    expect(out.trimEnd().split("\n")).toHaveLength(1);
    expect(await run("export", "audit", "--profile", "nobody")).toMatchObject({
      code: 1,
      error: expect.stringContaining(testProfile().name),
    });
  });
});

describe("pause and resume", () => {
  const lastSwitch = () =>
    stored(async ({ journal }) => (await journal.readLatest({ limit: 1, kinds: ["killSwitch.set"] }))[0]?.event);

  it("are written into the journal while no program runs, and hold at the next start", async () => {
    await written();
    expect(JSON.parse((await run("pause", "--reason", "storm")).out)).toMatchObject({ paused: true, by: "journal" });
    expect(await lastSwitch()).toEqual({ kind: "killSwitch.set", on: true, reason: "storm" });
    expect(await run("pause")).toMatchObject({ code: 1, error: "Everything is paused already: storm\n" });
    expect(JSON.parse((await run("resume")).out)).toMatchObject({ paused: false });
    expect(await lastSwitch()).toMatchObject({ on: false });
    expect(await run("resume")).toMatchObject({ code: 1, error: "Nothing is paused.\n" });
  });

  it("asks a running program to pause and waits until it did", async () => {
    await written();
    const lock = takeInstanceLock(runFolder());
    const asked = run("pause", "--reason", "storm");
    await expect.poll(() => readPauseRequest(runFolder())).toBe("storm");
    removePauseRequest(runFolder());
    expect(JSON.parse((await asked).out)).toEqual({ paused: true, by: "program", reason: "storm" });
    lock.release();
  });

  it("does not release beside a running program, and says where that is done", async () => {
    await written();
    const lock = takeInstanceLock(runFolder());
    const { code, error } = await run("resume");
    lock.release();
    expect(code).toBe(1);
    expect(error).toMatch(/The program is running .* end it first, then resume \(or release the pause in its window\)/);
  });
});
