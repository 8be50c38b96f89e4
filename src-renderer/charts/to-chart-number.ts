// Where does exact money become a floating-point number? Here, for pixels only; nothing is ever computed back from it.
import { Decimal } from "#shared/domain/decimal.ts";

/** Exact text as a number to draw. Throws `RangeError` when the text is not a number or too large to draw. */
export function toChartNumber(text: string): number {
  const value = Number(Decimal.parse(text).toString());
  if (!Number.isFinite(value)) throw new RangeError(`Too large to draw: ${text}`);
  return value;
}

/** The chart library counts in seconds. */
export function toChartSeconds(time: number): number {
  return Math.floor(time / 1_000);
}
