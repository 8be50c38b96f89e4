// Which targets does a new profile begin with? What it holds now, so that nothing is to be done until the person says so.
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Targets } from "#shared/domain/policy.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";

/** Places of a target: hundredths of a percent. */
const PLACES = 4;

/**
 * Weights of what has a price, cut to 4 places, the cash coins together under the one held most (or the currency). What
 * cutting leaves goes to cash, so that they sum to exactly 1. Null while the value is not known or nothing is held.
 */
export function computePresentTargets(
  portfolio: Pick<Portfolio, "totalValue" | "currency" | "positions">,
): Targets | null {
  const total = portfolio.totalValue === null ? null : Decimal.parse(portfolio.totalValue);
  if (total === null || !total.isPositive) return null;
  const targets: Record<Asset, DecimalString> = {};
  let cashAsset = portfolio.currency;
  let mostCash = Decimal.ZERO;
  let rest = Decimal.ONE;
  for (const { asset, value, isCash } of portfolio.positions) {
    if (value === null) continue;
    const amount = Decimal.parse(value);
    if (isCash) {
      if (amount.gt(mostCash)) [cashAsset, mostCash] = [asset, amount];
      continue;
    }
    const weight = amount.div(total, PLACES, "down");
    if (weight.isZero) continue;
    targets[asset] = weight.toString();
    rest = rest.sub(weight);
  }
  return rest.isZero ? targets : { ...targets, [cashAsset]: rest.toString() };
}
