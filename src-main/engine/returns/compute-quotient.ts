// How precisely is one amount divided by another?
import type { Decimal } from "#shared/domain/decimal.ts";

/** As many as IEEE 754 decimal128 has: a chain of a million links keeps 27 of them. */
const DIGITS = 34;

/**
 * Quotient to 34 significant digits, rounded half-even: a return may be chained over tiny and huge values, so a fixed number of
 * places would not do. Throws `RangeError` on division by zero.
 */
export function quotient(numerator: Decimal, denominator: Decimal): Decimal {
  const exponent = exponentOf(numerator) - exponentOf(denominator);
  return numerator.div(denominator, Math.max(0, DIGITS - exponent), "halfEven");
}

/** Places before the point, less zeros after it. */
function exponentOf({ coefficient, scale }: Decimal): number {
  const digits = (coefficient < 0n ? -coefficient : coefficient).toString().length;
  return digits - scale;
}
