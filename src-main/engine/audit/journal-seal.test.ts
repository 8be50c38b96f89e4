// What does a seal find that the chain does not: entries written anew, cut off, or put back, and a key that is gone?
import { createHmac } from "node:crypto";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import { Secret } from "#engine/core/secret.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import { HOUR_MS, MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import { emptyDisk, MemorySecretStore } from "#testing/account-fakes.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { SeededIds } from "#testing/seeded-ids.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { computeSeal, computeSealKeyId } from "./compute-journal-seal.ts";
import { JournalSealService } from "./journal-seal-service.ts";
import { verifyJournal } from "./verify-seals.ts";

const NOW = unixMs(1_767_571_200_000);
const STARTED: JournalEvent = { kind: "system.started", version: "1", shell: "test" };
const note = (reason: string): JournalEvent => ({ kind: "killSwitch.set", on: true, reason });

let journal: Journal;
let disk: ReturnType<typeof emptyDisk>;
let secrets: MemorySecretStore;
let clock: ManualClock;
const warn = vi.fn();

beforeEach(() => {
  journal = new MemoryStore().journal;
  disk = emptyDisk();
  secrets = new MemorySecretStore(disk);
  clock = new ManualClock(NOW);
  warn.mockClear();
});

const service = (over = journal) =>
  new JournalSealService({ journal: over, secrets, clock, ids: new SeededIds(), logger: { ...silentLogger, warn } });
const write = async (...reasons: string[]) => {
  await journal.append(NOW, null, [STARTED, ...reasons.map(note)]);
};
const sealOf = async (over = journal) => (await verifyJournal(over, secrets)).seal;

/** The journal of somebody who can write the file, but has no key: the same first entry, then what they like. */
async function madeAnew(events: readonly JournalEvent[]): Promise<Journal> {
  const other = new MemoryStore().journal;
  await other.append(NOW, null, events);
  return other;
}
const eventsOf = async () => (await journal.read({ after: 0, limit: 100 })).map(({ event }) => event);

describe("computeSeal", () => {
  it("is HMAC-SHA-256 as another library makes it", () => {
    const key = "k".repeat(43);
    const mac = createHmac("sha256", key).update("schwabot journal seal 1\n7\nabc").digest("hex");
    expect(computeSeal({ key }, { seq: 7, hash: "abc" })).toEqual({
      ...{ seq: 7, hash: "abc", mac },
      keyId: computeSealKeyId(key),
    });
  });
});

