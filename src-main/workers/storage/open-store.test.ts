import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { workerUrl } from "#platform/worker-url.ts";
import { unixMs } from "#shared/domain/time.ts";
import { describeStore, sampleEvent } from "#testing/store-conformance.ts";
import { openStore } from "./open-store.ts";

const root = mkdtempSync(join(tmpdir(), "schwabot-store-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const NOW = unixMs(1_767_571_200_000);
/** Full count on demand: `npm run long -- storage`. */
const KILLS = process.env.SCHWABOT_LONG === "1" ? 150 : 20;
const open = (dataFolder: string) => openStore({ dataFolder, now: NOW, workerUrl: workerUrl("storage") });

// What a restart keeps is asked of the same server without a thread, which starts faster.
describeStore("The storage thread", () => open(mkdtempSync(join(root, "data-"))));

/** Stands in for the thread's entry; dies when asked for its health. */
const DYING_ENTRY = `
  import { parentPort } from "node:worker_threads";
  parentPort.postMessage({ kind: "opened", report: { notices: [], journalDamaged: false }, health: { state: "ok", detail: null } });
  parentPort.on("message", (request) => {
    if (request.method === "probe") throw new Error("the thread broke");
  });
`;

describe("openStore", () => {
  it("rejects all waiting calls when the thread dies, and turns unhealthy", async () => {
    const entry = join(root, "dying-entry.mjs");
    writeFileSync(entry, DYING_ENTRY);
    const store = await openStore({ dataFolder: root, now: NOW, workerUrl: pathToFileURL(entry) });
    const health = new Promise((resolve) => store.onHealth(resolve));
    const waiting = [
      store.journal.append(NOW, null, [sampleEvent(1)]),
      store.repositories.profiles.list(),
      store.probe(),
    ];
    for (const outcome of await Promise.allSettled(waiting)) {
      expect(outcome).toMatchObject({
        status: "rejected",
        reason: { code: "STORE_FAILED", message: expect.stringContaining("the thread broke") },
      });
    }
    expect(await health).toMatchObject({ state: "failed" });
    await expect(store.journal.verify()).rejects.toMatchObject({ code: "STORE_FAILED" });
    await store.close();
  });

  it("says why it cannot open", async () => {
    const file = join(root, "a-file");
    writeFileSync(file, "");
    await expect(open(file)).rejects.toMatchObject({ code: "STORE_FAILED", message: expect.stringContaining(file) });
    const dataFolder = mkdtempSync(join(root, "data-"));
    const first = await open(dataFolder);
    await expect(open(dataFolder)).rejects.toMatchObject({ code: "SYSTEM_ALREADY_RUNNING" });
    await first.close();
    await first.close();
  });

  it(`loses no acknowledged entry to ${KILLS} kills of the process`, { timeout: KILLS * 10_000 }, async () => {
    const dataFolder = mkdtempSync(join(root, "data-"));
    let acknowledged = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const lastSeen = await appendUntilKilled(dataFolder, 20 + (kill % 20) * 7);
      acknowledged = Math.max(acknowledged, lastSeen);
    }
    const store = await open(dataFolder);
    const { ok, entries } = await store.journal.verify();
    await store.close();
    expect(ok).toBe(true);
    expect(acknowledged).toBeGreaterThan(KILLS * 20);
    expect(entries).toBeGreaterThanOrEqual(acknowledged);
    expect(store.openReport).toEqual({ notices: [], journalDamaged: false });
  });
});

const APPENDER = `
  const { openStore } = await import("#workers/storage/open-store.ts");
  const { workerUrl } = await import("#platform/worker-url.ts");
  const store = await openStore({ dataFolder: process.argv[1], now: Date.now(), workerUrl: workerUrl("storage") });
  const { writeSync } = await import("node:fs");
  const loop = async () => {
    for (let index = 0; ; index += 1) {
      const [entry] = await store.journal.append(Date.now(), null, [{ kind: "killSwitch.set", on: true, reason: "r" + index }]);
      writeSync(1, entry.seq + "\\n");
    }
  };
  await Promise.all([loop(), loop(), loop()]);
`;

/** Runs a process that tells each acknowledged entry's number, kills it after `count` of them; gives the highest number told. */
function appendUntilKilled(dataFolder: string, count: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", APPENDER, dataFolder], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let told = "";
    let errors = "";
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    child.stdout.on("data", (chunk) => {
      told += chunk;
      if (told.split("\n").length > count) child.kill("SIGKILL");
    });
    child.once("close", () => {
      // The last line may be cut off by the kill; what stands before a line end was acknowledged.
      const seqs = told.split("\n").slice(0, -1).map(Number);
      if (seqs.length === 0) reject(new Error(`The child appended nothing: ${errors}`));
      else resolve(Math.max(...seqs));
    });
  });
}
