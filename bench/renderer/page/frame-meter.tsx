// How many frames were drawn, and how old was what they showed?
import type { PageFigures } from "./page-api.ts";

export class FrameMeter {
  #frames = 0;
  #since = performance.now();
  #applied: number[] = [];
  #latencies: number[] = [];
  readonly #after = new MessageChannel();

  /** Counts from now on, for as long as the page lives. */
  start(): void {
    const frame = () => {
      this.#frames += 1;
      this.#after.port2.postMessage(null);
      requestAnimationFrame(frame);
    };
    // A message posted in a frame is read after that frame was drawn.
    this.#after.port1.onmessage = () => {
      const now = Date.now();
      for (const sentAt of this.#applied) this.#latencies.push(now - sentAt);
      this.#applied = [];
    };
    requestAnimationFrame(frame);
  }

  /** A quote sent at this time is now in the state that the next frame draws. */
  applied(sentAt: number): void {
    this.#applied.push(sentAt);
  }

  /** Figures since the last call. */
  take(): PageFigures {
    const now = performance.now();
    const figures = { seconds: (now - this.#since) / 1000, frames: this.#frames, latenciesMs: this.#latencies };
    this.#since = now;
    this.#frames = 0;
    this.#latencies = [];
    return figures;
  }
}
