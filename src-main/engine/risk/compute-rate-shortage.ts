// Which of a venue's limits has too little left to follow one more order and to cancel it?

/** Share of each limit that must be free. */
export const FREE_SHARE = 0.3;

/** The first of them; undefined where all have enough. */
export function computeRateShortage<Budget extends { readonly used: number; readonly limit: number }>(
  budgets: readonly Budget[],
): Budget | undefined {
  return budgets.find(({ used, limit }) => used > limit * (1 - FREE_SHARE));
}
