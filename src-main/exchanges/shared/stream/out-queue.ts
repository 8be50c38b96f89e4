// When does a message leave for the venue? In order, and no more of them a second than the venue takes.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Clock } from "#engine/ports/clock.ts";
import { SECOND_MS } from "#shared/domain/time.ts";

interface Waiting {
  readonly text: string;
  readonly onSent: () => void;
}

export class OutQueue implements Stoppable {
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #send: (text: string) => void;
  readonly #waiting: Waiting[] = [];
  /** Times of the last messages, at most `perSecond` of them. */
  readonly #sent: number[] = [];
  #timer: Stoppable | null = null;

  constructor(clock: Clock, perSecond: number, send: (text: string) => void) {
    this.#clock = clock;
    this.#perSecond = perSecond;
    this.#send = send;
  }

  add(text: string, onSent: () => void = () => undefined): void {
    this.#waiting.push({ text, onSent });
    this.#run();
  }

  /** Counts something that left without the queue, like a ping; false while there is no room for it. */
  takeTurn(): boolean {
    if (this.#waiting.length > 0 || this.#waitMs() > 0) return false;
    this.#note();
    return true;
  }

  dispose(): void {
    this.#waiting.length = 0;
    void this.#timer?.dispose();
    this.#timer = null;
  }

  #run(): void {
    if (this.#timer !== null) return;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const waitMs = this.#waitMs();
      if (waitMs > 0) {
        this.#timer = this.#clock.after(waitMs, () => {
          this.#timer = null;
          this.#run();
        });
        return;
      }
      this.#waiting.shift();
      this.#note();
      this.#send(next.text);
      next.onSent();
    }
  }

  #note(): void {
    this.#sent.push(this.#clock.monotonicMs());
    if (this.#sent.length > this.#perSecond) this.#sent.shift();
  }

  #waitMs(): number {
    const [oldest] = this.#sent;
    if (this.#sent.length < this.#perSecond || oldest === undefined) return 0;
    return Math.max(0, oldest + SECOND_MS - this.#clock.monotonicMs());
  }
}
