// How is a secret carried through the program without ever being printed? Only `reveal` gives it out.

const REDACTED = "[redacted]";

/** A secret value. Whatever prints, logs, joins or serialises it gets `[redacted]`; comparing two needs no revealing. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself: for signing, for the keychain and the vault, and for nothing else. */
  reveal(): string {
    return this.#value;
  }

  equals(other: Secret): boolean {
    return this.#value === other.#value;
  }

  get isEmpty(): boolean {
    return this.#value === "";
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [Symbol.toPrimitive](): string {
    return REDACTED;
  }

  /** What Node prints for it, at any depth. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return REDACTED;
  }
}
