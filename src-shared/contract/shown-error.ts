// How does a failed call become words on the screen?

import { ERROR_CODES, type ErrorCode } from "./errors.ts";

/** A failure as it is shown: registered code, one plain sentence, where the fault lies. */
export interface ShownError {
  readonly code: ErrorCode | "CONNECTION_LOST";
  readonly message: string;
  readonly path?: string;
  /** The engine's own codes and numbers behind the message. */
  readonly context?: Readonly<Record<string, string>>;
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === "string" && Object.hasOwn(ERROR_CODES, code);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  // Errors cross the wire as plain objects; every field is checked before it is used.
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** Typed errors keep their code, message and place; anything else is a lost connection or a mistake of ours, and says so. */
export function toShownError(error: unknown): ShownError {
  const { code, message, data } = record(error);
  const { path, context } = record(data);
  const text = typeof message === "string" && message !== "" ? message : "The program did not answer.";
  if (isErrorCode(code)) {
    return {
      code,
      message: text,
      ...(typeof path === "string" ? { path } : {}),
      ...(typeof context === "object" && context !== null
        ? { context: context as Readonly<Record<string, string>> }
        : {}),
    };
  }
  if (code === "BAD_REQUEST") return { code: "INPUT_INVALID", message: text };
  return { code: "CONNECTION_LOST", message: "The connection to the engine was lost. It is tried again." };
}
