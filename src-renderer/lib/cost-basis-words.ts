// How is the way of reckoning cost named?
import type { CostBasis, CostBasisMethod, Pooling } from "#shared/domain/books.ts";

export const METHOD_WORDS = {
  fifo: "FIFO",
  lifo: "LIFO",
  hifo: "HIFO",
  average: "average cost",
} as const satisfies Record<CostBasisMethod, string>;

export const POOLING_WORDS = {
  profile: "one pool over all accounts",
  account: "one pool an account",
} as const satisfies Record<Pooling, string>;

/** `FIFO, one pool over all accounts`. */
export function costBasisWords({ method, pooling }: CostBasis): string {
  return `${METHOD_WORDS[method]}, ${POOLING_WORDS[pooling]}`;
}
