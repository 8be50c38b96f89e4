// Who stops what was started?
import type { Logger } from "#engine/ports/logger.ts";

/** Something that runs until it is disposed. Disposing twice does nothing. */
export interface Stoppable {
  dispose(): void | Promise<void>;
}

/** Owns what a service started and stops it in reverse order; one failure does not keep the rest running. */
export class DisposableStore implements Stoppable {
  readonly #items: Stoppable[] = [];
  readonly #logger: Logger | undefined;
  #disposed = false;

  constructor(logger?: Logger) {
    this.#logger = logger;
  }

  add<T extends Stoppable>(item: T): T {
    this.#items.push(item);
    return item;
  }

  get disposed(): boolean {
    return this.#disposed;
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const item of this.#items.reverse()) {
      try {
        await item.dispose();
      } catch (error) {
        this.#logger?.error("Stopping a part failed", { error });
      }
    }
    this.#items.length = 0;
  }
}
