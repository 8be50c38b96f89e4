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
  const levels = vessels.map((vessel) => vessel.level);
  const open = vessels
    .map((vessel, index) => ({ ...vessel, index }))
    .filter((vessel) => vessel.cap.gt(vessel.level))
    .sort((left, right) => left.level.cmp(right.level) || left.index - right.index);
  let left = amount;
  let filling: typeof open = [];
  let next = 0;
  let level = open[0]?.level ?? Decimal.ZERO;
  while (left.isPositive && (filling.length > 0 || next < open.length)) {
    if (filling.length === 0) level = open[next]?.level ?? level;
    while (next < open.length && (open[next]?.level ?? level).lte(level))
      filling.push(open[next++] as (typeof open)[0]);
    const ceilings = filling.map((vessel) => vessel.cap);
    const upcoming = open[next];
    if (upcoming !== undefined) ceilings.push(upcoming.level);
    const ceiling = ceilings.reduce((least, value) => (value.lt(least) ? value : least));
    const count = Decimal.fromInteger(filling.length);
    const room = ceiling.sub(level).mul(count);
    if (room.gte(left)) {
      level = level.add(left.div(count, PLACES, "up"));
      left = Decimal.ZERO;
    } else {
      level = ceiling;
      left = left.sub(room);
    }
    for (const vessel of filling) levels[vessel.index] = Decimal.min(vessel.cap, level);
    filling = filling.filter((vessel) => vessel.cap.gt(level));
  }
  return { levels, leftOver: left };
}
