// How does a number of the model become a price or quantity on its step?
import type { DecimalString } from "#shared/domain/decimal.ts";

/** A step of `units` x 10^-scale, like 0.05 = 5 x 10^-2. */
export interface Step {
  readonly units: number;
  readonly scale: number;
  /** The step itself as a number. */
  readonly size: number;
}

/** Reads a step such as `0.05`, `1` or `0.00001`. Throws `RangeError` when it is not one. */
export function step(text: string): Step {
  const match = /^(\d{1,6})(?:\.(\d{1,12}))?$/.exec(text);
  const fraction = match?.[2] ?? "";
  const units = Number.parseInt(`${match?.[1] ?? ""}${fraction}`, 10);
  if (!(units > 0)) throw new RangeError(`Not a step: ${text}`);
  return { units, scale: fraction.length, size: units / 10 ** fraction.length };
}

/** Below this a double holds every whole number of steps and its quotient to the last digit. */
const EXACT = 1e15;

/** Exact text of `count` steps, without trailing zeros. `count` is a whole number of zero or more. */
export function formatSteps(count: number, { units, scale }: Step): DecimalString {
  let whole = count * units;
  if (!(whole >= 0 && whole < EXACT)) throw new RangeError(`Too many steps: ${count}`);
  let places = scale;
  while (places > 0 && whole % 10 === 0) {
    whole /= 10;
    places -= 1;
  }
  // The text is digits with at most one point, so it is a DecimalString by construction.
  return (whole / (POWERS[places] ?? 1)).toFixed(places) as DecimalString;
}

const POWERS: readonly number[] = Array.from({ length: 13 }, (_, places) => 10 ** places);
