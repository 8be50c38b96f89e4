// How hard is this process working, by Node's own measures?
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { ProcessMetrics } from "#engine/ports/process-metrics.ts";

const NANOSECONDS_PER_MS = 1_000_000;
const RESOLUTION_MS = 20;

export class NodeProcessMetrics implements ProcessMetrics {
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  constructor() {
    this.#delay.enable();
  }

  memoryBytes(): number {
    return process.memoryUsage.rss();
  }

  eventLoopDelayMs(): number {
    const delay = this.#delay.percentile(99) / NANOSECONDS_PER_MS;
    this.#delay.reset();
    // The histogram counts the timer's own period; what is over it is delay.
    return Number.isFinite(delay) ? Math.max(0, delay - RESOLUTION_MS) : 0;
  }
}
