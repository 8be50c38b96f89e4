// Has an asset strayed from its target by more than its band?
import type { AllocationGroup } from "#engine/portfolio/compute-allocation.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Priority } from "#shared/domain/suggestion.ts";
import { money, percent, points, pointsText, quantity } from "./compute-suggestion-text.ts";
import type { Finding, Trigger, TriggerInput } from "./trigger.ts";

/** Multiples of the band from which a drift counts as more than low. */
const MEDIUM_FROM = Decimal.parse("1.25");
const HIGH_FROM = Decimal.parse("1.5");
const CRITICAL_FROM = Decimal.parse("3");

function priorityOf({ drift, band }: AllocationGroup): Priority {
  const size = drift.abs();
  if (size.gte(band.mul(CRITICAL_FROM))) return "critical";
  if (size.gte(band.mul(HIGH_FROM))) return "high";
  return size.gte(band.mul(MEDIUM_FROM)) ? "medium" : "low";
}

function actionOf(group: AllocationGroup, { portfolio, allocation }: TriggerInput): string {
  const excess = group.value.sub(group.target.mul(allocation.total));
  const over = excess.isPositive;
  if (group.isCash) return `${over ? "Deploy" : "Raise"} ${money(excess.abs(), portfolio.currency)} of cash.`;
  const price = portfolio.positions.find(({ asset }) => asset === group.asset)?.price ?? null;
  const verb = over ? "Sell" : "Buy";
  if (price === null) return `${verb} ${money(excess.abs(), portfolio.currency)} of ${group.asset}.`;
  const unit = Decimal.parse(price);
  return `${verb} ${quantity(excess.abs().div(unit, 12, "halfEven"))} ${group.asset}.`;
}

function findingOf(group: AllocationGroup, input: TriggerInput): Finding {
  const name = group.isCash ? "Cash" : group.asset;
  const side = group.drift.isNegative ? "under" : "over";
  return {
    type: "threshold",
    asset: group.asset,
    title: `${name} is ${pointsText(group.drift)} ${side} target`,
    reason: `${percent(group.weight)} against ${percent(group.target)}, band ±${points(group.band)}.`,
    action: actionOf(group, input),
    priority: priorityOf(group),
    measured: group.drift.abs(),
    limit: group.band,
  };
}

export const thresholdTrigger: Trigger = {
  type: "threshold",
  version: 1,
  name: "threshold",
  evaluate: (input) =>
    input.allocation.groups.filter(({ outOfBand }) => outOfBand).map((group) => findingOf(group, input)),
  severity: (measured) => measured,
};
