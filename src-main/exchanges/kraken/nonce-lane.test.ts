// Do a Kraken key's numbers rise strictly, across concurrency, restarts and a clock that is set back?
import { describe, expect, it } from "vitest";
import type { NonceStore } from "#engine/ports/venues.ts";
import { flushAsync, ManualClock } from "#testing/manual-clock.ts";
import { NonceLane } from "./nonce-lane.ts";

class Store implements NonceStore {
  ceiling = 0;
  writes = 0;
  async reserve(_fingerprint: string, atLeast: number): Promise<number> {
    await flushAsync();
    if (atLeast > this.ceiling) this.writes += 1;
    this.ceiling = Math.max(this.ceiling, atLeast);
    return this.ceiling;
  }
}

const read = { first: false, signal: undefined, withinMs: null };
const rises = (numbers: readonly number[]) =>
  numbers.every((value, index) => index === 0 || value > (numbers[index - 1] ?? 0));

describe("nonce lane", () => {
  it("hands out rising numbers one call at a time, orders first", async () => {
    const clock = new ManualClock();
    const lane = new NonceLane("k", new Store(), clock);
    const seen: number[] = [];
    const names: string[] = [];
    let inside = 0;
    const call = (name: string, first = false) =>
      lane.run({ ...read, first }, async (nonce) => {
        inside += 1;
        expect(inside).toBe(1);
        await flushAsync();
        seen.push(nonce);
        names.push(name);
        inside -= 1;
      });
    await Promise.all([...Array.from({ length: 50 }, (_, index) => call(`r${index}`)), call("order", true)]);
    expect(new Set(seen).size).toBe(51);
    expect(rises(seen)).toBe(true);
    expect(names[1]).toBe("order");
  });

  it("stays above everything that an earlier run may have used, also when the clock was set back", async () => {
    const clock = new ManualClock();
    const store = new Store();
    const first = new NonceLane("k", store, clock);
    const used: number[] = [];
    const use = async (lane: NonceLane) => void used.push(await lane.run(read, async (nonce) => nonce));
    await use(first);
    await clock.advance(59_000);
    await use(first);
    clock.stepWall(-86_400_000);
    await use(first);
    // Killed here: whatever it used lies below what it had reserved.
    const second = new NonceLane("k", store, clock);
    await use(second);
    await use(second);
    expect(rises(used)).toBe(true);
    expect(store.ceiling).toBeGreaterThan(used.at(-1) ?? 0);
  });

  it("reserves before it uses, and seldom", async () => {
    const clock = new ManualClock();
    const store = new Store();
    const lane = new NonceLane("k", store, clock);
    for (let count = 0; count < 300; count += 1) {
      await lane.run(read, async (nonce) => expect(nonce).toBeLessThan(store.ceiling));
      await clock.advance(1_000);
    }
    expect(store.writes).toBeLessThanOrEqual(6);
  });

  it("does not use a number that could not be reserved, and goes on afterwards", async () => {
    const store = new Store();
    const lane = new NonceLane("k", store, new ManualClock());
    const reserve = store.reserve.bind(store);
    store.reserve = async () => Promise.reject(new Error("disk full"));
    const work = async () => 1;
    await expect(lane.run(read, work)).rejects.toThrow("disk full");
    store.reserve = reserve;
    expect(await lane.run(read, work)).toBe(1);
  });

  it("jumps ahead when the venue did not accept a number", async () => {
    const lane = new NonceLane("k", new Store(), new ManualClock());
    const before = await lane.run(read, async (nonce) => nonce);
    lane.skipAhead();
    expect(await lane.run(read, async (nonce) => nonce)).toBeGreaterThan(before + 50_000_000);
  });

  it("lets go of those that wait when they are stopped or too late", async () => {
    const clock = new ManualClock();
    const lane = new NonceLane("k", new Store(), clock);
    let finish = () => {};
    const busy = lane.run(read, () => new Promise<void>((resolve) => (finish = resolve)));
    for (let turn = 0; turn < 5; turn += 1) await flushAsync();
    const stop = new AbortController();
    const stopped = lane.run({ ...read, signal: stop.signal }, async () => 1);
    const late = lane.run({ ...read, withinMs: 8_000 }, async () => 1);
    const outcomes = Promise.all([
      expect(stopped).rejects.toMatchObject({ facts: { stage: "notSent", reason: "aborted" } }),
      expect(late).rejects.toMatchObject({ facts: { stage: "notSent", reason: "late" } }),
    ]);
    stop.abort();
    await clock.advance(8_000);
    await outcomes;
    finish();
    await busy;
    expect(await lane.run(read, async () => 2)).toBe(2);
    expect(clock.pending).toBe(0);
  });
});
