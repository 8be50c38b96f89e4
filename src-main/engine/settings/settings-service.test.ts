import { expect, test } from "vitest";
import type { Settings } from "#shared/domain/settings.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { SettingsService } from "./settings-service.ts";

async function setUp() {
  const store = new MemoryStore();
  const options = { repository: store.repositories.settings, journal: store.journal, clock: new ManualClock() };
  const journaled = async () => (await store.journal.read({ after: 0, limit: 100 })).map(({ event }) => event);
  return { store, options, journaled, service: await SettingsService.load(options) };
}

test("a change is stored, journaled and told; the other settings stay", async () => {
  const { service, options, journaled } = await setUp();
  const told: Settings[] = [];
  service.changes.subscribe((settings) => told.push(settings));
  const before = service.get();
  const after = await service.update({ privacy: true });
  expect(after).toEqual({ ...before, privacy: true });
  expect(told).toEqual([after]);
  expect(await journaled()).toEqual([{ kind: "settings.changed", changes: { privacy: true } }]);
  expect((await SettingsService.load(options)).get()).toEqual(after);
});

test("what is the same already changes and journals nothing", async () => {
  const { service, journaled } = await setUp();
  await service.update({ theme: service.get().theme });
  expect(await journaled()).toEqual([]);
});

test("two windows that change at once both count", async () => {
  const { service } = await setUp();
  await Promise.all([service.update({ theme: "light" }), service.update({ privacy: true })]);
  expect(service.get()).toMatchObject({ theme: "light", privacy: true });
});

test("a setting that cannot be stored does not count, and the next one can", async () => {
  const { service, store } = await setUp();
  store.failWrites("STORE_FULL");
  await expect(service.update({ theme: "dark" })).rejects.toMatchObject({ code: "STORE_FULL" });
  expect(service.get().theme).toBe("system");
  store.heal();
  await service.update({ theme: "dark" });
  expect(service.get().theme).toBe("dark");
});
