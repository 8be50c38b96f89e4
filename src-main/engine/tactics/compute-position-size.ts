// How much of an asset does a signal suggest to buy?
import { toNumber } from "#engine/targets/compute-exact-shares.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { PositionRules, RiskLevel } from "#shared/domain/position-rules.ts";

const LEVEL: Readonly<Record<RiskLevel, Decimal>> = {
  low: Decimal.parse("0.5"),
  medium: Decimal.ONE,
  high: Decimal.parse("1.5"),
};
/** Places of a share that comes from statistics. */
const SHARE_SCALE = 8;

/** With fewer signals behind it an edge is no more than luck. */
const LEAST_SIGNALS = 30;

/** What a strategy's signals earned so far. */
export interface EdgeFacts {
  /** How many ran their course. */
  readonly signals: number;
  /** Lower end of the 95 % interval of the hit rate. */
  readonly lowerHitRate: number;
  /** Average gain of a hit and average loss of a miss, as shares of what was put in, after costs; both positive. */
  readonly averageGain: number;
  readonly averageLoss: number;
}

export interface SizeFacts {
  readonly rules: PositionRules;
  /** The profile's value, in the valuation currency. */
  readonly value: Decimal;
  /** The asset's volatility a year as a fraction; null where it is not known. */
  readonly volatility: number | null;
  /** Null before any signal has run its course. */
  readonly edge: EdgeFacts | null;
  /** What the account has free for it, in the valuation currency. */
  readonly free: Decimal;
  readonly openPositions: number;
}

export type PositionSize = { readonly amount: Decimal; readonly because: string } | { readonly none: string };

/**
 * Kelly's fraction `p - (1 - p) / b` with the lower 95 % bound for p and b = average gain / average loss, times the part of it that is used; 0 where there is no edge.
 * Kelly, J. L. (1956), "A New Interpretation of Information Rate", for a bet that wins b with probability p.
 */
export function computeKellyFraction(
  { lowerHitRate, averageGain, averageLoss }: Omit<EdgeFacts, "signals">,
  part: number,
): number {
  if (averageGain <= 0) return 0;
  const lossOverGain = averageLoss / averageGain;
  return Math.max(0, part * (lowerHitRate - (1 - lowerHitRate) * lossOverGain));
}

/** A figure of statistics as an exact share. */
const exact = (value: number) => Decimal.parse(value.toFixed(SHARE_SCALE));

type Wanted = { readonly share: Decimal; readonly because: string } | { readonly none: string };

/** Share of the value before limits, or why there is none. */
function wanted({ rules, volatility, edge }: SizeFacts): Wanted {
  switch (rules.sizing) {
    case "fixedFraction":
      return { share: Decimal.parse(rules.fraction), because: `a fixed ${rules.fraction} of the value` };
    case "volatilityTarget": {
      const moves = volatility === null ? Decimal.ZERO : exact(volatility);
      if (!moves.isPositive) return { none: "The asset's volatility is not known." };
      const target = Decimal.parse(rules.volatilityTarget).mul(LEVEL[rules.riskLevel]);
      return {
        share: target.div(moves, SHARE_SCALE, "floor"),
        because: `a volatility of ${target} a year at the asset's ${moves.toFixed(3, "halfEven")}`,
      };
    }
    case "kelly": {
      if (edge === null) return { none: "No signal of this strategy has run its course: there is no edge to measure." };
      if (edge.signals < LEAST_SIGNALS) {
        const have = `${edge.signals} ${edge.signals === 1 ? "has" : "have"} run their course on paper`;
        return { none: `Kelly's fraction needs ${LEAST_SIGNALS} signals of the strategy; ${have}.` };
      }
      const share = exact(computeKellyFraction(edge, toNumber(Decimal.parse(rules.kellyCap))));
      const of = `${edge.signals} signals on paper`;
      return share.isPositive
        ? { share, because: `${rules.kellyCap} of Kelly's fraction at the lower 95 % bound of the hit rate of ${of}` }
        : { none: "At the lower 95 % bound the strategy's signals have no edge: Kelly's fraction is 0." };
    }
  }
}

/** In the valuation currency. The size is divided by the risk adjustment factor, then cut to the limit and to what is free; never borrowed. */
export function computePositionSize(facts: SizeFacts): PositionSize {
  const { rules, value, free, openPositions } = facts;
  if (openPositions >= rules.maxOpenPositions) {
    return { none: `${openPositions} positions from signals are open; ${rules.maxOpenPositions} are allowed.` };
  }
  const want = wanted(facts);
  if ("none" in want) return want;
  const factor = Decimal.parse(rules.riskAdjustmentFactor);
  if (!factor.isPositive) return { none: "The risk adjustment factor is 0." };
  const share = want.share.div(factor, SHARE_SCALE, "floor");
  const cap = Decimal.parse(rules.maxPositionFraction);
  const limited = Decimal.min(share, cap);
  const amount = Decimal.min(value.mul(limited), free);
  if (!amount.isPositive) return { none: "Nothing is free to buy with." };
  const cuts = [
    share.gt(cap) ? `cut to the limit of ${rules.maxPositionFraction}` : null,
    value.mul(limited).gt(free) ? "cut to what is free" : null,
  ].filter((cut) => cut !== null);
  return { amount, because: [`${want.because}, divided by ${rules.riskAdjustmentFactor}`, ...cuts].join(", ") };
}

/**
 * An entry in equal parts, each one step of the asset's average true range under the one before it: `{price, amount}`, highest price first.
 * The parts sum to the whole exactly.
 */
export function computeEntryLadder(
  amount: Decimal,
  price: Decimal,
  averageTrueRange: Decimal,
  entries: number,
): readonly { readonly price: Decimal; readonly amount: Decimal }[] {
  const part = amount.div(Decimal.fromInteger(entries), SHARE_SCALE, "floor");
  return Array.from({ length: entries }, (_, index) => ({
    price: price.sub(averageTrueRange.mul(Decimal.fromInteger(index))),
    amount: index === 0 ? amount.sub(part.mul(Decimal.fromInteger(entries - 1))) : part,
  })).filter((rung) => rung.price.isPositive);
}
