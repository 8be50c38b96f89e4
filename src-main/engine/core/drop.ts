// Which promises are not awaited, and where do their errors go?
import type { Logger } from "#engine/ports/logger.ts";

/** The one named way to not await a promise: its failure is logged with what was being done. */
export function drop(promise: Promise<unknown>, logger: Logger, what: string): void {
  promise.catch((error: unknown) => logger.error(`${what} failed`, { error }));
}
