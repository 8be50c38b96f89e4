// Which weights does a rule give, inside the limits?
import type { Weighting } from "#shared/domain/target-method.ts";
import { type Covariance, computeDeviations } from "./compute-covariance.ts";
import { computeEqualRisk } from "./compute-equal-risk.ts";
import { computeMinVariance } from "./compute-min-variance.ts";
import { computeWithinLimits, type Limits } from "./compute-within-limits.ts";

/** Weights that sum to 1, or one sentence about why there are none. */
export type Weights =
  | { readonly kind: "weights"; readonly weights: Float64Array }
  | { readonly kind: "failed"; readonly reason: string };

export interface WeightingInput {
  /** What messages call the assets, in the order of the matrix. */
  readonly names: readonly string[];
  /** Null only for `equal`, which asks for none. */
  readonly covariance: Covariance | null;
  /** Floors that sum to 1 at most, caps that sum to 1 at least. */
  readonly limits: Limits;
}

/**
 * `minVariance` finds the least variance inside the limits. The others find their weights without limits, and what stands at no limit
 * keeps their proportions (`compute-within-limits.ts`).
 */
export function computeWeighting(weighting: Weighting, { names, covariance, limits }: WeightingInput): Weights {
  if (weighting === "equal") return within(new Float64Array(names.length).fill(1), limits);
  if (covariance === null) return failed("There are no returns to compute from.");
  const still = names.filter((_, index) => !((computeDeviations(covariance)[index] ?? 0) > 0));
  if (still.length > 0)
    return failed(`The price of ${still.join(", ")} did not move: it has no volatility to weigh by.`);
  switch (weighting) {
    case "inverseVolatility":
      return within(
        computeDeviations(covariance).map((deviation) => 1 / deviation),
        limits,
      );
    case "equalRisk": {
      const weights = computeEqualRisk(covariance);
      return weights === null
        ? failed(
            `No weights give ${names.join(", ")} equal parts of the risk: the risks of some cancel each other out.`,
          )
        : within(weights, limits);
    }
    case "minVariance": {
      const weights = computeMinVariance(covariance, limits);
      return weights === null
        ? failed(
            "The weights of least variance were not found: the matrix may be no covariance, which gives every portfolio a variance of zero or more.",
          )
        : { kind: "weights", weights };
    }
  }
}

const failed = (reason: string): Weights => ({ kind: "failed", reason });

const within = (proportions: Float64Array, limits: Limits): Weights => ({
  kind: "weights",
  weights: computeWithinLimits(proportions, limits),
});
