// Last in, first out: which lot goes first? The one acquired last.
import { lotMethod, oldestFirst } from "./compute-lot-pool.ts";

export const lifo = lotMethod((first, second) => oldestFirst(second, first));
