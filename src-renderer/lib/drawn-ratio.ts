// How far along is a mark drawn? The ratio of two exact decimals, as a number: shares and drifts, never money.
import { Decimal } from "#shared/domain/decimal.ts";

const PLACES = 6;

/** `part / whole` to six places, which no screen can tell apart. 0 where the whole is 0. */
export function drawnRatio(part: string | Decimal, whole: string | Decimal): number {
  const top = typeof part === "string" ? Decimal.parse(part) : part;
  const bottom = typeof whole === "string" ? Decimal.parse(whole) : whole;
  if (bottom.isZero) return 0;
  return Number(top.div(bottom, PLACES, "halfEven").toString());
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
