// What does a portfolio look like at one moment?
import { z } from "zod";
import { balanceSchema } from "./account.ts";
import { decimalStringSchema } from "./decimal.ts";
import { assetSchema, profileIdSchema } from "./ids.ts";
import { quoteStateSchema } from "./quote.ts";
import { unixMsSchema } from "./time.ts";

/** One asset of a profile. Money is in the profile's valuation currency; null means not computable, with the reason beside it. */
export const positionSchema = z.strictObject({
  asset: assetSchema,
  quantity: decimalStringSchema,
  balances: z.array(balanceSchema),
  price: decimalStringSchema.nullable(),
  priceState: quoteStateSchema.nullable(),
  priceAgeMs: z.number().int().min(0).nullable(),
  /** Why there is no price. */
  unresolved: z.string().nullable(),
  value: decimalStringSchema.nullable(),
  /** Share of the total value, 0..1. */
  weight: decimalStringSchema.nullable(),
  target: decimalStringSchema.nullable(),
  /** weight - target. */
  drift: decimalStringSchema.nullable(),
  /** Half width of the tolerance band. */
  band: decimalStringSchema.nullable(),
  /** Average cost of one unit, fees included. */
  averageCost: decimalStringSchema.nullable(),
  cost: decimalStringSchema.nullable(),
  unrealized: decimalStringSchema.nullable(),
  realized: decimalStringSchema,
  /** Price change over 24 h as a share. */
  change24h: decimalStringSchema.nullable(),
  isCash: z.boolean(),
});
export type Position = z.infer<typeof positionSchema>;

/** State of a whole portfolio; what the window draws and snapshots keep. */
export const portfolioSchema = z.strictObject({
  profileId: profileIdSchema,
  currency: assetSchema,
  ts: unixMsSchema,
  totalValue: decimalStringSchema.nullable(),
  cash: decimalStringSchema,
  /** Deposits less withdrawals at their value then. */
  netInvested: decimalStringSchema,
  realized: decimalStringSchema,
  unrealized: decimalStringSchema.nullable(),
  fees: decimalStringSchema,
  /** totalValue - netInvested. */
  totalPnl: decimalStringSchema.nullable(),
  /** Gain since 00:00 UTC, flows taken out. */
  dayPnl: decimalStringSchema.nullable(),
  dayPnlShare: decimalStringSchema.nullable(),
  /** Age of the oldest price used. */
  oldestPriceAgeMs: z.number().int().min(0).nullable(),
  state: z.enum(["live", "stale", "unresolved"]),
  positions: z.array(positionSchema),
});
export type Portfolio = z.infer<typeof portfolioSchema>;

/** One point of the equity history. `flow` is the net deposit since the point before; `held` is the value had nothing been traded. */
export const equityPointSchema = z.strictObject({
  ts: unixMsSchema,
  value: decimalStringSchema,
  flow: decimalStringSchema,
  held: decimalStringSchema.nullable(),
});
export type EquityPoint = z.infer<typeof equityPointSchema>;

export const snapshotSchema = z.strictObject({
  profileId: profileIdSchema,
  ts: unixMsSchema,
  reason: z.enum(["interval", "midnight", "beforeRebalance", "afterRebalance", "start", "history"]),
  currency: assetSchema,
  totalValue: decimalStringSchema,
  cash: decimalStringSchema,
  totalPnl: decimalStringSchema,
  netInvested: decimalStringSchema,
  /** Value had nothing been traded since the first snapshot. */
  held: decimalStringSchema.nullable(),
  breakdown: z.array(
    z.strictObject({
      asset: assetSchema,
      quantity: decimalStringSchema,
      price: decimalStringSchema,
      value: decimalStringSchema,
      weight: decimalStringSchema,
      pnl: decimalStringSchema.nullable(),
    }),
  ),
});
export type Snapshot = z.infer<typeof snapshotSchema>;
