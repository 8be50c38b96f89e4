// How do errors that are made by the thousand cost little?

/** Simulated venues fail all the time: to note where each error was made costs more than to make it. A replay keeps the notes. */
export async function withoutTraces<T>(run: () => Promise<T>): Promise<T> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return await run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
