// How much was gained, over all time and today? Deposits and withdrawals are no gain.
import type { Decimal } from "#shared/domain/decimal.ts";

const SHARE_SCALE = 10;

/** Value and flows at one moment. */
export interface PnlPoint {
  readonly value: Decimal;
  /** Deposits less withdrawals until then, at their value then. */
  readonly netInvested: Decimal;
}

/** Gain between two moments: end - start - flows between them. So start + flows + gain = end, exactly. */
export function computeGain(start: PnlPoint, end: PnlPoint): Decimal {
  return end.value.sub(start.value).sub(computeFlow(start, end));
}

export function computeFlow(start: PnlPoint, end: PnlPoint): Decimal {
  return end.netInvested.sub(start.netInvested);
}

/** Gain over all time: value - net invested. */
export function computeTotalPnl(point: PnlPoint): Decimal {
  return point.value.sub(point.netInvested);
}

/** Gain as a share of what worked for it: the starting value plus what was brought in since. Null where that is not above 0. */
export function computeGainShare(start: PnlPoint, end: PnlPoint): Decimal | null {
  const flow = computeFlow(start, end);
  const base = flow.isPositive ? start.value.add(flow) : start.value;
  return base.isPositive ? computeGain(start, end).div(base, SHARE_SCALE, "halfEven") : null;
}

/** Total PnL as a share of net invested capital; null where that is not above 0. */
export function computePnlShare(totalPnl: Decimal, netInvested: Decimal): Decimal | null {
  return netInvested.isPositive ? totalPnl.div(netInvested, SHARE_SCALE, "halfEven") : null;
}
