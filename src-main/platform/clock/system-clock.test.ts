import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SystemClock } from "./system-clock.ts";

const DAY_MS = 86_400_000;

describe("SystemClock", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_700_000_000_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const clock = new SystemClock();

  it("tells UTC milliseconds", () => {
    expect(clock.now()).toBe(1_700_000_000_000);
  });

  it("calls once after the delay, and not at all when disposed", () => {
    const run = vi.fn();
    clock.after(1_000, run);
    const disposed = vi.fn();
    void clock.after(1_000, disposed).dispose();
    vi.advanceTimersByTime(999);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledOnce();
    expect(disposed).not.toHaveBeenCalled();
    vi.advanceTimersByTime(5_000);
    expect(run).toHaveBeenCalledOnce();
  });

  it("waits longer than Node's longest timer", () => {
    const run = vi.fn();
    clock.after(60 * DAY_MS, run);
    vi.advanceTimersByTime(60 * DAY_MS - 1);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledOnce();
  });

  it("cancels a long wait in its second step", () => {
    const run = vi.fn();
    const waiting = clock.after(60 * DAY_MS, run);
    vi.advanceTimersByTime(30 * DAY_MS);
    void waiting.dispose();
    vi.advanceTimersByTime(60 * DAY_MS);
    expect(run).not.toHaveBeenCalled();
  });

  it("calls every interval until disposed", () => {
    const run = vi.fn();
    const ticking = clock.every(100, run);
    vi.advanceTimersByTime(350);
    void ticking.dispose();
    vi.advanceTimersByTime(350);
    expect(run).toHaveBeenCalledTimes(3);
  });

  it.each([0, -1, Number.NaN, 2 ** 31])("refuses an interval of %s ms", (intervalMs) => {
    expect(() => clock.every(intervalMs, () => {})).toThrow(RangeError);
  });

  it("sleeps, and rejects with the signal's reason when aborted before or during", async () => {
    const slept = clock.sleep(50);
    vi.advanceTimersByTime(50);
    await expect(slept).resolves.toBeUndefined();

    const controller = new AbortController();
    const interrupted = clock.sleep(50, controller.signal);
    controller.abort(new Error("stop"));
    await expect(interrupted).rejects.toThrow("stop");
    await expect(clock.sleep(50, controller.signal)).rejects.toThrow("stop");
    expect(vi.getTimerCount()).toBe(0);
  });
});
