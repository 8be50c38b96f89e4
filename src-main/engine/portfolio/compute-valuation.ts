// What is each held asset worth now, and which price says so? No price, no value: never a made-up one.
import type { Balance } from "#shared/domain/account.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { type ConsensusPrice, PRICE_AGE_MS } from "#shared/domain/quote.ts";
import type { DurationMs } from "#shared/domain/time.ts";

export interface AssetValuation {
  readonly asset: Asset;
  readonly quantity: Decimal;
  readonly balances: readonly Balance[];
  /** Shown with its age even where it is too old to value with. */
  readonly price: ConsensusPrice | null;
  /** Null exactly where `unresolved` says why; an asset of which nothing is held is worth 0 at any price. */
  readonly value: Decimal | null;
  readonly unresolved: string | null;
}

export interface Valuation {
  readonly assets: readonly AssetValuation[];
  /** Sum of what can be valued. */
  readonly resolvedTotal: Decimal;
  readonly oldestPriceAgeMs: number | null;
  /** A price in use is not fresh. */
  readonly stale: boolean;
}

/** Everything an account has of an asset, free or not. */
export function computeTotalQuantity(balances: readonly Balance[]): Decimal {
  return Decimal.sum(
    balances.flatMap((balance) =>
      [balance.free, balance.inOrders, balance.earn, balance.locked].map((amount) => Decimal.parse(amount)),
    ),
  );
}

function ageText(ageMs: number): string {
  return ageMs < 120_000 ? `${Math.floor(ageMs / 1_000)} s` : `${Math.floor(ageMs / 60_000)} min`;
}

function valueAsset(
  asset: Asset,
  balances: readonly Balance[],
  { price, keptMs }: { readonly price: ConsensusPrice | null; readonly keptMs: DurationMs },
): AssetValuation {
  const quantity = computeTotalQuantity(balances);
  const base = { asset, quantity, balances, price };
  const tooOld = price !== null && price.ageMs > keptMs;
  if (price !== null && !tooOld) return { ...base, value: quantity.mul(Decimal.parse(price.price)), unresolved: null };
  const unresolved =
    price === null ? `No price for ${asset}.` : `The last price of ${asset} is ${ageText(price.ageMs)} old.`;
  return quantity.isZero ? { ...base, value: Decimal.ZERO, unresolved: null } : { ...base, value: null, unresolved };
}

/** Values `assets` in this order; balances of other assets must not be given. */
export function computeValuation(input: {
  readonly assets: readonly Asset[];
  readonly balances: readonly Balance[];
  readonly prices: ReadonlyMap<Asset, ConsensusPrice | null>;
  /** How old a price may be that values something; never more than the program's own bound. */
  readonly keptMs?: DurationMs;
}): Valuation {
  const keptMs = Math.min(input.keptMs ?? PRICE_AGE_MS.valuationTtl, PRICE_AGE_MS.valuationTtl);
  const byAsset = new Map<Asset, Balance[]>(input.assets.map((asset) => [asset, []]));
  for (const balance of input.balances) byAsset.get(balance.asset)?.push(balance);
  const assets = [...byAsset].map(([asset, balances]) =>
    valueAsset(asset, balances, { price: input.prices.get(asset) ?? null, keptMs }),
  );
  const used = assets.flatMap(({ quantity, value, price }) =>
    value === null || price === null || quantity.isZero ? [] : [price],
  );
  return {
    assets,
    resolvedTotal: Decimal.sum(assets.flatMap(({ value }) => (value === null ? [] : [value]))),
    oldestPriceAgeMs: used.length === 0 ? null : used.reduce((oldest, price) => Math.max(oldest, price.ageMs), 0),
    stale: used.some((price) => price.state !== "live" && price.state !== "lagging"),
  };
}
