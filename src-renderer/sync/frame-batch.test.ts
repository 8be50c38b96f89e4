import { expect, test } from "vitest";
import { FrameBatch } from "./frame-batch.ts";

test("only the latest write of a key runs, all keys in one frame", () => {
  const frames: (() => void)[] = [];
  const batch = new FrameBatch((run) => frames.push(run));
  const written: string[] = [];
  const prices = {};
  const plans = {};
  for (let tick = 0; tick < 1_000; tick += 1) batch.write(prices, () => written.push(`prices ${tick}`));
  batch.write(plans, () => written.push("plans"));
  expect(frames).toHaveLength(1);
  frames[0]?.();
  expect(written).toEqual(["prices 999", "plans"]);
  batch.write(prices, () => written.push("next"));
  expect(frames).toHaveLength(2);
});
