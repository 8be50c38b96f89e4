// The thread of one profile's strategies: reckons what they say of the market that it is asked about.
import { parentPort } from "node:worker_threads";
import type { StrategyAnswer, StrategyRequest } from "#engine/ports/strategy-worker.ts";
import { readMarket } from "#engine/signals/read-market.ts";
import type { StrategiesReply, StrategiesRequest } from "./protocol.ts";

const port = parentPort;
if (port === null) throw new Error("This file is the entry of a worker thread");

function answer(request: StrategyRequest): StrategyAnswer {
  try {
    return { kind: "read", reading: readMarket(request) };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { kind: "failed", why: `The strategies failed on ${request.symbol}: ${problem}.` };
  }
}

port.on("message", ({ id, request }: StrategiesRequest) => {
  const reply: StrategiesReply = { id, answer: answer(request) };
  port.postMessage(reply);
});
