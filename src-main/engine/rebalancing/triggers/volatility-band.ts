// Has an asset strayed by more than the band that goes with how volatile the portfolio is now?
import type { AllocationGroup } from "#engine/portfolio/compute-allocation.ts";
import { computeVolatilityBand } from "#shared/domain/compute-band.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { computeDriftFinding, computeNearestDrift, computeNearestSentence } from "./compute-drift-finding.ts";
import { percent } from "./compute-suggestion-text.ts";
import { resultOf, type Trigger, unknown } from "./trigger.ts";

/** The table's band for the measured volatility. What is out of its own band too is the threshold rule's matter while that is on. */
export const volatilityBandTrigger: Trigger = {
  type: "volatilityBand",
  version: 1,
  name: "volatility-scaled band",
  evaluate: ({ allocation, portfolio, profile, facts }) => {
    const { volatilityBand: table, threshold } = profile.triggers;
    if ("unknown" in facts.volatility) return unknown(`The volatility is not known: ${facts.volatility.unknown}.`);
    const measured = Decimal.parse(facts.volatility.value);
    const band = computeVolatilityBand(table, facts.volatility.value);
    const { total } = allocation;
    const groups = allocation.groups.map((group): AllocationGroup => {
      const excess = group.value.sub(group.target.mul(total)).abs();
      return { ...group, band, outOfBand: excess.gt(band.mul(total)) };
    });
    const ownOut = new Set(allocation.groups.filter(({ outOfBand }) => outOfBand).map(({ asset }) => asset));
    const because = `The portfolio's volatility is ${percent(measured)} a year.`;
    return resultOf(
      groups
        .filter(({ outOfBand, asset }) => outOfBand && !(threshold.on && ownOut.has(asset)))
        .map((group) => {
          const finding = computeDriftFinding(group, allocation, portfolio, "target");
          // The profile's own band would leave it alone, so the plan goes all the way to the target.
          const plan = { policy: { goal: "target" as const } };
          return { type: "volatilityBand" as const, plan, ...finding, reason: `${finding.reason} ${because}` };
        }),
      () => {
        const nearest = computeNearestDrift(groups);
        const { asset, limit } = nearest;
        const told = groups.some(({ outOfBand }) => outOfBand) ? " What is outside it, the threshold rule tells." : "";
        return {
          known: true,
          asset,
          measured: nearest.measured,
          limit,
          reason: `${computeNearestSentence(nearest)} ${because}${told}`,
        };
      },
    );
  },
  severity: (measured) => measured,
};
