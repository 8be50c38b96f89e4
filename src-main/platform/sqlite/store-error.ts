// What does a driver's or file system's failure mean for the store?
import { EngineError } from "#engine/core/engine-error.ts";
import type { StoreHealth } from "#engine/ports/repositories.ts";
import type { ErrorCode } from "#shared/contract/errors.ts";

const FULL = new Set(["ENOSPC", "EDQUOT"]);
const READ_ONLY = new Set(["EROFS", "EACCES", "EPERM"]);

function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}

function storeCode(code: string): ErrorCode {
  if (code === "SQLITE_FULL" || FULL.has(code)) return "STORE_FULL";
  if (code.startsWith("SQLITE_READONLY") || READ_ONLY.has(code)) return "STORE_READ_ONLY";
  if (code.startsWith("SQLITE_CORRUPT") || code === "SQLITE_NOTADB") return "STORE_DAMAGED";
  return "STORE_FAILED";
}

const SENTENCES: Partial<Record<ErrorCode, string>> = {
  STORE_FULL: "could not be written because the disk is full",
  STORE_READ_ONLY: "could not be written because it may only be read",
  STORE_DAMAGED: "is damaged",
  STORE_FAILED: "could not be used",
};

/** The failure as an `EngineError` with a STORE_ code whose message names the file. An `EngineError` stays as it is. */
export function toStoreError(error: unknown, file: string): EngineError {
  if (error instanceof EngineError) return error;
  const driverCode = codeOf(error);
  const code = storeCode(driverCode);
  const cause = error instanceof Error ? error.message : String(error);
  const detail = driverCode === "" ? cause : `${driverCode}: ${cause}`;
  return new EngineError(code, `${file} ${SENTENCES[code]} (${detail})`, {
    retryable: code === "STORE_FULL" || code === "STORE_READ_ONLY",
    cause: error,
    data: { file, driverCode },
  });
}

/** Health of the file that failed so; null where the failure says nothing about the file. */
export function healthStateOf(code: ErrorCode): Exclude<StoreHealth["state"], "ok"> | null {
  switch (code) {
    case "STORE_FULL":
      return "full";
    case "STORE_READ_ONLY":
      return "readOnly";
    case "STORE_DAMAGED":
    case "STORE_FAILED":
      return "failed";
    default:
      return null;
  }
}

/** Runs a database call and gives its failure a code. */
export function guarded<T>(file: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw toStoreError(error, file);
  }
}
