import { describe, expect, it } from "vitest";
import type { Journal } from "#engine/ports/journal.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { KillSwitchService, type KillSwitchState } from "./kill-switch-service.ts";

const built = (journal: Journal) => {
  const clock = new ManualClock();
  const killSwitch = new KillSwitchService({ clock, journal });
  const heard: KillSwitchState[] = [];
  killSwitch.changes.subscribe((state) => heard.push(state));
  return { clock, killSwitch, heard };
};

describe("KillSwitchService", () => {
  it("is on until the journal was read, and off when nobody ever set it", async () => {
    const { killSwitch, heard } = built(new MemoryStore().journal);
    expect(killSwitch.state.on).toBe(true);
    await killSwitch.start();
    expect(killSwitch.state).toEqual({ on: false, reason: "", since: null });
    expect(heard).toEqual([killSwitch.state]);
  });

  it.each([true, false])("stands after a restart as it was left: %s", async (on) => {
    const { journal } = new MemoryStore();
    const before = built(journal);
    await before.killSwitch.set(!on, "first");
    await before.killSwitch.set(on, "last");
    const { killSwitch } = built(journal);
    await killSwitch.start();
    expect(killSwitch.state).toEqual({ on, reason: "last", since: before.clock.now() });
  });

  it("is on before it is written, and off only after", async () => {
    const store = new MemoryStore();
    const { killSwitch } = built(store.journal);
    await killSwitch.start();
    store.failWrites("STORE_FULL", "no space");
    const paused = killSwitch.set(true, "stop");
    expect(killSwitch.state.on).toBe(true);
    await expect(paused).rejects.toThrow("no space");
    await expect(killSwitch.set(false, "go on")).rejects.toThrow("no space");
    expect(killSwitch.state).toMatchObject({ on: true, reason: "stop" });
    store.heal();
    await killSwitch.set(false, "go on");
    expect(killSwitch.state).toMatchObject({ on: false, reason: "go on" });
  });
});
