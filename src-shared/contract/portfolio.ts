// What may the window ask about a portfolio?
import { z } from "zod";
import { decimalStringSchema } from "#shared/domain/decimal.ts";
import { assetSchema } from "#shared/domain/ids.ts";
import { equityPointSchema, portfolioSchema } from "#shared/domain/portfolio.ts";
import { consensusPriceSchema } from "#shared/domain/quote.ts";
import { unixMsSchema } from "#shared/domain/time.ts";
import { transactionSchema } from "#shared/domain/transaction.ts";
import { forProfile, procedure, stream } from "./base.ts";

export const periodSchema = z.enum(["1d", "1w", "1m", "90d", "1y", "all"]);

export const equitySchema = z.strictObject({
  period: periodSchema,
  from: unixMsSchema,
  points: z.array(equityPointSchema),
  /** Gain over the period with flows taken out, and as a time-weighted share; null where not computable. */
  gain: decimalStringSchema.nullable(),
  timeWeighted: decimalStringSchema.nullable(),
  /** Value now less the value had nothing been traded since the period's start. */
  againstHolding: decimalStringSchema.nullable(),
  maxDrawdown: decimalStringSchema.nullable(),
});

export const assetDetailSchema = z.strictObject({
  asset: assetSchema,
  /** Newest first. */
  transactions: z.array(transactionSchema),
  /** The price used and where it came from; null with the position's `unresolved` reason. */
  price: consensusPriceSchema.nullable(),
  reconciliation: z.strictObject({
    venueQuantity: decimalStringSchema,
    booksQuantity: decimalStringSchema,
    difference: decimalStringSchema,
    likelyCause: z.string().nullable(),
  }),
});

export const portfolioContract = {
  get: procedure.input(forProfile).output(portfolioSchema),
  /** At most four times a second. */
  watch: procedure.input(forProfile).output(stream(portfolioSchema, portfolioSchema)),
  equity: procedure.input(forProfile.extend({ period: periodSchema })).output(equitySchema),
  assetDetail: procedure.input(forProfile.extend({ asset: assetSchema })).output(assetDetailSchema),
  /** Closing values of the last 7 days per held asset in the profile's currency, oldest first: the sparklines. */
  sparklines: procedure
    .input(forProfile)
    .output(z.array(z.strictObject({ asset: assetSchema, values: z.array(decimalStringSchema) }))),
  /** Reads balances from the venues now. */
  sync: procedure.input(forProfile).output(portfolioSchema),
};
