// What do the engine's thread and the storage thread say to each other?
import { EngineError } from "#engine/core/engine-error.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { BackupReport, OpenReport, Repositories, StoreHealth } from "#engine/ports/repositories.ts";
import type { AppendRequest, EntryLink } from "#platform/sqlite/journal-file.ts";
import type { Sync } from "#platform/sqlite/record.ts";
import type { SnapshotCalls } from "#platform/sqlite/repositories/snapshots.ts";
import type { TransactionCalls } from "#platform/sqlite/repositories/transactions.ts";
import type { ErrorCode } from "#shared/contract/errors.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { KillMoment } from "./kill-moment.ts";

type RepositoryCalls = {
  readonly [R in Exclude<keyof Repositories, "snapshots" | "transactions">]: Sync<Repositories[R]>;
};

/** Everything that can be asked of the storage thread, by target and method. */
export interface StorageCalls extends RepositoryCalls {
  readonly journal: Omit<Sync<Journal>, "append"> & { append(request: AppendRequest): readonly EntryLink[] };
  readonly snapshots: SnapshotCalls;
  readonly transactions: TransactionCalls;
  readonly store: {
    probe(): StoreHealth;
    backup(now: UnixMs, always: boolean): BackupReport;
    acknowledgeDamage(): void;
    close(): void;
  };
}

type AnyFunction = (...args: never) => unknown;
export type CallArgs<F> = F extends (...args: infer A) => unknown ? A : never;
export type CallResult<F> = F extends AnyFunction ? ReturnType<F> : never;

export interface StorageRequest {
  readonly id: number;
  readonly target: keyof StorageCalls;
  readonly method: string;
  readonly args: readonly unknown[];
}

export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
}

export type StorageReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: WireError };

export type StorageMessage =
  | { readonly kind: "opened"; readonly report: OpenReport; readonly health: StoreHealth }
  | { readonly kind: "openFailed"; readonly error: WireError }
  | { readonly kind: "health"; readonly health: StoreHealth }
  | { readonly kind: "replies"; readonly replies: readonly StorageReply[] };

/** What the thread needs to know to open the files. */
export interface StorageThreadData {
  readonly dataFolder: string;
  readonly nowMs: number;
  readonly readOnly: boolean;
  /** Of a test start; null in ordinary use. */
  readonly killAt: KillMoment | null;
}

export function toWireError(error: EngineError): WireError {
  return { code: error.code, message: error.message, retryable: error.retryable };
}

export function fromWireError(error: WireError): EngineError {
  return new EngineError(error.code, error.message, { retryable: error.retryable });
}
