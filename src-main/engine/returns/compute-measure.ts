// What is said of a figure that may not be computable?

/** A figure, or the reason why there is none: one plain sentence. Never 0 in its place. */
export type Measure<T> =
  | { readonly value: T; readonly reason: null }
  | { readonly value: null; readonly reason: string };

export function measured<T>(value: T): Measure<T> {
  return { value, reason: null };
}

export function notComputable(reason: string): { readonly value: null; readonly reason: string } {
  return { value: null, reason };
}

/** A statistic; one that is beyond what a double holds is not computable. */
export function statistic(value: number): Measure<number> {
  return Number.isFinite(value) ? measured(value) : notComputable("The figure is too large to be told.");
}
