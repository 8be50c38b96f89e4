import { expect, it } from "vitest";
import { ManualClock } from "#testing/manual-clock.ts";
import { InterruptionWatch } from "./interruption-watch.ts";

function watched() {
  const clock = new ManualClock();
  const told: string[] = [];
  const watch = new InterruptionWatch({ clock, onInterrupted: (why) => told.push(why) });
  return { clock, told, watch };
}

it("tells of a clock that was set by more than a second, once, and of nothing up to a second", async () => {
  for (const [byMs, words] of [
    [1_000, []],
    [1_001, ["The machine slept, or its clock was set forward, for 1 s."]],
    [28_800_000, ["The machine slept, or its clock was set forward, for 28800 s."]],
    [-1_000, []],
    [-1_001, ["The clock was set back by 1 s."]],
  ] as const) {
    const { clock, told, watch } = watched();
    watch.start();
    await clock.advance(2_500);
    clock.stepWall(byMs);
    await clock.advance(5_000);
    expect(told).toEqual(words);
  }
});

it("tells of a sleep that both clocks counted", async () => {
  const { clock, told, watch } = watched();
  await clock.advance(30_000);
  watch.look();
  expect(told).toEqual([]);
  await clock.advance(30_001);
  watch.look();
  expect(told).toEqual(["The program stood still for 30 s."]);
});

it("sees it without its timer when somebody is about to send, and looks no more once disposed", async () => {
  const { clock, told, watch } = watched();
  const looking = watch.start();
  clock.stepWall(5_000);
  watch.look();
  expect(told).toHaveLength(1);
  void looking.dispose();
  clock.stepWall(5_000);
  await clock.advance(3_000);
  expect(told).toHaveLength(1);
});
