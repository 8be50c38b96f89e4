// How did a profile's trading go of late?
import type { Disposal } from "#shared/domain/books.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { TransactionId } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";

/** Entries, oldest first. */
export interface Entries {
  readonly length: number;
  at(index: number): Transaction | undefined;
}

/** Trades after `since`. Costs as much as there are entries after it. */
export function countTrades(entries: Entries, since: UnixMs): number {
  let trades = 0;
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries.at(index);
    if (entry === undefined || entry.ts <= since) break;
    if (entry.type === "trade") trades += 1;
  }
  return trades;
}

export interface SaleResults {
  readonly sales: number;
  /** Those that gained after fees. */
  readonly wins: number;
  readonly realized: DecimalString;
}

/** A sale that took several lots counts once. Disposals in any order, in the currency of the books. */
export function computeSaleResults(disposals: readonly Disposal[], since: UnixMs): SaleResults {
  const bySale = new Map<TransactionId, Decimal>();
  for (const { transactionId, disposedAt, gain } of disposals) {
    if (disposedAt <= since) continue;
    bySale.set(transactionId, (bySale.get(transactionId) ?? Decimal.ZERO).add(Decimal.parse(gain)));
  }
  const gains = [...bySale.values()];
  return {
    sales: gains.length,
    wins: gains.filter((gain) => gain.isPositive).length,
    realized: Decimal.sum(gains).toString(),
  };
}
