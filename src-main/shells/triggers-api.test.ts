// Do the rules' settings reach what decides, and is it told to the window why rules fired or not?
import { afterEach, describe, expect, it } from "vitest";
import type { Kernel } from "#engine/kernel.ts";
import { policySchema } from "#shared/domain/policy.ts";
import { MINUTE_MS } from "#shared/domain/time.ts";
import { triggerSettingsPatchSchema } from "#shared/domain/trigger-settings.ts";
import { volatilityTableSchema } from "#shared/domain/volatility-band.ts";
import { settled, startKernel } from "#shells/test-support/demo-kernel.ts";
import { flushAsync, ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { SeededIds } from "#testing/seeded-ids.ts";
import { createTriggersApi } from "./triggers-api.ts";

let kernel: Kernel | null = null;
afterEach(async () => {
  await kernel?.dispose();
  kernel = null;
});

async function setUp() {
  const clock = new ManualClock();
  const store = new MemoryStore();
  kernel = await startKernel(store, clock, new SeededIds());
  const { registry } = kernel;
  const [profile] = await settled(clock, registry.createDemo());
  if (profile === undefined) throw new Error("no demo");
  await clock.advance(5_000);
  const api = createTriggersApi(registry, clock);
  const update = (patch: object) => api.update(profile.id, triggerSettingsPatchSchema.parse(patch));
  return { api, clock, store, registry, id: profile.id, runtime: () => registry.runtime(profile.id), update };
}

describe("the rules of a profile", () => {
  it("are set, stored and journaled; a bad cron line changes nothing and names its field", async () => {
    const { update, store, id, runtime, clock } = await setUp();
    const timing = { kind: "cron", expression: "0 9 * * MON", zone: "UTC" };
    const view = await update({ schedule: { on: true, timing } });
    // The clock stands at 00:00 of a Monday.
    expect(view.nextScheduledAt).toBe(Date.UTC(2026, 0, 5, 9));
    const [stored] = (await store.repositories.profiles.list()).filter((profile) => profile.id === id);
    expect(stored?.triggers.schedule).toMatchObject({ on: true, timing, since: clock.now() });
    const [entry] = await store.journal.readLatest({ limit: 1, profileId: id });
    expect(entry?.event).toMatchObject({ kind: "profile.changed", fields: ["triggers"] });
    const before = runtime().profile;
    await expect(
      update({ loss: { on: false }, schedule: { on: true, timing: { ...timing, expression: "0 25 * * *" } } }),
    ).rejects.toMatchObject({ code: "INPUT_INVALID", data: { path: "triggers.schedule.timing.expression" } });
    expect(runtime().profile).toEqual(before);
  });

  it("tell an editor the next times of a timing", async () => {
    const { api, clock } = await setUp();
    const times = api.nextTimes({ kind: "every", everyMs: 10 * MINUTE_MS });
    expect(times.map((time) => (time - clock.now()) / MINUTE_MS)).toEqual([10, 20, 30, 40, 50]);
    expect(() => api.nextTimes({ kind: "cron", expression: "x", zone: "UTC" })).toThrow(
      expect.objectContaining({ data: { path: "timing.expression" } }),
    );
  });

  it("leave their records, page by page", async () => {
    const { api, id, registry } = await setUp();
    for (let count = 0; count < 5; count += 1) await registry.runtime(id).suggestions.check(true);
    const first = await api.evaluations(id, { limit: 3 });
    expect(first.items.map(({ cause }) => cause)).toEqual(["forced", "forced", "forced"]);
    expect(first.items[0]?.rules).toHaveLength(10);
    const second = await api.evaluations(id, { limit: 200, before: first.next ?? 1 });
    expect(second.items[0]?.seq).toBe((first.next ?? 0) - 1);
    expect(second.next).toBeNull();
  });
});

it("a band by volatility is the same for the allocation, the rules and the plan, and the stored policy is the person's", async () => {
  const { id, registry, runtime, clock, update } = await setUp();
  // A table without steps: one band for every volatility, told from all others.
  const volatility = volatilityTableSchema.parse({ steps: [], otherwise: "0.0123" });
  const bands = policySchema.parse({ bands: { absolute: "0.2", volatility } }).bands;
  await registry.update(id, { policy: { bands } });
  await flushAsync();
  await clock.advance(5_000);
  const view = await update({});
  expect(view).toMatchObject({ volatility: expect.stringMatching(/^0\.\d+$/), volatilityReason: null });
  const inForce = new Set(
    runtime()
      .portfolio.view()
      .allocation?.groups.map(({ band }) => band.toString()),
  );
  expect(inForce).toEqual(new Set(["0.0123"]));
  expect(runtime().profile.policy.bands).toEqual(bands);
  const { record } = await settled(clock, runtime().rebalance.preview({ policy: { goal: "bandEdge" } }, {}));
  expect(record.plan.policy.bands.volatility?.measured).toBe(view.volatility);
});
