// What is kept of a portfolio at one moment, and how is a past moment put together from the books?
import type { BookPosition } from "#engine/books/compute-ledger.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Portfolio, Snapshot } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { WEIGHT_SCALE } from "./compute-allocation.ts";
import { computeHeldValue } from "./compute-held.ts";

const ZERO = Decimal.ZERO.toString();

/** What "did nothing" would own, and what one unit of each asset is worth in the profile's currency. */
export interface HeldInput {
  readonly quantities: ReadonlyMap<Asset, Decimal>;
  readonly priceOf: (asset: Asset) => Decimal | null;
}

/** Sold since, but held by "did nothing": their prices are kept too, so that its line can be drawn from any start. */
function heldOnly(known: ReadonlySet<Asset>, held: HeldInput): Snapshot["breakdown"] {
  return [...held.quantities].flatMap(([asset, quantity]) => {
    if (known.has(asset) || quantity.isZero) return [];
    const price = held.priceOf(asset);
    return price === null
      ? []
      : [{ asset, quantity: ZERO, price: price.toString(), value: ZERO, weight: ZERO, pnl: null }];
  });
}

/** A snapshot of a valued portfolio; null while a value is missing: what is not known is not kept as if it were. */
export function computeSnapshot(
  portfolio: Portfolio,
  reason: Snapshot["reason"],
  heldInput: HeldInput,
): Snapshot | null {
  const { totalValue, totalPnl } = portfolio;
  if (totalValue === null || totalPnl === null) return null;
  const breakdown: Snapshot["breakdown"] = [];
  for (const { asset, quantity, price, value, weight, unrealized } of portfolio.positions) {
    if (price === null || value === null) continue;
    breakdown.push({ asset, quantity, price, value, weight: weight ?? ZERO, pnl: unrealized });
  }
  const known = new Set(breakdown.map(({ asset }) => asset));
  const held = computeHeldValue(heldInput.quantities, heldInput.priceOf);
  return {
    profileId: portfolio.profileId,
    ts: portfolio.ts,
    reason,
    currency: portfolio.currency,
    totalValue,
    cash: portfolio.cash,
    totalPnl,
    netInvested: portfolio.netInvested,
    held: held?.toString() ?? null,
    breakdown: [...breakdown, ...heldOnly(known, heldInput)],
  };
}

/** A past moment by the books: what was owned then, and what had been brought in. */
export interface PastMoment {
  readonly ts: UnixMs;
  readonly positions: ReadonlyMap<Asset, BookPosition>;
  readonly netInvested: Decimal;
  readonly netInvestedKnown: boolean;
  /** What "did nothing" would own. */
  readonly held: ReadonlyMap<Asset, Decimal>;
}

export type PastProfile = Pick<Profile, "id" | "currency" | "cashAssets" | "targets" | "costBasis">;

/** Whether a missing price leaves the moment without a value. One of a coin that cost nothing and that nobody wants does not. */
export function isMaterialThen({ asset, quantity, cost, costKnown }: BookPosition, profile: PastProfile): boolean {
  if (quantity.isZero) return false;
  return cost.isPositive || !costKnown || profile.targets[asset] !== undefined || profile.cashAssets.includes(asset);
}

/** The snapshot of a past moment from the books and that moment's prices in the profile's currency; null where one is missing. */
export function computePastSnapshot(
  moment: PastMoment,
  profile: PastProfile,
  reason: Snapshot["reason"],
  priceOf: (asset: Asset) => Decimal | null,
): Snapshot | null {
  const { ts, netInvested, held } = moment;
  if (!moment.netInvestedKnown) return null;
  const values: { asset: Asset; quantity: Decimal; price: Decimal; value: Decimal; pnl: Decimal | null }[] = [];
  for (const position of moment.positions.values()) {
    const { asset, quantity, cost, costKnown } = position;
    if (quantity.isZero) continue;
    const price = priceOf(asset);
    if (price === null) {
      if (isMaterialThen(position, profile)) return null;
      continue;
    }
    const value = quantity.mul(price);
    values.push({ asset, quantity, price, value, pnl: costKnown ? value.sub(cost) : null });
  }
  const total = Decimal.sum(values.map(({ value }) => value));
  const cash = values.filter(({ asset }) => profile.cashAssets.includes(asset)).map(({ value }) => value);
  const breakdown = values.map(({ asset, quantity, price, value, pnl }) => ({
    asset,
    quantity: quantity.toString(),
    price: price.toString(),
    value: value.toString(),
    weight: total.isPositive ? value.div(total, WEIGHT_SCALE, "halfEven").toString() : ZERO,
    pnl: pnl?.toString() ?? null,
  }));
  const known = new Set(values.map(({ asset }) => asset));
  return {
    profileId: profile.id,
    ts,
    reason,
    currency: profile.currency,
    totalValue: total.toString(),
    cash: Decimal.sum(cash).toString(),
    totalPnl: total.sub(netInvested).toString(),
    netInvested: netInvested.toString(),
    held: computeHeldValue(held, priceOf)?.toString() ?? null,
    breakdown: [...breakdown, ...heldOnly(known, { quantities: held, priceOf })],
  };
}
