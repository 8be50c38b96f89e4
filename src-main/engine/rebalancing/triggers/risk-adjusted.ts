// Has an asset strayed from the target that its risk of late would give it?
import { computeAllocation } from "#engine/portfolio/compute-allocation.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { computeDriftFinding, computeNearestDrift, computeNearestSentence } from "./compute-drift-finding.ts";
import { resultOf, type Trigger, unknown } from "./trigger.ts";

const METHOD_WORDS = {
  equal: "equal weights",
  inverseVolatility: "inverse volatility",
  equalRisk: "equal risk contribution",
  minVariance: "minimum variance",
} as const;

/** Targets recomputed from the last daily returns, then the same bands as for the threshold. */
export const riskAdjustedTrigger: Trigger = {
  type: "riskAdjusted",
  version: 1,
  name: "risk-adjusted",
  evaluate: ({ portfolio, profile, facts }) => {
    const { weighting, days } = profile.triggers.riskAdjusted;
    if ("unknown" in facts.riskTargets) return unknown(`No risk-adjusted targets: ${facts.riskTargets.unknown}.`);
    const targets = facts.riskTargets.value;
    const values = portfolio.positions.flatMap(({ asset, value }) =>
      value === null ? [] : [{ asset, value: Decimal.parse(value) }],
    );
    const { cashAssets, policy } = profile;
    const allocation = computeAllocation({ values, targets, cashAssets, policy });
    const from = `By ${METHOD_WORDS[weighting]} of the last ${days} days.`;
    return resultOf(
      allocation.groups
        .filter(({ outOfBand }) => outOfBand)
        .map((group) => {
          const finding = computeDriftFinding(group, allocation, portfolio, "its risk-adjusted target");
          const plan = { policy: {}, targets };
          return { type: "riskAdjusted" as const, plan, ...finding, reason: `${finding.reason} ${from}` };
        }),
      () => {
        const nearest = computeNearestDrift(allocation.groups);
        const { asset, measured, limit } = nearest;
        return { known: true, asset, measured, limit, reason: `${computeNearestSentence(nearest)} ${from}` };
      },
    );
  },
  severity: (measured) => measured,
};
