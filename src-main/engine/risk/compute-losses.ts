// How much was lost today, and since the highest gain? Both as shares, free of what was paid in and out.
import { Decimal } from "#shared/domain/decimal.ts";
import { DAY_MS, floorTime, type UnixMs } from "#shared/domain/time.ts";

const SHARE_SCALE = 12;

/** A portfolio's gain at a time: `totalPnl` = value less what was invested, in its currency. */
export interface GainPoint {
  readonly ts: UnixMs;
  readonly totalPnl: Decimal;
  readonly netInvested: Decimal;
}

/** Where losses are measured from. */
export interface LossBase {
  /** Greatest gain since the profile was armed, or ever. */
  readonly peak: Decimal;
  /** Gain at the first point of the day, or at the arming if that was later. */
  readonly dayStart: Decimal;
  readonly day: UnixMs;
  readonly last: GainPoint;
}

/** Shares of what the portfolio would be worth had it not lost: 0 where nothing is lost, 1 where all is. */
export interface Losses {
  readonly dayLoss: Decimal;
  readonly drawdown: Decimal;
}

export const NO_LOSSES: Losses = { dayLoss: Decimal.ZERO, drawdown: Decimal.ZERO };

/**
 * The base after one more point. Days are UTC. Where what was invested changes from one point to the next, books were added to or
 * set right, and the gain changes with them without anything being won or lost: the base moves along.
 */
export function computeLossBase(before: LossBase | null, point: GainPoint): LossBase {
  const { ts, totalPnl, netInvested } = point;
  const day = floorTime(ts, DAY_MS);
  if (before === null) return { peak: totalPnl, dayStart: totalPnl, day, last: point };
  const { last } = before;
  const booked = last.netInvested.eq(netInvested) ? Decimal.ZERO : totalPnl.sub(last.totalPnl);
  return {
    peak: Decimal.max(before.peak.add(booked), totalPnl),
    dayStart: before.day === day ? before.dayStart.add(booked) : totalPnl,
    day,
    last: point,
  };
}

export function computeLosses(base: LossBase, { totalPnl, netInvested }: GainPoint): Losses {
  const share = (from: Decimal): Decimal => {
    const [lost, whole] = [from.sub(totalPnl), netInvested.add(from)];
    if (!lost.isPositive) return Decimal.ZERO;
    // Where nothing is invested any more, all of it is lost.
    return whole.isPositive ? Decimal.min(Decimal.ONE, lost.div(whole, SHARE_SCALE, "up")) : Decimal.ONE;
  };
  return { dayLoss: share(base.dayStart), drawdown: share(base.peak) };
}
