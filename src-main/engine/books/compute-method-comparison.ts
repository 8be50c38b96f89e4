// What would another cost basis method or pooling change?
import type { CostBasis } from "#shared/domain/books.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { readLots, readPositions, readRealized } from "./compute-book-readers.ts";
import type { BookState } from "./compute-book-state.ts";
import type { LotBooks } from "./compute-lot-books.ts";

/** The books of one asset, or of all, under one way of reckoning. Money in the currency of the books. */
export interface BookSums {
  readonly realized: Decimal;
  /** Cost of what is held still: what an unrealized gain is counted from. Null where the cost of a part is not known. */
  readonly openCost: Decimal | null;
  readonly openLots: number;
}

export interface BookChangeEffect {
  readonly before: BookSums;
  readonly after: BookSums;
}

export interface MethodComparison {
  readonly from: CostBasis;
  readonly to: CostBasis;
  /** By name; assets that were held or sold, without the currency itself. */
  readonly byAsset: ReadonlyMap<Asset, BookChangeEffect>;
  readonly inAll: BookChangeEffect;
  /** Gains by UTC year of the sale; years of which neither has one are left out. */
  readonly byYear: ReadonlyMap<number, { readonly before: Decimal; readonly after: Decimal }>;
}

const NOTHING: BookSums = { realized: Decimal.ZERO, openCost: Decimal.ZERO, openLots: 0 };

function sumsByAsset(state: BookState, currency: Asset): ReadonlyMap<Asset, BookSums> {
  const lots = new Map<Asset, number>();
  for (const { asset } of readLots(state, undefined)) lots.set(asset, (lots.get(asset) ?? 0) + 1);
  const sums = new Map<Asset, BookSums>();
  for (const { asset, realized, cost, costKnown } of readPositions(state).values()) {
    if (asset === currency) continue;
    sums.set(asset, { realized, openCost: costKnown ? cost : null, openLots: lots.get(asset) ?? 0 });
  }
  return sums;
}

function sumOf(sums: Iterable<BookSums>): BookSums {
  let all = NOTHING;
  for (const { realized, openCost, openLots } of sums) {
    all = {
      realized: all.realized.add(realized),
      openCost: openCost === null || all.openCost === null ? null : all.openCost.add(openCost),
      openLots: all.openLots + openLots,
    };
  }
  return all;
}

/** Reckons the same entries the other way too. The gain in all differs only by what is not sold yet. */
export function compareMethods(books: LotBooks, to: CostBasis): MethodComparison {
  const { currency, method, pooling } = books.basis;
  const other = books.stateUnder(to);
  const before = sumsByAsset(books.state, currency);
  const after = sumsByAsset(other, currency);
  const assets = [...new Set([...before.keys(), ...after.keys()])].sort();
  const yearsBefore = readRealized(books.state).byYear;
  const yearsAfter = readRealized(other).byYear;
  const years = [...new Set([...yearsBefore.keys(), ...yearsAfter.keys()])].sort((one, two) => one - two);
  return {
    from: { method, pooling },
    to: { method: to.method, pooling: to.pooling },
    byAsset: new Map(
      assets.map((asset) => [asset, { before: before.get(asset) ?? NOTHING, after: after.get(asset) ?? NOTHING }]),
    ),
    inAll: { before: sumOf(before.values()), after: sumOf(after.values()) },
    byYear: new Map(
      years.map((year) => [
        year,
        { before: yearsBefore.get(year) ?? Decimal.ZERO, after: yearsAfter.get(year) ?? Decimal.ZERO },
      ]),
    ),
  };
}
