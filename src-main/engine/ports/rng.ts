// Where does randomness come from?

export interface Rng {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform whole number in [min, max], both included. */
  integer(min: number, max: number): number;
  /** Standard normal. */
  normal(): number;
}
