// What became of a plan, planned against filled?
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { PlanLeg, PlannerInput, PlanReport, RebalancePlan } from "#shared/domain/plan.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { computeFilledFee } from "./compute-filled-fee.ts";
import { computeLegFill } from "./compute-leg-fill.ts";

const WEIGHT_SCALE = 10;
const PRICE_SCALE = 18;

interface ReportInput {
  readonly plan: RebalancePlan;
  readonly finishedAt: UnixMs;
  /** Per leg, in sending order: its fills and how it ended, in plain words. */
  readonly legs: readonly { readonly fills: readonly Fill[]; readonly outcome: string }[];
  /** Holdings and prices after execution; null where they could not be read. */
  readonly after: Pick<PlannerInput, "accounts" | "prices" | "cashAssets" | "valuationAsset"> | null;
}

export function computePlanReport(input: ReportInput): PlanReport {
  const { plan, after } = input;
  const priceOf = (asset: Asset) => {
    const price = after?.prices[asset];
    return price === undefined ? null : Decimal.parse(price);
  };
  const legs = plan.legs.map((leg, legIndex) => legReport(leg, legIndex, input.legs[legIndex], priceOf));
  const weights = computeWeights(input);
  const errors = weights
    .filter((row) => row.after !== null)
    .map((row) =>
      Decimal.parse(row.after ?? row.target)
        .sub(Decimal.parse(row.target))
        .abs(),
    );
  const left = weights.flatMap(({ asset, after: weight, target }) => {
    if (weight === null) return [];
    const off = Decimal.parse(weight).sub(Decimal.parse(target));
    if (off.abs().lte(Decimal.parse(plan.policy.tolerance))) return [];
    return [{ asset, weight: off.toString(), reason: whyLeft(plan, asset, input.legs) }];
  });
  return {
    finishedAt: input.finishedAt,
    legs: legs.map((leg) => leg.line),
    plannedCost: plan.cost.total,
    actualCost: Decimal.sum(legs.map((leg) => leg.cost))
      .roundTo(WEIGHT_SCALE, "halfEven")
      .toString(),
    weights,
    worstError: errors.length === 0 ? null : Decimal.max(Decimal.ZERO, ...errors).toString(),
    left,
  };
}

function legReport(
  leg: PlanLeg,
  legIndex: number,
  done: ReportInput["legs"][number] | undefined,
  priceOf: (asset: Asset) => Decimal | null,
): { readonly line: PlanReport["legs"][number]; readonly cost: Decimal } {
  const fills = done?.fills ?? [];
  const { quantity, price: filledPrice, worse, slippageBp } = computeLegFill(leg, fills);
  const fees = Decimal.sum(fills.map((fill) => computeFilledFee(leg, fill, priceOf)));
  // Spread and slippage were counted against the mid when it was planned; what the fills cost is that plus the difference.
  const share = Decimal.parse(leg.quantity).isZero
    ? Decimal.ZERO
    : quantity.div(Decimal.parse(leg.quantity), PRICE_SCALE, "halfEven");
  const expectedCost = Decimal.parse(leg.spreadCost).add(Decimal.parse(leg.slippageCost)).mul(share);
  const quoteValue = priceOf(leg.quote) ?? Decimal.ZERO;
  const difference = worse === null ? Decimal.ZERO : worse.mul(quantity).mul(quoteValue);
  const feeValue = Decimal.sum(
    fills.map(({ fee }) => Decimal.parse(fee.amount).mul(priceOf(fee.asset) ?? Decimal.ZERO)),
  );
  return {
    cost: expectedCost.add(difference).add(feeValue),
    line: {
      legIndex,
      plannedQuantity: leg.quantity,
      filledQuantity: quantity.toString(),
      plannedPrice: leg.expectedPrice,
      filledPrice: filledPrice?.toString() ?? null,
      plannedFee: leg.fee,
      filledFee: fees.toString(),
      slippageBp: slippageBp?.toString() ?? null,
      outcome: done?.outcome ?? "Not sent.",
    },
  };
}

/** Weights of what the targets speak of; all cash coins together stand under the one that has a target, else under the currency. */
function computeWeights({ plan, after }: ReportInput): PlanReport["weights"] {
  // Keys of targets and weights are assets by their schemas; a record type forgets it.
  const targeted = Object.keys(plan.targets) as Asset[];
  const cash = new Set(after?.cashAssets ?? []);
  const cashTargets = targeted.filter((asset) => cash.has(asset));
  const cashKey = cashTargets.length === 1 ? cashTargets[0] : undefined;
  const keyOf = (asset: Asset) => (cash.has(asset) && cashKey !== undefined ? cashKey : asset);
  const values = new Map<Asset, Decimal>();
  for (const { balances } of after?.accounts ?? []) {
    for (const { asset, free, inOrders, earn, locked } of balances) {
      const price = after?.prices[asset];
      const key = keyOf(asset);
      const counts = plan.targets[key] !== undefined || plan.before[key] !== undefined || cash.has(asset);
      if (price === undefined || !counts) continue;
      const amount = Decimal.sum([free, inOrders, earn, locked].map((part) => Decimal.parse(part)));
      values.set(key, (values.get(key) ?? Decimal.ZERO).add(amount.mul(Decimal.parse(price))));
    }
  }
  const total = Decimal.sum(values.values());
  const weight = (asset: Asset): DecimalString | null =>
    after === null || !total.isPositive
      ? null
      : (values.get(asset) ?? Decimal.ZERO).div(total, WEIGHT_SCALE, "halfEven").toString();
  const before = new Map<Asset, Decimal>();
  for (const [asset, share] of Object.entries(plan.before) as [Asset, DecimalString][]) {
    before.set(keyOf(asset), (before.get(keyOf(asset)) ?? Decimal.ZERO).add(Decimal.parse(share)));
  }
  return [...new Set([...targeted, ...before.keys()])].map((asset) => ({
    asset,
    before: before.get(asset)?.toString() ?? null,
    after: weight(asset),
    target: plan.targets[asset] ?? Decimal.ZERO.toString(),
  }));
}

/** A leg of that asset that did not end well explains most; else the planner's own residual. */
function whyLeft(plan: RebalancePlan, asset: Asset, legs: ReportInput["legs"]): string {
  const index = plan.legs.findIndex((leg, at) => {
    const filled = Decimal.sum((legs[at]?.fills ?? []).map((fill) => Decimal.parse(fill.quantity)));
    return (leg.base === asset || leg.quote === asset) && filled.lt(Decimal.parse(leg.quantity));
  });
  const outcome = index < 0 ? undefined : legs[index]?.outcome;
  if (outcome !== undefined) return `Order ${index + 1}: ${outcome}`;
  const residual = plan.residuals.find((entry) => entry.asset === asset);
  return residual?.reason ?? "Prices moved while the plan was executed.";
}
