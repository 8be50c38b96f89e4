// How does a price become a number for statistics?
import type { DecimalString } from "#shared/domain/decimal.ts";

/** For tests of plausibility and rates only, never for money. `NaN` for text that is not a number. */
export function priceNumber(text: DecimalString): number {
  return +text;
}
