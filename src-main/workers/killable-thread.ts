// How is a thread asked one question after the other, and what when it is stuck, broken, out of memory or gone?
import { Worker } from "node:worker_threads";
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Clock } from "#engine/ports/clock.ts";
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";
import type { ThreadReply, ThreadRequest } from "./thread-protocol.ts";

/** Every answer takes far less, the thread's start included: only what is stuck is silent for so long. */
const STUCK_AFTER: DurationMs = 10 * SECOND_MS;

/** `why` is one plain sentence. */
export interface ThreadFailure {
  readonly kind: "failed";
  readonly why: string;
}

/** What is needed of a worker (or of a stand-in for one). */
export interface ThreadWorker<Question, Answer> {
  postMessage(request: ThreadRequest<Question>): void;
  on(event: "message", listener: (reply: ThreadReply<Answer>) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "exit", listener: () => void): unknown;
  terminate(): Promise<unknown>;
}

/** A thread that only reckons. `entry` is `workerUrl(...)`; without `heapMb` it has the program's own limit. */
export function startThread<Question, Answer>(
  entry: URL,
  { name, heapMb }: { readonly name: string; readonly heapMb?: number },
): ThreadWorker<Question, Answer> {
  const worker = new Worker(entry, {
    name,
    // Flags and secrets of the environment are none of its business.
    env: {},
    execArgv: [],
    ...(heapMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: heapMb } }),
  });
  // Whoever waits for an answer keeps the program alive by the time limit; the thread itself must not.
  worker.unref();
  return worker;
}

export interface KillableThreadOptions<Question, Answer> {
  readonly start: () => ThreadWorker<Question, Answer>;
  readonly clock: Clock;
  /** Begins every sentence about it: `The solver was`, `The strategies were`. */
  readonly words: { readonly name: string; readonly was: "was" | "were" };
  /**
   * How long it rests after so many failures in a row, the last entry for all that follow; until then every question fails at once.
   * Absent: it never rests.
   */
  readonly rests?: readonly DurationMs[];
  /** What is otherwise for some questions. */
  readonly bounds?: (question: Question) => QuestionBounds;
}

export interface QuestionBounds {
  /** Silence for so long is being stuck; 10 s unless said. */
  readonly mostMs?: DurationMs;
  /** False: after its failure the thread does not rest. */
  readonly rests?: boolean;
}

/** Started by the first question and kept warm; ended after any failure, and started anew by the next question once it has rested. */
export class KillableThread<Question, Answer extends { readonly kind: string }> implements Stoppable {
  readonly #options: KillableThreadOptions<Question, Answer>;
  #worker: ThreadWorker<Question, Answer> | null = null;
  #asked: {
    readonly id: number;
    readonly rests: boolean;
    readonly settle: (answer: Answer | ThreadFailure) => void;
  } | null = null;
  #lastId = 0;
  #queue: Promise<unknown> = Promise.resolve();
  #failures = 0;
  /** Why it failed last, and until when it rests (monotonic). */
  #resting: { readonly why: string; readonly untilMs: number } | null = null;
  #disposed = false;

  constructor(options: KillableThreadOptions<Question, Answer>) {
    this.#options = options;
  }

  /**
   * One after the other: the thread does one thing at a time, and the limit counts from its own start. Rejects with the signal's reason
   * when aborted, and in no other case.
   */
  ask(question: Question, signal?: AbortSignal): Promise<Answer | ThreadFailure> {
    const turn = this.#queue.then(() => {
      signal?.throwIfAborted();
      return this.#ask(question, signal);
    });
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#kill(this.#sentence("stopped"));
  }

  #ask(question: Question, signal: AbortSignal | undefined): Promise<Answer | ThreadFailure> {
    const { clock, words } = this.#options;
    return new Promise((resolve, reject) => {
      const refusal = this.#refusal();
      if (refusal !== null) {
        resolve({ kind: "failed", why: refusal });
        return;
      }
      this.#lastId += 1;
      const onAbort = () => {
        // What runs cannot be asked to stop.
        reject(signal?.reason);
        void this.#kill(this.#sentence("called off"));
      };
      const { mostMs = STUCK_AFTER, rests = true } = this.#options.bounds?.(question) ?? {};
      const limit = clock.after(mostMs, () => {
        const { name, was } = words;
        void this.#fail(`${name} gave no answer within ${mostMs / SECOND_MS} s and ${was} ended.`);
      });
      const settle = (answer: Answer | ThreadFailure) => {
        this.#asked = null;
        void limit.dispose();
        signal?.removeEventListener("abort", onAbort);
        resolve(answer);
      };
      this.#asked = { id: this.#lastId, rests, settle };
      signal?.addEventListener("abort", onAbort, { once: true });
      try {
        this.#running().postMessage({ id: this.#lastId, question });
      } catch (error) {
        void this.#fail(`${words.name} cannot be started: ${messageOf(error)}.`);
      }
    });
  }

  #refusal(): string | null {
    if (this.#disposed) return this.#sentence("stopped");
    if (this.#resting === null) return null;
    const { why, untilMs } = this.#resting;
    const left = untilMs - this.#options.clock.monotonicMs();
    return left <= 0 ? null : `${why} The next try is in ${Math.ceil(left / SECOND_MS)} s.`;
  }

  #running(): ThreadWorker<Question, Answer> {
    if (this.#worker !== null) return this.#worker;
    const { start, words } = this.#options;
    const worker = start();
    this.#worker = worker;
    const gone = (why: string) => {
      if (this.#worker === worker) void this.#fail(why);
    };
    worker.on("message", ({ id, answer }) => {
      if (this.#worker !== worker || this.#asked?.id !== id) return;
      // One that failed once may have lost its memory: the next question gets a new one.
      if (isFailure(answer)) void this.#fail(answer.why);
      else {
        this.#failures = 0;
        this.#resting = null;
        this.#asked.settle(answer);
      }
    });
    worker.on("error", (error) => gone(`${words.name} ended with an error: ${error.message}.`));
    worker.on("exit", () => gone(`${words.name} ended.`));
    return worker;
  }

  async #fail(why: string): Promise<void> {
    if (this.#asked?.rests === false) {
      await this.#kill(why);
      return;
    }
    const { rests = [], clock } = this.#options;
    const rest = rests[Math.min(this.#failures, rests.length - 1)] ?? 0;
    this.#failures += 1;
    this.#resting = rest > 0 ? { why, untilMs: clock.monotonicMs() + rest } : null;
    await this.#kill(why);
  }

  async #kill(why: string): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#asked?.settle({ kind: "failed", why });
    await worker?.terminate();
  }

  #sentence(what: string): string {
    const { name, was } = this.#options.words;
    return `${name} ${was} ${what}.`;
  }
}

function isFailure(answer: { readonly kind: string }): answer is ThreadFailure {
  return answer.kind === "failed";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
