// How far may a sender run ahead of a window that reads slowly? The RPC library knows no backpressure, so frames are counted here.
import { FRAMES_AHEAD } from "#shared/contract/frame-pacing.ts";

export class SendWindow {
  readonly #target: { send(text: string): Promise<void> };
  #sent = 0;
  /** Null until the window counts at all: then its transport alone paces the sender. */
  #read: number | null = null;
  #ended = false;
  #waiting: (() => void)[] = [];

  constructor(target: { send(text: string): Promise<void> }) {
    this.#target = target;
  }

  async send(text: string): Promise<void> {
    while (!this.#ended && this.#read !== null && this.#sent - this.#read >= FRAMES_AHEAD) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#ended) return;
    this.#sent += 1;
    await this.#target.send(text);
  }

  /** The window has read this many frames in all. */
  confirm(count: number): void {
    this.#read = Math.min(this.#sent, Math.max(count, this.#read ?? 0));
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }
}
