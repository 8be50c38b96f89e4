import { describe, expect, it } from "vitest";
import { Topic } from "#engine/core/event-bus.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { flushAsync } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { TradingBench } from "#testing/trading-bench.ts";
import { ProfileRegistry } from "./profile-registry.ts";
import type { ProfileRuntime } from "./profile-runtime.ts";

/** A registry of one stored profile, whose journal may refuse. */
async function built() {
  const { profile, clock } = new TradingBench();
  const store = new MemoryStore();
  const { repositories } = store;
  await repositories.profiles.save(profile);
  const state = { refuses: false };
  const journal: Journal = {
    ...store.journal,
    append: (...args) => (state.refuses ? Promise.reject(new Error("no space")) : store.journal.append(...args)),
  };
  const registry = new ProfileRegistry({
    source: { connect: () => [] } as never,
    repositories,
    journal,
    clock,
    logger: silentLogger,
    createRuntime: (given) => runtimeOf(given),
  });
  await registry.start();
  const stored = async () => (await repositories.profiles.list())[0];
  return { registry, profile, state, stored, journal };
}

/** What a registry asks of a runtime. */
function runtimeOf(given: Profile): ProfileRuntime {
  const runtime = {
    profile: given,
    isPlanUnderWay: false,
    changes: new Topic<void>(),
    start: async () => undefined,
    dispose: async () => undefined,
    summary: () => ({ profile: runtime.profile }),
    setProfile: (changed: Profile) => {
      runtime.profile = changed;
    },
  };
  return runtime as never;
}

describe("ProfileRegistry", () => {
  it("stores a change, writes it down, and only then lets the profile know", async () => {
    const { registry, profile, stored, journal } = await built();
    await registry.update(profile.id, { name: "Other" });
    expect([registry.profile(profile.id).name, (await stored())?.name]).toEqual(["Other", "Other"]);
    const [entry] = await journal.readLatest({ limit: 1 });
    expect(entry?.event).toMatchObject({ kind: "profile.changed", fields: ["name"] });
  });

  it.each(["update", "change"] as const)("leaves everything as it was where the journal takes no %s", async (how) => {
    const { registry, profile, state, stored } = await built();
    state.refuses = true;
    const options = { events: [], reopen: false };
    const changing =
      how === "update"
        ? registry.update(profile.id, { name: "Other" })
        : registry.change(profile.id, (present) => ({ ...present, name: "Other" }), options);
    await expect(changing).rejects.toThrow("no space");
    await flushAsync();
    expect([registry.profile(profile.id).name, (await stored())?.name]).toEqual([profile.name, profile.name]);
  });
});
