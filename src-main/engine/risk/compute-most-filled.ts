// How much has an order bought or sold, or may still?
import { Decimal } from "#shared/domain/decimal.ts";
import { isTerminal, type Order } from "#shared/domain/order.ts";

/** In the base asset. What a person attested may still be open at the venue: all of it counts. */
export function computeMostFilled(order: Pick<Order, "state" | "quantity" | "filledQuantity">): Decimal {
  return Decimal.parse(isTerminal(order.state) && order.state !== "ATTESTED" ? order.filledQuantity : order.quantity);
}
