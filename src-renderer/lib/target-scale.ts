// Where on the slider is a target weight? A square-root scale, so that 3 % can be aimed at as well as 40 %.
import { Decimal } from "#shared/domain/decimal.ts";
import { clamp } from "./drawn-ratio.ts";

/** Arrow keys and dragging go by a tenth of a point. */
const TARGET_STEP = "0.001";
const STEPS_PER_ONE = 1_000;

/** Right end of the scale: half the portfolio, or all of it once something is above half. */
export function targetScaleEnd(...weights: readonly string[]): number {
  const half = Decimal.parse("0.5");
  return weights.some((weight) => Decimal.parse(weight).gt(half)) ? 1 : 0.5;
}

/** Weight (share of one) to position 0..1. */
export function positionOfWeight(weight: string, end: number): number {
  return clamp(Math.sqrt(Math.max(0, Number(Decimal.parse(weight).roundTo(8, "halfEven").toString())) / end), 0, 1);
}

/** Position 0..1 to the nearest tenth of a point, as exact text. */
export function weightAtPosition(position: number, end: number): string {
  const share = clamp(position, 0, 1) ** 2 * end;
  return Decimal.of(BigInt(Math.round(share * STEPS_PER_ONE)), 3).toString();
}

/** A weight moved by `steps` tenths of a point, kept between 0 and 1. A value between two steps goes to the next one. */
export function moveWeight(weight: string, steps: number): string {
  const step = Decimal.parse(TARGET_STEP);
  const onGrid = Decimal.parse(weight).roundToStep(step, steps > 0 ? "floor" : "ceil");
  const moved = onGrid.add(step.mul(Decimal.fromInteger(steps)));
  return Decimal.min(Decimal.ONE, Decimal.max(Decimal.ZERO, moved)).toString();
}
