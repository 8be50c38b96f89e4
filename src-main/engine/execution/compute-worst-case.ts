// What is the most that an order can still take from the account?
import { ensure } from "#shared/domain/assert.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { type Asset, assetSchema } from "#shared/domain/ids.ts";
import type { FeeTier } from "#shared/domain/instrument.ts";
import type { Order } from "#shared/domain/order.ts";

type Sized = Pick<Order, "symbol" | "side" | "quantity" | "filledQuantity" | "limitPrice">;

/** Fully filled at its limit, fee included where the fee is taken from what is paid. */
export function computeWorstCase(order: Sized, fees: FeeTier): { readonly asset: Asset; readonly amount: Decimal } {
  const [base, quote] = order.symbol.split("/").map((code) => assetSchema.parse(code));
  const paid = ensure(order.side === "buy" ? quote : base, `asset paid in ${order.symbol}`);
  const rest = Decimal.parse(order.quantity).sub(Decimal.parse(order.filledQuantity));
  const price = order.side === "buy" ? Decimal.parse(ensure(order.limitPrice, "limit price of a buy")) : Decimal.ONE;
  const gross = rest.mul(price);
  const feeInPaid =
    (fees.feeAsset === "quote" && order.side === "buy") ||
    (fees.feeAsset === "base" && order.side === "sell") ||
    fees.feeAsset === paid;
  const fee = Decimal.max(Decimal.parse(fees.taker), Decimal.parse(fees.maker));
  return { asset: paid, amount: feeInPaid ? gross.mul(Decimal.ONE.add(fee)) : gross };
}
