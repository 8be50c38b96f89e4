// First in, first out: which lot goes first? The one acquired longest ago.
import { lotMethod, oldestFirst } from "./compute-lot-pool.ts";

export const fifo = lotMethod(oldestFirst);
