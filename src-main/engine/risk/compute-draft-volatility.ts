// How much does the portfolio move with an order, and how much without it? May it be sent?
import type { ReturnSeries } from "#engine/market-data/compute-return-series.ts";
import { LEAST_RETURNS, VOLATILITY_DAYS } from "#engine/rebalancing/triggers/compute-portfolio-volatility.ts";
import { computeEwmaVolatility, computeWeightedReturns, DAYS_A_YEAR } from "#engine/targets/compute-ewma-volatility.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Order } from "#shared/domain/order.ts";
import type { PlanState, RebalancePlan } from "#shared/domain/plan.ts";
import { computeDraftValue } from "./compute-draft-value.ts";
import { computeMostFilled } from "./compute-most-filled.ts";

/** Both a year: sqrt(365) times the exponentially weighted deviation (lambda 0.94) of the last 30 daily log returns. */
export type VolatilityChange = { readonly before: number; readonly after: number } | { readonly unknown: string };

type Leg = Pick<RebalancePlan["legs"][number], "base" | "quote" | "side">;
/** A leg and how much of it is traded, in the valuation currency. */
type Traded = readonly [Leg, number];

/** What is held before anything is traded, and how each asset moved. */
interface Mix {
  /** Weights by asset and what they are shares of, as planned. */
  readonly plan: Pick<RebalancePlan, "before" | "totalValue">;
  readonly isCash: (asset: Asset) => boolean;
  /** An asset's daily log returns, newest last, all of the same days; null where they are not known. */
  readonly dailyReturns: (asset: Asset) => Pick<ReturnSeries, "returns"> | null;
}

interface Facts extends Mix {
  readonly draft: Leg & { readonly legIndex: number; readonly quantity: Decimal };
  readonly plan: RebalancePlan;
  readonly planState: PlanState;
  /** Every order of the profile. */
  readonly orders: readonly { readonly order: Order }[];
}

/** Whether an order with this effect may not be sent. What is not known denies nothing: new coins have no past, and could never be bought. */
export function raisesAbove(
  change: VolatilityChange,
  ceiling: DecimalString,
): change is Exclude<VolatilityChange, { readonly unknown: string }> {
  return !("unknown" in change) && change.after > change.before && change.after > +ceiling;
}

/**
 * The weights are the plan's, moved by what its other orders filled or may still fill; before the approval by the whole legs in front. So
 * nothing is refused after the approval because prices moved the weights since.
 */
export function computeDraftVolatility(facts: Facts): VolatilityChange {
  const { draft, plan } = facts;
  return computeVolatilityChange(facts, tradedBefore(facts), [draft, +computeDraftValue(plan, draft).toString()]);
}

/**
 * With `traded` done already. Both figures are over the same days: those on which every asset has a return that is held before or after.
 * Cash does not move. Too few such days: not known, and why.
 */
export function computeVolatilityChange(
  { plan, isCash, dailyReturns }: Mix,
  traded: readonly Traded[],
  next: Traded,
): VolatilityChange {
  const total = +plan.totalValue;
  if (total <= 0) return { unknown: "the portfolio is worth nothing" };
  const values = new Map<Asset, number>();
  const add = (asset: Asset, value: number) => values.set(asset, (values.get(asset) ?? 0) + value);
  // Keys of a parsed plan are assets; Object.entries only knows them as text.
  for (const [asset, weight] of Object.entries(plan.before)) add(asset as Asset, +weight * total);
  const trade = ([{ base, quote, side }, value]: Traded) => {
    add(base, side === "buy" ? value : -value);
    add(quote, side === "buy" ? -value : value);
  };
  for (const one of traded) trade(one);
  const start = new Map(values);
  trade(next);
  const moving = [...values]
    .map(([asset, after]) => ({ asset, before: Math.max(0, start.get(asset) ?? 0), after: Math.max(0, after) }))
    .filter(({ asset, before, after }) => !isCash(asset) && before + after > 0);
  const columns: Float64Array[] = [];
  for (const { asset } of moving) {
    const series = dailyReturns(asset);
    if (series === null) return { unknown: `there are no daily prices of ${asset}` };
    columns.push(series.returns.slice(-VOLATILITY_DAYS));
  }
  if (columns.length === 0) return { before: 0, after: 0 };
  const at = (held: "before" | "after") =>
    computeWeightedReturns(
      columns,
      moving.map((asset) => asset[held] / total),
    );
  const [before, after] = [at("before"), at("after")];
  const isKnown = before.map((value, day) => (Number.isNaN(value) || Number.isNaN(after[day]) ? 0 : 1));
  const known = isKnown.filter((day) => day === 1).length;
  if (known < LEAST_RETURNS) {
    return { unknown: `of the last ${VOLATILITY_DAYS} daily returns ${known} are known, ${LEAST_RETURNS} are needed` };
  }
  const yearly = (returns: Float64Array) =>
    computeEwmaVolatility(returns.map((value, day) => (isKnown[day] === 1 ? value : Number.NaN))) *
    Math.sqrt(DAYS_A_YEAR);
  return { before: yearly(before), after: yearly(after) };
}

/** Each leg that was traded, or may have been, in front of this order. */
function tradedBefore({ draft, plan, planState, orders }: Facts): readonly Traded[] {
  if (planState === "PREVIEWED") return plan.legs.slice(0, draft.legIndex).map((leg) => [leg, +leg.value]);
  return plan.legs.map((leg, legIndex) => {
    const own = orders.filter(({ order }) => order.planId === plan.planId && order.legIndex === legIndex);
    const quantity = Decimal.sum(own.map(({ order }) => computeMostFilled(order)));
    return [leg, +computeDraftValue(plan, { legIndex, quantity }).toString()];
  });
}
