// Which targets does a profile's method give, line by line?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Targets } from "#shared/domain/policy.ts";
import type { ComputedTargets, TargetLine, TargetMethod } from "#shared/domain/target-method.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { AlignedReturns } from "./compute-aligned-returns.ts";
import { type Covariance, computeDeviations, computeProduct } from "./compute-covariance.ts";
import { DAYS_A_YEAR } from "./compute-ewma-volatility.ts";
import { computeExactShares, type ExactLimits, toNumber } from "./compute-exact-shares.ts";
import { computeGroupedWeights, type GroupedInput, scaled } from "./compute-grouped-weights.ts";
import { investedShare } from "./compute-method-conflict.ts";
import { computeLedoitWolf } from "./compute-shrinkage.ts";
import { computeTiltedShares } from "./compute-tilted-shares.ts";
import { computeWeighting, type Weights } from "./compute-weighting.ts";

/** With fewer returns nothing is computed; a shorter look-back needs all of its own. */
const LEAST_RETURNS = 30;

export interface TargetsInput {
  /** Not `fixed`, and without a conflict (`compute-method-conflict.ts`). */
  readonly method: TargetMethod;
  /** The coin that stands for all cash in the targets. */
  readonly cashAsset: Asset;
  readonly now: UnixMs;
  /** Daily returns of the method's assets. Null only where {@link needsReturns} says that none are needed. */
  readonly returns: AlignedReturns | null;
}

export type TargetsResult =
  | { readonly kind: "computed"; readonly computed: ComputedTargets }
  | { readonly kind: "failed"; readonly reason: string };

/** Whether a method looks at returns at all. */
export function needsReturns({ method, groups, groupMethod }: TargetMethod): boolean {
  const byRisk = (weighting: TargetMethod["method"]): boolean => weighting !== "equal" && weighting !== "fixed";
  return byRisk(method) || (groups.length > 0 && byRisk(groupMethod));
}

/**
 * Base weights by the method, from the shrunk covariance of the returns (`compute-shrinkage.ts`), then the tilts. The targets sum to
 * exactly 1, to 10 places. Fails in words where there are too few returns or the method has no answer.
 */
export function computeTargets(input: TargetsInput): TargetsResult {
  const { method, cashAsset, now, returns } = input;
  const assets = method.assets.toSorted();
  if (returns !== null) {
    const needed = Math.min(LEAST_RETURNS, method.lookbackDays);
    if (returns.periods < needed) return { kind: "failed", reason: describeTooFew(returns, needed) };
  }
  const shrunk = returns === null ? null : computeLedoitWolf(returns.columns);
  const covariance = shrunk?.covariance ?? null;
  const weights = computeWeights(method, assets, covariance);
  if (weights.kind === "failed") return weights;
  const invested = investedShare(method);
  const limits = assets.map((asset) => limitsOf(method, asset, invested));
  const part = toNumber(invested);
  const bases = computeExactShares(
    weights.weights.map((weight) => weight * part),
    limits,
    invested,
  );
  const results = computeTiltedShares(
    assets.map((asset, index) => {
      const wish = method.tilts[asset];
      return {
        ...(limits[index] ?? limitsOf(method, asset, invested)),
        base: bases[index] ?? Decimal.ZERO,
        wish: wish === undefined ? null : { tilt: Decimal.parse(wish.tilt), bound: Decimal.parse(wish.bound) },
      };
    }),
  );
  const risk = covariance === null ? null : computeRisk(covariance, results);
  const lines = assets.map((asset, index): TargetLine => {
    const base = bases[index] ?? Decimal.ZERO;
    const result = results[index] ?? Decimal.ZERO;
    return {
      asset,
      group: method.groups.find((group) => group.assets.includes(asset))?.name ?? null,
      base: base.toString(),
      tilt: result.sub(base).toString(),
      result: result.toString(),
      limit: limitMet(method, asset, result),
      volatility: risk?.volatilities[index] ?? null,
      riskShare: risk?.shares[index] ?? null,
    };
  });
  const all = [...lines, ...cashLines(method, cashAsset)];
  const targets: Targets = Object.fromEntries(all.map(({ asset, result }) => [asset, result]));
  return { kind: "computed", computed: { at: now, lines: all, targets, period: periodOf(returns, shrunk?.shrinkage) } };
}

