// What is an order, and which states can it be in?
import { z } from "zod";
import { decimalStringSchema, nonNegativeDecimalSchema } from "./decimal.ts";
import {
  accountIdSchema,
  assetSchema,
  clientOrderIdSchema,
  marketSymbolSchema,
  planIdSchema,
  profileIdSchema,
  tradeIdSchema,
  venueIdSchema,
  venueOrderIdSchema,
} from "./ids.ts";
import { unixMsSchema } from "./time.ts";

export const sideSchema = z.enum(["buy", "sell"]);
export type Side = z.infer<typeof sideSchema>;

/** `limitIoc` (marketable limit, the default), `postOnly`, `limit` (good till canceled), `market` (simulation and tests; plans never send it). */
export const orderKindSchema = z.enum(["limitIoc", "postOnly", "limit", "market"]);
export type OrderKind = z.infer<typeof orderKindSchema>;

export const orderStateSchema = z.enum([
  "PLANNED",
  "DENIED",
  "SUBMITTING",
  "UNKNOWN",
  "OPEN",
  "PARTIAL",
  "CANCELING",
  "CANCEL_UNKNOWN",
  "FILLED",
  "CANCELED",
  "EXPIRED",
  "REJECTED",
  "NOT_PLACED",
  "ATTESTED",
]);
export type OrderState = z.infer<typeof orderStateSchema>;

const TERMINAL: ReadonlySet<OrderState> = new Set([
  "DENIED",
  "FILLED",
  "CANCELED",
  "EXPIRED",
  "REJECTED",
  "NOT_PLACED",
  "ATTESTED",
]);

/** Whether the order can change no more (but for an evidenced late fill, which reopens it with an alarm). */
export function isTerminal(state: OrderState): boolean {
  return TERMINAL.has(state);
}

/** One execution at the venue. Unique by (venue, symbol, tradeId). */
export const fillSchema = z.strictObject({
  venue: venueIdSchema,
  symbol: marketSymbolSchema,
  tradeId: tradeIdSchema,
  clientOrderId: clientOrderIdSchema,
  venueOrderId: venueOrderIdSchema,
  side: sideSchema,
  price: nonNegativeDecimalSchema,
  quantity: nonNegativeDecimalSchema,
  fee: z.strictObject({ asset: assetSchema, amount: decimalStringSchema }),
  liquidity: z.enum(["maker", "taker"]),
  tsEvent: unixMsSchema,
  tsInit: unixMsSchema,
});
export type Fill = z.infer<typeof fillSchema>;

/** An order as the journal knows it. */
export const orderSchema = z.strictObject({
  clientOrderId: clientOrderIdSchema,
  profileId: profileIdSchema,
  accountId: accountIdSchema,
  planId: planIdSchema,
  /** Position of the leg in the plan, from 0. */
  legIndex: z.number().int().min(0),
  venue: venueIdSchema,
  symbol: marketSymbolSchema,
  side: sideSchema,
  kind: orderKindSchema,
  quantity: nonNegativeDecimalSchema,
  limitPrice: nonNegativeDecimalSchema.nullable(),
  state: orderStateSchema,
  venueOrderId: venueOrderIdSchema.nullable(),
  filledQuantity: nonNegativeDecimalSchema,
  averagePrice: nonNegativeDecimalSchema.nullable(),
  fees: z.array(z.strictObject({ asset: assetSchema, amount: decimalStringSchema })),
  /** Reason code of a denial, rejection, unknown outcome or expiry. */
  reason: z.string().nullable(),
  /** Plain words for people: what happened and what is being done about it. */
  detail: z.string().nullable(),
  attempt: z.number().int().min(0),
  sentAt: unixMsSchema.nullable(),
  /** Until when the venue may still accept it (venue-side expiry); null where the venue has none. */
  expiresAt: unixMsSchema.nullable(),
  /** How long it may rest before it is canceled, where its leg says so; else the time that holds for all. */
  restMs: z.number().int().min(1).optional(),
  updatedAt: unixMsSchema,
});
export type Order = z.infer<typeof orderSchema>;
