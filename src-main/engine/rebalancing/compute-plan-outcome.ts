// What would a plan have done since it was made, had it been executed at its own prices?
import { Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { PlanState, RebalancePlan } from "#shared/domain/plan.ts";
import type { PlanOutcome } from "#shared/domain/plan-outcome.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { computeLegChanges } from "./compute-leg-changes.ts";

export interface OutcomeRequest {
  readonly plan: RebalancePlan;
  readonly state: PlanState;
  readonly approvedAt: UnixMs | null;
  /** Consensus price now of an asset in the plan's currency; null where there is none. */
  readonly priceOf: (asset: Asset) => DecimalString | null;
}

/** Deposits, withdrawals and other plans since then are left out: it compares one decision with its opposite. */
export function computePlanOutcome({ plan, state, approvedAt, priceOf }: OutcomeRequest): PlanOutcome {
  const changes = computeLegChanges(plan.legs);
  const { holdings } = plan;
  // Keys were checked to be asset codes when the plan was read.
  const held = Object.keys(holdings ?? {}) as Asset[];
  const assets = [...new Set<Asset>([...held, ...changes.keys()])].sort();
  const rows = assets.map((asset) => {
    const change = changes.get(asset) ?? Decimal.ZERO;
    const text = asset === plan.currency ? Decimal.ONE.toString() : priceOf(asset);
    const price = text === null ? null : decimal(text);
    // A coin that was not noted among the holdings was not there.
    const amount = holdings === undefined ? null : decimal(holdings[asset] ?? Decimal.ZERO.toString());
    const worth = (quantity: Decimal | null) => (quantity === null || price === null ? null : quantity.mul(price));
    return {
      row: { asset, held: amount?.toString() ?? null, change: change.toString(), price: text },
      notExecuted: worth(amount),
      executed: worth(amount === null ? null : amount.add(change)),
      difference: worth(change),
    };
  });
  const sum = (pick: (row: (typeof rows)[number]) => Decimal | null) => {
    const values = rows.map(pick).filter((value) => value !== null);
    return values.length < rows.length ? null : Decimal.sum(values).toString();
  };
  return {
    planId: plan.planId,
    planHash: plan.planHash,
    createdAt: plan.createdAt,
    approvedAt,
    state,
    mode: plan.mode,
    goal: plan.policy.goal,
    solver: plan.solver,
    advice: plan.verdict?.advice ?? null,
    legs: plan.legs.length,
    turnover: plan.turnover,
    cost: plan.cost.total,
    currency: plan.currency,
    notExecuted: holdings === undefined ? null : sum((row) => row.notExecuted),
    executed: holdings === undefined ? null : sum((row) => row.executed),
    // An asset that the legs do not touch cannot make a difference, whatever its price is.
    difference: differenceOf(rows.filter(({ row }) => changes.has(row.asset))),
    assets: rows.map(({ row, notExecuted, executed, difference }) => ({
      ...row,
      notExecuted: notExecuted?.toString() ?? null,
      executed: executed?.toString() ?? null,
      difference: difference?.toString() ?? null,
    })),
    unpriced: rows.filter(({ row }) => row.price === null).map(({ row }) => row.asset),
  };
}

function differenceOf(rows: readonly { readonly difference: Decimal | null }[]): DecimalString | null {
  const values = rows.flatMap(({ difference }) => difference ?? []);
  return values.length < rows.length ? null : Decimal.sum(values).toString();
}
