import { describe, expect, it } from "vitest";
import { unixMs } from "#shared/domain/time.ts";
import { MemoryStore } from "./memory-repositories.ts";
import { describeStore, sampleEvent } from "./store-conformance.ts";

describeStore("The store in memory", async () => new MemoryStore());

describe("MemoryStore", () => {
  it("fails writes as a full disk would, tells so, and recovers", async () => {
    const store = new MemoryStore();
    const seen: string[] = [];
    store.onHealth((health) => seen.push(health.state));
    store.failWrites("STORE_FULL");
    await expect(store.journal.append(unixMs(1), null, [sampleEvent(1)])).rejects.toMatchObject({ code: "STORE_FULL" });
    expect(await store.probe()).toMatchObject({ state: "full" });
    store.heal();
    expect(await store.probe()).toEqual({ state: "ok", detail: null });
    expect(await store.journal.append(unixMs(1), null, [sampleEvent(1)])).toHaveLength(1);
    expect(seen).toEqual(["full", "ok"]);
  });
});