describe("seals of a journal", () => {
  it("are made soon after a start and each hour in which something was written", async () => {
    await write("one");
    const sealed = async () => (await journal.read({ after: 0, limit: 100, kinds: ["journal.sealed"] })).length;
    const running = service().start();
    await clock.advance(5 * MINUTE_MS);
    expect(await sealed()).toBe(1);
    await clock.advance(3 * HOUR_MS);
    expect(await sealed()).toBe(1);
    await journal.append(NOW, null, [note("two")]);
    await clock.advance(HOUR_MS);
    expect(await sealed()).toBe(2);
    await running.dispose();
    await journal.append(NOW, null, [note("three")]);
    await clock.advance(2 * HOUR_MS);
    expect(await sealed()).toBe(2);
    expect(await sealOf()).toMatchObject({ state: "sound", sealedTo: 4 });
  });

  it("are none in an empty journal", async () => {
    await service().seal();
    expect(await journal.read({ after: 0, limit: 1 })).toEqual([]);
    expect(await sealOf()).toMatchObject({ state: "none", sealedTo: 0 });
  });

  it("find a chain that was made anew whole", async () => {
    await write("one", "two");
    await service().seal();
    const [first, one, , ...rest] = await eventsOf();
    const forged = await madeAnew([first, one, note("another"), ...rest] as readonly JournalEvent[]);
    expect((await forged.verify()).ok).toBe(true);
    const { ok, seal } = await verifyJournal(forged, secrets);
    expect([ok, seal.state]).toEqual([false, "broken"]);
    expect(seal.detail).toContain("seal in entry 4 is of another entry 3");
  });

  it("find a seal made without the key, even one that names the new entries", async () => {
    await write("one");
    await service().seal();
    const [first, , sealed] = await eventsOf();
    if (sealed?.kind !== "journal.sealed" || first === undefined) throw new Error("sealed above");
    const start = await madeAnew([first, note("another")]);
    const [, entry] = await start.read({ after: 0, limit: 2 });
    await start.append(NOW, null, [{ ...sealed, seal: { ...sealed.seal, hash: entry?.hash ?? "" } }]);
    expect(await sealOf(start)).toMatchObject({ state: "broken", detail: expect.stringContaining("may be forged") });
  });

  it("find that sealed entries were cut off, seal and all", async () => {
    await write("one", "two");
    await service().seal();
    const cut = await madeAnew((await eventsOf()).slice(0, 2));
    expect(await sealOf(cut)).toMatchObject({
      state: "broken",
      detail: expect.stringContaining("Entry 3 had been sealed"),
    });
  });

  it("go on telling of a cut once the program has sealed again", async () => {
    await write("one", "two");
    await service().seal();
    const cut = await madeAnew((await eventsOf()).slice(0, 2));
    await service(cut).seal();
    await cut.append(NOW, null, [note("later")]);
    await service(cut).seal();
    expect(await sealOf(cut)).toMatchObject({ state: "broken", detail: expect.stringContaining("Entries up to 3") });
  });

  it("tell a backup that was put back apart from a cut: what is gone is named, and new seals count again", async () => {
    await write("one", "two");
    const backup = await eventsOf();
    await journal.append(NOW, null, [note("three")]);
    await service().seal();
    const restored = await madeAnew([...backup, { kind: "journal.restored", takenAt: NOW }]);
    const gone = `backup taken at ${new Date(NOW).toISOString()}, told in entry 4: what had been sealed from there up to entry 4 is gone.`;
    const { ok, seal } = await verifyJournal(restored, secrets);
    expect([ok, seal]).toMatchObject([true, { state: "restored", sealedTo: 0, detail: expect.stringContaining(gone) }]);
    await service(restored).seal();
    await restored.append(NOW, null, [note("later")]);
    await service(restored).seal();
    const told = await sealOf(restored);
    expect(told).toMatchObject({ state: "restored", sealedTo: 6, detail: expect.stringContaining(gone) });
    expect(told.detail.split("is gone").length).toBe(2);
  });

  it("go on telling of a cut beside a backup that was put back: it explains only what was written after it", async () => {
    const restore: JournalEvent = { kind: "journal.restored", takenAt: NOW };
    await write("one", "two");
    await service().seal();
    // Sealed up to 3; the entry that would explain it stands behind that.
    const forged = await madeAnew([STARTED, note("another"), note("two"), note("x"), restore]);
    expect(await sealOf(forged)).toMatchObject({
      state: "broken",
      detail: expect.stringContaining("Entry 3 had been"),
    });
    // An older restore explains no later loss: a seal stands between.
    const backup = (await eventsOf()).slice(0, 2);
    const restored = await madeAnew([...backup, restore]);
    await service(restored).seal();
    await restored.append(NOW, null, [note("later")]);
    await service(restored).seal();
    const sealed = (await restored.read({ after: 0, limit: 4 })).map(({ event }) => event);
    expect(await sealOf(await madeAnew(sealed))).toMatchObject({ state: "broken" });
  });

  it("say of a backup that was put back also where the key is gone", async () => {
    await write("one", "two");
    const backup = await eventsOf();
    await journal.append(NOW, null, [note("three")]);
    await service().seal();
    const restored = await madeAnew([...backup, { kind: "journal.restored", takenAt: NOW }]);
    await service(restored).seal();
    disk.bundles.clear();
    expect(await sealOf(restored)).toMatchObject({
      state: "unchecked",
      detail: expect.stringContaining("up to entry 4 is gone"),
    });
  });

  it("are told as not checked where the key is gone or cannot be read", async () => {
    await write("one");
    await service().seal();
    disk.bundles.clear();
    expect(await sealOf()).toMatchObject({
      state: "unchecked",
      detail: expect.stringContaining("no key for this journal"),
    });
    secrets.failing = new EngineError("SECRET_LOCKED", "The vault is locked.");
    const { ok, seal } = await verifyJournal(journal, secrets);
    expect(ok).toBe(true);
    expect(seal).toMatchObject({ state: "unchecked", detail: expect.stringContaining("The vault is locked. Without") });
  });

  it("of a lost key are told apart from those of the new one", async () => {
    await write("one");
    await service().seal();
    disk.bundles.clear();
    await journal.append(NOW, null, [note("two")]);
    const ids = new SeededIds(2);
    await new JournalSealService({ journal, secrets, clock, ids, logger: silentLogger }).seal();
    expect(await sealOf()).toMatchObject({
      state: "unchecked",
      sealedTo: 4,
      detail: expect.stringContaining("1 of 2"),
    });
  });

  it("are not made where no key can be kept, which is said once", async () => {
    await write("one");
    secrets.failing = new EngineError("SECRET_UNAVAILABLE", "No keychain works");
    const sealing = service();
    await sealing.seal();
    await sealing.seal();
    expect(warn).toHaveBeenCalledTimes(1);
    expect(await eventsOf()).toHaveLength(2);
    secrets.failing = null;
    await sealing.seal();
    expect(await sealOf()).toMatchObject({ state: "sound", sealedTo: 2 });
  });

  it("are not made with a key that is not what was written, nor is it replaced", async () => {
    await write("one");
    await service().seal();
    const [name] = disk.bundles.keys();
    disk.bundles.set(name ?? "", new Secret("not JSON"));
    await journal.append(NOW, null, [note("two")]);
    await service().seal();
    expect(warn).toHaveBeenCalledTimes(1);
    expect(disk.bundles.get(name ?? "")?.reveal()).toBe("not JSON");
    expect(await sealOf()).toMatchObject({ state: "unchecked", detail: expect.stringContaining("not readable") });
  });

  it("are not looked at where the chain itself is broken", async () => {
    await write("one");
    await service().seal();
    const broken = { ok: false, entries: 3, broken: { seq: 2, problem: "changed" } };
    const told = await verifyJournal({ read: (query) => journal.read(query), verify: async () => broken }, secrets);
    expect(told).toMatchObject({ ...broken, seal: { state: "unchecked", sealedTo: 0 } });
  });
});
