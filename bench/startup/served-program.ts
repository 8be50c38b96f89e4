// How is the built program started and stopped for a measurement?
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const root = path.resolve(import.meta.dirname, "../..");
const POLL_MS = 2;
const LIMIT_MS = 30_000;

export interface ServedProgram {
  readonly process: ChildProcess;
  /** Wall clock, just before the process was made. */
  readonly startedAt: number;
  readonly redirectFile: string;
  /** Moments that the observer told so far, by name: wall clock times, and processor time spent until then. */
  readonly moments: ReadonlyMap<string, number>;
  readonly cpuMs: ReadonlyMap<string, number>;
  /** Ends as a person would end it; resolves when the process is gone. */
  stop(): Promise<void>;
}

export const MOMENTS = path.join(import.meta.dirname, "observe.mjs");

/** Starts the built headless shell on a data folder, with an observer in it that tells names and two numbers each. */
export function startProgram(dataFolder: string, flags: readonly string[], observer: string): ServedProgram {
  const redirectFile = path.join(dataFolder, "run", "open.html");
  rmSync(redirectFile, { force: true });
  const startedAt = Date.now();
  const args = ["--import", observer, path.join(root, "out/main/headless.js")];
  const child = spawn(process.execPath, [...args, "--no-open", "--data-dir", dataFolder, ...flags], {
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  const moments = new Map<string, number>();
  const cpuMs = new Map<string, number>();
  let rest = "";
  child.stdio[3]?.on("data", (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [name = "", at = "", cpu = ""] = line.split(" ");
      moments.set(name, Number.parseFloat(at));
      cpuMs.set(name, Number.parseFloat(cpu));
    }
  });
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  return {
    process: child,
    startedAt,
    redirectFile,
    moments,
    cpuMs,
    stop: async () => {
      child.kill("SIGTERM");
      await gone;
    },
  };
}

/** Resolves as soon as the program may be opened. */
export async function whenOpen(program: ServedProgram): Promise<void> {
  while (!existsSync(program.redirectFile)) {
    if (program.process.exitCode !== null) throw new Error(`The program ended with ${program.process.exitCode}`);
    if (Date.now() - program.startedAt > LIMIT_MS) throw new Error(`Not open after ${LIMIT_MS} ms`);
    await sleep(POLL_MS);
  }
}
