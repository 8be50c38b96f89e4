// On what was it measured? Figures mean nothing without the machine, the versions and the load beside them.
import { readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem, type } from "node:os";
import path from "node:path";
import { z } from "zod";

const PACKAGES = [
  "better-sqlite3",
  "decimal.js",
  "lightweight-charts",
  "playwright-core",
  "react",
  "vite",
  "zod",
  "zustand",
] as const;

const manifest = z.object({ version: z.string() });

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly versions: Readonly<Record<string, string>>;
}

export function describeMachine(): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()} ${process.arch}`,
    versions: {
      node: process.versions.node,
      v8: process.versions.v8,
      ...Object.fromEntries(PACKAGES.map((name) => [name, versionOf(name)])),
    },
  };
}

/** Runnable threads over the last minute, by this machine and all that share it; 0 where the system does not tell. */
export function loadNow(): number {
  return loadavg()[0] ?? 0;
}

function versionOf(name: string): string {
  const file = path.resolve(import.meta.dirname, "../../node_modules", name, "package.json");
  return manifest.parse(JSON.parse(readFileSync(file, "utf8"))).version;
}
