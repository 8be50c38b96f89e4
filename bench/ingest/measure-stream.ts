// What does a stream of frames cost? Processor time of the whole process per frame, once the compiler has seen enough of them.
import { cpuMsSince } from "../support/measure-loop.ts";
import { type StreamClient, until } from "./stream-client.ts";

/** The first frames meet code that has never run. */
const FIRST = 20_000;

/**
 * `untimed`: until then the program's code, which is far more than the floor's, is still being compiled, in threads that count too.
 * What that costs is told apart: it runs for days.
 */
export async function measureStream(client: StreamClient, untimed: number, frames: number) {
  const first = await until(client, FIRST);
  const youngStart = process.cpuUsage();
  const before = await until(client, untimed);
  const youngCpuMs = cpuMsSince(youngStart);
  const start = process.cpuUsage();
  const started = performance.now();
  const taken = await until(client, frames);
  const seconds = (performance.now() - started) / 1_000;
  const cpuMs = cpuMsSince(start);
  const { unaccounted, rejected, scanned, awaited } = client.taken();
  return {
    usPerFrame: (cpuMs * 1_000) / (taken - before),
    youngUsPerFrame: (youngCpuMs * 1_000) / (before - first),
    framesPerSecond: (taken - before) / seconds,
    timed: taken - before,
    // More may have come between the two looks.
    unaccounted: unaccounted + Math.max(0, frames - taken),
    rejected,
    scanned,
    ...(awaited === undefined ? {} : { awaited }),
  };
}
