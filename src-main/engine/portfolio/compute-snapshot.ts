// What is kept of a portfolio at one moment, and how is a past moment put together from the books?
import { LotBooks } from "#engine/books/compute-lot-books.ts";
import type { Transfer } from "#engine/books/compute-transfers.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Portfolio, Snapshot } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { WEIGHT_SCALE } from "./compute-allocation.ts";
import { computeHeldValue, HeldQuantities } from "./compute-held.ts";

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

/** The snapshot of a past moment from the books until then and that moment's prices; null where one is missing. */
export function computePastSnapshot(input: {
  readonly profile: Pick<Profile, "id" | "currency" | "cashAssets" | "costBasis">;
  /** All transactions; those after `ts` are left out here. */
  readonly transactions: readonly Transaction[];
  /** Between own accounts: no flows. One that had not arrived at `ts` is not looked at. */
  readonly transfers?: readonly Transfer[];
  /** Since when "did nothing" counts. */
  readonly heldSince: UnixMs;
  readonly ts: UnixMs;
  readonly reason: Snapshot["reason"];
  /** Price of one unit in the profile's currency at `ts`. */
  readonly priceOf: (asset: Asset) => Decimal | null;
}): Snapshot | null {
  const { profile, ts, priceOf } = input;
  const until = input.transactions.filter((transaction) => transaction.ts <= ts);
  const { ledger } = LotBooks.of(until, { ...profile.costBasis, currency: profile.currency }, input.transfers);
  if (!ledger.netInvestedKnown) return null;
  const values: { asset: Asset; quantity: Decimal; price: Decimal; value: Decimal; pnl: Decimal | null }[] = [];
  for (const { asset, quantity, cost, costKnown } of ledger.positions.values()) {
    if (quantity.isZero) continue;
    const price = priceOf(asset);
    if (price === null) return null;
    const value = quantity.mul(price);
    values.push({ asset, quantity, price, value, pnl: costKnown ? value.sub(cost) : null });
  }
  const total = Decimal.sum(values.map(({ value }) => value));
  const cash = values.filter(({ asset }) => profile.cashAssets.includes(asset)).map(({ value }) => value);
  const heldInput = { quantities: new HeldQuantities(until, profile.currency, input.heldSince).at(ts), priceOf };
  const held = computeHeldValue(heldInput.quantities, priceOf);
  const breakdown = values.map(({ asset, quantity, price, value, pnl }) => ({
    asset,
    quantity: quantity.toString(),
    price: price.toString(),
    value: value.toString(),
    weight: total.isPositive ? value.div(total, WEIGHT_SCALE, "halfEven").toString() : ZERO,
    pnl: pnl?.toString() ?? null,
  }));
  return {
    profileId: profile.id,
    ts,
    reason: input.reason,
    currency: profile.currency,
    totalValue: total.toString(),
    cash: Decimal.sum(cash).toString(),
    totalPnl: total.sub(ledger.netInvested).toString(),
    netInvested: ledger.netInvested.toString(),
    held: held?.toString() ?? null,
    breakdown: [...breakdown, ...heldOnly(new Set(values.map(({ asset }) => asset)), heldInput)],
  };
}
