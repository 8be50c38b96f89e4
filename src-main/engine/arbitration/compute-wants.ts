// What would a profile trade to come back to its targets?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { NettingLeg } from "./compute-netting.ts";
import type { ProfileFacts } from "./compute-together.ts";

const SCALE = 8;

/**
 * Each asset outside its band, all the way to its target: the quantity rounded down to 8 decimals, the fee that of a taker at the first
 * account. Nothing where prices are old or not known.
 */
export function computeWants({ profile, portfolio }: ProfileFacts): readonly NettingLeg[] {
  const taker = profile.accounts[0]?.fees.taker;
  const { totalValue } = portfolio;
  if (portfolio.state !== "live" || totalValue === null || taker === undefined) return [];
  return portfolio.positions.flatMap((position) => {
    const { asset, isCash, drift, band, price } = position;
    if (isCash || drift === null || band === null || price === null || !isOutside(position)) return [];
    const value = Decimal.parse(drift).abs().mul(Decimal.parse(totalValue));
    const quantity = value.div(Decimal.parse(price), SCALE, "down");
    if (!quantity.isPositive) return [];
    const side = Decimal.parse(drift).isNegative ? ("buy" as const) : ("sell" as const);
    return [
      {
        ...{ profileId: profile.id, base: asset, side, quantity: quantity.toString() },
        fee: value.mul(Decimal.parse(taker)).toString(),
      },
    ];
  });
}

function isOutside({ drift, band }: Portfolio["positions"][number]): boolean {
  return Decimal.parse(drift ?? "0")
    .abs()
    .gt(Decimal.parse(band ?? "0"));
}
