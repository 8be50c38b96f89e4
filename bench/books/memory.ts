// How much memory does this process take, at most so far, and after its garbage was collected?

const MIB = 1024 * 1024;

/** In MiB. `peakMiB`: the largest resident size; `residentMiB` and `heapMiB` (with what lies outside of the heap): now. */
export function memoryNow() {
  // maxRSS is in KiB on every system that Node runs on.
  const peakMiB = process.resourceUsage().maxRSS / 1024;
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { peakMiB, residentMiB: rss / MIB, heapMiB: (heapUsed + external) / MIB };
}
