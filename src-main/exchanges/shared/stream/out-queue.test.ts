import { expect, test } from "vitest";
import { ManualClock } from "#testing/manual-clock.ts";
import { OutQueue } from "./out-queue.ts";

test("messages leave in order, at most five in any second, and none after the end", async () => {
  const clock = new ManualClock();
  const sent: { readonly text: string; readonly atMs: number }[] = [];
  const queue = new OutQueue(clock, 5, (text) => sent.push({ text, atMs: clock.monotonicMs() }));
  const told: number[] = [];
  for (let at = 0; at < 12; at += 1) queue.add(String(at), () => told.push(at));
  expect(sent).toHaveLength(5);
  expect(queue.takeTurn()).toBe(false);
  await clock.advance(1_000);
  expect(sent).toHaveLength(10);
  await clock.advance(1_000);
  expect(sent.map(({ text }) => Number(text))).toEqual(told);
  expect(told).toEqual(Array.from({ length: 12 }, (_, at) => at));
  for (const { atMs } of sent) {
    expect(sent.filter((other) => other.atMs >= atMs && other.atMs < atMs + 1_000).length).toBeLessThanOrEqual(5);
  }
  expect(queue.takeTurn()).toBe(true);
  for (let at = 0; at < 9; at += 1) queue.add("late");
  queue.dispose();
  const before = sent.length;
  await clock.advance(10_000);
  expect(sent).toHaveLength(before);
  expect(clock.pending).toBe(0);
});
