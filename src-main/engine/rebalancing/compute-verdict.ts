// Does acting now cost more than waiting would? Formulas and sources: resources/docs/acting-or-waiting.md.
import { type Covariance, computeDeviations, computeQuadratic } from "#engine/targets/compute-covariance.ts";
import { Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { PlannerInput, PlannerResult } from "#shared/domain/plan.ts";
import type { Advice, PlanVerdict } from "#shared/domain/plan-verdict.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { computePlanModel } from "./compute-plan-model.ts";

/** The risk of the drifting assets, as measured. */
export interface PlanRisk {
  /** In the order of the matrix. */
  readonly assets: readonly Asset[];
  /** Shrunk, of daily returns, not annualised; null where a drifting asset has too few of them. */
  readonly covariance: Covariance | null;
  readonly shrinkage: number | null;
  readonly returns: number;
  readonly from: UnixMs | null;
  readonly to: UnixMs | null;
  readonly missing: readonly Asset[];
}

const DEFAULT_RISK_AVERSION = Decimal.of(3n, 0);
const DEFAULT_HORIZON_DAYS = 30;
const DAYS_A_YEAR = 365;

const SHARE_PLACES = 10;
const MONEY_PLACES = 8;
const BP_PLACES = 4;
const WORD_PLACES = 2;
const BP = Decimal.of(10_000n, 0);

/** How far an asset other than cash lies from its target, as shares of the portfolio. Cash is taken as free of risk. */
export interface Drift {
  readonly asset: Asset;
  readonly target: Decimal;
  /** Weight less target. */
  readonly drift: Decimal;
}

/** Of every target but cash, zero or not. */
export function computeDrifts(input: PlannerInput): readonly Drift[] {
  const { groups, totalValue } = computePlanModel(input);
  return groups.flatMap(({ asset, isCash, target, value }) => {
    if (isCash || input.cashAssets.includes(asset)) return [];
    const weight = totalValue.isPositive ? value.div(totalValue, SHARE_PLACES, "halfEven") : Decimal.ZERO;
    return [{ asset, target, drift: weight.sub(target) }];
  });
}

/** `drifts` of the same inputs; `risk` covers at least those that are not zero, or names them as missing. */
export function computeVerdict(
  input: PlannerInput,
  result: PlannerResult,
  { drifts: rows, risk }: { readonly drifts: readonly Drift[]; readonly risk: PlanRisk },
): PlanVerdict {
  const { policy, valuationAsset } = input;
  const gamma = policy.riskAversion === undefined ? DEFAULT_RISK_AVERSION : decimal(policy.riskAversion);
  const days = policy.horizonDays ?? DEFAULT_HORIZON_DAYS;
  const total = decimal(result.totalValue);
  const cost = decimal(result.cost.total);
  const before = new Map(rows.map(({ asset, drift }) => [asset, drift]));
  const left = new Map(rows.map(({ asset, target }) => [asset, decimal(result.after[asset] ?? ZERO).sub(target)]));
  /** Variance of the drift's return over the horizon; null without a covariance. */
  const varianceOf = (drift: ReadonlyMap<Asset, Decimal>) =>
    risk.covariance === null ? null : computeQuadratic(risk.covariance, vectorOf(risk.assets, drift)) * days;
  const lossOf = (variance: number | null) =>
    variance === null ? null : toDecimal(0.5 * +gamma.toString() * variance, SHARE_PLACES).mul(total);
  const variance = varianceOf(before);
  const loss = lossOf(variance);
  const advice = adviceOf(result, loss, cost);
  const words = { cost, loss, currency: valuationAsset, days, missing: risk.missing };
  return {
    advice,
    reason: result.legs.length === 0 && advice === "wait" ? "There is nothing to send." : reasonOf(advice, words),
    cost: cost.toString(),
    costBp: basisPoints(cost, total),
    waitingLoss: money(loss),
    waitingLossBp: loss === null ? null : basisPoints(loss, total),
    lossLeft: money(lossOf(varianceOf(left))),
    oneSigma: variance === null ? null : money(toDecimal(Math.sqrt(variance), SHARE_PLACES).mul(total)),
    riskAversion: gamma.toString(),
    horizonDays: days,
    assets: rows.map(({ asset, drift }) => {
      const rate = costRate(asset, result, input);
      return assetRow({ asset, drift, rate, gamma, days }, risk);
    }),
    history: {
      timeframe: "1d",
      from: risk.from,
      to: risk.to,
      returns: risk.returns,
      assets: [...risk.assets],
      missing: [...risk.missing],
      shrinkage: risk.shrinkage === null ? null : toDecimal(risk.shrinkage, SHARE_PLACES).toString(),
    },
  };
}

const ZERO = Decimal.ZERO.toString();

function vectorOf(assets: readonly Asset[], drift: ReadonlyMap<Asset, Decimal>): Float64Array {
  return Float64Array.from(assets, (asset) => +(drift.get(asset) ?? Decimal.ZERO).toString());
}

function adviceOf(result: PlannerResult, loss: Decimal | null, cost: Decimal): Advice {
  if (result.legs.length === 0) return "wait";
  if (loss === null) return "unknown";
  return loss.gt(cost) ? "act" : "wait";
}

function reasonOf(
  advice: Advice,
  words: {
    readonly cost: Decimal;
    readonly loss: Decimal | null;
    readonly currency: Asset;
    readonly days: number;
    readonly missing: readonly Asset[];
  },
): string {
  const shown = (amount: Decimal | null) =>
    `${(amount ?? Decimal.ZERO).toFixed(WORD_PLACES, "halfEven")} ${words.currency}`;
  const { cost, loss, days, missing } = words;
  if (advice === "unknown")
    return `How risky ${missing.join(", ")} is cannot be told: too few daily returns are known. Acting costs ${shown(cost)}.`;
  return advice === "act"
    ? `Keeping today's drift for ${days} days loses about ${shown(loss)}, more than the ${shown(cost)} that acting costs.`
    : `Acting costs ${shown(cost)}, no less than the ${shown(loss)} that keeping today's drift for ${days} days loses.`;
}

function assetRow(
  terms: {
    readonly asset: Asset;
    readonly drift: Decimal;
    readonly rate: Decimal | null;
    readonly gamma: Decimal;
    readonly days: number;
  },
  risk: PlanRisk,
): PlanVerdict["assets"][number] {
  const { asset, drift, rate, gamma, days } = terms;
  const daily = risk.covariance === null ? undefined : computeDeviations(risk.covariance)[risk.assets.indexOf(asset)];
  const volatility = daily === undefined ? null : daily * Math.sqrt(DAYS_A_YEAR);
  const band =
    rate === null || volatility === null
      ? null
      : computePayingBand({ costRate: +rate.toString(), gamma: +gamma.toString(), volatility, days });
  return {
    asset,
    drift: drift.toString(),
    volatility: volatility === null ? null : toDecimal(volatility, SHARE_PLACES).toString(),
    costRate: rate?.toString() ?? null,
    payingBand: band === null ? null : toDecimal(band, SHARE_PLACES).toString(),
  };
}

/**
 * Drift of one asset, as a share, from which on acting pays: 2 c / (gamma sigma^2 T). Null where risk costs nothing.
 * @param terms cost per unit of value traded, risk aversion, a year's standard deviation as a share, horizon in days
 */
export function computePayingBand(terms: {
  readonly costRate: number;
  readonly gamma: number;
  readonly volatility: number;
  readonly days: number;
}): number | null {
  const { costRate: rate, gamma, volatility, days } = terms;
  const risk = gamma * volatility * volatility * (days / DAYS_A_YEAR);
  return risk > 0 ? (2 * rate) / risk : null;
}

/** Cost per unit of value traded: of the asset's own legs; where it has none, of the whole plan. */
function costRate(
  asset: Asset,
  { legs, cost, turnover }: PlannerResult,
  { prices, valuationAsset }: PlannerInput,
): Decimal | null {
  const own = legs.filter(({ base }) => base === asset);
  const rate = (spent: Decimal, value: Decimal) =>
    value.isPositive ? Decimal.max(Decimal.ZERO, spent.div(value, SHARE_PLACES, "halfEven")) : null;
  const worth = ({ fee, feeAsset }: PlannerResult["legs"][number]) =>
    feeAsset === valuationAsset ? decimal(fee) : decimal(fee).mul(decimal(prices[feeAsset] ?? ZERO));
  const spent = own.flatMap((leg) => [decimal(leg.spreadCost), decimal(leg.slippageCost), worth(leg)]);
  const ownRate = rate(Decimal.sum(spent), Decimal.sum(own.map((leg) => decimal(leg.value))));
  return ownRate ?? rate(decimal(cost.total), decimal(turnover));
}

function basisPoints(amount: Decimal, total: Decimal): DecimalString {
  return total.isPositive ? amount.mul(BP).div(total, BP_PLACES, "halfEven").toString() : ZERO;
}

function money(amount: Decimal | null): DecimalString | null {
  return amount === null ? null : amount.roundTo(MONEY_PLACES, "halfEven").toString();
}

/** A statistic as a decimal of so many places. */
function toDecimal(value: number, places: number): Decimal {
  return Decimal.parse(value.toFixed(places));
}
