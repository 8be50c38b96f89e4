// Which cost basis methods are there? One line each.
import type { CostBasisMethod } from "#shared/domain/books.ts";
import type { PoolMethod } from "./compute-pool.ts";
import { average } from "./compute-pool-average.ts";
import { fifo } from "./compute-pool-fifo.ts";
import { hifo } from "./compute-pool-hifo.ts";
import { lifo } from "./compute-pool-lifo.ts";

export const POOL_METHODS: Readonly<Record<CostBasisMethod, PoolMethod>> = { fifo, lifo, hifo, average };
