// How wide must a column be so that none of its amounts is cut off?

/** A digit of 12 px in a cell, and what stands beside the text. */
const DIGIT = 7.2;
const PADDING = 18;
/** Sign, point and the digits after it. */
const BESIDE = 4;

/** Digits before the point of the longest. Looks at the text alone, so that a hundred thousand rows cost a moment. */
export function wholeDigits<Row>(rows: readonly Row[], amountOf: (row: Row) => string | null): number {
  let most = 1;
  for (const row of rows) {
    const amount = amountOf(row);
    if (amount === null) continue;
    const point = amount.indexOf(".");
    most = Math.max(most, point < 0 ? amount.length : point);
  }
  return most;
}

/** Width in px of a column of numbers with so many digits before the point and at least two behind it, grouped by thousands. */
export function amountWidth(digits: number, least: number): number {
  const groups = Math.floor((digits - 1) / 3);
  return Math.max(least, Math.ceil((digits + groups + BESIDE) * DIGIT + PADDING));
}
