// What is one trade that a person asks for: which market, which side, and how much?
import { z } from "zod";
import { Decimal, nonNegativeDecimalSchema } from "./decimal.ts";
import { accountIdSchema, marketSymbolSchema } from "./ids.ts";
import { sideSchema } from "./order.ts";
import { tradeSignalSchema } from "./signal-position.ts";

const positive = nonNegativeDecimalSchema.refine((text) => Decimal.parse(text).isPositive, "expected more than 0");

/** `quantity`: of the base asset; `value`: in the profile's currency; `share`: of what is free to pay with, up to 1. */
const tradeSizeSchema = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("quantity"), amount: positive }),
  z.strictObject({ by: z.literal("value"), amount: positive }),
  z.strictObject({
    by: z.literal("share"),
    amount: positive.refine((text) => Decimal.parse(text).lte(Decimal.ONE), "expected at most 1"),
  }),
]);

export const tradeSchema = z.strictObject({
  symbol: marketSymbolSchema,
  side: sideSchema,
  size: tradeSizeSchema,
  /** Of the profile's; the one where it costs least unless it is named. */
  accountId: accountIdSchema.optional(),
  /** What it was made from; only the program says so. Absent: a person asked for it. */
  signal: tradeSignalSchema.optional(),
});
export type Trade = z.infer<typeof tradeSchema>;
