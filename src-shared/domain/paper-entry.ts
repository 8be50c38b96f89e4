// What is followed on paper of each signal and each proposed plan, taken or not, and what came of it?
import { z } from "zod";
import { decimalStringSchema, nonNegativeDecimalSchema } from "./decimal.ts";
import { assetSchema, marketSymbolSchema, planIdSchema, signalIdSchema, venueIdSchema } from "./ids.ts";
import { sideSchema } from "./order.ts";
import { unixMsSchema } from "./time.ts";

/** So many signals and plans are named at most that come to the same entry. */
export const MOST_NAMED = 50;

/** Money is in `currency`, prices are of one unit in it. See `resources/docs/paper-ledger.md`. */
export const paperEntryRecordSchema = z.strictObject({
  id: z.string().min(1).max(200),
  /** `strategy`: a strategy, or all of them together; `rule`: a rule of the rebalancer; `proposal`: one order of a proposed plan. */
  kind: z.enum(["strategy", "rule", "proposal"]),
  /** The strategy, `mapper`, the rule, or `proposals`: what results are summed by. */
  group: z.string().min(1).max(64),
  venue: venueIdSchema,
  symbol: marketSymbolSchema,
  currency: assetSchema,
  side: sideSchema,
  at: unixMsSchema,
  price: nonNegativeDecimalSchema,
  stake: nonNegativeDecimalSchema,
  /** Of the price, on the way in and on the way out. */
  halfSpread: nonNegativeDecimalSchema,
  fee: nonNegativeDecimalSchema,
  expiresAt: unixMsSchema,
  /** False: of a bar that had closed before the program followed this market, and read back from its candles. */
  seen: z.boolean(),
  /** Signals that said it, and plans that proposed it, oldest first; one that says the same again is the same entry. */
  signalIds: z.array(signalIdSchema).max(MOST_NAMED),
  planIds: z.array(planIdSchema).max(MOST_NAMED),
  /** The approved plan that was made of it; null: nobody took it. */
  takenBy: planIdSchema.nullable(),
  /** `unpriced`: no price is known since it came. */
  state: z.enum(["open", "closed", "unpriced"]),
  end: z.enum(["expiry", "opposite", "stop", "takeProfit"]).nullable(),
  exit: z.strictObject({ at: unixMsSchema, price: nonNegativeDecimalSchema }).nullable(),
  gross: decimalStringSchema,
  costs: decimalStringSchema,
  /** gross - costs; a loss is negative. */
  result: decimalStringSchema,
});
export type PaperEntryRecord = z.infer<typeof paperEntryRecordSchema>;

/** What the entries of one market that are closed came to, also those that are no longer kept. */
export const paperTotalSchema = z.strictObject({
  group: z.string(),
  venue: venueIdSchema,
  symbol: marketSymbolSchema,
  currency: assetSchema,
  closed: z.number().int().min(0),
  wins: z.number().int().min(0),
  taken: z.number().int().min(0),
  gross: decimalStringSchema,
  costs: decimalStringSchema,
  result: decimalStringSchema,
  takenResult: decimalStringSchema,
  /** After costs: of those that gained, and of those that did not, as a positive amount. */
  gained: nonNegativeDecimalSchema,
  lost: nonNegativeDecimalSchema,
});
export type PaperTotal = z.infer<typeof paperTotalSchema>;

export const paperLedgerStateSchema = z.strictObject({
  /** When this profile's ledger began. */
  since: unixMsSchema,
  totals: z.array(paperTotalSchema),
  /** Up to which close each market's bars were read. */
  followed: z.array(z.strictObject({ venue: venueIdSchema, symbol: marketSymbolSchema, until: unixMsSchema })),
});
export type PaperLedgerState = z.infer<typeof paperLedgerStateSchema>;
