// How long from the start of the process to the first value on the screen? Built headless shell, demo already made, warm disk.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ensure } from "#shared/domain/assert.ts";
import { atMost, type Bench } from "../support/bench.ts";
import { openBrowser } from "../support/browser.ts";
import { median, spread } from "../support/statistics.ts";
import { emptyPage, firstValueAt } from "./first-value.ts";
import { MOMENTS, startProgram } from "./served-program.ts";

const ROUNDS = 9;
const UNTIMED = 1;
/** The demo's first run: long enough that its history is written. */
const FIRST_RUN_MS = 5_000;

/** From one moment to the next: what each stretch was spent on. */
const PARTS = [
  ["started", "process", "process made"],
  ["process", "runtime", "Node itself"],
  ["runtime", "composing", "own modules loaded, data folder opened"],
  ["composing", "store", "store open"],
  ["store", "listening", "markets, profiles, server listening"],
  ["listening", "request", "redirect file found, first request"],
  ["request", "painted", "window loaded, log-in, first value painted"],
] as const;

export const startupBench: Bench = {
  name: "startup",
  title: "process start to the first value painted, headless shell, demo, warm disk",
  async run() {
    const results = path.join(import.meta.dirname, "../results");
    mkdirSync(results, { recursive: true });
    const dataFolder = mkdtempSync(path.join(results, "startup-"));
    const browser = await openBrowser();
    try {
      const once = async (flags: readonly string[], stayMs: number) => {
        const watched = await emptyPage(browser);
        const program = startProgram(dataFolder, flags, MOMENTS);
        try {
          const painted = await firstValueAt(watched, program);
          await sleep(stayMs);
          return {
            moments: new Map([...program.moments, ["started", program.startedAt], ["painted", painted]]),
            cpuMs: program.cpuMs,
          };
        } finally {
          await watched.page.context().close();
          await program.stop();
        }
      };
      await once(["--demo"], FIRST_RUN_MS);
      const rounds = [];
      for (let round = 0; round < UNTIMED + ROUNDS; round += 1) rounds.push(await once([], 0));
      const timed = rounds.slice(UNTIMED);
      const between = (from: string, to: string) =>
        timed.map(
          ({ moments }) => ensure(moments.get(to), `moment ${to}`) - ensure(moments.get(from), `moment ${from}`),
        );
      const cpu = (from: string, to: string) =>
        timed.map(({ cpuMs }) => ensure(cpuMs.get(to), `time of ${to}`) - ensure(cpuMs.get(from), `time of ${from}`));
      const whole = between("started", "painted");
      return {
        figures: [
          { what: "process start to first value painted", value: median(whole), unit: "ms", spread: spread(whole) },
          ...PARTS.map(([from, to, what]) => {
            const times = between(from, to);
            return { what: `  ${what}`, value: median(times), unit: "ms", spread: spread(times) };
          }),
          { what: "fastest of all", value: Math.min(...whole), unit: "ms" },
          ...[
            ["runtime", "composing", "own modules loaded, processor time"],
            ["process", "request", "process to first request, processor time of all threads"],
          ].map(([from = "", to = "", what = ""]) => {
            const times = cpu(from, to);
            return { what, value: median(times), unit: "ms CPU", spread: spread(times) };
          }),
        ],
        goals: [
          atMost("process start to first value painted", median(whole), 1_500, "ms"),
          atMost("own modules loaded", median(between("runtime", "composing")), 250, "ms"),
        ],
        growth: [],
        notes: [
          `Median of ${ROUNDS} starts on one data folder; the browser was open on an empty page each time.`,
          "On a machine that others use, waiting for a core is part of every time but the processor times.",
        ],
      };
    } finally {
      await browser.close();
      rmSync(dataFolder, { recursive: true, force: true });
    }
  },
};
