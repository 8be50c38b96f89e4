// Which orders does someone want to see, and in which of four plain phases is an order?
import { z } from "zod";
import { Decimal } from "./decimal.ts";
import { accountIdSchema, marketSymbolSchema, planIdSchema, venueIdSchema } from "./ids.ts";
import { isTerminal, type Order, sideSchema } from "./order.ts";

/** `open`: under way; `unknown`: its outcome or that of its cancel is not known; `filled`: wholly; `notFilled`: over, with a rest or without any fill. */
export const orderPhaseSchema = z.enum(["open", "unknown", "filled", "notFilled"]);
export type OrderPhase = z.infer<typeof orderPhaseSchema>;

export function orderPhase(order: Pick<Order, "state" | "quantity" | "filledQuantity">): OrderPhase {
  if (order.state === "UNKNOWN" || order.state === "CANCEL_UNKNOWN") return "unknown";
  if (!isTerminal(order.state)) return "open";
  return Decimal.parse(order.filledQuantity).gte(Decimal.parse(order.quantity)) ? "filled" : "notFilled";
}

/** All that is given must hold. Fills have no phase of their own: theirs is their order's. */
export const orderFilterSchema = z.strictObject({
  phase: orderPhaseSchema.optional(),
  accountId: accountIdSchema.optional(),
  venue: venueIdSchema.optional(),
  symbol: marketSymbolSchema.optional(),
  side: sideSchema.optional(),
  planId: planIdSchema.optional(),
  /** A part of an id of ours or the venue's, a symbol, a reason or what is said of it; capitals do not matter. */
  text: z.string().trim().min(1).max(100).optional(),
});
export type OrderFilter = z.infer<typeof orderFilterSchema>;

/** The most orders or fills that one page may hold. */
export const MAX_ORDER_PAGE = 1_000;

/** `more`: further texts to look in, as the ids of a fill. */
export function matchesOrderFilter(order: Order, filter: OrderFilter, more: readonly string[] = []): boolean {
  if (filter.phase !== undefined && orderPhase(order) !== filter.phase) return false;
  if (filter.accountId !== undefined && order.accountId !== filter.accountId) return false;
  if (filter.venue !== undefined && order.venue !== filter.venue) return false;
  if (filter.symbol !== undefined && order.symbol !== filter.symbol) return false;
  if (filter.side !== undefined && order.side !== filter.side) return false;
  if (filter.planId !== undefined && order.planId !== filter.planId) return false;
  if (filter.text === undefined) return true;
  const wanted = filter.text.toLowerCase();
  const texts = [order.clientOrderId, order.venueOrderId, order.symbol, order.reason, order.detail, ...more];
  return texts.some((text) => text?.toLowerCase().includes(wanted) === true);
}
