// What does `schwabot plan` print? The plan of a file, computed here and now: no data folder, no network; the clock only ends a solver that is stuck.
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { EngineError } from "#engine/core/engine-error.ts";
import { computeInputsHash } from "#engine/rebalancing/compute-plan-hash.ts";
import { OptimalPlanner } from "#engine/rebalancing/optimal/optimal-planner.ts";
import { SystemClock } from "#platform/clock/system-clock.ts";
import { workerUrl } from "#platform/worker-url.ts";
import { canonicalHash } from "#shared/domain/canonical-hash.ts";
import type { PlannerResult } from "#shared/domain/plan.ts";
import { readPlanFile } from "#shells/cli/plan-input.ts";
import { SolverThread, startSolverWorker } from "#workers/solver/solver-thread.ts";

/** Most text that is read as a plan file: 10,000 markets with deep books are a tenth of it. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Prints the plan of the file's text as JSON. Rejects with `EngineError` INPUT_INVALID and the path of the wrong field. */
export async function planCommand(input: string): Promise<string> {
  const { input: plannerInput, notes } = readPlanFile(input);
  const solver = new SolverThread(() => startSolverWorker(workerUrl("solver")), new SystemClock());
  const planner = new OptimalPlanner(solver);
  const result = await planner.plan(plannerInput).finally(() => solver.dispose());
  const planHash = canonicalHash({
    inputsHash: computeInputsHash(plannerInput),
    plannerVersion: planner.version,
    policy: plannerInput.policy,
    legs: result.legs,
    cost: result.cost,
  });
  return JSON.stringify({ planHash, ...toOutput({ ...result, warnings: [...notes, ...result.warnings] }) });
}

function toOutput(result: PlannerResult): Record<string, unknown> {
  return {
    solver: result.solver,
    gap: result.gap,
    legs: result.legs.map((leg) => ({
      accountId: leg.accountId,
      venue: leg.venue,
      symbol: leg.symbol,
      side: leg.side,
      quantity: leg.quantity,
      limitPrice: leg.limitPrice,
      expectedPrice: leg.expectedPrice,
      notional: leg.notional,
      fee: leg.fee,
      ...(leg.feeAsset === leg.quote ? {} : { feeAsset: leg.feeAsset }),
      spreadCost: leg.spreadCost,
      slippageCost: leg.slippageCost,
    })),
    before: result.before,
    after: result.after,
    residuals: result.residuals,
    cost: result.cost,
    warnings: result.warnings,
  };
}

export function registerPlan(program: Command, print: (line: string) => void): void {
  program
    .command("plan")
    .description("make the plan of a file and print it; nothing is stored or sent")
    .requiredOption(
      "--input <file>",
      "JSON file with accounts, instruments, targets and policy; - reads standard input",
    )
    .option("--json", "tell errors as JSON")
    .action(async (flags: { readonly input: string }) => {
      print(await planCommand(await readInput(flags.input)));
    });
}

async function readInput(file: string): Promise<string> {
  let content: string;
  try {
    content = file === "-" ? await text(process.stdin) : await readFile(file, "utf8");
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw unreadable(file, problem, error);
  }
  if (content.length > MAX_BYTES) throw unreadable(file, "larger than 256 MB", undefined);
  return content;
}

function unreadable(file: string, problem: string, cause: unknown): EngineError {
  return new EngineError("INPUT_INVALID", `--input ${file}: cannot be read: ${problem}`, {
    cause,
    data: { path: "--input" },
  });
}
