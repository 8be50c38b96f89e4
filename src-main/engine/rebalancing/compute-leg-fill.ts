// At which price was a leg filled, and how much worse is that than planned?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { PlanLeg } from "#shared/domain/plan.ts";

const PRICE_SCALE = 18;
const BP_SCALE = 4;
const BP = Decimal.fromInteger(10_000);

export interface LegFill {
  readonly quantity: Decimal;
  /** In the quote. */
  readonly notional: Decimal;
  /** Average over the fills; null before the first. */
  readonly price: Decimal | null;
  /** Per unit, in the quote, against the planned price; positive is worse. */
  readonly worse: Decimal | null;
  /** The same in basis points of the planned price. */
  readonly slippageBp: Decimal | null;
}

export function computeLegFill(
  leg: Pick<PlanLeg, "side" | "expectedPrice">,
  fills: readonly Pick<Fill, "quantity" | "price">[],
): LegFill {
  const quantity = Decimal.sum(fills.map((fill) => Decimal.parse(fill.quantity)));
  const notional = Decimal.sum(fills.map((fill) => Decimal.parse(fill.quantity).mul(Decimal.parse(fill.price))));
  const planned = Decimal.parse(leg.expectedPrice);
  const price = quantity.isZero ? null : notional.div(quantity, PRICE_SCALE, "halfEven");
  const worse = price === null ? null : leg.side === "buy" ? price.sub(planned) : planned.sub(price);
  const slippageBp = worse === null || planned.isZero ? null : worse.mul(BP).div(planned, BP_SCALE, "halfEven");
  return { quantity, notional, price, worse, slippageBp };
}
