// How does the engine's thread ask the thread of one profile's strategies, and how long does that rest after it failed?
import type { Clock } from "#engine/ports/clock.ts";
import type { StrategyAnswer, StrategyRequest, StrategyWorker } from "#engine/ports/strategy-worker.ts";
import { type DurationMs, MINUTE_MS } from "#shared/domain/time.ts";
import { KillableThread, startThread, type ThreadWorker } from "#workers/killable-thread.ts";

/** Several thousand bars with all features take a tenth of it. */
const HEAP_MB = 256;
/** The first failure may be of one market alone, so the others are still asked; one that goes on failing must not keep a core busy. */
const RESTS: readonly DurationMs[] = [0, MINUTE_MS, 2 * MINUTE_MS, 4 * MINUTE_MS, 8 * MINUTE_MS, 15 * MINUTE_MS];

/** A worker (or a stand-in for one) that reads markets. */
export type StrategiesWorker = ThreadWorker<StrategyRequest, StrategyAnswer>;

/** `entry` is `workerUrl("strategies")`. */
export function startStrategiesWorker(entry: URL): StrategiesWorker {
  return startThread(entry, { name: "strategies", heapMb: HEAP_MB });
}

export class StrategiesThread implements StrategyWorker {
  readonly #thread: KillableThread<StrategyRequest, StrategyAnswer>;

  constructor(start: () => StrategiesWorker, clock: Clock) {
    this.#thread = new KillableThread({ start, clock, words: { name: "The strategies", was: "were" }, rests: RESTS });
  }

  evaluate(request: StrategyRequest): Promise<StrategyAnswer> {
    return this.#thread.ask(request);
  }

  async dispose(): Promise<void> {
    await this.#thread.dispose();
  }
}
