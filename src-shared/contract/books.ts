// What may the window ask about the books?
import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import {
  bookBatchSchema,
  bookGapSchema,
  costBasisSchema,
  coverageSchema,
  disposalSchema,
  lotSchema,
} from "#shared/domain/books.ts";
import { decimalStringSchema } from "#shared/domain/decimal.ts";
import { derivationSchema } from "#shared/domain/derivation.ts";
import { accountIdSchema, assetSchema, batchIdSchema, transactionIdSchema } from "#shared/domain/ids.ts";
import { manualEntrySchema } from "#shared/domain/manual-entry.ts";
import { reconciliationFixSchema, reconciliationLineSchema } from "#shared/domain/reconciliation.ts";
import { unixMsSchema } from "#shared/domain/time.ts";
import { transactionSchema } from "#shared/domain/transaction.ts";
import {
  MAX_TRANSACTION_PAGE,
  transactionCursorSchema,
  transactionFilterSchema,
} from "#shared/domain/transaction-filter.ts";
import { done, forProfile, procedure, stream } from "./base.ts";
import { periodSchema } from "./portfolio.ts";

const sums = { realized: decimalStringSchema, fees: decimalStringSchema };

/** Money in the currency of the books, which is not always the one that is shown. */
export const bookSummarySchema = z.strictObject({
  currency: assetSchema,
  costBasis: costBasisSchema,
  /** Entries that count, and those that a correction or a decision took out. */
  entries: z.number().int().min(0),
  setAside: z.number().int().min(0),
  realized: decimalStringSchema,
  netInvested: decimalStringSchema,
  netInvestedKnown: z.boolean(),
  income: decimalStringSchema,
  withdrawnGain: decimalStringSchema,
  fees: decimalStringSchema,
  byAsset: z.array(z.strictObject({ asset: assetSchema, ...sums })),
  byAccount: z.array(z.strictObject({ accountId: accountIdSchema, ...sums })),
  /** UTC years, oldest first. */
  byYear: z.array(z.strictObject({ year: z.number().int(), ...sums })),
  gaps: z.array(bookGapSchema),
});

/** An entry, and what became of it. */
export const bookRowSchema = z.strictObject({
  transaction: transactionSchema,
  /** Null while it counts; else why it does not. */
  setAside: z.string().nullable(),
  /** The other half of a transfer between own accounts. */
  pairedWith: transactionIdSchema.nullable(),
});

const performanceFigure = z.strictObject({
  /** Null where it is not computable, for the reason beside it. */
  value: z.string().nullable(),
  reason: z.string().nullable(),
});

/** Figures of a period. Shares are plain numbers as text: 0.1 is ten percent. start + flows + gain = end. */
export const performanceSchema = z.strictObject({
  period: periodSchema,
  from: unixMsSchema,
  until: unixMsSchema,
  start: decimalStringSchema,
  flows: decimalStringSchema,
  gain: decimalStringSchema,
  end: decimalStringSchema,
  /** Gain / (start + flows, where flows are above 0; else start). */
  gainShare: performanceFigure,
  timeWeighted: performanceFigure,
  /** `value` of the one rate; where there are several, all of them stand in the reason. */
  moneyWeighted: performanceFigure,
  maxDrawdown: performanceFigure,
  cagr: performanceFigure,
  volatility: performanceFigure,
  sharpe: performanceFigure,
  sortino: performanceFigure,
  calmar: performanceFigure,
  hitRate: performanceFigure,
  /** After `from` up to `until`, at the values of then. */
  trades: z.number().int().min(0),
  /** Value traded, each trade counted once, / average value: 2 is the whole portfolio sold and bought anew. */
  turnover: performanceFigure,
  /** Money: fees less rebates. */
  fees: performanceFigure,
  /** Trades and fees whose value is not known: they are in neither. */
  unvalued: z.number().int().min(0),
  /** The same money in BTC alone: one value for each point of the equity curve's period; null where a price is missing. */
  allInBtc: z.array(z.strictObject({ ts: unixMsSchema, value: decimalStringSchema.nullable() })),
});

/** A unit of the PnL calendar; start + flows + gain = end. */
export const calendarCellSchema = z.strictObject({
  from: unixMsSchema,
  until: unixMsSchema,
  start: decimalStringSchema,
  flows: decimalStringSchema,
  gain: decimalStringSchema,
  end: decimalStringSchema,
});

