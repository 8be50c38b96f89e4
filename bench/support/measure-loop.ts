// What does one run of something cost in processor time, once the compiler has seen enough of it?

const WARM_MS = 300;
const MEASURED_MS = 500;
const LEAST_RUNS = 3;

/** Milliseconds of processor time per run, on average over at least half a second. */
export function measureLoop(run: () => void): number {
  for (const end = performance.now() + WARM_MS; performance.now() < end; ) run();
  const start = process.cpuUsage();
  const end = performance.now() + MEASURED_MS;
  let runs = 0;
  while (runs < LEAST_RUNS || performance.now() < end) {
    run();
    runs += 1;
  }
  return cpuMsSince(start) / runs;
}

export async function measureLoopAsync(run: () => Promise<void>): Promise<number> {
  for (const end = performance.now() + WARM_MS; performance.now() < end; ) await run();
  const start = process.cpuUsage();
  const end = performance.now() + MEASURED_MS;
  let runs = 0;
  while (runs < LEAST_RUNS || performance.now() < end) {
    await run();
    runs += 1;
  }
  return cpuMsSince(start) / runs;
}

/** Of all threads of this process. */
export function cpuMsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
