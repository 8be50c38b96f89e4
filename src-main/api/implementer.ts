// How does a handler begin? From the contract, with the context's type and every failure mapped, streams included.
import { implement } from "@orpc/server";
import type { Logger } from "#engine/ports/logger.ts";
import { contract } from "#shared/contract/contract.ts";
import type { ApiContext } from "./context.ts";
import { toContractError } from "./to-contract-error.ts";

export const implementer = implement(contract)
  .$context<ApiContext>()
  .use(async ({ context, next }) => {
    try {
      const result = await next();
      return isStream(result.output) ? { ...result, output: mapFailures(result.output, context.logger) } : result;
    } catch (error) {
      throw toContractError(error, context.logger);
    }
  });

function isStream(output: unknown): output is AsyncIterable<unknown> {
  return typeof output === "object" && output !== null && Symbol.asyncIterator in output;
}

async function* mapFailures(stream: AsyncIterable<unknown>, logger: Logger): AsyncGenerator<unknown, void, void> {
  try {
    yield* stream;
  } catch (error) {
    throw toContractError(error, logger);
  }
}
