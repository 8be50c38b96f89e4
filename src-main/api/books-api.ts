// What may a call about the books reach? The slot of the contract file of the same name, kept apart for its size.
import type { InferContractRouterOutputs } from "@orpc/contract";
import type { TransactionPageQuery } from "#engine/ports/repositories.ts";
import type { booksContract } from "#shared/contract/books.ts";
import type {
  BookRow,
  BookSummary,
  CalendarCell,
  ImportPreview,
  MethodComparison,
  Performance,
  Period,
} from "#shared/contract/views.ts";
import type { CostBasis, Coverage, Disposal, Lot } from "#shared/domain/books.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { Derivation } from "#shared/domain/derivation.ts";
import type { AccountId, Asset, BatchId, ProfileId, TransactionId } from "#shared/domain/ids.ts";
import type { ManualEntry } from "#shared/domain/manual-entry.ts";
import type { ReconciliationFix, ReconciliationLine } from "#shared/domain/reconciliation.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { TransactionCursor } from "#shared/domain/transaction-filter.ts";
import type { StreamSource } from "./watch-stream.ts";

type MaybePromise<T> = T | Promise<T>;
type Changed = Promise<{ readonly batchId: BatchId | null; readonly added: number }>;

/** What was uploaded, and how it is to be read. */
export interface UploadedFile {
  readonly uploadId: string;
  readonly accountId: AccountId;
  readonly zoneMinutes: number;
}

/** Everything rejects with PROFILE_NOT_FOUND; what changes the books also with INPUT_INVALID or STORE_ codes, and then nothing has changed. */
export interface BooksApi {
  summary(profileId: ProfileId): MaybePromise<BookSummary>;
  page(
    profileId: ProfileId,
    query: TransactionPageQuery,
  ): Promise<{
    readonly rows: readonly BookRow[];
    readonly next: TransactionCursor | null;
    readonly total: number | null;
  }>;
  lots(profileId: ProfileId, asset: Asset | undefined): MaybePromise<readonly Lot[]>;
  disposals(
    profileId: ProfileId,
    filter: { readonly asset?: Asset; readonly accountId?: AccountId; readonly year?: number },
    range: { readonly offset: number; readonly limit: number },
  ): MaybePromise<{ readonly rows: readonly Disposal[]; readonly total: number }>;
  coverage(profileId: ProfileId): MaybePromise<StreamSource<readonly Coverage[], readonly Coverage[]>>;
  readHistory(profileId: ProfileId): MaybePromise<void>;
  compareMethods(profileId: ProfileId, to: CostBasis): MaybePromise<MethodComparison>;
  setCostBasis(profileId: ProfileId, to: CostBasis): Promise<void>;
  readonly uploads: {
    begin(name: string, bytes: number): { readonly uploadId: string };
    append(uploadId: string, index: number, piece: Uint8Array): { readonly received: number };
  };
  previewImport(profileId: ProfileId, file: UploadedFile): MaybePromise<ImportPreview>;
  applyImport(profileId: ProfileId, file: UploadedFile, signal: AbortSignal): Changed;
  batches(profileId: ProfileId): Promise<InferContractRouterOutputs<typeof booksContract>["batches"]>;
  undoBatch(profileId: ProfileId, batchId: BatchId, reason: string): Promise<void>;
  redoBatch(profileId: ProfileId, batchId: BatchId, reason: string): Promise<void>;
  addEntry(profileId: ProfileId, entry: ManualEntry, signal: AbortSignal): Changed;
  correctEntry(profileId: ProfileId, id: TransactionId, entry: ManualEntry, signal: AbortSignal): Changed;
  setAside(profileId: ProfileId, ids: readonly TransactionId[], reason: string): Promise<void>;
  restore(profileId: ProfileId, ids: readonly TransactionId[], reason: string): Promise<void>;
  pair(
    profileId: ProfileId,
    sides: { readonly withdrawalId: TransactionId; readonly depositId: TransactionId },
    paired: boolean,
  ): Promise<void>;
  reconciliation(profileId: ProfileId): MaybePromise<readonly ReconciliationLine[]>;
  fix(
    profileId: ProfileId,
    request: {
      readonly accountId: AccountId;
      readonly asset: Asset;
      readonly difference: DecimalString;
      readonly fix: ReconciliationFix;
    },
    signal: AbortSignal,
  ): Changed;
  why(profileId: ProfileId, asset: Asset | null, figure: WhyFigure): MaybePromise<Derivation>;
  performance(profileId: ProfileId, period: Period): MaybePromise<Performance>;
  calendar(profileId: ProfileId, bounds: readonly UnixMs[]): MaybePromise<readonly CalendarCell[]>;
  checkSnapshots(
    profileId: ProfileId,
  ): MaybePromise<InferContractRouterOutputs<typeof booksContract>["checkSnapshots"]>;
  export(
    profileId: ProfileId,
    kind: "transactions" | "disposals" | "snapshots" | "positions",
    format: "csv" | "json",
  ): MaybePromise<string>;
}

export type WhyFigure = "value" | "pnl" | "weight" | "return" | "cost";
