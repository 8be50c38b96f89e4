// What do the engine's thread and the thread of a profile's strategies say to each other?
import type { StrategyAnswer, StrategyRequest } from "#engine/ports/strategy-worker.ts";

/** One at a time: the thread is asked again only after it answered. */
export interface StrategiesRequest {
  readonly id: number;
  readonly request: StrategyRequest;
}

export interface StrategiesReply {
  readonly id: number;
  readonly answer: StrategyAnswer;
}
