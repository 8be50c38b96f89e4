// What is a profile's target while a stop keeps an asset in cash?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { PlanLeg } from "#shared/domain/plan.ts";
import type { Policy, Targets } from "#shared/domain/policy.ts";
import type { Profile } from "#shared/domain/profile.ts";

type Parking = Pick<Profile, "parked" | "cashAssets" | "currency">;

/** Cash is where things are parked, so it is never parked itself. */
function parkedOf({ parked = [], cashAssets }: Parking): readonly Asset[] {
  return parked.filter((asset) => !cashAssets.includes(asset));
}

/** Parked assets stand at 0 and what was meant for them is cash, so that the sum stays what it was. */
export function computeParkedTargets(targets: Targets, profile: Parking): Targets {
  const parked = parkedOf(profile).filter((asset) => Object.hasOwn(targets, asset));
  const freed = Decimal.sum(parked.map((asset) => Decimal.parse(targets[asset] ?? "0")));
  if (freed.isZero) return targets;
  const cash = profile.cashAssets.find((asset) => Object.hasOwn(targets, asset)) ?? profile.currency;
  return {
    ...targets,
    ...Object.fromEntries(parked.map((asset) => [asset, Decimal.ZERO.toString()])),
    [cash]: Decimal.parse(targets[cash] ?? "0")
      .add(freed)
      .toString(),
  };
}

/** No order may buy a parked asset, whatever is planned. */
export function computeParkedPolicy(policy: Policy, profile: Parking): Policy {
  const added = parkedOf(profile).filter((asset) => !policy.neverBuy.includes(asset));
  return added.length === 0 ? policy : { ...policy, neverBuy: [...policy.neverBuy, ...added] };
}

/** The first parked asset that one of these orders would buy; null where none does. */
export function computeParkedBuy(legs: readonly PlanLeg[], profile: Parking): Asset | null {
  const bought = legs.map(({ side, base, quote }) => (side === "buy" ? base : quote));
  return parkedOf(profile).find((asset) => bought.includes(asset)) ?? null;
}
