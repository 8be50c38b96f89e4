// How are the books shown: their sums, a row with what became of it, and what another cost basis would change?

import type { RealizedSums } from "#engine/books/compute-book-readers.ts";
import type { Ledger } from "#engine/books/compute-ledger.ts";
import type { MethodComparison } from "#engine/books/compute-method-comparison.ts";
import type { BookSummary, MethodComparison as MethodComparisonView } from "#shared/contract/views.ts";
import type { BookChange, CostBasis } from "#shared/domain/books.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset, TransactionId } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import type { AccountHoldings } from "./compute-account-holdings.ts";

export interface BookSummaryInput {
  readonly currency: Asset;
  readonly costBasis: CostBasis;
  readonly entries: number;
  readonly setAside: number;
  readonly ledger: Ledger;
  readonly realized: RealizedSums;
  readonly fees: Pick<AccountHoldings, "feesByAsset" | "feesByAccount" | "feesByYear">;
}

export function computeBookSummary(input: BookSummaryInput): BookSummary {
  const { ledger, realized, fees, currency, costBasis } = input;
  return {
    currency,
    costBasis,
    entries: input.entries,
    setAside: input.setAside,
    realized: ledger.realized.toString(),
    netInvested: ledger.netInvested.toString(),
    netInvestedKnown: ledger.netInvestedKnown,
    income: ledger.income.toString(),
    withdrawnGain: ledger.withdrawnGain.toString(),
    fees: ledger.fees.toString(),
    byAsset: keysOf(realized.byAsset, fees.feesByAsset).map((asset) => ({
      asset,
      ...sums(realized.byAsset.get(asset), fees.feesByAsset.get(asset)),
    })),
    byAccount: keysOf(realized.byAccount, fees.feesByAccount).map((accountId) => ({
      accountId,
      ...sums(realized.byAccount.get(accountId), fees.feesByAccount.get(accountId)),
    })),
    byYear: keysOf(realized.byYear, fees.feesByYear).map((year) => ({
      year,
      ...sums(realized.byYear.get(year), fees.feesByYear.get(year)),
    })),
    gaps: [...ledger.gaps],
  };
}

/** In their natural order. */
function keysOf<Key extends string | number>(
  first: ReadonlyMap<Key, Decimal>,
  second: ReadonlyMap<Key, Decimal>,
): readonly Key[] {
  return [...new Set([...first.keys(), ...second.keys()])].sort((one, other) => (one < other ? -1 : 1));
}

function sums(realized: Decimal | undefined, fees: Decimal | undefined) {
  return { realized: (realized ?? Decimal.ZERO).toString(), fees: (fees ?? Decimal.ZERO).toString() };
}

/** Why an entry that does not count does not, in a sentence: the newest decision that took it out, or what stands in for it. */
export function computeSetAside(
  entry: Transaction,
  changes: readonly BookChange[],
  replacedBy: ReadonlyMap<TransactionId, Transaction>,
): string {
  const decision = changes.findLast(
    ({ kind, transactionIds }) => (kind === "retract" || kind === "restore") && transactionIds.includes(entry.id),
  );
  if (decision?.kind === "retract") return decision.reason;
  const other = replacedBy.get(entry.id);
  if (other?.source === "opening") return "History explains a part of it; the rest stands in another opening entry.";
  return "A correction stands in for it.";
}

export function computeMethodView({ from, to, byAsset, inAll, byYear }: MethodComparison): MethodComparisonView {
  return {
    from,
    to,
    byAsset: [...byAsset].map(([asset, { before, after }]) => ({
      asset,
      before: bookSums(before),
      after: bookSums(after),
    })),
    inAll: { before: bookSums(inAll.before), after: bookSums(inAll.after) },
    byYear: [...byYear].map(([year, { before, after }]) => ({
      year,
      before: before.toString(),
      after: after.toString(),
    })),
  };
}

function bookSums({ realized, openCost, openLots }: MethodComparison["inAll"]["before"]): {
  realized: DecimalString;
  openCost: DecimalString | null;
  openLots: number;
} {
  return { realized: realized.toString(), openCost: openCost?.toString() ?? null, openLots };
}
