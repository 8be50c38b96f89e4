// How much of a leg may be sent with what is in the account now?
import type { Balance } from "#shared/domain/account.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset } from "#shared/domain/ids.ts";
import { type FeeTier, feeAssetOf, type Instrument } from "#shared/domain/instrument.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { PlanLeg } from "#shared/domain/plan.ts";

/** Places of an intermediate quotient, beyond any lot step. */
const QUOTIENT_SCALE = 24;

const assetsOf = (symbol: string) => symbol.split("/") as [base: Asset, quote: Asset];

/** What an account's free amounts must be by its fills alone, from a starting point on. */
export function planFreeAfterFills(start: ReadonlyMap<Asset, Decimal>, fills: readonly Fill[]): Map<Asset, Decimal> {
  const free = new Map(start);
  const add = (asset: Asset, amount: Decimal) => free.set(asset, (free.get(asset) ?? Decimal.ZERO).add(amount));
  for (const fill of fills) {
    const [base, quote] = assetsOf(fill.symbol);
    const quantity = Decimal.parse(fill.quantity);
    const notional = quantity.mul(Decimal.parse(fill.price));
    add(base, fill.side === "buy" ? quantity : quantity.neg());
    add(quote, fill.side === "buy" ? notional.neg() : notional);
    add(fill.fee.asset, Decimal.parse(fill.fee.amount).neg());
  }
  return free;
}

/** Free amounts of an account by asset. */
export function planFree(balances: readonly Balance[], accountId: AccountId): Map<Asset, Decimal> {
  return new Map(
    balances
      .filter((balance) => balance.accountId === accountId)
      .map((balance) => [balance.asset, Decimal.parse(balance.free)]),
  );
}

/** The balances as they would be once a leg was filled as planned. Never below zero: what is short shows at its gate. */
export function planBalancesAfterLeg(balances: readonly Balance[], leg: PlanLeg): readonly Balance[] {
  const notional = Decimal.parse(leg.notional);
  const changes = new Map<Asset, Decimal>();
  const add = (asset: Asset, amount: Decimal) => changes.set(asset, (changes.get(asset) ?? Decimal.ZERO).add(amount));
  add(leg.base, leg.side === "buy" ? Decimal.parse(leg.quantity) : Decimal.parse(leg.quantity).neg());
  add(leg.quote, leg.side === "buy" ? notional.neg() : notional);
  add(leg.feeAsset, Decimal.parse(leg.fee).neg());
  const zero = Decimal.ZERO.toString();
  const known = new Set(balances.filter((held) => held.accountId === leg.accountId).map((held) => held.asset));
  const missing = [...changes.keys()]
    .filter((asset) => !known.has(asset))
    .map((asset) => ({ accountId: leg.accountId, asset, free: zero, inOrders: zero, earn: zero, locked: zero }));
  return [...balances, ...missing].map((held) => {
    const change = held.accountId === leg.accountId ? changes.get(held.asset) : undefined;
    if (change === undefined) return held;
    return { ...held, free: Decimal.max(Decimal.ZERO, Decimal.parse(held.free).add(change)).toString() };
  });
}

/**
 * Greatest quantity on the lot step, at most `wanted`, that what is free can pay with its fee, less the reserve.
 * Buys pay in the quote asset at their limit, sells in the base asset.
 */
export function planAffordableQuantity(input: {
  readonly side: "buy" | "sell";
  readonly wanted: Decimal;
  readonly limitPrice: Decimal;
  /** Free amount of the asset that is paid. */
  readonly free: Decimal;
  /** Amount of it that must stay. */
  readonly reserve: Decimal;
  readonly instrument: Pick<Instrument, "base" | "quote" | "amountStep">;
  readonly fees: FeeTier;
}): Decimal {
  const { side, wanted, limitPrice, instrument, fees } = input;
  const paid = side === "buy" ? instrument.quote : instrument.base;
  const feeAsset = feeAssetOf(fees.feeAsset, instrument, side);
  const share = Decimal.max(Decimal.parse(fees.taker), Decimal.parse(fees.maker));
  const perUnit = (side === "buy" ? limitPrice : Decimal.ONE).mul(
    feeAsset === paid ? Decimal.ONE.add(share) : Decimal.ONE,
  );
  const spendable = Decimal.max(Decimal.ZERO, input.free.sub(input.reserve));
  const affordable = spendable.div(perUnit, QUOTIENT_SCALE, "floor");
  return Decimal.min(wanted, affordable).roundToStep(Decimal.parse(instrument.amountStep), "down");
}
