// Does what is repeated follow a pace that changes, and stop?
import { expect, it } from "vitest";
import { ManualClock } from "#testing/manual-clock.ts";
import { repeatAtPace } from "./repeat-at-pace.ts";

it("runs after each interval as it was when the turn began, until it is disposed", async () => {
  const clock = new ManualClock();
  let everyMs = 1_000;
  const at: number[] = [];
  const began = clock.monotonicMs();
  const repeated = repeatAtPace(
    clock,
    () => everyMs,
    () => void at.push(clock.monotonicMs() - began),
  );
  await clock.advance(2_500);
  everyMs = 5_000;
  await clock.advance(10_000);
  await repeated.dispose();
  await clock.advance(10_000);
  expect(at).toEqual([1_000, 2_000, 3_000, 8_000]);
  expect(clock.pending).toBe(0);
});
