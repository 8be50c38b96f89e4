// Is the portfolio spread over fewer than two assets?
import type { AllocationGroup } from "#engine/portfolio/compute-allocation.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { percent } from "./compute-suggestion-text.ts";
import type { Trigger } from "./trigger.ts";

const COUNTS_FROM = Decimal.parse("0.01");
const LEAST = Decimal.fromInteger(2);

function holds(group: AllocationGroup, total: Decimal): boolean {
  return group.value.gt(COUNTS_FROM.mul(total));
}

/** Fewer than 2 assets over 1 %, unless the targets themselves ask for fewer. Cash counts as one asset. */
export const diversificationTrigger: Trigger = {
  type: "diversification",
  version: 1,
  name: "diversification",
  evaluate: ({ allocation }) => {
    const { groups, total } = allocation;
    if (!total.isPositive) return [];
    const held = groups.filter((group) => holds(group, total));
    const wanted = groups.filter(({ target }) => target.gt(COUNTS_FROM));
    if (held.length >= 2 || wanted.length < 2) return [];
    const [only] = held;
    const name = only === undefined ? "no asset" : only.isCash ? "cash" : only.asset;
    return [
      {
        type: "diversification",
        asset: null,
        title: `Everything is in ${name}`,
        reason: `${held.length} of ${wanted.length} wanted assets ${held.length === 1 ? "is" : "are"} over ${percent(COUNTS_FROM)}.`,
        action: "Spread over the targets.",
        priority: "medium",
        measured: Decimal.fromInteger(held.length),
        limit: LEAST,
      },
    ];
  },
  severity: (measured, limit) => limit.sub(measured),
};
