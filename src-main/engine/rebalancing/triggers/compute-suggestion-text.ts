// How are numbers written inside titles and reasons? Exactly rounded from decimals, never through binary floats.
import { Decimal } from "#shared/domain/decimal.ts";
import { DAY_MS, type DurationMs, HOUR_MS, MINUTE_MS } from "#shared/domain/time.ts";

const HUNDRED = Decimal.fromInteger(100);
const SYMBOLS: ReadonlyMap<string, string> = new Map([
  ["USD", "$"],
  ["EUR", "€"],
  ["GBP", "£"],
]);

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `0.036` as `3.6`: points and percent without sign or unit. */
export function points(share: Decimal): string {
  return share.abs().mul(HUNDRED).toFixed(1, "halfEven");
}

/** `0.136` as `13.6%`, with a true minus. */
export function percent(share: Decimal): string {
  return `${share.isNegative ? "−" : ""}${points(share)}%`;
}

/** `points` with the word that fits it. */
export function pointsText(share: Decimal): string {
  const text = points(share);
  return `${text} ${text === "1.0" ? "point" : "points"}`;
}

/** Whole money: `$1,475`, `1,475 CHF`. */
export function money(amount: Decimal, currency: string): string {
  const digits = grouped(amount.abs().toFixed(0, "halfEven"));
  const sign = amount.isNegative ? "−" : "";
  const symbol = SYMBOLS.get(currency);
  return symbol === undefined ? `${sign}${digits} ${currency}` : `${sign}${symbol}${digits}`;
}

/** About three significant digits: `42.3`, `0.00217`, `1,234`. */
export function quantity(amount: Decimal): string {
  const whole = amount.abs().toFixed(0, "down");
  if (whole.length >= 3) return grouped(amount.abs().toFixed(0, "halfEven"));
  if (whole !== "0") return amount.abs().toFixed(3 - whole.length, "halfEven");
  const fraction = amount.abs().toString().slice(2);
  const leadingZeros = fraction.length - fraction.replace(/^0+/, "").length;
  return amount
    .abs()
    .roundTo(leadingZeros + 3, "halfEven")
    .toString();
}

/** `1 time`, `3 times`. */
export function times(count: number): string {
  return count === 1 ? "1 time" : `${count} times`;
}

/** How long there is still: `now`, `in 5 min`, `in 3 h`, `in 12 days`; rounded up. */
export function untilText(left: DurationMs): string {
  if (left <= 0) return "now";
  if (left < HOUR_MS) return `in ${Math.ceil(left / MINUTE_MS)} min`;
  if (left < 2 * DAY_MS) return `in ${Math.ceil(left / HOUR_MS)} h`;
  return `in ${Math.ceil(left / DAY_MS)} days`;
}
