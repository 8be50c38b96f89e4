// To how many digits does a decision read its numbers?

/** Digits that a decision rests on: enough for every rule, and few enough that the last bits of a machine's mathematics do not show. */
const DIGITS = 12;

/** A number rounded to 12 significant digits, zero without a sign; NaN stays NaN. */
export function twelveDigits(value: number): number {
  return +value.toPrecision(DIGITS) + 0;
}

/** The same numbers as a record that JSON can hold: what is not known is null. */
export function writeDoubles(values: Readonly<Record<string, number>>): Readonly<Record<string, number | null>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Number.isFinite(value) ? twelveDigits(value) : null]),
  );
}
