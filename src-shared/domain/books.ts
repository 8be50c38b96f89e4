// How are the books reckoned, what is in them beside transactions, and how complete are they?
import { z } from "zod";
import { decimalStringSchema } from "./decimal.ts";
import {
  accountIdSchema,
  assetSchema,
  batchIdSchema,
  bookChangeIdSchema,
  profileIdSchema,
  transactionIdSchema,
} from "./ids.ts";
import { unixMsSchema } from "./time.ts";

/** Which lot a sale takes first: the oldest, the newest, the one of the highest unit price without fee, or a share of all at their average. */
export const costBasisMethodSchema = z.enum(["fifo", "lifo", "hifo", "average"]);
export type CostBasisMethod = z.infer<typeof costBasisMethodSchema>;

/** Whether an asset's lots are one pool over all accounts of the profile, or one pool an account. */
export const poolingSchema = z.enum(["profile", "account"]);
export type Pooling = z.infer<typeof poolingSchema>;

export const costBasisSchema = z.strictObject({ method: costBasisMethodSchema, pooling: poolingSchema });
export type CostBasis = z.infer<typeof costBasisSchema>;
export const DEFAULT_COST_BASIS: CostBasis = { method: "average", pooling: "profile" };

/** Units that came in together and are not all gone. Money is in the currency of the books. */
export const lotSchema = z.strictObject({
  /** The entry that brought them; two lots of one entry differ in account. */
  transactionId: transactionIdSchema,
  accountId: accountIdSchema,
  asset: assetSchema,
  acquiredAt: unixMsSchema,
  /** What is left of it, and what that cost with fees; null where the cost is not known. */
  quantity: decimalStringSchema,
  cost: decimalStringSchema.nullable(),
});
export type Lot = z.infer<typeof lotSchema>;

/** A part of a sale that one lot paid for. `gain` = proceeds - cost - fee. */
export const disposalSchema = z.strictObject({
  /** The entry that took the units, and the one that had brought them (null under average cost: a pool has no single one). */
  transactionId: transactionIdSchema,
  lotId: transactionIdSchema.nullable(),
  accountId: accountIdSchema,
  asset: assetSchema,
  quantity: decimalStringSchema,
  /** Null under average cost. */
  acquiredAt: unixMsSchema.nullable(),
  disposedAt: unixMsSchema,
  /** Before the fee; zero for units that left for nothing. */
  proceeds: decimalStringSchema,
  cost: decimalStringSchema,
  fee: decimalStringSchema,
  gain: decimalStringSchema,
  /** Whole days (24 h) between; null under average cost. */
  holdingDays: z.number().int().min(0).nullable(),
});
export type Disposal = z.infer<typeof disposalSchema>;

/** Something that the books cannot explain. It is listed and waits for an answer, never guessed. */
export const bookGapSchema = z.strictObject({
  transactionId: transactionIdSchema,
  accountId: accountIdSchema,
  asset: assetSchema,
  ts: unixMsSchema,
  kind: z.enum(["soldMoreThanHeld", "unknownCost", "unknownProceeds"]),
  quantity: decimalStringSchema,
  message: z.string(),
});
export type BookGap = z.infer<typeof bookGapSchema>;

/**
 * A decision about entries, kept for ever: `retract` takes entries out of the reckoning, `restore` puts them back; `pair` says that a
 * withdrawal and a deposit are one transfer between own accounts, `part` that they are not. The newest decision about an entry counts.
 * `batch` decides nothing: it says when a file was taken in, and its name.
 */
export const bookChangeSchema = z
  .strictObject({
    id: bookChangeIdSchema,
    profileId: profileIdSchema,
    ts: unixMsSchema,
    kind: z.enum(["retract", "restore", "pair", "part", "batch"]),
    /** For `pair` and `part`: the withdrawal, then the deposit. For `batch` none: entries name their batch themselves. */
    transactionIds: z.array(transactionIdSchema).max(100_000),
    /** Where it undoes or repeats a whole import; for `batch` the import. */
    batchId: batchIdSchema.nullable(),
    /** For `batch` the name of the file. */
    reason: z.string().min(1).max(500),
  })
  .refine(({ kind, transactionIds }) => (kind === "batch") === (transactionIds.length === 0), {
    path: ["transactionIds"],
    error: "expected the entries that it is about",
  });
export type BookChange = z.infer<typeof bookChangeSchema>;

/** Entries that came in together, from a file or by hand: what is undone together. */
export const bookBatchSchema = z.strictObject({
  batchId: batchIdSchema,
  source: z.enum(["import", "manual"]),
  /** Of the file; null by hand, and where it was not written down. */
  name: z.string().nullable(),
  /** When it came in; null where it was not written down. */
  ts: unixMsSchema.nullable(),
  entries: z.number().int().min(1),
  /** Entries of it that do not count now, and of these the ones that were taken out: the others have been corrected. */
  setAside: z.number().int().min(0),
  takenOut: z.number().int().min(0),
  /** Times of its entries. */
  from: unixMsSchema,
  until: unixMsSchema,
  accounts: z.array(accountIdSchema).min(1),
});
export type BookBatch = z.infer<typeof bookBatchSchema>;

/** Where an interrupted reading of a venue's list goes on. */
export const historyPlaceSchema = z.strictObject({
  /** What is later was not in the list yet when it was begun. */
  startedAt: unixMsSchema,
  since: unixMsSchema,
  /** The venue's own words. */
  token: z.string().nullable(),
  /** The earliest row so far that was not done yet. */
  pending: unixMsSchema.nullable(),
  /** How many rows so far were told by nothing else. */
  unexplained: z.number().int().min(0),
});
export type HistoryPlace = z.infer<typeof historyPlaceSchema>;

/** What was read from where: "trades from 2024-03-01 to now, complete". */
export const coverageSchema = z.strictObject({
  profileId: profileIdSchema,
  accountId: accountIdSchema,
  source: z.enum(["fills", "deposits", "withdrawals", "ledger"]),
  /** Nothing is known from before. */
  from: unixMsSchema,
  /** Everything is known up to here. */
  until: unixMsSchema,
  /** Whether nothing between them is missing. */
  complete: z.boolean(),
  /** Where an interrupted reading goes on: a `historyPlaceSchema` as JSON; null where none was interrupted. */
  resume: z.string().max(4_000).nullable(),
  /** Why it is not complete, in one sentence. */
  problem: z.string().max(500).nullable(),
  entries: z.number().int().min(0),
});
export type Coverage = z.infer<typeof coverageSchema>;