const problemSchema = z.strictObject({
  line: z.number().int().min(0),
  column: z.string().nullable(),
  expected: z.string(),
  got: z.string(),
  whatToDo: z.string(),
});
const remarkSchema = z.strictObject({ line: z.number().int().min(0), reason: z.string() });

/** What an import would do; nothing has been taken in yet. */
export const importPreviewSchema = z.strictObject({
  /** Name of the format for people; null where the file is of none that is known. */
  format: z.string().nullable(),
  entries: z.number().int().min(0),
  /** Entries that the books have already. */
  known: z.number().int().min(0),
  covers: z.strictObject({ from: unixMsSchema, until: unixMsSchema }).nullable(),
  /** The first twenty that would be new. */
  sample: z.array(transactionSchema.omit({ profileId: true })),
  /** New ones that look like an entry from another source. */
  likelyDuplicates: z.array(
    z.strictObject({ known: transactionSchema, fresh: transactionSchema.omit({ profileId: true }) }),
  ),
  skipped: z.array(remarkSchema),
  flagged: z.array(remarkSchema),
  /** One is enough: then nothing of the file can be taken in. */
  problems: z.array(problemSchema),
  moreProblems: z.number().int().min(0),
});

const effect = z.strictObject({
  realized: decimalStringSchema,
  openCost: decimalStringSchema.nullable(),
  openLots: z.number().int().min(0),
});
const effects = { before: effect, after: effect };

export const methodComparisonSchema = z.strictObject({
  from: costBasisSchema,
  to: costBasisSchema,
  byAsset: z.array(z.strictObject({ asset: assetSchema, ...effects })),
  inAll: z.strictObject(effects),
  byYear: z.array(z.strictObject({ year: z.number().int(), before: decimalStringSchema, after: decimalStringSchema })),
});

const uploadId = z.uuid();
/** Base64 of at most 45,000 bytes, so that a piece fits into one message. */
const piece = z.base64().max(60_000);
const changed = z.strictObject({ batchId: batchIdSchema.nullable(), added: z.number().int().min(0) });
/** A year of days. */
const MAX_BOUNDS = 367;
const isRising = (bounds: readonly number[]): boolean =>
  bounds.every((bound, index) => index === 0 || bound > (bounds[index - 1] ?? bound));
const reason = z.string().trim().min(1).max(500);

