// What is `npm test`? Check, build, unit tests, end-to-end tests; the last line sums up everything that ran.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { LONG_RUNS } from "./long-runs.ts";
import { MONEY_GATE_FILES, MONEY_GATES } from "./money-gates.ts";
import {
  addCounts,
  type Counts,
  NONE,
  readPlaywrightReport,
  readVitestReport,
  settle,
  summaryLine,
} from "./read-reports.ts";

const root = path.resolve(import.meta.dirname, "../..");
const inRoot = (...parts: string[]): string => path.join(root, ...parts);

const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.on("error", () => resolve(1));
    child.on("close", (code) => resolve(code ?? 1));
  });

const readIfThere = (file: string): string | undefined => (existsSync(file) ? readFileSync(file, "utf8") : undefined);

const reports = mkdtempSync(path.join(tmpdir(), "schwabot-reports-"));

/** Steps without tests of their own count only when they fail. */
const runStep = async (...args: string[]): Promise<Counts> =>
  (await run([inRoot("scripts", "prepare", "run.mjs"), ...args])) === 0 ? NONE : { ...NONE, failed: 1 };

const runVitest = async (...args: readonly string[]): Promise<Counts> => {
  const file = path.join(reports, "vitest.json");
  const code = await run([
    inRoot("node_modules", "vitest", "vitest.mjs"),
    "run",
    ...args,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ]);
  return settle(code, readIfThere(file), readVitestReport);
};

const runPlaywright = async (): Promise<Counts> => {
  const file = path.join(reports, "playwright.json");
  const code = await run(
    [
      inRoot("node_modules", "@playwright", "test", "cli.js"),
      "test",
      "--config",
      "e2e/playwright.config.ts",
      "--reporter=list,json",
    ],
    { PLAYWRIGHT_JSON_OUTPUT_NAME: file },
  );
  return settle(code, readIfThere(file), readPlaywrightReport);
};

/** The run that is not of vitest's tests. */
const MUTANTS = "mutants";

interface Stage {
  readonly name: string;
  readonly run: () => Promise<Counts>;
}

const ALL: readonly Stage[] = [
  { name: "check", run: () => runStep("check") },
  { name: "build", run: () => runStep("build") },
  { name: "every branch of the gates, states and journal", run: () => runVitest("--coverage", ...MONEY_GATES) },
  { name: "unit and component tests", run: () => runVitest(...MONEY_GATE_FILES.map((files) => `--exclude=${files}`)) },
  { name: "end-to-end tests", run: runPlaywright },
];

/** Plants mistakes in the gates, states and journal; one verdict: whether enough of them were noticed. */
const runMutants = async (): Promise<Counts> =>
  (await run([inRoot("node_modules", "@stryker-mutator", "core", "bin", "stryker.js"), "run"])) === 0
    ? { ...NONE, passed: 1 }
    : { ...NONE, failed: 1 };

/** Named runs alone, where some are named. */
function stagesOf(names: readonly string[]): readonly Stage[] {
  if (names.length === 0) return ALL;
  return names.map((name) => {
    if (name === MUTANTS) return { name, run: runMutants };
    const paths = LONG_RUNS.get(name);
    if (paths === undefined) {
      console.error(`There is no run "${name}": ${[...LONG_RUNS.keys(), MUTANTS].join(", ")}.`);
      process.exit(2);
    }
    return { name, run: () => runVitest(paths) };
  });
}

let total = NONE;
for (const { name, run: runStage } of stagesOf(process.argv.slice(2))) {
  const started = performance.now();
  console.log(`\n=== ${name}`);
  const counts = await runStage();
  total = addCounts(total, counts);
  const verdict = counts.failed === 0 ? "ok" : "FAILED";
  console.log(`=== ${name}: ${verdict} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}
rmSync(reports, { recursive: true, force: true });
console.log(`\n${summaryLine(total)}`);
process.exitCode = total.failed === 0 ? 0 : 1;
