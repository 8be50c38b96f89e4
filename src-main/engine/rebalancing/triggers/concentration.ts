// Does one asset make up too much of the portfolio?
import { Decimal } from "#shared/domain/decimal.ts";
import { percent, points } from "./compute-suggestion-text.ts";
import { resultOf, type Trigger } from "./trigger.ts";

const CRITICAL_FROM = Decimal.parse("0.9");

/** One asset over the limit (70 %) and beyond its own target and band. Cash is the high cash rule's matter. */
export const concentrationTrigger: Trigger = {
  type: "concentration",
  version: 1,
  name: "concentration",
  evaluate: ({ allocation, profile }) => {
    const limit = Decimal.parse(profile.triggers.concentration.above);
    const groups = allocation.groups
      .filter(({ isCash }) => !isCash)
      .map((group) => ({ group, allowed: Decimal.max(limit, group.target.add(group.band)) }));
    return resultOf(
      groups
        .filter(({ group, allowed }) => group.value.gt(allowed.mul(allocation.total)))
        .map(({ group, allowed }) => ({
          type: "concentration",
          asset: group.asset,
          title: `${percent(group.weight)} of the portfolio is ${group.asset}`,
          reason: `${percent(group.weight)} against ${percent(group.target)} wanted, band ±${points(group.band)}; over ${percent(limit)} in one asset is a concentration.`,
          action: `Reduce ${group.asset} towards its target.`,
          plan: { policy: {} },
          priority: group.weight.gte(CRITICAL_FROM) ? "critical" : "high",
          measured: group.weight,
          limit: allowed,
        })),
      () => {
        const [largest] = groups.toSorted((first, second) => second.group.weight.cmp(first.group.weight));
        if (largest === undefined) {
          return { known: true, asset: null, measured: null, limit, reason: "Nothing but cash is held or wanted." };
        }
        const { group, allowed } = largest;
        const reason = `${percent(group.weight)} is ${group.asset}, the largest; up to ${percent(allowed)} is in order.`;
        return { known: true, asset: group.asset, measured: group.weight, limit: allowed, reason };
      },
    );
  },
  severity: (measured, limit) => measured.sub(limit),
};
