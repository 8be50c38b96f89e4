// Do profiles begin, part, rest and return as they should, and does a file become all of its profiles or none?
import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import type { Kernel } from "#engine/kernel.ts";
import { computeIdentity } from "#engine/profiles/compute-identity.ts";
import { assetSchema } from "#shared/domain/ids.ts";
import type { Targets } from "#shared/domain/policy.ts";
import type { ImportReport } from "#shared/domain/profile-import.ts";
import { createProfilesApi } from "#shells/profiles-api.ts";
import { settled, startKernel, until } from "#shells/test-support/demo-kernel.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { SeededIds } from "#testing/seeded-ids.ts";

const FIXTURE = new URL("./import/fixtures/coinbase_profiles.yaml", import.meta.url);
const ONE = readFileSync(FIXTURE, "utf8");
/** The same profile a second time under other words, with other assets. */
const SECOND = ONE.split("\n")
  .slice(1)
  .join("\n")
  .replace("profile_a:", "profile_b:")
  .replace("Primary Trading Profile", "Second Profile")
  .replace("priority: 1", "priority: 2")
  .replace('"BTC", "ETH", "SOL", "USDC", "XRP"', '"BTC", "LINK", "AVAX", "USDC", "DOT"')
  .replace("profile_a_primary_trading", "profile_b_second");
const TWO = `${ONE}\n${SECOND}`;

let clock: ManualClock;
let store: MemoryStore;
let ids: SeededIds;
let kernel: Kernel;
const api = () => createProfilesApi(kernel, clock);
const importing = (text: string, market: "real" | "practice" = "practice"): Promise<ImportReport> =>
  settled(clock, api().import({ fileName: "two.yaml", text, market }));

beforeEach(async () => {
  clock = new ManualClock(Date.UTC(2026, 10, 20, 12, 34, 56));
  store = new MemoryStore();
  ids = new SeededIds();
  kernel = await startKernel(store, clock, ids);
});

describe("an import", () => {
  it("of two profiles: two hashes, two lists of assets, money to practise with, and the same after a restart", async () => {
    const preview = await settled(clock, api().previewImport({ fileName: "two.yaml", text: TWO, market: "practice" }));
    expect(preview).toMatchObject({ imported: false, errors: [] });
    expect(kernel.registry.profiles()).toEqual([]);
    expect(await importing(TWO)).toMatchObject({ imported: true, errors: [] });
    const [first, second] = api().identities();
    expect(first?.identityHash).not.toBe(second?.identityHash);
    expect(first?.assets).toEqual(["BTC", "ETH", "SOL", "USDC", "XRP"]);
    expect(second?.assets).toEqual(["AVAX", "BTC", "DOT", "LINK", "USDC"]);
    expect([first?.collidesWith, second?.collidesWith]).toEqual([[], []]);
    await until(clock, 10_000, () => kernel.registry.summaries().every(({ value }) => value !== null), "values");
    expect(kernel.registry.summaries().map(({ value }) => value)).toEqual(["100000", "100000"]);
    const apart = await api().separation();
    // BTC and USDC of eight assets in all.
    expect(apart.overlaps).toMatchObject([{ base: 0.25, sameChosen: false, exceeds: false }]);
    expect(apart.returns).toMatchObject([{ correlation: null }]);
    // No strategies run in this kernel.
    expect(apart.directions).toMatchObject([{ correlation: null, pairs: 0, isCopy: false }]);
    expect(apart.uniqueness.map(({ score }) => score)).toEqual([null, null]);
    expect(apart.draws.map(({ drawn }) => drawn)).toEqual([0, 0]);
    const before = api().identities();
    await kernel.dispose();
    kernel = await startKernel(store, clock, ids);
    expect(api().identities()).toEqual(before);
  });

  it("of two profiles, whose base assets a person may not set to be nearly the same", async () => {
    await importing(TWO);
    const [first, second] = kernel.registry.profiles();
    if (first === undefined || second === undefined) throw new Error("Not imported");
    const assets = (...names: string[]) => ({
      strategies: { baseAssets: names.map((name) => assetSchema.parse(name)) },
    });
    const six = assets("BTC", "ETH", "SOL", "USDC", "XRP", "ADA");
    await expect(kernel.registry.update(second.id, six)).rejects.toMatchObject({
      code: "INPUT_INVALID",
      message: expect.stringContaining("share 83 % with those of Primary Trading Profile; at most 80 %"),
    });
    expect(kernel.registry.profile(second.id)).toEqual(second);
    const four = assets("BTC", "ETH", "SOL", "USDC");
    expect((await kernel.registry.update(second.id, four)).strategies.baseAssets).toHaveLength(4);
    // A double begins as its original, and may come no closer than it is.
    const twin = await settled(clock, api().duplicate(first.id, "Twin"));
    const before = { name: "Twin two" };
    expect((await kernel.registry.update(twin.id, before)).name).toBe("Twin two");
    expect((await kernel.registry.update(twin.id, six)).strategies.baseAssets).toHaveLength(6);
  });

  it("with one wrong value makes none of its profiles", async () => {
    const report = await importing(
      TWO.replace(/take_profit_pct: 6.0(?![\s\S]*take_profit_pct)/, "take_profit_pct: six"),
    );
    expect(report).toMatchObject({ imported: false, profiles: [] });
    expect(report.errors).toMatchObject([{ path: "profiles.profile_b.risk_management.take_profit_pct", got: '"six"' }]);
    expect(kernel.registry.all()).toEqual([]);
  });

  it("a second time is refused, by the name of the one that is there", async () => {
    await importing(ONE);
    const report = await importing(ONE);
    expect(report.errors).toMatchObject([{ path: "profiles.profile_a" }]);
    expect(report.errors[0]?.got).toContain("Primary Trading Profile");
    expect(kernel.registry.all()).toHaveLength(1);
  });

  it("of what was exported gives the same profiles elsewhere", async () => {
    await importing(TWO);
    const yaml = api().export(null);
    await kernel.dispose();
    kernel = await startKernel(new MemoryStore(), clock, ids);
    expect(await importing(yaml)).toMatchObject({ imported: true, errors: [] });
    expect(api().export(null)).toBe(yaml);
  });
});

