// What do the books of these entries come to, for tests that only need the result? At average cost, in USD unless told otherwise.

import type { Ledger } from "#engine/books/compute-ledger.ts";
import { LotBooks } from "#engine/books/compute-lot-books.ts";
import { DEFAULT_COST_BASIS } from "#shared/domain/books.ts";
import { assetSchema } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";

export function testLedger(transactions: readonly Transaction[], currency = "USD"): Ledger {
  return LotBooks.of(transactions, { ...DEFAULT_COST_BASIS, currency: assetSchema.parse(currency) }).ledger;
}
