// How hard is this process working?

export interface ProcessMetrics {
  /** Resident memory in bytes. */
  memoryBytes(): number;
  /** 99th percentile of the event loop's delay since the last call, in milliseconds. */
  eventLoopDelayMs(): number;
}
