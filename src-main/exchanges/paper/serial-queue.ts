// How are requests decided one after the other?

/** Runs tasks in the order of their coming, each after the one before has ended, well or not. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Resolves once everything that was queued so far has ended. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
