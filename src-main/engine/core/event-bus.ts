// How do parts of the engine tell each other what happened?
import type { Stoppable } from "./disposable-store.ts";

type Listener<T> = (event: T) => void;

/** A typed topic. Listeners run synchronously in order of subscription; a listener that throws is the publisher's bug to see. */
export class Topic<T> {
  readonly #listeners = new Set<Listener<T>>();

  subscribe(listener: Listener<T>): Stoppable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  publish(event: T): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  get size(): number {
    return this.#listeners.size;
  }
}
