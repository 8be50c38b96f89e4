// What is held because of a signal, and which trade came from one?
import { z } from "zod";
import { decimalStringSchema, nonNegativeDecimalSchema } from "./decimal.ts";
import { assetSchema, signalIdSchema } from "./ids.ts";
import { unixMsSchema } from "./time.ts";

const exitKindSchema = z.enum(["stopLoss", "trailing", "takeProfit", "timeStop", "risk"]);

/** What a plan's one trade was made from: it opens, adds to, lowers or closes the position of `asset`. */
export const tradeSignalSchema = z.strictObject({
  id: signalIdSchema,
  /** Rule and version of the signal. */
  rule: z.string(),
  asset: assetSchema,
  confidence: decimalStringSchema,
  /** Of an exit: why, and how many rungs of the take-profit ladder are sold with it. Absent in an entry. */
  exit: z.strictObject({ kind: exitKindSchema, rungs: z.number().int().min(0) }).optional(),
});
export type TradeSignal = z.infer<typeof tradeSignalSchema>;

/** One asset's open position from signals. Prices are in the profile's currency, as its fills made them; fees are not in them. */
export const signalPositionSchema = z.strictObject({
  asset: assetSchema,
  /** The signal that opened it. */
  signalId: signalIdSchema,
  rule: z.string(),
  openedAt: unixMsSchema,
  /** Average over everything that was bought for it. */
  entryPrice: nonNegativeDecimalSchema,
  quantity: nonNegativeDecimalSchema,
  boughtQuantity: nonNegativeDecimalSchema,
  /** Highest price that the journal knows of since the entry: what the trailing stop hangs on. */
  highest: nonNegativeDecimalSchema,
  rungsTaken: z.number().int().min(0),
  confidenceAtEntry: decimalStringSchema,
});
export type SignalPosition = z.infer<typeof signalPositionSchema>;

/** An open position with the levels at which it is left, its risk with its parts (0..1), and what is due now. */
export const positionReadingSchema = signalPositionSchema.extend({
  /** Null while no price is fresh enough: then nothing is due either. */
  price: decimalStringSchema.nullable(),
  stop: nonNegativeDecimalSchema,
  stopKind: z.enum(["stopLoss", "trailing"]),
  /** Prices of the take-profit rungs that are left, lowest first. */
  rungs: z.array(nonNegativeDecimalSchema),
  leaveAt: unixMsSchema.nullable(),
  risk: z.strictObject({
    parts: z.array(z.strictObject({ name: z.string(), value: z.number().min(0).max(1) })),
    value: z.number().min(0).max(1),
    because: z.string(),
    advice: z.enum(["exit", "halve", "addWithinLimits", "keep"]),
  }),
  due: z
    .strictObject({ kind: exitKindSchema, quantity: nonNegativeDecimalSchema, rungs: z.number().int().min(0) })
    .nullable(),
});
export type PositionReading = z.infer<typeof positionReadingSchema>;
