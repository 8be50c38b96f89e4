// Does one asset make up too much of the portfolio?
import { Decimal } from "#shared/domain/decimal.ts";
import { percent, points } from "./compute-suggestion-text.ts";
import type { Trigger } from "./trigger.ts";

const LIMIT = Decimal.parse("0.7");
const CRITICAL_FROM = Decimal.parse("0.9");

/** One asset over 70 % and beyond its own target and band. Cash is the high cash rule's matter. */
export const concentrationTrigger: Trigger = {
  type: "concentration",
  version: 1,
  name: "concentration",
  evaluate: ({ allocation }) =>
    allocation.groups.flatMap((group) => {
      const allowed = Decimal.max(LIMIT, group.target.add(group.band));
      if (group.isCash || group.value.lte(allowed.mul(allocation.total))) return [];
      return [
        {
          type: "concentration" as const,
          asset: group.asset,
          title: `${percent(group.weight)} of the portfolio is ${group.asset}`,
          reason: `${percent(group.weight)} against ${percent(group.target)} wanted, band ±${points(group.band)}; over ${percent(LIMIT)} in one asset is a concentration.`,
          action: `Reduce ${group.asset} towards its target.`,
          priority: group.weight.gte(CRITICAL_FROM) ? ("critical" as const) : ("high" as const),
          measured: group.weight,
          limit: allowed,
        },
      ];
    }),
  severity: (measured, limit) => measured.sub(limit),
};
