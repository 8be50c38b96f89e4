// How does code say that something cannot happen?

/** Thrown when an assumption of the program itself is broken; the profile concerned is halted, never continued. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

/** Compile-time exhaustiveness: reaching it at run time is a broken invariant. */
export function assertNever(value: never): never {
  throw new InvariantError(`Unexpected value: ${JSON.stringify(value)}`);
}

/** Returns the value, or throws {@link InvariantError} naming what was missing. */
export function ensure<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new InvariantError(`Missing ${what}`);
  return value;
}
