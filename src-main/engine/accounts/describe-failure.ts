// What went wrong, as a code and a sentence that may be shown, journaled and logged?
import { EngineError } from "#engine/core/engine-error.ts";
import type { SecretGuard } from "#engine/ports/secret-store.ts";
import { ERROR_CODES, type ErrorCode } from "#shared/contract/errors.ts";

export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
}

/** `what` completes "The program made a mistake while …": an error nobody foresaw may quote anything, so it is not told. */
export function describeFailure(error: unknown, guard: SecretGuard, what: string): Failure {
  if (error instanceof EngineError) {
    return { code: error.code, message: guard.scrub(error.message), retryable: error.retryable };
  }
  return { code: "SYSTEM_INTERNAL", message: `The program made a mistake while ${what}.`, retryable: false };
}

/** The same error where it quotes no secret; else one in clean words, without the cause that quoted it. */
export function withoutSecrets(error: unknown, guard: SecretGuard, what: string): unknown {
  if (!(error instanceof Error) || guard.scrub(error.message) === error.message) return error;
  const { code, message, retryable } = describeFailure(error, guard, what);
  return new EngineError(code, message, { retryable });
}

/** Next step for a code of the registry or a venue's own. */
export function nextStep(code: string): string {
  return isErrorCode(code) ? ERROR_CODES[code].next : "Read the venue's own words; it is asked again.";
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}
