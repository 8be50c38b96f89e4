// How do calls follow one another, whatever becomes of each?

export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs after everything that was asked before it. */
  take<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#last.then(run);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
