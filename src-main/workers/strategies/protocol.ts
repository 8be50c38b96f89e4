// What do the engine's thread and the thread of a profile's strategies say to each other?
import type { LookAnswer, LookRequest } from "#engine/ports/market-look-worker.ts";
import type { StrategyAnswer, StrategyRequest } from "#engine/ports/strategy-worker.ts";

/** One at a time: the thread is asked again only after it answered. */
export type StrategiesRequest = { readonly id: number } & (
  | { readonly kind: "evaluate"; readonly request: StrategyRequest }
  | { readonly kind: "look"; readonly request: LookRequest }
);

/** Of the kind that was asked for. */
export interface StrategiesReply {
  readonly id: number;
  readonly answer: StrategyAnswer | LookAnswer;
}
