// Which withdrawals and deposits may be one transfer that no rule found, so that a person can say so?
import type { EntryList } from "#engine/books/compute-entry-list.ts";
import type { Transfer } from "#engine/books/compute-transfers.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { DAY_MS, HOUR_MS } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { computePaired } from "./compute-net.ts";

/** How long before and after it a withdrawal may arrive elsewhere. */
const EARLIEST_MS = -HOUR_MS;
const LATEST_MS = 7 * DAY_MS;
/** More than a person would look through. */
const MOST = 100;

/** A withdrawal and a deposit that may be one transfer. */
export interface TransferProposal {
  readonly withdrawal: Transaction;
  readonly deposit: Transaction;
}

/** Whether units go out with it. */
export const isOut = ({ type, side }: Transaction): boolean =>
  type === "withdrawal" || (type === "transfer" && side === "sell");

/** What may still be a side of a transfer: what flows in or out and is in no pair. */
export function computeUnpaired(transactions: EntryList, transfers: readonly Transfer[]): readonly Transaction[] {
  const paired = computePaired(transfers);
  return [...transactions.flows()].filter(({ source, id }) => source !== "opening" && !paired.has(id));
}

/** Pairs of one asset between two own accounts, days apart at most, that did not grow on the way; nearest in time first. */
export function computeTransferProposals(unpaired: readonly Transaction[]): readonly TransferProposal[] {
  const ins = new Map<Asset, Transaction[]>();
  for (const entry of unpaired.toSorted((first, second) => first.ts - second.ts)) {
    if (isOut(entry)) continue;
    const sameAsset = ins.get(entry.asset);
    if (sameAsset === undefined) ins.set(entry.asset, [entry]);
    else sameAsset.push(entry);
  }
  const proposals: TransferProposal[] = [];
  for (const withdrawal of unpaired.filter(isOut)) {
    const sent = Decimal.parse(withdrawal.quantity);
    for (const deposit of within(
      ins.get(withdrawal.asset) ?? [],
      withdrawal.ts + EARLIEST_MS,
      withdrawal.ts + LATEST_MS,
    )) {
      if (deposit.accountId === withdrawal.accountId || Decimal.parse(deposit.quantity).gt(sent)) continue;
      proposals.push({ withdrawal, deposit });
    }
  }
  return proposals.sort((first, second) => apart(first) - apart(second)).slice(0, MOST);
}

const apart = ({ withdrawal, deposit }: TransferProposal): number => Math.abs(deposit.ts - withdrawal.ts);

/** Entries of a list in order of time, from one time to another. */
function* within(entries: readonly Transaction[], from: number, until: number): Generator<Transaction> {
  let low = 0;
  for (let high = entries.length; low < high; ) {
    const middle = Math.floor((low + high) / 2);
    if ((entries[middle]?.ts ?? until) < from) low = middle + 1;
    else high = middle;
  }
  for (let at = low; at < entries.length; at += 1) {
    const entry = entries[at];
    if (entry === undefined || entry.ts > until) return;
    yield entry;
  }
}
