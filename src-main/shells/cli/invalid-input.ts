// How does a command say that an argument or a file is wrong?
import { EngineError } from "#engine/core/engine-error.ts";

/** `path`: the argument or field that is wrong. */
export function invalidInput(path: string, message: string, cause?: unknown): EngineError {
  return new EngineError("INPUT_INVALID", message, { cause, data: { path } });
}
