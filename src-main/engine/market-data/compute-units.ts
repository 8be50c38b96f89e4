// What is the value of a number that a scan read as whole units and places, as decimal text, exactly, and for statistics?
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";

/** Powers of ten that a double holds exactly. */
const POW10: Float64Array = Float64Array.of(
  ...[1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11],
  ...[1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22],
);

/** Exact, with all places as the venue wrote them. `units` is a safe integer, zero or more; `places` 0..22. */
export function unitsText(units: number, places: number): DecimalString {
  const digits = String(units);
  // Digits and at most one point between them: a decimal by construction.
  if (places === 0) return digits as DecimalString;
  const padded = digits.padStart(places + 1, "0");
  return `${padded.slice(0, -places)}.${padded.slice(-places)}` as DecimalString;
}

/** The double nearest to the value, the same that its text would give: both parts are exact, and a division rounds once. */
export function unitsNumber(units: number, places: number): number {
  return units / (POW10[places] ?? Number.NaN);
}

export function unitsDecimal(units: number, places: number): Decimal {
  return Decimal.of(BigInt(units), places);
}
