// What did a fill's fee come to in the asset that it was planned in? A venue may take it from what was bought, or in its own coin.
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { PlanLeg } from "#shared/domain/plan.ts";

const SCALE = 18;

/** In `leg.feeAsset`. What has no price is left out: the report cannot say what it was worth. */
export function computeFilledFee(
  leg: Pick<PlanLeg, "base" | "quote" | "feeAsset">,
  { fee, price }: Pick<Fill, "fee" | "price">,
  priceOf: (asset: Asset) => Decimal | null,
): Decimal {
  const amount = Decimal.parse(fee.amount);
  if (fee.asset === leg.feeAsset) return amount;
  if (fee.asset === leg.base && leg.feeAsset === leg.quote) return amount.mul(Decimal.parse(price));
  const [paid, planned] = [priceOf(fee.asset), priceOf(leg.feeAsset)];
  if (paid === null || planned === null || planned.isZero) return Decimal.ZERO;
  return amount.mul(paid).div(planned, SCALE, "halfEven");
}
