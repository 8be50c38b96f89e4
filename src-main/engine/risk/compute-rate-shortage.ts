// Which of a venue's limits has too little left to follow one more order and to cancel it?

/** Share of each limit that must be free. */
export const FREE_SHARE = 0.3;

/**
 * Share that must be free before the next order is even prepared: reading balances, time and state for it takes calls, and where they
 * use up what the gate wants free, the order would be prepared and denied over and over.
 */
export const READY_SHARE = 0.5;

/** The first of them with less than `share` free; undefined where all have enough. */
export function computeRateShortage<Budget extends { readonly used: number; readonly limit: number }>(
  budgets: readonly Budget[],
  share: number,
): Budget | undefined {
  return budgets.find(({ used, limit }) => used > limit * (1 - share));
}
