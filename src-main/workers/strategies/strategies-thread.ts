// How does the engine's thread ask the thread of one profile's strategies, and what when that is stuck, broken or out of memory?
import { Worker } from "node:worker_threads";
import type { Clock } from "#engine/ports/clock.ts";
import type { LookAnswer, LookRequest, MarketLookWorker } from "#engine/ports/market-look-worker.ts";
import type { StrategyAnswer, StrategyRequest, StrategyWorker } from "#engine/ports/strategy-worker.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import type { StrategiesReply, StrategiesRequest } from "./protocol.ts";

/** One market takes a second or two, the thread's start included: only what is stuck is silent for so long. */
const STUCK_AFTER = 10 * SECOND_MS;
/** A thousand shuffles take half a second of a processor, and on a busy one many times that; nothing is decided by them, so they may. */
const LOOK_AT_MOST = 30 * SECOND_MS;
/** Several thousand bars with all features take a tenth of it. */
const HEAP_MB = 256;

type Asked =
  | { readonly kind: "evaluate"; readonly request: StrategyRequest }
  | { readonly kind: "look"; readonly request: LookRequest };

type Failed = LookAnswer & { kind: "failed" };
const STOPPED: Failed = { kind: "failed", why: "The strategies were stopped.", givenUp: true };

/** What is needed of a worker (or of a stand-in for one). */
export interface StrategiesWorker {
  postMessage(request: StrategiesRequest): void;
  on(event: "message", listener: (reply: StrategiesReply) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "exit", listener: () => void): unknown;
  terminate(): Promise<unknown>;
}

/** `entry` is `workerUrl("strategies")`. */
export function startStrategiesWorker(entry: URL): StrategiesWorker {
  const worker = new Worker(entry, {
    name: "strategies",
    // It reckons only: flags and secrets of the environment are none of its business.
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  worker.unref();
  return worker;
}

/** Started by the first question; ended and started anew after any failure. */
export class StrategiesThread implements StrategyWorker, MarketLookWorker {
  readonly #startWorker: () => StrategiesWorker;
  readonly #clock: Clock;
  #worker: StrategiesWorker | null = null;
  #asked: { readonly id: number; readonly settle: (answer: StrategiesReply["answer"]) => void } | null = null;
  readonly #waiting: (() => void)[] = [];
  #lastId = 0;
  #disposed = false;

  constructor(start: () => StrategiesWorker, clock: Clock) {
    this.#startWorker = start;
    this.#clock = clock;
  }

  evaluate(request: StrategyRequest): Promise<StrategyAnswer> {
    // The thread answers in the kind that it was asked in.
    return this.#ask({ kind: "evaluate", request }) as Promise<StrategyAnswer>;
  }

  look(request: LookRequest, signal?: AbortSignal): Promise<LookAnswer> {
    return this.#ask({ kind: "look", request }, signal) as Promise<LookAnswer>;
  }

  /** In the order of asking. The time limit begins with a question's turn: waiting behind another is not silence. */
  #ask(asked: Asked, signal?: AbortSignal): Promise<StrategiesReply["answer"]> {
    return new Promise((resolve) => {
      const start = () => this.#start(asked, signal, resolve);
      if (this.#asked === null) start();
      else this.#waiting.push(start);
    });
  }

  #start(asked: Asked, signal: AbortSignal | undefined, resolve: (answer: StrategiesReply["answer"]) => void): void {
    if (this.#disposed || signal?.aborted === true) {
      resolve(this.#disposed ? STOPPED : { kind: "failed", why: "The answer is not wanted any more.", givenUp: true });
      this.#waiting.shift()?.();
      return;
    }
    this.#lastId += 1;
    const id = this.#lastId;
    const most = asked.kind === "look" ? LOOK_AT_MOST : STUCK_AFTER;
    const limit = this.#clock.after(most, () => {
      const why = `The strategies gave no answer within ${most / SECOND_MS} s and were ended.`;
      void this.#kill({ kind: "failed", why });
    });
    const settle = (answer: StrategiesReply["answer"]) => {
      this.#asked = null;
      void limit.dispose();
      resolve(answer);
      this.#waiting.shift()?.();
    };
    this.#asked = { id, settle };
    try {
      this.#running().postMessage({ id, ...asked });
    } catch (error) {
      settle({ kind: "failed", why: `The strategies cannot be started: ${messageOf(error)}.` });
    }
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#kill(STOPPED);
  }

  #running(): StrategiesWorker {
    if (this.#worker !== null) return this.#worker;
    const worker = this.#startWorker();
    this.#worker = worker;
    const gone = (why: string) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#asked?.settle({ kind: "failed", why });
    };
    worker.on("message", ({ id, answer }) => {
      if (this.#asked?.id === id) this.#asked.settle(answer);
    });
    worker.on("error", (error) => gone(`The strategies ended with an error: ${error.message}.`));
    worker.on("exit", () => gone("The strategies ended."));
    return worker;
  }

  async #kill(answer: Failed): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#asked?.settle(answer);
    await worker?.terminate();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
