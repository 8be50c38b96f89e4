// npm run bench [-- name …]: how fast is the program? Runs the benches, prints them and writes bench/results/<name>.json.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { BENCHES } from "./registry.ts";
import type { Bench } from "./support/bench.ts";
import { describeMachine, loadNow } from "./support/machine.ts";
import { reportLines } from "./support/print-report.ts";

const results = path.join(import.meta.dirname, "results");

const say = (line: string) => process.stdout.write(`${line}\n`);

function choose(names: readonly string[]): readonly Bench[] {
  const unknown = names.find((name) => !BENCHES.some((bench) => bench.name === name));
  if (unknown === undefined) return names.length === 0 ? BENCHES : BENCHES.filter(({ name }) => names.includes(name));
  throw new Error(`There is no bench "${unknown}": ${BENCHES.map(({ name }) => name).join(", ")}.`);
}

async function runOne(bench: Bench): Promise<boolean> {
  say(`\n${bench.name}: ${bench.title}`);
  const started = new Date();
  const loadBefore = loadNow();
  try {
    const report = await bench.run();
    const seconds = Math.round((Date.now() - started.getTime()) / 1000);
    const load = { before: loadBefore, after: loadNow() };
    const file = path.join(results, `${bench.name}.json`);
    const record = {
      bench: bench.name,
      at: started.toISOString(),
      seconds,
      load,
      machine: describeMachine(),
      ...report,
    };
    mkdirSync(results, { recursive: true });
    writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
    for (const line of reportLines(report)) say(line);
    const missed = report.goals.filter(({ met }) => !met).length;
    say(
      `  ${report.goals.length - missed} of ${report.goals.length} goals met, ${seconds} s, load ${load.before.toFixed(1)} to ${load.after.toFixed(1)}; ${path.relative(process.cwd(), file)}`,
    );
    return true;
  } catch (error) {
    say(`  cannot run: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

let allRan = true;
try {
  for (const bench of choose(process.argv.slice(2))) allRan = (await runOne(bench)) && allRan;
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  allRan = false;
}
// A goal that is not met is said above; only a bench that cannot run is a failure.
process.exitCode = allRan ? 0 : 1;