describe("a profile", () => {
  it("is made empty on paper, and doubled under a name and an identity of its own", async () => {
    const currency = assetSchema.parse("USD");
    const made = await settled(clock, api().create({ name: "Mine", currency, market: "practice" }));
    expect(made).toMatchObject({ id: "mine", mode: "paper", source: "simulated", targets: {}, priority: 1 });
    await importing(ONE);
    const [, original] = kernel.registry.profiles();
    if (original === undefined) throw new Error("No profile");
    const double = await settled(clock, api().duplicate(original.id, "Double"));
    expect(double).toMatchObject({ id: "double", name: "Double", mode: "paper", strategies: original.strategies });
    expect(computeIdentity(double, clock.now()).rotatingHash).not.toBe(
      computeIdentity(original, clock.now()).rotatingHash,
    );
  });

  it("cannot become the same as another one", async () => {
    await importing(TWO);
    const [first, second] = kernel.registry.profiles();
    if (first === undefined || second === undefined) throw new Error("No profiles");
    const changes = { identity: first.identity, strategies: { baseAssets: first.strategies.baseAssets } };
    await expect(api().update(second.id, changes)).rejects.toMatchObject({ code: "PROFILE_EXISTS" });
    expect(kernel.registry.profile(second.id)).toEqual(second);
  });

  it("that has no base assets cannot become the same by the targets that a method computes", async () => {
    await importing(TWO);
    const [first, second] = kernel.registry.profiles();
    if (first === undefined || second === undefined) throw new Error("No profiles");
    const plain = { ...first.strategies, baseAssets: [], chosenAsset: null };
    for (const { id } of [first, second]) {
      const own = { ...(id === second.id ? { targets: { BTC: "1" } as Record<string, string> as Targets } : {}) };
      await kernel.registry.change(
        id,
        (profile) => ({ ...profile, ...own, strategies: plain, ...(first.identity && { identity: first.identity }) }),
        { events: [], reopen: false },
      );
    }
    const changing = kernel.registry.change(second.id, (profile) => ({ ...profile, targets: first.targets }), {
      events: [],
      reopen: false,
    });
    await expect(changing).rejects.toMatchObject({ code: "PROFILE_EXISTS" });
    expect(kernel.registry.profile(second.id).targets).toEqual({ BTC: "1" });
  });

  it("that is put away cannot trade, keeps its id and history, and is there again after a restart and a restore", async () => {
    await importing(TWO);
    const [first] = kernel.registry.profiles();
    if (first === undefined) throw new Error("No profile");
    await until(clock, 10_000, () => kernel.registry.summaries().every(({ value }) => value !== null), "values");
    const history = await store.repositories.transactions.list(first.id);
    expect(history.length).toBeGreaterThan(0);
    await settled(clock, api().archive(first.id));
    expect(() => kernel.registry.runtime(first.id)).toThrow(expect.objectContaining({ code: "PROFILE_NOT_FOUND" }));
    expect(api().archived()).toMatchObject([{ id: first.id }]);
    expect(kernel.registry.summaries()).toHaveLength(1);
    expect(kernel.registry.freeProfileId(first.name)).not.toBe(first.id);
    await kernel.dispose();
    kernel = await startKernel(store, clock, ids);
    expect(kernel.registry.summaries()).toHaveLength(1);
    const { archivedAt, ...restored } = await settled(clock, api().restore(first.id));
    expect(archivedAt).toBeUndefined();
    expect(restored).toEqual(first);
    expect(await store.repositories.transactions.list(first.id)).toEqual(history);
    await expect(api().restore(first.id)).rejects.toMatchObject({ code: "PROFILE_NOT_FOUND" });
  });

  it("is not put away as the last one, nor made a second time while it rests", async () => {
    const [core, satellites] = await settled(clock, kernel.registry.createDemo());
    if (core === undefined || satellites === undefined) throw new Error("No demo");
    await settled(clock, api().archive(satellites.id));
    await expect(api().archive(core.id)).rejects.toMatchObject({ code: "PROFILE_MODE" });
    await expect(kernel.registry.createDemo()).rejects.toMatchObject({ code: "PROFILE_EXISTS" });
    expect(api().archived()).toHaveLength(1);
  });
});

it("profiles that are stored as the same one all the same are an alarm of the program's health", async () => {
  await importing(TWO);
  const [first, second] = kernel.registry.profiles();
  if (first === undefined || second === undefined) throw new Error("No profiles");
  expect(kernel.health.read().profiles.map(({ collidesWith }) => collidesWith)).toEqual([[], []]);
  await kernel.dispose();
  // As a file that another program wrote, or an older version of this one.
  const { identity, strategies } = first;
  await store.repositories.profiles.save({ ...second, ...(identity && { identity }), strategies });
  kernel = await startKernel(store, clock, ids);
  const health = kernel.health.read();
  expect(new Set(health.profiles.flatMap(({ collidesWith }) => collidesWith))).toEqual(new Set([first.id, second.id]));
  expect(health).toMatchObject({ state: "attention", headline: "2 profiles are the same" });
  expect(await settled(clock, api().update(second.id, { name: "Another name" }))).toMatchObject({
    name: "Another name",
  });
});