function computeWeights(method: TargetMethod, assets: readonly Asset[], covariance: Covariance | null): Weights {
  const weighting = method.method;
  if (weighting === "fixed") return { kind: "failed", reason: "The targets are set by hand." };
  const invested = investedShare(method);
  const limits = assets.map((asset) => limitsOf(method, asset, invested));
  const input = {
    names: assets,
    covariance,
    limits: scaled(
      {
        floors: Float64Array.from(limits, ({ floor }) => toNumber(floor)),
        caps: Float64Array.from(limits, ({ cap }) => toNumber(cap)),
      },
      toNumber(invested),
    ),
  };
  if (method.groups.length === 0) return computeWeighting(weighting, input);
  const groups: GroupedInput["groups"] = method.groups.map(({ name, assets: members, share }) => ({
    name,
    members: members.toSorted().map((asset) => assets.indexOf(asset)),
    share: share === undefined ? null : toNumber(Decimal.parse(share)),
  }));
  // By name, so that the order in which groups were written down changes no digit.
  const ordered = groups.toSorted((first, second) => (first.name < second.name ? -1 : 1));
  return computeGroupedWeights({ ...input, groups: ordered, weighting, among: method.groupMethod });
}

function limitsOf({ floors, caps }: TargetMethod, asset: Asset, invested: Decimal): ExactLimits {
  return {
    floor: Decimal.parse(floors[asset] ?? "0"),
    cap: Decimal.min(invested, Decimal.parse(caps[asset] ?? "1")),
  };
}

function limitMet({ floors, caps }: TargetMethod, asset: Asset, result: Decimal): TargetLine["limit"] {
  const [floor, cap] = [floors[asset], caps[asset]];
  if (cap !== undefined && result.eq(Decimal.parse(cap))) return "cap";
  return floor !== undefined && result.eq(Decimal.parse(floor)) ? "floor" : null;
}

function computeRisk(
  covariance: Covariance,
  results: readonly Decimal[],
): { readonly volatilities: readonly number[]; readonly shares: readonly number[] } {
  const weights = Float64Array.from(results, toNumber);
  const contributions = computeProduct(covariance, weights).map((value, index) => value * (weights[index] ?? 0));
  const variance = contributions.reduce((sum, value) => sum + value, 0);
  return {
    volatilities: [...computeDeviations(covariance)].map((deviation) => deviation * Math.sqrt(DAYS_A_YEAR)),
    shares: [...contributions].map((value) => value / variance),
  };
}

function cashLines({ cashShare }: TargetMethod, asset: Asset): readonly TargetLine[] {
  const share = Decimal.parse(cashShare);
  if (share.isZero) return [];
  const text = share.toString();
  const zero = Decimal.ZERO.toString();
  return [{ asset, group: null, base: text, tilt: zero, result: text, limit: null, volatility: null, riskShare: null }];
}

function periodOf(returns: AlignedReturns | null, shrinkage: number | undefined): ComputedTargets["period"] {
  if (returns === null || shrinkage === undefined) return null;
  const { from, until, periods, missing } = returns;
  return { from, until, returns: periods, missing, shrinkage };
}

function describeTooFew({ periods, missing, missingAssets }: AlignedReturns, needed: number): string {
  const gaps = missing === 0 ? "" : ` (${missing} are missing, for want of prices of ${missingAssets.join(", ")})`;
  return `There are ${periods} daily returns of all assets${gaps}; ${needed} are needed.`;
}
