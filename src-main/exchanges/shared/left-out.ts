// Which market is left out of the prices, because the venue refuses to tell about it alone?
import { EngineError } from "#engine/core/engine-error.ts";
import type { ErrorCode } from "#shared/contract/errors.ts";

const OF_THE_MARKET: ReadonlySet<ErrorCode> = new Set(["VENUE_REJECTED", "ORDER_NOT_FOUND"]);

/** One market that was closed since the list was read must not take the others' prices away. Null for such a one. */
export async function orLeftOut<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof EngineError && OF_THE_MARKET.has(error.code)) return null;
    throw error;
  }
}
