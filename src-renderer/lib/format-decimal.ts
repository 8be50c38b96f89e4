// How is an exact decimal written for a person: grouped, rounded, with a true minus and the right sign?
import { Decimal, type Rounding } from "#shared/domain/decimal.ts";

/** `auto`: minus only. `always`: plus too, where the sign means something (PnL, drift, change). Zero never has a sign. */
export type SignRule = "auto" | "always";

export interface DecimalFormat {
  /** Digits after the point, always all of them. */
  readonly scale: number;
  readonly sign?: SignRule;
  readonly rounding?: Rounding;
  /** Written right after the sign, like a currency symbol. */
  readonly prefix?: string;
  readonly suffix?: string;
}

/** U+2212: as wide as a plus, so signed columns line up. */
export const TRUE_MINUS = "\u2212";
/** What stands for an amount in privacy mode: six dots, always as wide as any other hidden amount. */
export const HIDDEN_AMOUNT = "\u2022\u2022\u2022\u2022\u2022\u2022";

export type Tone = "gain" | "loss" | "zero";

function groupThousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

function toDecimal(value: string | Decimal): Decimal {
  return typeof value === "string" ? Decimal.parse(value) : value;
}

/** Writes an exact decimal. Throws `RangeError` when the text is not a number: a caller with a missing value must say so. */
export function formatDecimal(value: string | Decimal, format: DecimalFormat): string {
  const rounded = toDecimal(value).roundTo(format.scale, format.rounding ?? "halfEven");
  const [whole = "0", fraction] = rounded.abs().toFixed(format.scale, "halfEven").split(".");
  const sign = rounded.isNegative ? TRUE_MINUS : rounded.isPositive && format.sign === "always" ? "+" : "";
  const digits = fraction === undefined ? groupThousands(whole) : `${groupThousands(whole)}.${fraction}`;
  return `${sign}${format.prefix ?? ""}${digits}${format.suffix ?? ""}`;
}

/** Which side of zero the number falls on as it is shown: what rounds to zero is zero. */
export function toneOf(value: string | Decimal, scale: number): Tone {
  const rounded = toDecimal(value).roundTo(scale, "halfEven");
  if (rounded.isZero) return "zero";
  return rounded.isNegative ? "loss" : "gain";
}

/** Digits after the point of a step or tick, as its value needs them: "0.010" has two. */
export function scaleOfStep(step: string): number {
  return Decimal.parse(step).toString().split(".")[1]?.length ?? 0;
}

/** Digits after the point that give about `significant` figures, between `least` and `most`. */
export function scaleForSize(value: Decimal, significant: number, least: number, most: number): number {
  const [whole = "0", fraction = ""] = value.abs().toString().split(".");
  if (whole !== "0") return Math.max(least, Math.min(most, significant - whole.length));
  const leadingZeros = /^0*/.exec(fraction)?.[0].length ?? 0;
  if (leadingZeros === fraction.length) return least;
  return Math.max(least, Math.min(most, leadingZeros + significant));
}
