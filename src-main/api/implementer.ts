// How does a handler begin? From the contract, with the context's type and every failure mapped, streams included.
import { implement } from "@orpc/server";
import { contract } from "#shared/contract/contract.ts";
import type { ApiContext } from "./context.ts";
import { refusal, toContractError } from "./to-contract-error.ts";

export const implementer = implement(contract)
  .$context<ApiContext>()
  .use(async ({ context, next, signal }) => {
    try {
      const result = await next();
      return isStream(result.output) ? { ...result, output: mapFailures(result.output, context, signal) } : result;
    } catch (error) {
      throw toFailure(error, context, signal);
    }
  });

/** A window that gave up its call, or went away, is no fault of anybody: nothing is logged for it. */
function toFailure(
  error: unknown,
  { logger, guard }: Pick<ApiContext, "logger" | "guard">,
  signal: AbortSignal | undefined,
) {
  if (signal?.aborted === true) return refusal("SYSTEM_CANCELED", "The call was given up before it was answered.");
  return toContractError(error, logger, guard);
}

function isStream(output: unknown): output is AsyncIterable<unknown> {
  return typeof output === "object" && output !== null && Symbol.asyncIterator in output;
}

async function* mapFailures(
  stream: AsyncIterable<unknown>,
  context: Pick<ApiContext, "logger" | "guard">,
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown, void, void> {
  try {
    yield* stream;
  } catch (error) {
    throw toFailure(error, context, signal);
  }
}
