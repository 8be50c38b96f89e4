import { expect, it } from "vitest";
import { ManualClock } from "#testing/manual-clock.ts";
import { CallTimeout, holdCallTime, withinCall } from "./within-call.ts";

const LIMIT_MS = 10_000;

/** A call that never answers, and what became of it. */
function called() {
  const clock = new ManualClock();
  const stop = new AbortController();
  const seen: { signal: AbortSignal | null; error: unknown } = { signal: null, error: null };
  withinCall(clock, LIMIT_MS, stop.signal, (signal) => {
    seen.signal = signal;
    return new Promise(() => undefined);
  }).catch((error: unknown) => {
    seen.error = error;
  });
  const hold = () => holdCallTime(seen.signal ?? undefined);
  const isLate = async (afterMs: number) => {
    await clock.advance(afterMs);
    return seen.error instanceof CallTimeout;
  };
  return { clock, stop, seen, hold, isLate };
}

it("gives up after the limit, and tells the call so", async () => {
  const { isLate, seen } = called();
  expect(await isLate(LIMIT_MS - 1)).toBe(false);
  expect(await isLate(1)).toBe(true);
  expect(seen.signal?.aborted).toBe(true);
});

it("does not count what a call waits in our own queue, whoever else waits under its signal", async () => {
  const { hold, isLate } = called();
  expect(await isLate(4_000)).toBe(false);
  const [first, second] = [hold(), hold()];
  expect(await isLate(30_000)).toBe(false);
  first();
  first();
  expect(await isLate(20_000)).toBe(false);
  second();
  expect(await isLate(5_999)).toBe(false);
  expect(await isLate(1)).toBe(true);
  hold()();
});

it("lets no call wait in a queue for longer than a minute", async () => {
  const { hold, isLate } = called();
  hold();
  expect(await isLate(59_999)).toBe(false);
  expect(await isLate(1)).toBe(true);
});

it("holds nothing for a signal that is of no such call, and nothing once it was stopped", async () => {
  holdCallTime(undefined)();
  holdCallTime(new AbortController().signal)();
  const { hold, stop, isLate, seen } = called();
  stop.abort(new Error("stopped"));
  hold()();
  expect(await isLate(2 * LIMIT_MS)).toBe(false);
  expect(seen.error).toMatchObject({ message: "stopped" });
});
