// Would this order put too much of all live profiles into one coin, or more money at risk than may be?
import { computeBrought } from "#engine/risk/compute-overall-exposure.ts";
import { type Denial, denyLeg, type Gate, type GateFacts } from "#engine/risk/gate.ts";
import { Decimal } from "#shared/domain/decimal.ts";

const SHARE_SCALE = 4;

/** Orders for cash lower both, and always go. */
function bought({ draft, isCash }: GateFacts): GateFacts["draft"]["base"] | null {
  const asset = draft.side === "buy" ? draft.base : draft.quote;
  return isCash(asset) ? null : asset;
}

const notKnown = (why: string): Denial =>
  denyLeg("OVERALL_UNKNOWN", `What all live profiles hold cannot be told, and a limit is set on it: ${why}.`);

export const largestAsset: Gate = {
  name: "Largest coin over all profiles",
  when: "always",
  check: (facts) => {
    const { overall } = facts;
    const asset = bought(facts);
    if (overall === null || overall.largestAssetShare === null || asset === null) return null;
    const { exposure, rate } = overall;
    if ("unknown" in exposure) return notKnown(exposure.unknown);
    if (rate === null) return notKnown(`${facts.plan.currency} has no price`);
    const brought = computeBrought(facts, asset).mul(rate);
    const value = (exposure.byAsset.get(asset) ?? Decimal.ZERO).add(brought);
    const limit = Decimal.parse(overall.largestAssetShare);
    if (!brought.isPositive || value.lte(exposure.total.mul(limit))) return null;
    const share = exposure.total.isPositive ? value.div(exposure.total, SHARE_SCALE, "up") : Decimal.ONE;
    return denyLeg(
      "ASSET_OVERALL",
      `Over all live profiles ${asset} would be ${share} of the value; ${limit} is the limit.`,
    );
  },
};

export const liveMoney: Gate = {
  name: "Money in live trading",
  when: "always",
  check: (facts) => {
    const { overall, draft, isCash } = facts;
    const paid = draft.side === "buy" ? draft.quote : draft.base;
    if (overall === null || overall.liveMoneyMost === null || bought(facts) === null || !isCash(paid)) return null;
    const { exposure, currency } = overall;
    if ("unknown" in exposure) return notKnown(exposure.unknown);
    const limit = Decimal.parse(overall.liveMoneyMost);
    return exposure.total.gt(limit)
      ? denyLeg(
          "LIVE_MONEY",
          `The live profiles are worth ${exposure.total.toFixed(2, "up")} ${currency}; above ${limit} no order may buy for cash.`,
        )
      : null;
  },
};
