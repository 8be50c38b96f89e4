// How much cash lies at each venue now, and how much after the plan? Pure.
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset, VenueId } from "#shared/domain/ids.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";

export interface CashLine {
  readonly venue: VenueId;
  readonly asset: Asset;
  /** Free now. */
  readonly before: DecimalString;
  readonly after: DecimalString;
}

/** One line per venue and cash coin that is held or moved; a plan that is missing moves nothing. */
export function cashByVenue(
  profile: Pick<Profile, "accounts" | "cashAssets">,
  portfolio: Portfolio,
  plan: Pick<RebalancePlan, "legs"> | null,
): readonly CashLine[] {
  const free = new Map<string, { readonly venue: VenueId; readonly asset: Asset; before: Decimal; moved: Decimal }>();
  const at = (venue: VenueId, asset: Asset) => {
    const key = `${venue} ${asset}`;
    const line = free.get(key) ?? { venue, asset, before: Decimal.ZERO, moved: Decimal.ZERO };
    free.set(key, line);
    return line;
  };
  const venueOf = new Map(profile.accounts.map(({ id, venue }) => [id, venue]));
  for (const { asset, balances } of portfolio.positions) {
    if (!profile.cashAssets.includes(asset)) continue;
    for (const balance of balances) {
      const venue = venueOf.get(balance.accountId);
      if (venue === undefined) continue;
      const line = at(venue, asset);
      line.before = line.before.add(Decimal.parse(balance.free));
    }
  }
  for (const leg of plan?.legs ?? []) {
    const notional = Decimal.parse(leg.notional);
    const moves: readonly (readonly [Asset, Decimal])[] = [
      [leg.quote, leg.side === "sell" ? notional : notional.neg()],
      [leg.base, leg.side === "sell" ? Decimal.parse(leg.quantity).neg() : Decimal.parse(leg.quantity)],
      [leg.feeAsset, Decimal.parse(leg.fee).neg()],
    ];
    for (const [asset, amount] of moves) {
      if (!profile.cashAssets.includes(asset)) continue;
      const line = at(leg.venue, asset);
      line.moved = line.moved.add(amount);
    }
  }
  return [...free.values()]
    .filter(({ before, moved }) => !before.isZero || !moved.isZero)
    .map(({ venue, asset, before, moved }) => ({
      venue,
      asset,
      before: before.toString(),
      after: before.add(moved).toString(),
    }))
    .sort((left, right) => compare(left.venue, right.venue) || compare(left.asset, right.asset));
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
