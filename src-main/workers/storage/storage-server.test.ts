// The server and its client over a channel inside this thread: so that a test can break the files beneath them.
import { mkdtempSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageChannel } from "node:worker_threads";
import { afterAll, describe, expect, it } from "vitest";
import type { Store, StoreHealth } from "#engine/ports/repositories.ts";
import { type DataFiles, openFiles } from "#platform/sqlite/open-files.ts";
import { profileIdSchema } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import { describeStore, sampleEvent, sampleProfile, sampleSnapshot } from "#testing/store-conformance.ts";
import { connect, type StorageThread } from "./open-store.ts";
import { StorageServer } from "./storage-server.ts";

const root = mkdtempSync(join(tmpdir(), "schwabot-server-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const NOW = Date.UTC(2026, 10, 20, 10, 0, 5);
const T = unixMs(NOW);
const A = profileIdSchema.parse("demo-a");
const folders = new Map<Store, string>();

async function start(
  dataFolder: string,
  readOnly = false,
): Promise<{ readonly store: Store; readonly files: DataFiles }> {
  const { port1, port2 } = new MessageChannel();
  const files = openFiles({ dataFolder, nowMs: NOW, readOnly });
  // A worker tells its end by `exit`, a port by `close`.
  const thread: StorageThread = {
    postMessage: (message) => port2.postMessage(message),
    on: (event: string, listener: (value: never) => void) => {
      // Each listener takes what its own event brings.
      const receive = listener as (value: unknown) => void;
      if (event === "message") port2.on("message", receive);
      if (event === "exit") port2.on("close", () => receive(undefined));
    },
  };
  const connecting = connect(thread);
  new StorageServer(port1, files, () => port1.close()).start();
  const store = await connecting;
  folders.set(store, dataFolder);
  return { store, files };
}

const fresh = () => mkdtempSync(join(root, "d-"));

describeStore(
  "The storage server",
  async () => (await start(fresh())).store,
  async (store) => {
    await store.close();
    return (await start(folders.get(store) ?? "")).store;
  },
);

function recordHealth(store: Store): StoreHealth["state"][] {
  const seen: StoreHealth["state"][] = [];
  store.onHealth((health) => seen.push(health.state));
  return seen;
}

const append = (store: Store, index: number) => store.journal.append(T, A, [sampleEvent(index)]);

describe("StorageServer", () => {
  it("flushes once for all appends that wait together", async () => {
    const { store, files } = await start(fresh());
    let commits = 0;
    const { transaction } = files.journal;
    files.journal.transaction = ((run: never) => {
      commits += 1;
      return transaction.call(files.journal, run);
    }) as typeof transaction;
    await Promise.all(Array.from({ length: 100 }, (_, index) => append(store, index)));
    expect(commits).toBeLessThan(5);
    expect(await store.journal.verify()).toMatchObject({ ok: true, entries: 100 });
    await store.close();
  });

  it("fails only the append that does not fit on a full disk, tells so, and recovers", async () => {
    const { store, files } = await start(fresh());
    const seen = recordHealth(store);
    await append(store, 0);
    const pages = files.journal.pragma("page_count", { simple: true });
    files.journal.pragma(`max_page_count = ${Number(pages) + 2}`);
    const huge = { kind: "killSwitch.set", on: true, reason: "x".repeat(200_000) } as const;
    const [small, large, last] = await Promise.allSettled([
      append(store, 1),
      store.journal.append(T, A, [sampleEvent(2), huge, sampleEvent(3)]),
      append(store, 4),
    ]);
    expect(small.status).toBe("fulfilled");
    expect(last.status).toBe("fulfilled");
    expect(large).toMatchObject({ status: "rejected", reason: { code: "STORE_FULL", retryable: true } });
    await expect(store.journal.append(T, A, [huge])).rejects.toMatchObject({ code: "STORE_FULL" });
    expect(store.health()).toMatchObject({ state: "full", detail: expect.stringContaining("journal.db") });
    expect(await store.probe()).toMatchObject({ state: "full" });
    files.journal.pragma("max_page_count = 1000000");
    expect(await store.probe()).toEqual({ state: "ok", detail: null });
    await append(store, 5);
    expect(seen.at(-1)).toBe("ok");
    expect(seen).toContain("full");
    // Nothing of the failed append is there, and the chain goes on as if it had never been asked for.
    expect(await store.journal.verify()).toEqual({ ok: true, entries: 4, broken: null });
    await store.close();
  });

  it("writes a ledger batch whole or not at all", async () => {
    const { store, files } = await start(fresh());
    await store.repositories.profiles.save(sampleProfile(A, 1));
    files.ledger.pragma(`max_page_count = ${Number(files.ledger.pragma("page_count", { simple: true })) + 3}`);
    const snapshots = Array.from({ length: 200 }, (_, index) => sampleSnapshot(A, index, "1", "interval"));
    await expect(store.repositories.snapshots.add(A, snapshots)).rejects.toMatchObject({ code: "STORE_FULL" });
    expect(await store.repositories.snapshots.list(A, unixMs(0))).toEqual([]);
    expect(store.health().state).toBe("full");
    files.ledger.pragma("max_page_count = 1000000");
    await store.repositories.snapshots.add(A, snapshots);
    expect(store.health().state).toBe("ok");
    await store.close();
  });

  it("flushes once for ledger writes that wait together, and fails only the one that does not fit", async () => {
    const { store, files } = await start(fresh());
    const { snapshots } = store.repositories;
    let flushes = 0;
    const { transaction } = files.ledger;
    files.ledger.transaction = ((run: never) => {
      // What runs inside another transaction is a part of it.
      if (!files.ledger.inTransaction) flushes += 1;
      return transaction.call(files.ledger, run);
    }) as typeof transaction;
    const one = (index: number) => snapshots.add(A, [sampleSnapshot(A, index, "1", "interval")]);
    await Promise.all(Array.from({ length: 100 }, (_, index) => one(index)));
    expect(flushes).toBeLessThan(5);
    expect(await snapshots.list(A, unixMs(0))).toHaveLength(100);

    files.ledger.pragma(`max_page_count = ${Number(files.ledger.pragma("page_count", { simple: true })) + 3}`);
    const many = Array.from({ length: 400 }, (_, index) => sampleSnapshot(A, 1_000 + index, "1", "interval"));
    const outcomes = await Promise.allSettled([one(200), snapshots.add(A, many), one(201)]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(outcomes[1]).toMatchObject({ reason: { code: "STORE_FULL" } });
    expect(await snapshots.list(A, unixMs(0))).toHaveLength(102);
    await store.close();
  });

  it("tells when a file turned read-only beneath it, still reads, and recovers", async () => {
    const { store, files } = await start(fresh());
    await append(store, 0);
    // Works for root too, whom no file mode stops: SQLite itself refuses to write.
    files.journal.pragma("query_only = ON");
    await expect(append(store, 1)).rejects.toMatchObject({ code: "STORE_READ_ONLY" });
    expect(store.health().state).toBe("readOnly");
    expect(await store.journal.read({ after: 0, limit: 10 })).toHaveLength(1);
    files.journal.pragma("query_only = OFF");
    await append(store, 2);
    expect(store.health()).toEqual({ state: "ok", detail: null });
    expect(await store.journal.verify()).toMatchObject({ ok: true, entries: 2 });
    await store.close();
  });

  it("opened for reading, it reads beside the writer and refuses every write", async () => {
    const dataFolder = fresh();
    const writer = await start(dataFolder);
    await append(writer.store, 0);
    const reader = await start(dataFolder, true);
    expect(await reader.store.journal.read({ after: 0, limit: 10 })).toHaveLength(1);
    await expect(append(reader.store, 1)).rejects.toMatchObject({ code: "STORE_READ_ONLY" });
    await expect(reader.store.repositories.profiles.save(sampleProfile(A, 1))).rejects.toMatchObject({
      code: "STORE_READ_ONLY",
    });
    expect(await reader.store.probe()).toMatchObject({ state: "readOnly" });
    await reader.store.close();
    await writer.store.close();
  });

  it("notices at a probe that a file was taken away", async () => {
    const dataFolder = fresh();
    const { store } = await start(dataFolder);
    renameSync(join(dataFolder, "ledger.db"), join(dataFolder, "elsewhere.db"));
    expect(await store.probe()).toMatchObject({ state: "failed", detail: expect.stringContaining("ledger.db") });
    await store.close();
  });

  it("names the broken entry of a journal that was changed beneath it, and does not hand it out", async () => {
    const { store, files } = await start(fresh());
    for (let index = 0; index < 5; index += 1) await append(store, index);
    files.journal.exec("DROP TRIGGER entries_never_change; UPDATE entries SET ts = ts + 1 WHERE seq = 3");
    expect(await store.journal.verify()).toEqual({
      ok: false,
      entries: 5,
      broken: { seq: 3, problem: "its content is not what its hash was made from" },
    });
    await expect(store.journal.read({ after: 0, limit: 10 })).rejects.toMatchObject({
      code: "STORE_DAMAGED",
      message: expect.stringContaining("entry 3"),
    });
    expect(store.health().state).toBe("failed");
    await store.close();
  });

  it("keeps the journal append-only against its own program", async () => {
    const { store, files } = await start(fresh());
    await append(store, 0);
    expect(() => files.journal.exec("DELETE FROM entries")).toThrow(/append-only/);
    expect(() => files.journal.exec("UPDATE entries SET ts = 0")).toThrow(/append-only/);
    await store.close();
  });

  it("halts after a damaged journal until the user has acknowledged it", async () => {
    const dataFolder = fresh();
    const first = await start(dataFolder);
    await append(first.store, 0);
    await first.store.backup(T);
    await first.store.close();
    rmSync(join(dataFolder, "journal.db"));
    const { store } = await start(dataFolder);
    expect(store.openReport.journalDamaged).toBe(true);
    expect(store.openReport.notices.join(" ")).toMatch(/Trading stays halted/);
    expect(store.health()).toMatchObject({ state: "failed", detail: expect.stringContaining("rebuilt") });
    await append(store, 1);
    expect((await store.probe()).state).toBe("failed");
    await store.acknowledgeDamage();
    expect(store.health()).toEqual({ state: "ok", detail: null });
    await store.close();
    const after = await start(dataFolder);
    expect(after.store.openReport.journalDamaged).toBe(false);
    expect(after.store.health().state).toBe("ok");
    expect(await after.store.journal.verify()).toMatchObject({ ok: true, entries: 2 });
    await after.store.close();
  });

  it("names row and field when a record in the ledger is not what it should be", async () => {
    const { store, files } = await start(fresh());
    await store.repositories.profiles.save(sampleProfile(A, 1));
    files.ledger.exec(`UPDATE profiles SET data = json_set(data, '$.mode', 'reckless')`);
    await expect(store.repositories.profiles.list()).rejects.toMatchObject({
      code: "STORE_DAMAGED",
      message: expect.stringMatching(/ledger.db, profile demo-a, field mode: .*paper/),
    });
    await store.close();
  });

  it.skipIf(process.platform === "win32")("makes files that their owner alone may read", async () => {
    const dataFolder = fresh();
    const { store } = await start(dataFolder);
    await append(store, 0);
    for (const name of ["journal.db", "journal.db-wal", "ledger.db", "market.db", "run/writer.db"]) {
      expect(statSync(join(dataFolder, name)).mode & 0o077).toBe(0);
    }
    await store.close();
  });
});
