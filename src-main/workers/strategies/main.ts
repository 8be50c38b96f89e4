// The thread of one profile's strategies: reckons what they say of the market that it is asked about, and what a person looks at beside it.
import type { LookAnswer, LookRequest } from "#engine/ports/market-look-worker.ts";
import { computeFeatureColumns } from "#engine/signals/compute-feature-columns.ts";
import { computeShuffleReading } from "#engine/signals/compute-shuffle-reading.ts";
import { readMarket } from "#engine/signals/read-market.ts";
import { serveQuestions } from "#workers/serve-questions.ts";
import type { StrategiesAnswer, StrategiesQuestion } from "./strategies-thread.ts";

function look(request: LookRequest): LookAnswer {
  if (request.kind === "noise") {
    return { kind: "noise", reading: computeShuffleReading(request.closes, request.seed) };
  }
  return { kind: "features", ...computeFeatureColumns(request.hourly, request.names, request.bars) };
}

serveQuestions<StrategiesQuestion, StrategiesAnswer>(
  ({ kind, request }) => (kind === "evaluate" ? { kind: "read", reading: readMarket(request) } : look(request)),
  ({ kind, request }) =>
    kind === "evaluate" ? `The strategies failed on ${request.symbol}` : "A look at a market failed",
);
