// How is a call answered that was under way when its part of the program was stopped?

/** No fault: the program ends, or a profile is put away. Whoever asked is told so, and what was sent before goes on as journaled. */
export class Stopped extends Error {
  override readonly name = "Stopped";

  /** `part` in plain words, like "The execution engine". */
  constructor(part: string) {
    super(`${part} was stopped.`);
  }
}
