// What does `schwabot simulate` print? What became of seeded worlds of faults, run here and now: no data folder, no network.
import { type Command, InvalidArgumentError, Option } from "commander";
import { EngineError } from "#engine/core/engine-error.ts";
import { minimize } from "#fault-simulation/minimize.ts";
import type { Mutant } from "#fault-simulation/mutants/mutant.ts";
import { MUTANTS } from "#fault-simulation/mutants/registry.ts";
import { runSeed } from "#fault-simulation/run-seed.ts";
import { scenarioOf } from "#fault-simulation/scenario.ts";
import { simulate } from "#fault-simulation/simulate.ts";

interface Flags {
  readonly seeds?: number;
  readonly from: number;
  readonly mutant?: string;
  readonly replay?: number;
}

/** The result as JSON, and whether every invariant held. */
async function simulateCommand(
  flags: Flags,
  elapsedMs: () => number,
): Promise<{ readonly text: string; readonly held: boolean }> {
  if (flags.mutant === "list")
    return { text: JSON.stringify(MUTANTS.map(({ name, mistake }) => ({ name, mistake }))), held: true };
  const mutant = flags.mutant === undefined ? null : find(flags.mutant);
  if (flags.replay !== undefined) return await replay(flags.replay, mutant);
  const began = elapsedMs();
  const seeds = flags.seeds ?? 1_000;
  const result = await simulate({
    from: flags.from,
    seeds,
    ...(mutant === null ? {} : { mutation: mutant.mutation, stopAtFirst: true }),
  });
  const seconds = Math.max(0.001, (elapsedMs() - began) / 1_000);
  const failing = result.firstFailingSeed;
  const least = failing === null ? null : await minimize(scenarioOf(failing), mutant?.mutation);
  const text = JSON.stringify({
    ...result,
    ...(mutant === null ? {} : { mutant: mutant.name }),
    ...(least === null ? {} : { least }),
    seedsPerSecond: Math.round(result.seeds / seconds),
  });
  return { text, held: failing === null };
}

export function registerSimulate(
  program: Command,
  io: { readonly print: (line: string) => void; readonly fail: () => void },
): void {
  program
    .command("simulate")
    .description("run the trading engine in simulated worlds full of faults and say whether any invariant broke")
    .addOption(new Option("--seeds <number>", "how many worlds").argParser(parseWhole).default(1_000))
    .addOption(new Option("--from <seed>", "the first of them").argParser(parseWhole).default(1))
    .option("--mutant <name>", "plant a known mistake, which must be found; list prints their names")
    .addOption(new Option("--replay <seed>", "run one world and print all that was written down").argParser(parseWhole))
    .option("--json", "tell errors as JSON")
    .allowExcessArguments(false)
    .action(async (flags: Flags) => {
      const { text, held } = await simulateCommand(flags, () => performance.now());
      io.print(text);
      if (!held) io.fail();
    });
}

/** One world, with its scenario and journal: two runs print the same. */
async function replay(seed: number, mutant: Mutant | null) {
  const scenario = scenarioOf(seed);
  const { violation, journal, planState, crashes, virtualMs, orders } = await runSeed(scenario, mutant?.mutation);
  const text = JSON.stringify({
    scenario,
    violation: violation?.message ?? null,
    planState,
    crashes,
    virtualMs,
    orders,
    journal: journal.map(({ seq, ts, event }) => ({ seq, ts, event })),
  });
  return { text, held: violation === null };
}

function find(name: string): Mutant {
  const mutant = MUTANTS.find((candidate) => candidate.name === name);
  if (mutant !== undefined) return mutant;
  throw new EngineError("INPUT_INVALID", `There is no mutant ${name}; --mutant list prints their names.`, {
    data: { path: "mutant" },
  });
}

function parseWhole(value: string): number {
  if (/^\d{1,12}$/.test(value) && Number.parseInt(value, 10) > 0) return Number.parseInt(value, 10);
  throw new InvalidArgumentError("Expected a whole number above 0.");
}
