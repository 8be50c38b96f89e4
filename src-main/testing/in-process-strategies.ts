// What stands for the thread of a profile's strategies in tests? The same reckoning, here and now.
import type { StrategyWorker } from "#engine/ports/strategy-worker.ts";
import { readMarket } from "#engine/signals/read-market.ts";

export const inProcessStrategies: StrategyWorker = {
  evaluate: async (request) => ({ kind: "read", reading: readMarket(request) }),
  dispose: async () => {},
};
