// How is a number of a statistic written: rounded to so many figures, with a true minus? Money is written elsewhere.
import { TRUE_MINUS } from "./format-decimal.ts";

const formats = new Map<number, Intl.NumberFormat>();

/** `0.7418`, `−1.2`, `1,050`; `n/a` where it is not known. Four significant figures unless told. */
export function formatStatistic(value: number | null | undefined, figures = 4): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "n/a";
  let format = formats.get(figures);
  if (format === undefined) {
    format = new Intl.NumberFormat("en-US", { maximumSignificantDigits: figures });
    formats.set(figures, format);
  }
  const text = format.format(Object.is(value, -0) ? 0 : value);
  return text.startsWith("-") ? `${TRUE_MINUS}${text.slice(1)}` : text;
}

/** A share of one in whole percents: `44 %`. */
export function formatShare(value: number): string {
  return `${Math.round(100 * value)} %`;
}
