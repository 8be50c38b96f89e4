// Has the portfolio lost more of what was put in than should pass without a look?
import { computePnlShare } from "#engine/portfolio/compute-pnl.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { money, percent } from "./compute-suggestion-text.ts";
import { inOrder, type Trigger, unknown } from "./trigger.ts";

/** Of the limit: a loss twice as large is critical. */
const CRITICAL_FROM = Decimal.fromInteger(2);

/** Total PnL under minus the limit (10 %) of net invested capital. */
export const lossTrigger: Trigger = {
  type: "loss",
  version: 1,
  name: "loss",
  evaluate: ({ portfolio, profile }) => {
    const limit = Decimal.parse(profile.triggers.loss.above).neg();
    if (portfolio.totalPnl === null) return unknown("The PnL is not known: something held has no known cost or price.");
    const pnl = Decimal.parse(portfolio.totalPnl);
    const netInvested = Decimal.parse(portfolio.netInvested);
    const share = computePnlShare(pnl, netInvested);
    if (share === null) return inOrder(null, limit, "On balance nothing is invested that could be lost.");
    if (pnl.gte(limit.mul(netInvested))) {
      const how = `${share.isNegative ? "Down" : "Up"} ${percent(share.abs())}`;
      return inOrder(share, limit, `${how} on what was put in; down ${percent(limit.abs())} calls for a review.`);
    }
    return {
      quiet: null,
      findings: [
        {
          type: "loss",
          asset: null,
          title: `The portfolio is down ${percent(share.abs())}`,
          reason: `${money(pnl, portfolio.currency)} on ${money(netInvested, portfolio.currency)} net invested; over ${percent(limit.abs())} calls for a review.`,
          action: "Review targets and risk limits.",
          plan: null,
          priority: share.lte(limit.mul(CRITICAL_FROM)) ? "critical" : "high",
          measured: share,
          limit,
        },
      ],
    };
  },
  severity: (measured) => measured.abs(),
};
