// What does `schwabot weights` print? The weights that a rule gives for the returns or covariances of a file: no data folder, no network, no clock.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { text } from "node:stream/consumers";
import { type Command, Option } from "commander";
import { EngineError } from "#engine/core/engine-error.ts";
import { type Covariance, computeSampleCovariance } from "#engine/targets/compute-covariance.ts";
import { computeExactShares } from "#engine/targets/compute-exact-shares.ts";
import { computeLedoitWolf } from "#engine/targets/compute-shrinkage.ts";
import { computeWeighting } from "#engine/targets/compute-weighting.ts";
import { readCovarianceCsv, readReturnsCsv } from "#engine/targets/compute-weights-csv.ts";
import { openLimits } from "#engine/targets/compute-within-limits.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Weighting } from "#shared/domain/target-method.ts";

/** Ten years of daily returns of a thousand assets are a third of it. */
const MAX_BYTES = 128 * 1024 * 1024;
/** The rules' work grows with the cube of it. */
const MAX_ASSETS = 500;

const METHODS = ["inverseVolatility", "equalRisk", "minVariance"] as const satisfies readonly Weighting[];

export interface WeightsRequest {
  readonly method: (typeof METHODS)[number];
  readonly source: "returns" | "covariance";
  readonly shrink: boolean;
}

interface Matrix {
  readonly names: readonly string[];
  readonly covariance: Covariance;
}

/**
 * `{"BTC":"0.4",...}` in the order of the file's header, summing to exactly 1. Throws `EngineError` INPUT_INVALID naming the line and column
 * of the first fault, or why the rule gives no weights.
 */
export function weightsCommand(file: string, content: string, request: WeightsRequest): string {
  const { names, covariance } = readMatrix(file, content, request);
  if (names.length > MAX_ASSETS)
    throw invalid(request, `${file}: expected at most ${MAX_ASSETS} assets, got ${names.length}.`);
  const result = computeWeighting(request.method, { names, covariance, limits: openLimits(names.length) });
  if (result.kind === "failed") throw invalid(request, `${file}: ${result.reason}`);
  const anywhere = names.map(() => ({ floor: Decimal.ZERO, cap: Decimal.ONE }));
  const shares = computeExactShares(result.weights, anywhere, Decimal.ONE);
  // Written piece by piece: an object would put names that look like numbers first.
  return `{${names.map((name, index) => `${JSON.stringify(name)}:${JSON.stringify(shares[index])}`).join(",")}}`;
}

function readMatrix(file: string, content: string, request: WeightsRequest): Matrix {
  if (request.source === "covariance") {
    const csv = readCovarianceCsv(file, content);
    if (!csv.ok) throw invalid(request, csv.message);
    return csv;
  }
  const csv = readReturnsCsv(file, content);
  if (!csv.ok) throw invalid(request, csv.message);
  const { names, columns } = csv;
  return {
    names,
    covariance: request.shrink ? computeLedoitWolf(columns).covariance : computeSampleCovariance(columns),
  };
}

interface Flags {
  readonly method: WeightsRequest["method"];
  readonly returns?: string;
  readonly covariance?: string;
  readonly shrink?: "ledoitWolf";
}

export function registerWeights(program: Command, print: (line: string) => void): void {
  const command = program
    .command("weights")
    .description("compute a portfolio's weights from returns or covariances and print them; nothing is stored or sent")
    .addOption(new Option("--method <rule>", "which rule").choices(METHODS).makeOptionMandatory())
    .addOption(
      new Option(
        "--returns <file>",
        "CSV with a header of assets and their returns, one period a line; - reads standard input",
      ).conflicts("covariance"),
    )
    .option(
      "--covariance <file>",
      "CSV with a header of assets and one line of covariances for each; - reads standard input",
    )
    .addOption(
      new Option("--shrink <how>", "draw the covariance of the returns toward one without correlations")
        .choices(["ledoitWolf"])
        .conflicts("covariance"),
    )
    .option("--json", "tell errors as JSON")
    .allowExcessArguments(false);
  command.action(async ({ method, returns, covariance, shrink }: Flags) => {
    const file =
      returns ?? covariance ?? command.error("Say what to compute from: --returns FILE or --covariance FILE.");
    const request = {
      method,
      source: returns === undefined ? "covariance" : "returns",
      shrink: shrink !== undefined,
    } as const;
    const name = file === "-" ? "standard input" : basename(file);
    print(weightsCommand(name, await readInput(file, request), request));
  });
}

async function readInput(file: string, request: WeightsRequest): Promise<string> {
  let content: string;
  try {
    content = file === "-" ? await text(process.stdin) : await readFile(file, "utf8");
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw invalid(request, `--${request.source} ${file}: cannot be read: ${problem}`, error);
  }
  if (content.length > MAX_BYTES)
    throw invalid(request, `--${request.source} ${file}: cannot be read: larger than 128 MB.`);
  return content;
}

function invalid({ source }: WeightsRequest, message: string, cause?: unknown): EngineError {
  return new EngineError("INPUT_INVALID", message, { cause, data: { path: `--${source}` } });
}
