// How is an amount of an asset held exactly? As whole units of 10^-scale.
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";

/** Decimal places of one unit. 18 holds the product of any tick (10^-10) and lot step (10^-8) that venues use. */
const DEFAULT_SCALE = 18;

/** Units per asset; assets that are not named have 18 places. */
export type AssetScales = ReadonlyMap<Asset, number>;

export function scaleOf(scales: AssetScales, asset: Asset): number {
  return scales.get(asset) ?? DEFAULT_SCALE;
}

/** Whole units of an amount; what is finer than a unit is cut off. */
export function toUnits(scales: AssetScales, asset: Asset, amount: Decimal): bigint {
  const scale = scaleOf(scales, asset);
  const cut = amount.roundTo(scale, "down");
  return cut.coefficient * 10n ** BigInt(scale - cut.scale);
}

export function fromUnits(scales: AssetScales, asset: Asset, units: bigint): Decimal {
  return Decimal.of(units, scaleOf(scales, asset));
}
