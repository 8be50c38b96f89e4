// What does one leg of a plan say: what it moves, and what that costs in basis points? Pure.
import { TRUE_MINUS } from "#renderer/lib/format-decimal.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { OrderKind } from "#shared/domain/order.ts";
import type { PlanLeg, RebalancePlan } from "#shared/domain/plan.ts";

/** Places of a ratio: shown to one decimal of a basis point. */
const RATIO_SCALE = 12;

export const KIND_WORDS = {
  limitIoc: "IOC",
  postOnly: "Post only",
  limit: "Limit",
  market: "Market",
} as const satisfies Record<OrderKind, string>;

export interface PlanLine {
  readonly number: number;
  readonly leg: PlanLeg;
  /** Share of the portfolio that it moves. */
  readonly share: DecimalString | null;
  /** In the valuation currency; null where the fee is taken in an asset that is neither side of the market. */
  readonly cost: DecimalString | null;
  readonly feeShare: DecimalString | null;
  /** Spread and slippage as a share of the value. */
  readonly tradingShare: DecimalString | null;
  /** The first leg of another side: a stronger rule stands above it. */
  readonly startsSide: boolean;
}

function ratio(part: Decimal, whole: Decimal): DecimalString | null {
  return whole.isZero ? null : part.div(whole, RATIO_SCALE, "halfEven").toString();
}

/** The fee in the valuation currency: its quote is worth value / notional, its base that times the price. */
export function feeValue(leg: PlanLeg): Decimal | null {
  const notional = Decimal.parse(leg.notional);
  if (notional.isZero) return null;
  const fee = Decimal.parse(leg.fee);
  const inQuote =
    leg.feeAsset === leg.quote
      ? fee
      : leg.feeAsset === leg.base
        ? fee.mul(Decimal.parse(leg.expectedPrice))
        : fee.isZero
          ? Decimal.ZERO
          : null;
  return inQuote === null ? null : inQuote.mul(Decimal.parse(leg.value)).div(notional, RATIO_SCALE, "halfEven");
}

export function toPlanLines(plan: Pick<RebalancePlan, "legs" | "totalValue">): readonly PlanLine[] {
  const total = Decimal.parse(plan.totalValue);
  return plan.legs.map((leg, index) => {
    const value = Decimal.parse(leg.value);
    const fee = feeValue(leg);
    const trading = Decimal.parse(leg.spreadCost).add(Decimal.parse(leg.slippageCost));
    const before = plan.legs[index - 1];
    return {
      number: index + 1,
      leg,
      share: ratio(value, total),
      cost: fee === null ? null : fee.add(trading).toString(),
      feeShare: fee === null ? null : ratio(fee, value),
      tradingShare: ratio(trading, value),
      startsSide: before !== undefined && before.side !== leg.side,
    };
  });
}

/** Cost of a plan as a share of what it turns over; null for a plan without orders. */
export function costShare(plan: Pick<RebalancePlan, "cost" | "turnover">): DecimalString | null {
  return ratio(Decimal.parse(plan.cost.total), Decimal.parse(plan.turnover));
}

/** Digits behind the point as they stand in the text: the planner writes prices and lots at the venue's steps. */
export function digitsOf(text: string): number {
  return text.split(".")[1]?.length ?? 0;
}

/** "25 + 3.0 bp": fee, then spread and slippage, which a book better than the mid makes negative. */
export function formatCostSplit(line: Pick<PlanLine, "feeShare" | "tradingShare">): string {
  const { feeShare, tradingShare } = line;
  const fee = feeShare === null ? "n/a" : bp(Decimal.parse(feeShare), 0);
  if (tradingShare === null) return `${fee} bp`;
  const trading = Decimal.parse(tradingShare);
  return `${fee} ${trading.isNegative ? TRUE_MINUS : "+"} ${bp(trading.abs(), 1)} bp`;
}

function bp(share: Decimal, scale: number): string {
  return share.mul(Decimal.fromInteger(10_000)).toFixed(scale, "halfEven");
}
