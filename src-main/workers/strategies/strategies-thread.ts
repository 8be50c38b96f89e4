// How does the engine's thread ask the thread of one profile's strategies, and how long does that rest after it failed?
import type { Clock } from "#engine/ports/clock.ts";
import type { LookAnswer, LookRequest, MarketLookWorker } from "#engine/ports/market-look-worker.ts";
import type { StrategyAnswer, StrategyRequest, StrategyWorker } from "#engine/ports/strategy-worker.ts";
import { type DurationMs, MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";
import { KillableThread, startThread, type ThreadWorker } from "#workers/killable-thread.ts";

/** A thousand shuffles take half a second of a processor, and on a busy one many times that; nothing is decided by them, so they may. */
const LOOK_AT_MOST: DurationMs = 30 * SECOND_MS;
/** Several thousand bars with all features take a tenth of it. */
const HEAP_MB = 256;
/** The first failure may be of one market alone, so the others are still asked; one that goes on failing must not keep a core busy. */
const RESTS: readonly DurationMs[] = [0, MINUTE_MS, 2 * MINUTE_MS, 4 * MINUTE_MS, 8 * MINUTE_MS, 15 * MINUTE_MS];

/** Answered in the kind that was asked for. */
export type StrategiesQuestion =
  | { readonly kind: "evaluate"; readonly request: StrategyRequest }
  | { readonly kind: "look"; readonly request: LookRequest };
export type StrategiesAnswer = StrategyAnswer | LookAnswer;

/** A worker (or a stand-in for one) that reads markets. */
export type StrategiesWorker = ThreadWorker<StrategiesQuestion, StrategiesAnswer>;

/** `entry` is `workerUrl("strategies")`. */
export function startStrategiesWorker(entry: URL): StrategiesWorker {
  return startThread(entry, { name: "strategies", heapMb: HEAP_MB });
}

export class StrategiesThread implements StrategyWorker, MarketLookWorker {
  readonly #thread: KillableThread<StrategiesQuestion, StrategiesAnswer>;
  #disposed = false;

  constructor(start: () => StrategiesWorker, clock: Clock) {
    this.#thread = new KillableThread({
      ...{ start, clock, words: { name: "The strategies", was: "were" }, rests: RESTS },
      // What a person looks at must not keep the strategies from deciding.
      bounds: ({ kind }) => (kind === "look" ? { mostMs: LOOK_AT_MOST, rests: false } : {}),
    });
  }

  evaluate(request: StrategyRequest): Promise<StrategyAnswer> {
    // The thread answers in the kind that it was asked in.
    return this.#thread.ask({ kind: "evaluate", request }) as Promise<StrategyAnswer>;
  }

  async look(request: LookRequest, signal?: AbortSignal): Promise<LookAnswer> {
    try {
      const answer = (await this.#thread.ask({ kind: "look", request }, signal)) as LookAnswer;
      return answer.kind === "failed" && this.#disposed ? { ...answer, givenUp: true } : answer;
    } catch {
      // Only by its own signal.
      return { kind: "failed", why: "The answer is not wanted any more.", givenUp: true };
    }
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#thread.dispose();
  }
}
