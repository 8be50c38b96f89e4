// How is an amount shared so that the lowest are raised first, to a common level?
import { Decimal } from "#shared/domain/decimal.ts";

export interface Vessel {
  readonly index: number;
  readonly level: Decimal;
  /** Never filled above this. */
  readonly cap: Decimal;
}

/** Vessels with room, sorted once so that they can be filled many times. */
export interface Basin {
  readonly byLevel: readonly Vessel[];
  readonly byCap: readonly Vessel[];
}

export interface WaterFill {
  /** The vessels that were reached, each with its new level. */
  readonly raised: readonly { readonly index: number; readonly level: Decimal }[];
  /** What found no room. */
  readonly leftOver: Decimal;
}

const PLACES = 24;

export function computeBasin(vessels: readonly Vessel[]): Basin {
  const open = vessels.filter((vessel) => vessel.cap.gt(vessel.level));
  return {
    byLevel: open.toSorted((left, right) => left.level.cmp(right.level)),
    byCap: open.toSorted((left, right) => left.cap.cmp(right.cap)),
  };
}

/** Pours `amount` into the vessels of the basin that are not closed. */
export function computeWaterFill(basin: Basin, amount: Decimal, closed: readonly boolean[]): WaterFill {
  const open = basin.byLevel.filter((vessel) => !closed[vessel.index]);
  // A vessel's cap lies above its own level, so the lowest cap above the water never belongs to one the water has not reached.
  const caps = basin.byCap.filter((vessel) => !closed[vessel.index]);
  let left = amount;
  let level = open[0]?.level ?? Decimal.ZERO;
  let reached = 0;
  let full = 0;
  while (left.isPositive && full < open.length) {
    const next = open[reached];
    if (reached === full && next !== undefined) level = next.level;
    while (open[reached]?.level.lte(level)) reached += 1;
    const above = open[reached]?.level;
    const cap = caps[full]?.cap;
    const ceiling = above === undefined || cap?.lt(above) ? cap : above;
    if (ceiling === undefined) break;
    const count = Decimal.fromInteger(reached - full);
    const room = ceiling.sub(level).mul(count);
    if (room.gte(left)) {
      level = level.add(left.div(count, PLACES, "up"));
      left = Decimal.ZERO;
    } else {
      level = ceiling;
      left = left.sub(room);
    }
    while (caps[full]?.cap.lte(level)) full += 1;
  }
  const raised = open.slice(0, reached).map(({ index, cap }) => ({ index, level: Decimal.min(cap, level) }));
  return { raised, leftOver: left };
}
