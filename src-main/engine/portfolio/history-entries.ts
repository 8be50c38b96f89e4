// What does a venue's list of deposits, withdrawals or everything (its ledger) say that the books do not know yet?
// A ledger repeats what other lists tell: rows of known trades and transfers are recognised and make no entry.
import { pairLegs } from "#engine/books/csv/pair-legs.ts";
import type { LedgerEntry } from "#engine/ports/exchange-client.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset, ProfileId, TransactionId } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { NO_DETAILS, type Transaction } from "#shared/domain/transaction.ts";
import { computeTransactionId } from "./compute-transactions.ts";

/** Longest reference, by the schema. */
const MOST_REF = 160;

export interface HistoryOwner {
  readonly profileId: ProfileId;
  readonly accountId: AccountId;
  /** What a conversion's price is rather in, the likeliest first. */
  readonly quotes: readonly Asset[];
}

/** Whose id a row of any of the lists gets: the same row in two lists is one entry. */
export function historyId(accountId: AccountId, venueId: string): TransactionId {
  return computeTransactionId("ledger", accountId, venueId);
}

/** The entry of a row that is no part of a trade; null for one that moved nothing. */
export function entryOfRow(owner: HistoryOwner, row: LedgerEntry): Transaction | null {
  const amount = Decimal.parse(row.amount);
  const fee = Decimal.parse(row.fee ?? "0");
  if (amount.isZero && fee.isZero) return null;
  const { type, side, label } = kindOfRow(row.kind, amount);
  return {
    ...commonOf(owner, row.tsEvent),
    id: historyId(owner.accountId, row.venueId),
    type,
    side,
    asset: row.asset,
    quantity: amount.abs().toString(),
    quote: null,
    price: null,
    fee: fee.isZero ? null : { asset: row.asset, amount: fee.toString() },
    venueRef: (row.reference ?? row.venueId).slice(0, MOST_REF),
    label,
  };
}

/** A type whose direction is the other one than the amount's is an adjustment: a reward taken back, a fee given back. */
function kindOfRow(
  kind: LedgerEntry["kind"],
  amount: Decimal,
): { readonly type: Transaction["type"]; readonly side: Transaction["side"]; readonly label: string | null } {
  const side = amount.isNegative ? "sell" : "buy";
  const goesOut = kind === "withdrawal" || kind === "fee";
  switch (kind) {
    case "deposit":
    case "reward":
    case "withdrawal":
    case "fee":
      if (amount.isZero || goesOut === amount.isNegative) return { type: kind, side: null, label: null };
      return { type: "adjustment", side, label: `${kind} taken back` };
    case "transfer":
      return { type: "transfer", side, label: null };
    case "trade":
    case "adjustment":
      return { type: "adjustment", side, label: null };
  }
}

/**
 * Rows of one reference that exchange one asset for another without having been a trade on a market: a conversion, or dust
 * turned into a coin. Null where they are not exactly that.
 */
export function entriesOfConversion(owner: HistoryOwner, rows: readonly LedgerEntry[]): readonly Transaction[] | null {
  const legs = rows.map(({ asset, amount }, line) => ({ asset, amount: Decimal.parse(amount), line }));
  const paired = pairLegs(legs, { quotes: owner.quotes, mayTurn: true });
  const [swap, another] = paired.kind === "swaps" ? paired.swaps : [];
  const [first] = rows;
  if (first === undefined || swap === undefined || another !== undefined) return null;
  const reference = first.reference ?? first.venueId;
  const ts = rows.reduce((earliest, row) => (row.tsEvent < earliest ? row.tsEvent : earliest), first.tsEvent);
  const common = { ...commonOf(owner, ts), venueRef: reference.slice(0, MOST_REF), label: "conversion" };
  const [paid, ...more] = rows.filter(({ fee }) => fee !== null && !Decimal.parse(fee).isZero);
  const trade: Transaction = {
    ...common,
    id: historyId(owner.accountId, reference),
    type: "trade",
    side: swap.side,
    asset: swap.asset,
    quantity: swap.quantity.toString(),
    quote: swap.quote,
    price: swap.price.toString(),
    fee: paid === undefined ? null : { asset: paid.asset, amount: Decimal.parse(paid.fee ?? "0").toString() },
  };
  // An entry holds one fee; those of the other rows are entries of their own.
  const fees = more.map(
    (row): Transaction => ({
      ...common,
      id: computeTransactionId("ledger", owner.accountId, row.venueId, "fee"),
      type: "fee",
      side: null,
      asset: row.asset,
      quantity: Decimal.parse(row.fee ?? "0")
        .abs()
        .toString(),
      quote: null,
      price: null,
      fee: null,
    }),
  );
  return [trade, ...fees];
}

function commonOf({ profileId, accountId }: HistoryOwner, ts: UnixMs) {
  const values = { quoteValue: null, feeValue: null, planId: null, source: "venue" } as const;
  return { profileId, accountId, ts, ...values, ...NO_DETAILS };
}
