// What do the books say, spelled out: lots, positions, gains by asset, account and year, gaps and sums?
import type { BookGap, Lot } from "#shared/domain/books.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset } from "#shared/domain/ids.ts";
import type { BookState } from "./compute-book-state.ts";
import type { BookPosition, BookTotals } from "./compute-ledger.ts";

/** Gains by one view of the books each; keys only where something was realized. */
export interface RealizedSums {
  readonly byAsset: ReadonlyMap<Asset, Decimal>;
  readonly byAccount: ReadonlyMap<AccountId, Decimal>;
  /** By UTC year of the sale, rising. */
  readonly byYear: ReadonlyMap<number, Decimal>;
}

/** By asset, oldest first. */
export function readLots({ columns, holdings }: BookState, wanted: Asset | undefined): readonly Lot[] {
  const found = holdings.pools
    .filter(({ asset }) => wanted === undefined || asset === wanted)
    .flatMap(({ asset, accountId, pool }) =>
      pool.lots().map(({ posting, acquiredAt, sequence, quantity, cost }) => {
        const lot: Lot = {
          transactionId: columns.idOf(posting),
          accountId: accountId ?? columns.placeOf(posting).accountId,
          asset,
          acquiredAt,
          quantity: quantity.toString(),
          cost: cost?.toString() ?? null,
        };
        return { lot, sequence };
      }),
    );
  found.sort(({ lot: one, sequence: first }, { lot: other, sequence: second }) => {
    if (one.asset !== other.asset) return one.asset < other.asset ? -1 : 1;
    if (one.acquiredAt !== other.acquiredAt) return one.acquiredAt - other.acquiredAt;
    if (first !== second) return first - second;
    return one.accountId < other.accountId ? -1 : one.accountId > other.accountId ? 1 : 0;
  });
  return found.map(({ lot }) => lot);
}

/** Every asset that the books ever held or sold. */
export function readPositions({ holdings }: Pick<BookState, "holdings">): ReadonlyMap<Asset, BookPosition> {
  const positions = new Map<Asset, BookPosition>();
  for (const { asset, pool } of holdings.pools) {
    const before = positions.get(asset);
    positions.set(asset, {
      asset,
      quantity: pool.quantity.add(before?.quantity ?? Decimal.ZERO),
      cost: pool.cost.add(before?.cost ?? Decimal.ZERO),
      costKnown: pool.costKnown && before?.costKnown !== false,
      realized: Decimal.ZERO,
    });
  }
  for (const [asset, realized] of readRealized({ holdings }).byAsset) {
    const position = positions.get(asset);
    if (position !== undefined) positions.set(asset, { ...position, realized });
  }
  return positions;
}

export function readRealized({ holdings }: Pick<BookState, "holdings">): RealizedSums {
  const byAsset = new Map<Asset, Decimal>();
  const byAccount = new Map<AccountId, Decimal>();
  const byYear = new Map<number, Decimal>();
  for (const { place, realizedByYear } of holdings.all) {
    for (const [year, gain] of realizedByYear) {
      addTo(byAsset, place.asset, gain);
      addTo(byAccount, place.accountId, gain);
      addTo(byYear, year, gain);
    }
  }
  return { byAsset, byAccount, byYear: new Map([...byYear].sort(([one], [other]) => one - other)) };
}

/** In the order of the books. */
export function readGaps({ columns, gaps }: BookState): readonly BookGap[] {
  return gaps.map(({ posting, kind, quantity, message }) => ({
    transactionId: columns.idOf(posting),
    accountId: columns.placeOf(posting).accountId,
    asset: columns.placeOf(posting).asset,
    ts: columns.timeOf(posting),
    kind,
    quantity: quantity.toString(),
    message,
  }));
}

export function readTotals(state: BookState): Omit<BookTotals, "fees"> {
  const { netInvested, netInvestedKnown, income, withdrawnGain } = state;
  const realized = Decimal.sum(readRealized(state).byAsset.values());
  return { realized, netInvested, netInvestedKnown, income, withdrawnGain };
}

function addTo<Key>(sums: Map<Key, Decimal>, key: Key, gain: Decimal): void {
  sums.set(key, (sums.get(key) ?? Decimal.ZERO).add(gain));
}
