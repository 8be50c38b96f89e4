// How do many arrivals become one change of the screen? Each key keeps its latest write, all written once per frame.

/** Schedules `run` before the next paint. */
export type RequestFrame = (run: () => void) => void;

/** A hidden window paints no frames; there a slow timer keeps its state from growing old. */
const HIDDEN_INTERVAL_MS = 250;

export const requestBrowserFrame: RequestFrame = (run) => {
  if (document.visibilityState === "hidden") setTimeout(run, HIDDEN_INTERVAL_MS);
  else requestAnimationFrame(run);
};

export class FrameBatch {
  readonly #pending = new Map<object, () => void>();
  readonly #requestFrame: RequestFrame;
  #requested = false;

  constructor(requestFrame: RequestFrame) {
    this.#requestFrame = requestFrame;
  }

  /** Runs `write` in the next frame; an earlier write under the same key that has not run yet is replaced. */
  write(key: object, write: () => void): void {
    this.#pending.set(key, write);
    if (this.#requested) return;
    this.#requested = true;
    this.#requestFrame(() => this.flush());
  }

  flush(): void {
    this.#requested = false;
    const writes = [...this.#pending.values()];
    this.#pending.clear();
    for (const write of writes) write();
  }
}
