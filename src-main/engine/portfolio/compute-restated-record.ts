// What does a record that was taken as it happened say of gain and investment, in the light of what the books know now?
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Snapshot } from "#shared/domain/portfolio.ts";

/** What the books say of a moment; value, quantities and prices of its record stay as they were seen. */
export interface Restatement {
  readonly netInvested: DecimalString;
  readonly totalPnl: DecimalString;
}

/**
 * A record keeps what was thought to be invested when it was taken. A history that is read later, or a correction, changes
 * that for all of the past: the step between old records and new ones would then look like a gain or loss of today. So the gain
 * is the one that the books and the record's own prices give now (`computed`), and what is seen but not in the books, or in the books and not
 * yet seen (a deposit on its way), is neither a gain nor invested. Null where the books say what the record says.
 */
export function computeRestatement(kept: Snapshot, computed: Snapshot): Restatement | null {
  const totalPnl = Decimal.parse(computed.totalPnl);
  if (totalPnl.eq(Decimal.parse(kept.totalPnl))) return null;
  const netInvested = Decimal.parse(kept.totalValue).sub(totalPnl);
  return { netInvested: netInvested.toString(), totalPnl: totalPnl.toString() };
}
