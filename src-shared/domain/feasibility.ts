// What can a plan not reach at this size at these venues, and would more money help?
import { z } from "zod";
import { decimalStringSchema, nonNegativeDecimalSchema } from "./decimal.ts";
import { accountIdSchema, assetSchema, venueIdSchema } from "./ids.ts";

export const unreachableReasonSchema = z.enum([
  /** Held, but less than any order of it may be. */
  "dust",
  /** The change is smaller than the least order. */
  "minimum",
  /** The change is smaller than one lot. */
  "step",
  "noMarket",
  /** Coins or money for it lie at an account that cannot trade it, and nothing moves between venues. */
  "otherVenue",
  "bookDepth",
  "costBudget",
  "orderCap",
  "dailyTrades",
  "volatilityCeiling",
  "noPrice",
  "neverSell",
  "neverBuy",
  "pinned",
  "edited",
]);
export type UnreachableReason = z.infer<typeof unreachableReasonSchema>;

/** An amount at an account, with its value in the valuation asset (null without a price). */
const placedAmountSchema = z.strictObject({
  accountId: accountIdSchema,
  venue: venueIdSchema,
  asset: assetSchema,
  amount: nonNegativeDecimalSchema,
  value: decimalStringSchema.nullable(),
});

export const feasibilitySchema = z.strictObject({
  /** Whether every target is reached within the tolerance; never without any value. */
  complete: z.boolean(),
  unreachable: z.array(
    z.strictObject({
      asset: assetSchema,
      reason: unreachableReasonSchema,
      /** What is left of it after the plan, as a share of the portfolio and in money: positive is too much of it. */
      weight: decimalStringSchema,
      value: decimalStringSchema,
      /** Only for `otherVenue`: what lies where it cannot be used. */
      elsewhere: z.array(placedAmountSchema),
      /** One plain sentence. */
      detail: z.string(),
    }),
  ),
  /** Holdings smaller than any order of them may be. They are kept aside and hold nothing up. */
  dust: z.strictObject({
    value: decimalStringSchema,
    assets: z.array(
      placedAmountSchema.extend({
        /** Value of the smallest order that could sell it there. */
        least: decimalStringSchema,
      }),
    ),
  }),
});
export type Feasibility = z.infer<typeof feasibilitySchema>;

export const smallestDepositSchema = z.strictObject({
  /** "0" where the plan is complete as it is; null where no deposit that was tried makes it so. */
  amount: nonNegativeDecimalSchema.nullable(),
  asset: assetSchema,
  /** Where it is to be paid in; null where none helps. */
  accountId: accountIdSchema.nullable(),
  venue: venueIdSchema.nullable(),
  /** Deposits are tried in whole lots of this much. */
  lot: nonNegativeDecimalSchema,
  /** How many plans were made to find it. */
  plans: z.number().int().min(0),
  /** How it was found, or why none helps: plain sentences. */
  detail: z.string(),
});
export type SmallestDeposit = z.infer<typeof smallestDepositSchema>;
