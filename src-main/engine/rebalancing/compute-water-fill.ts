// How is an amount shared so that the lowest are raised first, to a common level?
import { Decimal } from "#shared/domain/decimal.ts";

export interface Vessel {
  readonly level: Decimal;
  /** Never filled above this. */
  readonly cap: Decimal;
}

const PLACES = 24;

/** New levels after pouring `amount` in, in the order of the vessels; what finds no room is left over. */
export function computeWaterFill(
  vessels: readonly Vessel[],
  amount: Decimal,
): { readonly levels: readonly Decimal[]; readonly leftOver: Decimal } {
  const open = vessels
    .map((vessel, index) => ({ ...vessel, index }))
    .filter((vessel) => vessel.cap.gt(vessel.level))
    .sort((left, right) => left.level.cmp(right.level));
  // A vessel's cap lies above its own level, so the lowest cap above the water never belongs to one the water has not reached.
  const caps = open.map((vessel) => vessel.cap).sort((left, right) => left.cmp(right));
  let left = amount;
  let level = open[0]?.level ?? Decimal.ZERO;
  let reached = 0;
  let full = 0;
  while (left.isPositive && full < open.length) {
    const next = open[reached];
    if (reached === full && next !== undefined) level = next.level;
    while (open[reached]?.level.lte(level)) reached += 1;
    const above = open[reached]?.level;
    const cap = caps[full];
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
    while (caps[full]?.lte(level)) full += 1;
  }
  const levels = vessels.map((vessel) => vessel.level);
  for (const vessel of open.slice(0, reached)) levels[vessel.index] = Decimal.min(vessel.cap, level);
  return { levels, leftOver: left };
}
