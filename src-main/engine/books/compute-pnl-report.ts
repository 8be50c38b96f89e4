// What was gained in a file of transactions, lot by lot and in all? Everything a file cannot tell is said, not guessed.
import type { CostBasis, Disposal } from "#shared/domain/books.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset, TransactionId } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { UtcYears } from "./compute-disposals.ts";
import { LotBooks } from "./compute-lot-books.ts";
import { compareMethods, type MethodComparison } from "./compute-method-comparison.ts";
import { matchTransfers } from "./compute-transfers.ts";

/** Sums of disposals; `gain` = proceeds - cost - fee. */
export interface PnlTotals {
  readonly proceeds: Decimal;
  readonly cost: Decimal;
  readonly fee: Decimal;
  readonly gain: Decimal;
}

export interface PnlGap {
  readonly id: TransactionId;
  readonly asset: Asset;
  readonly quantity: DecimalString;
  readonly message: string;
}

export interface PnlReport {
  /** Oldest first; without the currency itself. */
  readonly disposals: readonly Disposal[];
  readonly openLots: ReturnType<LotBooks["lots"]>;
  readonly byAsset: ReadonlyMap<Asset, PnlTotals>;
  /** By UTC year of the sale. */
  readonly byYear: ReadonlyMap<number, PnlTotals>;
  /** In units of the asset they were paid in. */
  readonly fees: ReadonlyMap<Asset, Decimal>;
  readonly gaps: readonly PnlGap[];
  /** Coins that were counted at one unit of the currency each, because nothing in a file prices them. */
  readonly atPar: readonly Asset[];
  /** The same under another method, where one was asked for. */
  readonly comparison: MethodComparison | null;
}

const ZERO_COST = "No price is given, so its cost counts as zero.";

/** The currency that a file is in: that of its prices where they are all in one, else `fallback`. */
export function computeFileCurrency(transactions: readonly Pick<Transaction, "quote">[], fallback: Asset): Asset {
  const quotes = new Set(transactions.flatMap(({ quote }) => (quote === null ? [] : [quote])));
  const [only] = quotes;
  return quotes.size === 1 && only !== undefined ? only : fallback;
}

/**
 * Reckons a file that stands alone: own-account transfers are found by the usual rules; a deposit or reward without a price
 * costs nothing and is flagged; coins of `par` are worth one unit of the currency, also without a price. What was paid from is not asked for: a
 * file of trades need not hold the deposits of the currency behind them.
 */
export function computePnlReport(
  transactions: readonly Transaction[],
  options: {
    readonly currency: Asset;
    readonly basis: CostBasis;
    /** Another method to compare with. */
    readonly compareWith: CostBasis | null;
    readonly par: ReadonlySet<string>;
  },
): PnlReport {
  const { currency, basis, par } = options;
  const transfers = matchTransfers(transactions, []);
  const moved = new Set(transfers.flatMap(({ outId, inId }) => [outId, inId]));
  const atPar = new Set<Asset>();
  const zeroCost: PnlGap[] = [];
  const unitValue = (asset: Asset | undefined): DecimalString | null => {
    if (asset === undefined || asset === currency || !par.has(asset)) return null;
    atPar.add(asset);
    return Decimal.ONE.toString();
  };
  const valued = transactions.map((entry): Transaction => {
    const { id, type, asset, quantity, price, quote, fee } = entry;
    const known = { ...entry, quoteValue: unitValue(quote ?? undefined), feeValue: unitValue(fee?.asset) };
    if (price !== null || asset === currency || (type !== "deposit" && type !== "reward") || moved.has(id)) {
      return known;
    }
    const parValue = unitValue(asset);
    if (parValue === null) zeroCost.push({ id, asset, quantity, message: ZERO_COST });
    return { ...known, quote: currency, price: parValue ?? Decimal.ZERO.toString() };
  });
  const books = LotBooks.of(valued, { ...basis, currency }, transfers);
  const disposals = books.disposals().filter(({ asset }) => asset !== currency);
  const years = new UtcYears();
  return {
    disposals,
    openLots: books.lots().filter(({ asset }) => asset !== currency),
    byAsset: totalsBy(disposals, ({ asset }) => asset),
    byYear: totalsBy(disposals, ({ disposedAt }) => years.of(disposedAt)),
    fees: books.feesByAsset,
    gaps: inOrder(
      [
        ...zeroCost,
        ...books.gaps
          .filter(({ asset }) => asset !== currency)
          .map(({ transactionId, asset, quantity, message }) => ({ id: transactionId, asset, quantity, message })),
      ],
      transactions,
    ),
    atPar: [...atPar].sort(),
    comparison: options.compareWith === null ? null : compareMethods(books, options.compareWith),
  };
}

function totalsBy<Key extends string | number>(
  disposals: readonly Disposal[],
  keyOf: (disposal: Disposal) => Key,
): ReadonlyMap<Key, PnlTotals> {
  const totals = new Map<Key, PnlTotals>();
  for (const disposal of disposals) {
    const key = keyOf(disposal);
    const before = totals.get(key);
    const plus = (name: keyof PnlTotals): Decimal =>
      (before?.[name] ?? Decimal.ZERO).add(Decimal.parse(disposal[name]));
    totals.set(key, { proceeds: plus("proceeds"), cost: plus("cost"), fee: plus("fee"), gain: plus("gain") });
  }
  return new Map([...totals].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** By the time of their entries. */
function inOrder(gaps: readonly PnlGap[], transactions: readonly Transaction[]): readonly PnlGap[] {
  const times = new Map<TransactionId, UnixMs>(transactions.map(({ id, ts }) => [id, ts]));
  return gaps.toSorted((first, second) => (times.get(first.id) ?? 0) - (times.get(second.id) ?? 0));
}
