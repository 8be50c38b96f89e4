// Which benches are there? One line each.
import { ingestBench } from "./ingest/bench.ts";
import { planBench } from "./plan/bench.ts";
import type { Bench } from "./support/bench.ts";

export const BENCHES: readonly Bench[] = [planBench, ingestBench];
