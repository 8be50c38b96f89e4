// How much may an order of unknown outcome still take? It is held back until there is proof.
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Order } from "#shared/domain/order.ts";

/** The worst case: all that is not known to be filled, at the limit. */
export function heldBack(order: Order): { readonly asset: string; readonly amount: DecimalString } {
  const [base = "", quote = ""] = order.symbol.split("/");
  const rest = Decimal.max(Decimal.ZERO, Decimal.parse(order.quantity).sub(Decimal.parse(order.filledQuantity)));
  if (order.side === "sell" || order.limitPrice === null) return { asset: base, amount: rest.toString() };
  return { asset: quote, amount: rest.mul(Decimal.parse(order.limitPrice)).toString() };
}