export const booksContract = {
  summary: procedure.input(forProfile).output(bookSummarySchema),
  /** Newest first. `total` is null where only reading all would tell. */
  page: procedure
    .input(
      forProfile.extend({
        filter: transactionFilterSchema,
        before: transactionCursorSchema.optional(),
        limit: z.number().int().min(1).max(MAX_TRANSACTION_PAGE),
      }),
    )
    .output(
      z.strictObject({
        rows: z.array(bookRowSchema),
        next: transactionCursorSchema.nullable(),
        total: z.number().int().min(0).nullable(),
      }),
    ),
  /** Open lots, oldest first; under average cost one for each pool. */
  lots: procedure.input(forProfile.extend({ asset: assetSchema.optional() })).output(z.array(lotSchema)),
  /** Newest first. */
  disposals: procedure
    .input(
      forProfile.extend({
        asset: assetSchema.optional(),
        accountId: accountIdSchema.optional(),
        year: z.number().int().optional(),
        offset: z.number().int().min(0),
        limit: z.number().int().min(1).max(1_000),
      }),
    )
    .output(z.strictObject({ rows: z.array(disposalSchema), total: z.number().int().min(0) })),
  /** What was read of each account's history, as it is read. */
  coverage: procedure.input(forProfile).output(stream(z.array(coverageSchema), z.array(coverageSchema))),
  /** Begins or goes on to read the whole history of the profile's accounts; returns at once. */
  readHistory: procedure.input(forProfile).output(done),
  compareMethods: procedure.input(forProfile.extend({ to: costBasisSchema })).output(methodComparisonSchema),
  setCostBasis: procedure.input(forProfile.extend({ to: costBasisSchema })).output(done),
  /** A file comes in pieces: begin, append in order, then preview and import; forgotten after a while. */
  upload: {
    begin: procedure
      .input(z.strictObject({ name: z.string().min(1).max(255), bytes: z.number().int().min(1) }))
      .output(z.strictObject({ uploadId })),
    append: procedure
      .input(z.strictObject({ uploadId, index: z.number().int().min(0), data: piece }))
      .output(z.strictObject({ received: z.number().int().min(0) })),
  },
  previewImport: procedure
    .input(
      forProfile.extend({ uploadId, accountId: accountIdSchema, zoneMinutes: z.number().int().min(-720).max(840) }),
    )
    .output(importPreviewSchema),
  /** All or nothing; rejects with INPUT_INVALID naming the first problem. Known entries add nothing. */
  applyImport: procedure
    .input(
      forProfile.extend({ uploadId, accountId: accountIdSchema, zoneMinutes: z.number().int().min(-720).max(840) }),
    )
    .output(changed),
  /** The newest 200 imports and actions by hand, newest first. */
  batches: procedure
    .input(forProfile)
    .output(z.strictObject({ rows: z.array(bookBatchSchema), total: z.number().int().min(0) })),
  /** Takes a whole batch out again, or puts it back. */
  undoBatch: procedure.input(forProfile.extend({ batchId: batchIdSchema, reason })).output(done),
  redoBatch: procedure.input(forProfile.extend({ batchId: batchIdSchema, reason })).output(done),
  addEntry: procedure.input(forProfile.extend({ entry: manualEntrySchema })).output(changed),
  /** The original stays listed and no longer counts. */
  correctEntry: procedure
    .input(forProfile.extend({ transactionId: transactionIdSchema, entry: manualEntrySchema }))
    .output(changed),
  setAside: procedure
    .input(forProfile.extend({ transactionIds: z.array(transactionIdSchema).min(1).max(200), reason }))
    .output(done),
  restore: procedure
    .input(forProfile.extend({ transactionIds: z.array(transactionIdSchema).min(1).max(200), reason }))
    .output(done),
  pair: procedure
    .input(
      forProfile.extend({ withdrawalId: transactionIdSchema, depositId: transactionIdSchema, paired: z.boolean() }),
    )
    .output(done),
  /** Venue says, books say, per account and asset. */
  reconciliation: procedure.input(forProfile).output(z.array(reconciliationLineSchema)),
  /** `difference` as it was shown: one that has changed since is refused. */
  fix: procedure
    .input(
      forProfile.extend({
        accountId: accountIdSchema,
        asset: assetSchema,
        difference: decimalStringSchema,
        fix: reconciliationFixSchema,
      }),
    )
    .output(changed),
  /** `asset` null: of the whole portfolio. */
  why: procedure
    .input(
      forProfile.extend({
        asset: assetSchema.nullable(),
        figure: z.enum(["value", "pnl", "weight", "return", "cost"]),
      }),
    )
    .output(derivationSchema),
  performance: procedure.input(forProfile.extend({ period: periodSchema })).output(performanceSchema),
  /**
   * `bounds`: where each day, week or month begins, and where the last one ends, as the asker's zone has them: a day of 23 hours is one.
   * A cell for each that holds a record, with its own two bounds.
   */
  calendar: procedure
    .input(
      forProfile.extend({ bounds: z.array(unixMsSchema).min(2).max(MAX_BOUNDS).refine(isRising, "bounds must rise") }),
    )
    .output(z.array(calendarCellSchema)),
  /** Kept records that differ from what entries and the prices kept in them give now. */
  checkSnapshots: procedure.input(forProfile).output(
    z.strictObject({
      checked: z.number().int().min(0),
      /** `reason`: why entries say something else now than when the record was taken; null where nothing explains it. */
      differences: z.array(
        z.strictObject({
          ts: unixMsSchema,
          field: z.string(),
          kept: z.string(),
          computed: z.string(),
          reason: z.string().nullable(),
        }),
      ),
      /** Found beyond those listed. */
      more: z.number().int().min(0),
      /** Past moments of which no record could be made, and why the first of them could not. */
      missing: z.number().int().min(0),
      missingReason: z.string().nullable(),
    }),
  ),
  /** Pieces of one file, in order. */
  export: procedure
    .input(
      forProfile.extend({
        kind: z.enum(["transactions", "disposals", "snapshots", "positions"]),
        format: z.enum(["csv", "json"]),
      }),
    )
    .output(eventIterator(z.string())),
};
