// How much may one order be worth?
import { Decimal } from "#shared/domain/decimal.ts";

/** A small portfolio still needs orders that are worth their cost. */
const MINIMUM_TRADES = Decimal.fromInteger(3);
/** Whatever the limits say, no single order moves more than a quarter of the profile. */
const MOST = Decimal.parse("0.25");

/** The larger of the profile's share and three minimum trades, but never over a quarter. In the valuation currency. */
export function computeOrderCap(totalValue: Decimal, maxOrderFraction: Decimal, minTradeValue: Decimal): Decimal {
  const wanted = Decimal.max(totalValue.mul(maxOrderFraction), minTradeValue.mul(MINIMUM_TRADES));
  return Decimal.min(wanted, totalValue.mul(MOST));
}
