// The thread of one profile's strategies: reckons what they say of the market that it is asked about.
import type { StrategyAnswer, StrategyRequest } from "#engine/ports/strategy-worker.ts";
import { readMarket } from "#engine/signals/read-market.ts";
import { serveQuestions } from "#workers/serve-questions.ts";

serveQuestions<StrategyRequest, StrategyAnswer>(
  (request) => ({ kind: "read", reading: readMarket(request) }),
  ({ symbol }) => `The strategies failed on ${symbol}`,
);
