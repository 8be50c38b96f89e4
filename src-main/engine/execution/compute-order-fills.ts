// What do an order's fills add up to?
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Fill, Order } from "#shared/domain/order.ts";

/** Places of an average price: more than any venue's tick, so the rounding is never seen. */
const AVERAGE_SCALE = 18;

/** A fill is one thing at a venue however often it is told. */
export function computeFillKey(fill: Pick<Fill, "venue" | "symbol" | "tradeId">): string {
  return `${fill.venue} ${fill.symbol} ${fill.tradeId}`;
}

export function computeFilledQuantity(fills: readonly Fill[]): Decimal {
  return Decimal.sum(fills.map((fill) => Decimal.parse(fill.quantity)));
}

/** The part of an order that follows from its fills alone. */
export function computeOrderFills(fills: readonly Fill[]): Pick<Order, "filledQuantity" | "averagePrice" | "fees"> {
  const quantity = computeFilledQuantity(fills);
  const notional = Decimal.sum(fills.map((fill) => Decimal.parse(fill.price).mul(Decimal.parse(fill.quantity))));
  const fees = new Map<Asset, Decimal>();
  for (const { fee } of fills) {
    fees.set(fee.asset, (fees.get(fee.asset) ?? Decimal.ZERO).add(Decimal.parse(fee.amount)));
  }
  return {
    filledQuantity: quantity.toString(),
    averagePrice: quantity.isZero ? null : notional.div(quantity, AVERAGE_SCALE, "halfEven").toString(),
    fees: [...fees].map(([asset, amount]): { asset: Asset; amount: DecimalString } => ({
      asset,
      amount: amount.toString(),
    })),
  };
}
