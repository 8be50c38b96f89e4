// How is a weight outside its band told, whichever rule measured the band?
import type { Allocation, AllocationGroup } from "#engine/portfolio/compute-allocation.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Priority } from "#shared/domain/suggestion.ts";
import { money, percent, points, pointsText, quantity } from "./compute-suggestion-text.ts";

/** Multiples of the band from which a drift counts as more than low. */
const MEDIUM_FROM = Decimal.parse("1.25");
const HIGH_FROM = Decimal.parse("1.5");
const CRITICAL_FROM = Decimal.parse("3");

export interface DriftFinding {
  readonly asset: Asset;
  readonly title: string;
  readonly reason: string;
  readonly action: string;
  readonly priority: Priority;
  readonly measured: Decimal;
  readonly limit: Decimal;
}

function priorityOf({ drift, band }: AllocationGroup): Priority {
  const size = drift.abs();
  if (size.gte(band.mul(CRITICAL_FROM))) return "critical";
  if (size.gte(band.mul(HIGH_FROM))) return "high";
  return size.gte(band.mul(MEDIUM_FROM)) ? "medium" : "low";
}

/** What would bring it to its target, in units where a price is known. */
function actionText(group: AllocationGroup, total: Decimal, portfolio: Portfolio): string {
  const excess = group.value.sub(group.target.mul(total));
  const over = excess.isPositive;
  if (group.isCash) return `${over ? "Deploy" : "Raise"} ${money(excess.abs(), portfolio.currency)} of cash.`;
  const price = portfolio.positions.find(({ asset }) => asset === group.asset)?.price ?? null;
  const verb = over ? "Sell" : "Buy";
  if (price === null) return `${verb} ${money(excess.abs(), portfolio.currency)} of ${group.asset}.`;
  const unit = Decimal.parse(price);
  return `${verb} ${quantity(excess.abs().div(unit, 12, "halfEven"))} ${group.asset}.`;
}

const nameOf = ({ isCash, asset }: AllocationGroup): string => (isCash ? "Cash" : asset);

/** `target` says whose: "target", "its risk-adjusted target". */
export function computeDriftFinding(
  group: AllocationGroup,
  { total }: Allocation,
  portfolio: Portfolio,
  target: string,
): DriftFinding {
  const side = group.drift.isNegative ? "under" : "over";
  return {
    asset: group.asset,
    title: `${nameOf(group)} is ${pointsText(group.drift)} ${side} ${target}`,
    reason: `${percent(group.weight)} against ${percent(group.target)}, band ±${points(group.band)}.`,
    action: actionText(group, total, portfolio),
    priority: priorityOf(group),
    measured: group.drift.abs(),
    limit: group.band,
  };
}

export interface NearestDrift {
  readonly asset: Asset | null;
  readonly measured: Decimal | null;
  readonly limit: Decimal | null;
  /** One sentence without its full stop, in lower case where it begins with a word. */
  readonly text: string;
}

/** The group nearest to leaving its band, or furthest outside it. */
export function computeNearestDrift(groups: readonly AllocationGroup[]): NearestDrift {
  let worst: { readonly share: Decimal; readonly group: AllocationGroup } | null = null;
  for (const group of groups) {
    if (!group.band.isPositive) continue;
    const share = group.drift.abs().div(group.band, 6, "halfEven");
    if (worst === null || share.gt(worst.share)) worst = { share, group };
  }
  if (worst === null) return { asset: null, measured: null, limit: null, text: "there are no targets yet" };
  const { group } = worst;
  const { asset, drift, band, isCash } = group;
  const side = drift.isNegative ? "under" : "over";
  return {
    asset,
    measured: drift.abs(),
    limit: band,
    text: drift.isZero
      ? "every asset is exactly on target"
      : `${isCash ? "cash" : asset} is nearest to its band, ${pointsText(drift)} ${side} target with ±${points(band)}`,
  };
}

/** The same as a sentence of its own. */
export function computeNearestSentence(nearest: NearestDrift): string {
  return `${nearest.text.charAt(0).toUpperCase()}${nearest.text.slice(1)}.`;
}
