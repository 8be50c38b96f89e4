// Has an asset strayed from its target by more than its band?
import { computeDriftFinding, computeNearestDrift, computeNearestSentence } from "./compute-drift-finding.ts";
import { resultOf, type Trigger } from "./trigger.ts";

export const thresholdTrigger: Trigger = {
  type: "threshold",
  version: 1,
  name: "threshold",
  evaluate: ({ allocation, portfolio }) =>
    resultOf(
      allocation.groups
        .filter(({ outOfBand }) => outOfBand)
        .map((group) => ({
          type: "threshold",
          plan: { policy: {} },
          ...computeDriftFinding(group, allocation, portfolio, "target"),
        })),
      () => {
        const nearest = computeNearestDrift(allocation.groups);
        const { asset, measured, limit } = nearest;
        return { known: true, asset, measured, limit, reason: computeNearestSentence(nearest) };
      },
    ),
  severity: (measured) => measured,
};
