// Does a loop sleep until its time, until it is woken or until it is stopped, and leave nothing behind?
import { expect, it } from "vitest";
import { ManualClock } from "#testing/manual-clock.ts";
import { sleepUntilWoken } from "./sleep-until-woken.ts";

function asleep(forMs: number) {
  const clock = new ManualClock();
  const stop = new AbortController();
  const given: { wake: () => void } = { wake: () => expect.unreachable("no waker was given") };
  const sleep = sleepUntilWoken(clock, forMs, stop.signal, (wake) => {
    given.wake = wake;
  });
  let end = "sleeps";
  const watched = sleep.then(
    () => {
      end = "rested";
    },
    (reason: unknown) => {
      end = String(reason);
    },
  );
  return { clock, stop, given, watched, end: () => end };
}

it("ends when the time is over, not before", async () => {
  const { clock, watched, end } = asleep(1_000);
  await clock.advance(999);
  expect(end()).toBe("sleeps");
  await clock.advance(1);
  await watched;
  expect(end()).toBe("rested");
});

it("ends at once when it is woken, and its timer with it", async () => {
  const { clock, given, watched, end } = asleep(1_000);
  given.wake();
  await watched;
  expect(end()).toBe("rested");
  expect(clock.pending).toBe(0);
});

it("rejects with the signal's reason once stopped, also where that was before", async () => {
  const { clock, stop, watched, end } = asleep(1_000);
  stop.abort("stopped");
  await watched;
  expect(end()).toBe("stopped");
  expect(clock.pending).toBe(0);
  await expect(sleepUntilWoken(clock, 1_000, stop.signal, () => expect.unreachable("it sleeps"))).rejects.toBe(
    "stopped",
  );
});
