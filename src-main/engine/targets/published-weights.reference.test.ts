// Do independent libraries' weights come out of ours? Where the reference data lies; where it does not, a test says so.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Weighting } from "#shared/domain/target-method.ts";
import { type Covariance, computeSampleCovariance, toCovariance } from "./compute-covariance.ts";
import { computeWeighting } from "./compute-weighting.ts";
import { openLimits } from "./compute-within-limits.ts";

const ROOT = join(process.env.SCHWABOT_REFERENCE_DATA ?? "../shared/data", "reference", "portfolio");
const WHY_NOT = `no reference figures in ${ROOT} (SCHWABOT_REFERENCE_DATA names another folder)`;

interface Case {
  readonly id: string;
  readonly input: string;
  readonly expected: string;
  readonly atol: number;
}
interface Input {
  readonly cov?: readonly (readonly number[])[];
  /** One row a period. */
  readonly returns?: readonly (readonly number[])[];
}

/** Cases of rules that we have; the others are of maximum Sharpe, conditional value at risk and hierarchical risk parity. */
const OURS: Readonly<Record<string, Weighting>> = {
  "erc.maillard4": "equalRisk",
  "mv.maillard4": "minVariance",
  "riskfolio.minrisk_MV": "minVariance",
  "riskfolio.riskparity_MV": "equalRisk",
};

const read = <T>(name: string): T => JSON.parse(readFileSync(join(ROOT, name), "utf8")) as T;

function covarianceOf({ cov, returns = [] }: Input): Covariance {
  if (cov !== undefined) return toCovariance(cov);
  return computeSampleCovariance(
    (returns[0] ?? []).map((_, asset) => Float64Array.from(returns, (row) => row[asset] ?? 0)),
  );
}

describe("reference weights", () => {
  it.for(Object.entries(OURS))("%s", ([id, weighting], { skip }) => {
    skip(!existsSync(ROOT), WHY_NOT);
    const found = read<readonly Case[]>("cases.json").find((one) => one.id === id);
    if (found === undefined) throw new Error(`There is no case ${id}.`);
    const covariance = covarianceOf(read<Input>(found.input));
    const names = Array.from({ length: covariance.size }, (_, index) => `A${index}`);
    const result = computeWeighting(weighting, { names, covariance, limits: openLimits(covariance.size) });
    if (result.kind === "failed") throw new Error(result.reason);
    const { weights } = read<{ readonly weights: readonly number[] }>(found.expected);
    expect(weights).toHaveLength(covariance.size);
    for (const [index, weight] of weights.entries()) {
      expect(Math.abs((result.weights[index] ?? Number.NaN) - weight), `weight ${index}`).toBeLessThanOrEqual(
        found.atol,
      );
    }
  });
});
