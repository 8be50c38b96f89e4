// Does too much of the portfolio lie in cash?
import { Decimal } from "#shared/domain/decimal.ts";
import { money, percent, points } from "./compute-suggestion-text.ts";
import { inOrder, type Trigger } from "./trigger.ts";

const HIGH_FROM = Decimal.parse("0.95");

/** Cash weight over the limit (80 %) and beyond what its own target and band allow. */
export const highCashTrigger: Trigger = {
  type: "highCash",
  version: 1,
  name: "high cash",
  evaluate: ({ allocation, portfolio, profile }) => {
    const { total } = allocation;
    const limit = Decimal.parse(profile.triggers.highCash.above);
    const cash = allocation.groups.filter(({ isCash }) => isCash);
    const value = Decimal.sum(cash.map((group) => group.value));
    const target = Decimal.sum(cash.map((group) => group.target));
    const band = Decimal.sum(cash.map((group) => group.band));
    const own = target.add(band);
    const allowed = Decimal.max(limit, own);
    if (!total.isPositive) return inOrder(null, allowed, "Nothing in scope has a value.");
    const weight = value.div(total, 10, "halfEven");
    if (value.lte(allowed.mul(total))) {
      return inOrder(weight, allowed, `${percent(weight)} is cash, up to ${percent(allowed)} is in order.`);
    }
    const excess = value.sub(target.mul(total));
    return {
      quiet: null,
      findings: [
        {
          type: "highCash",
          asset: null,
          title: `${percent(weight)} of the portfolio is cash`,
          reason: `${percent(weight)} against ${percent(target)} wanted, band ±${points(band)}; over ${percent(limit)} is a lot.`,
          action: `Deploy ${money(excess, portfolio.currency)} of cash.`,
          plan: { policy: { goal: "cashFlow" } },
          priority: weight.gte(HIGH_FROM) ? "high" : "medium",
          measured: weight,
          limit: allowed,
        },
      ],
    };
  },
  severity: (measured, limit) => measured.sub(limit),
};
