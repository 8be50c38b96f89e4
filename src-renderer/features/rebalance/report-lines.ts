// What became of each leg and each weight of a plan, planned against filled? Pure.
import { computeBand } from "#shared/domain/compute-band.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { PlanLeg, PlanReport, RebalancePlan } from "#shared/domain/plan.ts";
import { membersOf, weightOf } from "./target-rows.ts";

export interface ReportLeg {
  readonly number: number;
  readonly leg: PlanLeg;
  readonly line: PlanReport["legs"][number];
  readonly full: boolean;
  readonly startsSide: boolean;
}

export function toReportLegs(plan: Pick<RebalancePlan, "legs">, report: PlanReport): readonly ReportLeg[] {
  return report.legs.flatMap((line) => {
    const leg = plan.legs[line.legIndex];
    if (leg === undefined) return [];
    return [
      {
        number: line.legIndex + 1,
        leg,
        line,
        full: Decimal.parse(line.filledQuantity).gte(Decimal.parse(line.plannedQuantity)),
        startsSide: line.legIndex > 0 && plan.legs[line.legIndex - 1]?.side !== leg.side,
      },
    ];
  });
}

export interface ReportWeight {
  readonly asset: Asset;
  readonly before: DecimalString | null;
  readonly after: DecimalString | null;
  readonly target: DecimalString;
  readonly band: DecimalString;
}

/** By target, largest first. All cash coins stand under the one that has a target, before and after alike. */
export function toReportWeights(
  plan: Pick<RebalancePlan, "before" | "targets" | "policy">,
  report: PlanReport,
  cashAssets: readonly Asset[],
): readonly ReportWeight[] {
  return [...report.weights]
    .sort((left, right) => Decimal.parse(right.target).cmp(Decimal.parse(left.target)))
    .map(({ asset, before, after, target }) => ({
      asset,
      before: weightOf(plan.before, membersOf(asset, plan.targets, cashAssets)) ?? before,
      after,
      target,
      band: computeBand(asset, Decimal.parse(target), plan.policy).toString(),
    }));
}

export interface CostVerdict {
  readonly planned: DecimalString;
  readonly actual: DecimalString;
  /** actual - planned. */
  readonly difference: DecimalString;
  readonly word: "as planned" | "cheaper than planned" | "dearer than planned" | "not all was filled";
}

/** To the cent: less than that is as planned. What was not all filled can not be compared. */
export function toCostVerdict(report: Pick<PlanReport, "plannedCost" | "actualCost" | "legs">): CostVerdict {
  const difference = Decimal.parse(report.actualCost).sub(Decimal.parse(report.plannedCost));
  const shown = difference.roundTo(2, "halfEven");
  const full = report.legs.every(({ filledQuantity, plannedQuantity }) =>
    Decimal.parse(filledQuantity).gte(Decimal.parse(plannedQuantity)),
  );
  return {
    planned: report.plannedCost,
    actual: report.actualCost,
    difference: difference.toString(),
    word: !full
      ? "not all was filled"
      : shown.isZero
        ? "as planned"
        : shown.isNegative
          ? "cheaper than planned"
          : "dearer than planned",
  };
}
