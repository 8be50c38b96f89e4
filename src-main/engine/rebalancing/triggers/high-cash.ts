// Does too much of the portfolio lie in cash?
import { Decimal } from "#shared/domain/decimal.ts";
import { money, percent, points } from "./compute-suggestion-text.ts";
import type { Trigger } from "./trigger.ts";

const LIMIT = Decimal.parse("0.8");
const HIGH_FROM = Decimal.parse("0.95");

/** Cash weight over 80 % and beyond what its own target and band allow. */
export const highCashTrigger: Trigger = {
  type: "highCash",
  version: 1,
  name: "high cash",
  evaluate: ({ allocation, portfolio }) => {
    const { total } = allocation;
    const cash = allocation.groups.filter(({ isCash }) => isCash);
    const value = Decimal.sum(cash.map((group) => group.value));
    const target = Decimal.sum(cash.map((group) => group.target));
    const band = Decimal.sum(cash.map((group) => group.band));
    const own = target.add(band);
    const allowed = Decimal.max(LIMIT, own);
    if (!total.isPositive || value.lte(allowed.mul(total))) return [];
    const weight = value.div(total, 10, "halfEven");
    const excess = value.sub(target.mul(total));
    return [
      {
        type: "highCash",
        asset: null,
        title: `${percent(weight)} of the portfolio is cash`,
        reason: `${percent(weight)} against ${percent(target)} wanted, band ±${points(band)}; over ${percent(LIMIT)} is a lot.`,
        action: `Deploy ${money(excess, portfolio.currency)} of cash.`,
        priority: weight.gte(HIGH_FROM) ? "high" : "medium",
        measured: weight,
        limit: allowed,
      },
    ];
  },
  severity: (measured, limit) => measured.sub(limit),
};
