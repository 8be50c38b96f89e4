// What does the program take when nobody does anything? Built headless shell, demo with live simulated feeds, no window open.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ensure } from "#shared/domain/assert.ts";
import { startProgram } from "../startup/served-program.ts";
import { atMost, type Bench } from "../support/bench.ts";

const SETTLE_MS = 15_000;
const SAMPLED_MS = 60_000;
const OBSERVER = path.join(import.meta.dirname, "observe-usage.mjs");

async function emptyNodeMb(): Promise<number> {
  const child = spawn(process.execPath, ["--import", OBSERVER, "--eval", "setTimeout(() => {}, 2500)"], {
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  let told = "";
  child.stdio[3]?.on("data", (chunk: Buffer) => {
    told += chunk.toString();
  });
  await new Promise((resolve) => child.once("close", resolve));
  return Number.parseFloat(ensure(told.split(" ")[1], "memory of an empty process"));
}

export const idleBench: Bench = {
  name: "idle",
  title: "memory and processor time of the engine's process at rest, demo, 60 s",
  async run() {
    const results = path.join(import.meta.dirname, "../results");
    mkdirSync(results, { recursive: true });
    const dataFolder = mkdtempSync(path.join(results, "idle-"));
    const program = startProgram(dataFolder, ["--demo"], OBSERVER);
    try {
      const usage = () => ({
        mb: ensure(program.moments.get("usage"), "memory in use"),
        cpuMs: ensure(program.cpuMs.get("usage"), "processor time"),
      });
      await sleep(SETTLE_MS);
      const before = usage();
      await sleep(SAMPLED_MS);
      const after = usage();
      const emptyMb = await emptyNodeMb();
      const share = (100 * (after.cpuMs - before.cpuMs)) / SAMPLED_MS;
      return {
        figures: [
          { what: "memory of an empty Node process", value: emptyMb, unit: "MB" },
          { what: "memory of the engine's process, two profiles, after 75 s", value: after.mb, unit: "MB" },
          { what: "above the empty process", value: after.mb - emptyMb, unit: "MB" },
          { what: "processor, all threads", value: share, unit: "% of a core" },
        ],
        goals: [atMost("processor at rest with live feeds", share, 3, "% of a core")],
        growth: [],
        notes: [
          "The simulated markets are computed in this process, which a venue's feed would not be. The goal for memory is set for ten minutes, three venues and 200 symbols: not this case.",
        ],
      };
    } finally {
      await program.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    }
  },
};
