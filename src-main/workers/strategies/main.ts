// The thread of one profile's strategies: reckons what they say of the market that it is asked about, and what a person looks at beside it.
import { parentPort } from "node:worker_threads";
import type { LookAnswer, LookRequest } from "#engine/ports/market-look-worker.ts";
import { computeFeatureColumns } from "#engine/signals/compute-feature-columns.ts";
import { computeShuffleReading } from "#engine/signals/compute-shuffle-reading.ts";
import { readMarket } from "#engine/signals/read-market.ts";
import type { StrategiesReply, StrategiesRequest } from "./protocol.ts";

const port = parentPort;
if (port === null) throw new Error("This file is the entry of a worker thread");

function look(request: LookRequest): LookAnswer {
  if (request.kind === "noise") {
    return { kind: "noise", reading: computeShuffleReading(request.closes, request.seed) };
  }
  return { kind: "features", ...computeFeatureColumns(request.hourly, request.names, request.bars) };
}

function answer(asked: StrategiesRequest): StrategiesReply["answer"] {
  const { kind, request } = asked;
  try {
    return kind === "evaluate" ? { kind: "read", reading: readMarket(request) } : look(request);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const where = kind === "evaluate" ? `The strategies failed on ${request.symbol}` : "A look at a market failed";
    return { kind: "failed", why: `${where}: ${problem}.` };
  }
}

port.on("message", (asked: StrategiesRequest) => {
  const reply: StrategiesReply = { id: asked.id, answer: answer(asked) };
  port.postMessage(reply);
});
