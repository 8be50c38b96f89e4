// Which benches are there? One line each.
import { booksBench } from "./books/bench.ts";
import { bundleBench } from "./bundle/bench.ts";
import { featuresBench } from "./features/bench.ts";
import { idleBench } from "./idle/bench.ts";
import { ingestBench } from "./ingest/bench.ts";
import { planBench } from "./plan/bench.ts";
import { rendererBench } from "./renderer/bench.ts";
import { startupBench } from "./startup/bench.ts";
import { storeBench } from "./store/bench.ts";
import type { Bench } from "./support/bench.ts";
import { venuesBench } from "./venues/bench.ts";

export const BENCHES: readonly Bench[] = [
  startupBench,
  planBench,
  ingestBench,
  storeBench,
  booksBench,
  featuresBench,
  bundleBench,
  rendererBench,
  idleBench,
  venuesBench,
];
