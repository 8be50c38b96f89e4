// What did all live profiles lose together, and is it more than they may?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Settings } from "#shared/domain/settings.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { computeLossBase, type GainPoint, type LossBase, type Losses } from "./compute-losses.ts";

/** One profile's gain, and what one unit of its currency was worth in the common one when counting began. */
export interface RatedPoint {
  readonly point: GainPoint;
  readonly rate: Decimal;
}

/** The sum. At one rate for as long as losses are counted: a currency that moves is no loss of a profile. */
export function computePooledPoint(points: Iterable<RatedPoint>, ts: UnixMs): GainPoint {
  const all = [...points];
  return {
    ts,
    totalPnl: Decimal.sum(all.map(({ point, rate }) => point.totalPnl.mul(rate))),
    netInvested: Decimal.sum(all.map(({ point, rate }) => point.netInvested.mul(rate))),
  };
}

/** The base after one more point of the sum. Where another profile joined or one left, it moves along: nothing was won or lost by that. */
export function computePooledBase(before: LossBase | null, point: GainPoint, sameProfiles: boolean): LossBase {
  if (before === null || sameProfiles) return computeLossBase(before, point);
  const by = point.totalPnl.sub(before.last.totalPnl);
  const moved = { ...before, peak: before.peak.add(by), dayStart: before.dayStart.add(by), last: point };
  return computeLossBase(moved, point);
}

/** Codes of halts that concern all live profiles. */
export const OVERALL_HALTS = ["TOTAL_DAY_LOSS", "TOTAL_DRAWDOWN"] as const;
type OverallHalt = { readonly code: (typeof OVERALL_HALTS)[number]; readonly message: string };

export type LossSettings = Pick<Settings, "totalDailyLossFraction" | "totalDrawdownFraction">;

/** A limit that is null is off. */
export function computeOverallBreach(losses: Losses, settings: LossSettings): OverallHalt | null {
  const { totalDailyLossFraction: day, totalDrawdownFraction: fall } = settings;
  if (day !== null && losses.dayLoss.gte(Decimal.parse(day))) {
    return {
      code: "TOTAL_DAY_LOSS",
      message: `All live profiles together lost ${losses.dayLoss} of their value today; ${day} is the limit.`,
    };
  }
  return fall !== null && losses.drawdown.gte(Decimal.parse(fall))
    ? {
        code: "TOTAL_DRAWDOWN",
        message: `The gain of all live profiles together fell by ${losses.drawdown} from its high; ${fall} is the limit.`,
      }
    : null;
}
