// How far may a weight stray from its target before it counts as out of band?
import { Decimal } from "./decimal.ts";
import type { Asset } from "./ids.ts";
import type { Policy } from "./policy.ts";

/** Band where the policy sets none. */
const DEFAULT_BAND = Decimal.parse("0.05");

/** Half width of the band of an asset with this target: its own, else the widest of those the policy sets. */
export function computeBand(asset: Asset, target: Decimal, policy: Pick<Policy, "bands" | "bandsByAsset">): Decimal {
  const own = policy.bandsByAsset[asset];
  if (own !== undefined) return Decimal.parse(own);
  const { absolute, relative, floor } = policy.bands;
  const widths: Decimal[] = [];
  if (absolute !== undefined) widths.push(Decimal.parse(absolute));
  if (relative !== undefined) widths.push(Decimal.parse(relative).mul(target));
  if (floor !== undefined) widths.push(Decimal.parse(floor));
  const [first, ...rest] = widths;
  return first === undefined ? DEFAULT_BAND : Decimal.max(first, ...rest);
}
