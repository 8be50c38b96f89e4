// How is only the latest of several questions answered? One that is under way is given up for the next.
import { type ShownError, toShownError } from "#shared/contract/shown-error.ts";

export class LatestAsk {
  #running: AbortController | null = null;

  /** Gives up what is under way, if anything. */
  stop(): void {
    this.#running?.abort();
    this.#running = null;
  }

  /** The answer or why there is none; null when it was given up itself. */
  async ask<Answer>(send: (signal: AbortSignal) => PromiseLike<Answer>): Promise<Answer | ShownError | null> {
    this.stop();
    const own = new AbortController();
    this.#running = own;
    let answer: Answer | ShownError;
    try {
      answer = await send(own.signal);
    } catch (failure) {
      answer = toShownError(failure);
    }
    if (this.#running !== own) return null;
    this.#running = null;
    return answer;
  }
}
