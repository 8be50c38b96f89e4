// Has the portfolio lost more of what was put in than should pass without a look?
import { computePnlShare } from "#engine/portfolio/compute-pnl.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { money, percent } from "./compute-suggestion-text.ts";
import type { Trigger } from "./trigger.ts";

const LIMIT = Decimal.parse("-0.1");
const CRITICAL_FROM = Decimal.parse("-0.2");

/** Total PnL under -10 % of net invested capital. */
export const lossTrigger: Trigger = {
  type: "loss",
  version: 1,
  name: "loss",
  evaluate: ({ portfolio }) => {
    if (portfolio.totalPnl === null) return [];
    const pnl = Decimal.parse(portfolio.totalPnl);
    const netInvested = Decimal.parse(portfolio.netInvested);
    const share = computePnlShare(pnl, netInvested);
    if (share === null || pnl.gte(LIMIT.mul(netInvested))) return [];
    return [
      {
        type: "loss",
        asset: null,
        title: `The portfolio is down ${percent(share.abs())}`,
        reason: `${money(pnl, portfolio.currency)} on ${money(netInvested, portfolio.currency)} net invested; over ${percent(LIMIT.abs())} calls for a review.`,
        action: "Review targets and risk limits.",
        priority: share.lte(CRITICAL_FROM) ? "critical" : "high",
        measured: share,
        limit: LIMIT,
      },
    ];
  },
  severity: (measured) => measured.abs(),
};
