import { expect, test } from "vitest";
import { computeWaitLayout } from "./wait-layout.ts";

const size = { width: 244, height: 126, days: 30 };

test("the lines meet where the loss of waiting has grown to the cost of acting", () => {
  const layout = computeWaitLayout({ cost: 50, loss: 200, ...size });
  // A quarter of the loss, so a quarter of the way.
  expect(layout?.crossing).toBeCloseTo(50, 9);
  expect(layout?.costY).toBeGreaterThan(layout?.lossY ?? Number.POSITIVE_INFINITY);
  expect(layout?.days.map(({ day }) => day)).toEqual([0, 10, 20, 30]);
});

test.each([
  [100, 40],
  [0, 0],
  [-3, 0],
  [-3, 10],
])("cost %d and loss %d: lines that do not meet, or do from the start, keep inside the picture", (cost, loss) => {
  const layout = computeWaitLayout({ cost, loss, ...size });
  expect(layout?.crossing).toBeNull();
  for (const y of [layout?.costY, layout?.lossY]) {
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y).toBeLessThanOrEqual(layout?.bottom ?? 0);
  }
});

test("without room nothing is drawn; a short horizon names each day once", () => {
  expect(computeWaitLayout({ cost: 1, loss: 2, days: 30, width: 90, height: 126 })).toBeUndefined();
  expect(computeWaitLayout({ cost: 1, loss: 2, days: 1, width: 244, height: 126 })?.days.map(({ day }) => day)).toEqual(
    [0, 1],
  );
});
