// How far may a weight stray from its target before it counts as out of band?
import { Decimal, type DecimalString } from "./decimal.ts";
import type { Asset } from "./ids.ts";
import type { Policy } from "./policy.ts";
import type { VolatilityTable } from "./volatility-band.ts";

/** Band where the policy sets none. */
const DEFAULT_BAND = Decimal.parse("0.05");

/**
 * Half width of the band of an asset with this target, as a share of the portfolio: its own, else the widest of those the policy sets.
 * `relative` with `floor` is max(relative x target, floor); a volatility table gives what `absolute` would, and where no volatility is
 * known yet `absolute` holds, or 5 points.
 */
export function computeBand(asset: Asset, target: Decimal, policy: Pick<Policy, "bands" | "bandsByAsset">): Decimal {
  const own = policy.bandsByAsset[asset];
  if (own !== undefined) return Decimal.parse(own);
  const { absolute, relative, floor, volatility } = policy.bands;
  const widths: Decimal[] = [];
  if (volatility?.measured !== undefined) widths.push(computeVolatilityBand(volatility, volatility.measured));
  else if (absolute !== undefined) widths.push(Decimal.parse(absolute));
  else if (volatility !== undefined) widths.push(DEFAULT_BAND);
  if (relative !== undefined) widths.push(Decimal.parse(relative).mul(target));
  if (floor !== undefined) widths.push(Decimal.parse(floor));
  const [first, ...rest] = widths;
  return first === undefined ? DEFAULT_BAND : Decimal.max(first, ...rest);
}

/** Half width for a yearly volatility: of the steps it is over that with the highest `above`; over none, `otherwise`. */
export function computeVolatilityBand(table: VolatilityTable, volatility: DecimalString): Decimal {
  const measured = Decimal.parse(volatility);
  let from: Decimal | null = null;
  let band = table.otherwise;
  for (const step of table.steps) {
    const above = Decimal.parse(step.above);
    if (measured.lte(above) || (from !== null && above.lte(from))) continue;
    from = above;
    band = step.band;
  }
  return Decimal.parse(band);
}
