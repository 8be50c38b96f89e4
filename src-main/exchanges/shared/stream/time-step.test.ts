import { expect, test } from "vitest";
import { Lateness } from "#engine/core/lateness.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { TimeStep } from "./time-step.ts";

test("a clock that is set and a sleep are noticed, ordinary time is not", async () => {
  const clock = new ManualClock();
  const step = new TimeStep(clock);
  await clock.advance(500);
  expect(step.look()).toBeNull();
  clock.stepWall(900);
  expect(step.look()).toBeNull();
  clock.stepWall(1_100);
  expect(step.look()).toEqual({ backwards: false });
  clock.stepWall(-5_000);
  expect(step.look()).toEqual({ backwards: true });
  // Asleep with a monotonic clock that goes on.
  await clock.advance(60_000);
  expect(step.look()).toEqual({ backwards: false });
  // Asleep with one that does not.
  clock.stepWall(8 * 3_600_000);
  expect(step.look()).toEqual({ backwards: false });
  expect(step.look()).toBeNull();
});

test("lateness is measured against the quickest of the last minutes, whatever the two clocks differ by", () => {
  const late = new Lateness();
  expect(late.offsetMs).toBeNull();
  expect(late.measure(1_000_000, 1_003_020)).toBe(0);
  expect(late.measure(1_001_000, 1_004_050)).toBe(30);
  // The venue's time stands still: what comes is ever older.
  expect(late.measure(1_001_000, 1_010_020)).toBe(6_000);
  expect(late.measure(1_008_000, 1_011_010)).toBe(0);
  expect(late.offsetMs).toBe(3_010);
  // Half an hour later our clock was set forward by ten minutes: that is forgotten within two spans.
  const set = 600_000;
  for (let at = 0; at < 12; at += 1) late.measure(3_000_000 + at * 60_000, 3_003_010 + set + at * 60_000);
  expect(late.measure(4_000_000, 4_003_010 + set)).toBe(0);
  late.reset();
  expect(late.offsetMs).toBeNull();
});
