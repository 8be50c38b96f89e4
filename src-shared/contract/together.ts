// What are all profiles together, and what could they save or earn on each other? Read only: nothing here trades.
import { z } from "zod";
import { decimalStringSchema, nonNegativeDecimalSchema } from "#shared/domain/decimal.ts";
import { accountIdSchema, assetSchema, profileIdSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { marketSourceSchema } from "#shared/domain/profile.ts";
import { unixMsSchema } from "#shared/domain/time.ts";

/** One asset over all profiles of a group. */
const exposureSchema = z.strictObject({
  asset: assetSchema,
  quantity: decimalStringSchema,
  /** Null where some profile does not know its value. */
  value: decimalStringSchema.nullable(),
  /** Of the group's value, 0..1. */
  share: decimalStringSchema.nullable(),
  isCash: z.boolean(),
  /** Who holds it, the largest part first. */
  holders: z.array(profileIdSchema),
});

/** Money of different markets or currencies is never added up. */
const groupSchema = z.strictObject({
  source: marketSourceSchema,
  currency: assetSchema,
  profiles: z.array(profileIdSchema),
  value: decimalStringSchema.nullable(),
  /** Some price that it rests on may be old or wrong. */
  valueInDoubt: z.boolean(),
  dayPnl: decimalStringSchema.nullable(),
  exposure: z.array(exposureSchema),
});

/** Of the last 30 days. */
const profileResultSchema = z.strictObject({
  profileId: profileIdSchema,
  trades: z.number().int().min(0),
  /** Sales, each counted once, and those of them that gained after fees, by the profile's cost basis. */
  sales: z.number().int().min(0),
  wins: z.number().int().min(0),
  /** Sum of those gains and losses, in the currency of the books. */
  realized: decimalStringSchema,
  /** Deposits and withdrawals taken out; null where no value is known. In the profile's currency. */
  gain: decimalStringSchema.nullable(),
});

/** Two profiles are out of their bands in opposite directions: what both would pay to trade it. */
const nettingSchema = z.strictObject({
  source: marketSourceSchema,
  currency: assetSchema,
  asset: assetSchema,
  seller: profileIdSchema,
  buyer: profileIdSchema,
  quantity: decimalStringSchema,
  feeSaved: nonNegativeDecimalSchema,
});

const side = z.strictObject({ profileId: profileIdSchema, accountId: accountIdSchema, venue: venueIdSchema });

/** The same coin on two venues. Basis points of the mean of both middle prices; `score` is the gap less all others. */
const spreadSchema = z.strictObject({
  source: marketSourceSchema,
  currency: assetSchema,
  asset: assetSchema,
  buy: side,
  sell: side,
  quantity: nonNegativeDecimalSchema,
  gap: z.number(),
  fees: z.number(),
  halfSpreads: z.number(),
  /** Null: not read, because the rest leaves too little already. */
  slippage: z.number().nullable(),
  lag: z.number(),
  score: z.number(),
  /** What the score is worth on the quantity, rounded; below 0 a loss. */
  result: decimalStringSchema,
  /** High enough without a break for 3 s. */
  proposed: z.boolean(),
});

export const togetherViewSchema = z.strictObject({
  ts: unixMsSchema,
  groups: z.array(groupSchema),
  results: z.array(profileResultSchema),
  netting: z.array(nettingSchema),
  /** The better direction of each coin that is on two venues, the best first. */
  spreads: z.array(spreadSchema),
});
export type TogetherView = z.infer<typeof togetherViewSchema>;
