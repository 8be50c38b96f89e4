// How does a failure reach the window? Every one becomes a typed error of the registry here, and nowhere else.
import { ORPCError, ValidationError } from "@orpc/server";
import { EngineError } from "#engine/core/engine-error.ts";
import { scrubJson } from "#engine/core/scrub-json.ts";
import { Stopped } from "#engine/core/stopped.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { SecretGuard } from "#engine/ports/secret-store.ts";
import type { ErrorData } from "#shared/contract/base.ts";
import { ERROR_CODES, type ErrorCode } from "#shared/contract/errors.ts";

type ContractError = ORPCError<ErrorCode, ErrorData>;

/** One wrong field as zod tells it. */
interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

const MAX_CONTEXT_TEXT = 200;

/** Mistakes of the program are logged with their cause and told without it: an unknown error may quote anything. */
export function toContractError(error: unknown, logger: Logger, guard: Pick<SecretGuard, "scrub">): ContractError {
  if (error instanceof EngineError) return fromEngineError(error, logger, guard);
  if (error instanceof Stopped) return make("SYSTEM_STOPPING", error.message, { retryable: true });
  if (error instanceof ORPCError) return fromTransportError(error, logger);
  return programMistake(error, logger);
}

function fromEngineError(error: EngineError, logger: Logger, guard: Pick<SecretGuard, "scrub">): ContractError {
  if (error.code === "SYSTEM_INTERNAL") logger.error("A call failed", { error });
  const { path, ...context } = error.data;
  return make(error.code, guard.scrub(error.message), {
    ...(typeof path === "string" ? { path } : {}),
    retryable: error.retryable,
    ...(Object.keys(context).length > 0 ? { context: scrubJson(toTexts(context), guard) } : {}),
  });
}

/** What oRPC itself throws: input or output that does not fit, or an error that was mapped already. */
function fromTransportError(error: ORPCError<string, unknown>, logger: Logger): ContractError {
  // A code of the registry was put there by this file: it is mapped already.
  if (Object.hasOwn(ERROR_CODES, error.code)) return error as ContractError;
  if (error.code === "BAD_REQUEST") {
    const [issue] = error.cause instanceof ValidationError ? error.cause.issues : [];
    return issue === undefined
      ? make("INPUT_INVALID", "The message could not be read.", { retryable: false })
      : fromIssue(issue);
  }
  return programMistake(error, logger);
}

function fromIssue(issue: Issue): ContractError {
  const path = (issue.path ?? []).map((part) => String(typeof part === "object" ? part.key : part)).join(".");
  const where = path === "" ? "The input" : `Field ${shorten(path)}`;
  return make("INPUT_INVALID", `${where}: ${shorten(issue.message)}.`, {
    ...(path === "" ? {} : { path: shorten(path) }),
    retryable: false,
  });
}

function programMistake(error: unknown, logger: Logger): ContractError {
  logger.error("A call failed in a way that nobody foresaw", { error });
  return make("SYSTEM_INTERNAL", "The program made a mistake; its log says more.", { retryable: false });
}

/** A refusal as a typed error, for handlers and bridges that refuse before the engine is asked. */
export function refusal(code: ErrorCode, message: string, path?: string): ContractError {
  return make(code, message, { ...(path === undefined ? {} : { path }), retryable: false });
}

function make(code: ErrorCode, message: string, data: ErrorData): ContractError {
  return new ORPCError(code, { defined: true, message, data });
}

function toTexts(context: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(context).map(([name, value]) => [name, shorten(toText(value))]));
}

function toText(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

function shorten(text: string): string {
  return text.length > MAX_CONTEXT_TEXT ? `${text.slice(0, MAX_CONTEXT_TEXT)}…` : text;
}
