import { describe, expect, it } from "vitest";
import { ManualClock } from "./manual-clock.ts";

describe("ManualClock", () => {
  it("runs timers in order of time, then of making, each at its own time", async () => {
    const clock = new ManualClock(1_000);
    const began = clock.monotonicMs();
    const seen: string[] = [];
    clock.after(20, () => seen.push(`b@${clock.now()}`));
    clock.after(10, () => seen.push(`a@${clock.now()}`));
    clock.after(20, () => seen.push(`c@${clock.now()}`));
    clock.every(15, () => seen.push(`every@${clock.now()}`));
    await clock.advance(30);
    expect(seen).toEqual(["a@1010", "every@1015", "b@1020", "c@1020", "every@1030"]);
    expect(clock.now()).toBe(1_030);
    expect(clock.monotonicMs() - began).toBe(30);
  });

  it("lets promises settle between timers, so that a loop of sleeps keeps its rhythm", async () => {
    const clock = new ManualClock(0);
    const woke: number[] = [];
    const loop = (async () => {
      for (let index = 0; index < 3; index += 1) {
        await clock.sleep(100);
        woke.push(clock.now());
      }
    })();
    await clock.advance(1_000);
    await loop;
    expect(woke).toEqual([100, 200, 300]);
  });

  it("rejects an aborted sleep with the signal's reason and forgets its timer", async () => {
    const clock = new ManualClock();
    const controller = new AbortController();
    const slept = clock.sleep(50, controller.signal);
    controller.abort(new Error("over"));
    await expect(slept).rejects.toThrow("over");
    await expect(clock.sleep(1, controller.signal)).rejects.toThrow("over");
    expect(clock.pending).toBe(0);
  });

  it("runs no disposed timer and keeps monotonic time when the wall clock jumps", async () => {
    const clock = new ManualClock(10_000);
    const began = clock.monotonicMs();
    let ran = 0;
    const timer = clock.after(10, () => {
      ran += 1;
    });
    await timer.dispose();
    clock.stepWall(-5_000);
    await clock.advance(10);
    expect(ran).toBe(0);
    expect(clock.now()).toBe(5_010);
    expect(clock.monotonicMs() - began).toBe(10);
  });
});
