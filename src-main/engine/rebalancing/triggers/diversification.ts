// Is the portfolio spread over too few assets?
import type { AllocationGroup } from "#engine/portfolio/compute-allocation.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { percent } from "./compute-suggestion-text.ts";
import { inOrder, type Trigger } from "./trigger.ts";

function heldWords(held: readonly AllocationGroup[]): string {
  const names = held.map(({ isCash, asset }) => (isCash ? "cash" : asset));
  return names.length === 0 ? "no asset" : names.join(" and ");
}

/** Fewer than 2 assets over 1 %, unless the targets themselves ask for fewer. Cash counts as one asset. */
export const diversificationTrigger: Trigger = {
  type: "diversification",
  version: 1,
  name: "diversification",
  evaluate: ({ allocation, profile }) => {
    const { groups, total } = allocation;
    const { atLeast, over } = profile.triggers.diversification;
    const counts = Decimal.parse(over);
    const least = Decimal.fromInteger(atLeast);
    if (!total.isPositive) return inOrder(null, least, "Nothing in scope has a value.");
    const held = groups.filter(({ value }) => value.gt(counts.mul(total)));
    const wanted = groups.filter(({ target }) => target.gt(counts));
    const measured = Decimal.fromInteger(held.length);
    const counted = `${held.length} of ${wanted.length} wanted assets ${held.length === 1 ? "is" : "are"} over ${percent(counts)}`;
    if (held.length >= atLeast) return inOrder(measured, least, `${counted}; at least ${atLeast} are asked for.`);
    if (wanted.length < atLeast) {
      return inOrder(measured, least, `${counted}, and the targets ask for no more than ${wanted.length}.`);
    }
    return {
      quiet: null,
      findings: [
        {
          type: "diversification",
          asset: null,
          title: `Everything is in ${heldWords(held)}`,
          reason: `${counted}.`,
          action: "Spread over the targets.",
          plan: { policy: {} },
          priority: "medium",
          measured,
          limit: least,
        },
      ],
    };
  },
  severity: (measured, limit) => limit.sub(measured),
};
