import { expect, test } from "vitest";
import { positionsSince, WHEEL_SIZE, wheelHand, wheelPiece, wheelPoint, wheelSeat } from "./wheel-layout.ts";

const middle = WHEEL_SIZE / 2;

test("the trough is below, the ascent at the left, the crest above, the descent at the right", () => {
  expect(wheelPoint(0, 90)).toEqual({ x: middle, y: middle + 90 });
  expect(wheelPoint(90, 90).x).toBeCloseTo(middle - 90);
  expect(wheelPoint(180, 90).y).toBeCloseTo(middle - 90);
  expect(wheelPoint(270, 90).x).toBeCloseTo(middle + 90);
});

test("pieces and seats are those of the drawn design", () => {
  expect(wheelPiece(0)).toBe("M137.39 203.42A90 90 0 0 1 94.61 203.42L101.74 174.28A60 60 0 0 0 130.26 174.28Z");
  expect(wheelSeat(2).x).toBeCloseTo(51.05, 2);
  expect(wheelHand(70)).toBe("M116.00 116.00L66.20 134.13");
});

test("positions that were left are counted round the wheel", () => {
  expect([2, 1, 0, 11, 3].map((position) => positionsSince(position, 2))).toEqual([0, 1, 2, 3, 11]);
});
