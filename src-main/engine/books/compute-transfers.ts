// Which withdrawals and deposits are one transfer between own accounts?
import type { BookChange } from "#shared/domain/books.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset, TransactionId } from "#shared/domain/ids.ts";
import { type DurationMs, HOUR_MS } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { inOrderOfDecision } from "./compute-effective-transactions.ts";
import { EntryList } from "./compute-entry-list.ts";

/** A withdrawal and the deposit that it became. */
export interface Transfer {
  readonly outId: TransactionId;
  readonly inId: TransactionId;
}

/** A deposit lies at most this much before its withdrawal: venues' clocks and their times of booking differ. */
const EARLIEST_MS: DurationMs = -HOUR_MS;
/** And at most this much after it: a slow chain, a venue's review, a bank's weekend. */
const LATEST_MS: DurationMs = 72 * HOUR_MS;
/** What may be missing beyond a fee that was told: venues cut digits. A share of the amount sent. */
const ROUNDING_SHARE = Decimal.parse("0.000001");
/** What may be missing where no fee was told. A share of the amount sent; what costs more is paired by hand. */
const UNTOLD_FEE_SHARE = Decimal.parse("0.01");

/** One side of a transfer, its numbers read once. */
interface Leg {
  readonly entry: Transaction;
  readonly amount: Decimal;
  /** The fee that was told in the same asset; null where none was. */
  readonly fee: Decimal | null;
}

interface Candidate {
  readonly out: Transaction;
  readonly into: Transaction;
  readonly sameReference: boolean;
  readonly apartMs: DurationMs;
}

/** What was held at the first reading, or after a change of venue, came from nowhere else. */
const isTold = ({ source }: Transaction): boolean => source !== "opening";
const isOut = (entry: Transaction): boolean =>
  isTold(entry) && (entry.type === "withdrawal" || (entry.type === "transfer" && entry.side === "sell"));
const isIn = (entry: Transaction): boolean =>
  isTold(entry) && (entry.type === "deposit" || (entry.type === "transfer" && entry.side === "buy"));

const pairKey = (outId: TransactionId, inId: TransactionId): string => `${outId} ${inId}`;

function legOf(entry: Transaction): Leg {
  const { asset, fee, quantity } = entry;
  return {
    entry,
    amount: Decimal.parse(quantity),
    fee: fee?.asset === asset ? Decimal.parse(fee.amount) : null,
  };
}

/** Whether what came in is what went out less a fee: never more, and less only by the fee told, or by a small share where none was. */
function amountFits({ amount: sent, fee }: Leg, into: Leg): boolean {
  const missing = sent.sub(into.amount);
  if (missing.isNegative) return false;
  if (fee === null) return missing.lte(sent.mul(UNTOLD_FEE_SHARE));
  // The fee may have been taken on top of the amount, or out of it.
  const rounding = sent.mul(ROUNDING_SHARE);
  return missing.lte(rounding) || missing.sub(fee).abs().lte(rounding);
}

function candidateOf(out: Leg, into: Leg): Candidate | null {
  if (out.entry.accountId === into.entry.accountId) return null;
  const sameReference = out.entry.venueRef !== null && out.entry.venueRef === into.entry.venueRef;
  if (!(sameReference ? into.amount.lte(out.amount) : amountFits(out, into))) return null;
  return { out: out.entry, into: into.entry, sameReference, apartMs: Math.abs(into.entry.ts - out.entry.ts) };
}

/** An equal reference wins, then the nearest in time; ids settle what is left, so that the order of the input does not matter. */
function compareCandidates(first: Candidate, second: Candidate): number {
  if (first.sameReference !== second.sameReference) return first.sameReference ? -1 : 1;
  if (first.apartMs !== second.apartMs) return first.apartMs - second.apartMs;
  const [one, other] = [pairKey(first.out.id, first.into.id), pairKey(second.out.id, second.into.id)];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Pairs that were decided by hand, by both of their ids, and pairs that must not be made. */
export interface TransferDecisions {
  readonly paired: ReadonlyMap<TransactionId, Transfer>;
  readonly parted: ReadonlySet<string>;
}

/** The newest decision about an entry counts. */
export function computeTransferDecisions(changes: readonly BookChange[]): TransferDecisions {
  const paired = new Map<TransactionId, Transfer>();
  const parted = new Set<string>();
  const forget = (id: TransactionId): void => {
    const before = paired.get(id);
    if (before === undefined) return;
    paired.delete(before.outId);
    paired.delete(before.inId);
  };
  for (const { kind, transactionIds } of inOrderOfDecision(changes)) {
    const [outId, inId] = transactionIds;
    if ((kind !== "pair" && kind !== "part") || outId === undefined || inId === undefined) continue;
    if (kind === "part") {
      parted.add(pairKey(outId, inId));
      if (paired.get(outId)?.inId === inId) forget(outId);
      continue;
    }
    parted.delete(pairKey(outId, inId));
    forget(outId);
    forget(inId);
    const transfer = { outId, inId };
    paired.set(outId, transfer);
    paired.set(inId, transfer);
  }
  return { paired, parted };
}

function legsByAsset(entries: readonly Transaction[]): ReadonlyMap<Asset, readonly Leg[]> {
  const groups = new Map<Asset, Leg[]>();
  for (const entry of entries.toSorted((first, second) => first.ts - second.ts)) {
    const group = groups.get(entry.asset);
    if (group === undefined) groups.set(entry.asset, [legOf(entry)]);
    else group.push(legOf(entry));
  }
  return groups;
}

/** All pairs of one asset that lie near enough in time and amount; both lists oldest first. */
function candidatesOf(outs: readonly Leg[], ins: readonly Leg[]): readonly Candidate[] {
  const candidates: Candidate[] = [];
  let first = 0;
  for (const out of outs) {
    const { ts } = out.entry;
    while ((ins[first]?.entry.ts ?? Number.POSITIVE_INFINITY) < ts + EARLIEST_MS) first += 1;
    for (let at = first; at < ins.length; at += 1) {
      const into = ins[at];
      if (into === undefined || into.entry.ts > ts + LATEST_MS) break;
      const candidate = candidateOf(out, into);
      if (candidate !== null) candidates.push(candidate);
    }
  }
  return candidates;
}

/**
 * Transfers between own accounts among entries that count (`effectiveTransactions`), fiat and coins alike. Two entries are
 * one transfer when asset, amount less fee and time agree (see resources/docs/books.md) and the accounts differ; decisions
 * `pair` and `part` come before any rule. Each entry is in one transfer at most.
 */
export function matchTransfers(
  transactions: Iterable<Transaction>,
  changes: readonly BookChange[],
): readonly Transfer[] {
  const outs: Transaction[] = [];
  const ins: Transaction[] = [];
  for (const entry of transactions instanceof EntryList ? transactions.flows() : transactions) {
    if (isOut(entry)) outs.push(entry);
    else if (isIn(entry)) ins.push(entry);
  }
  if (outs.length === 0 || ins.length === 0) return [];
  const { paired, parted } = computeTransferDecisions(changes);
  const inById = new Map(ins.map((entry) => [entry.id, entry]));
  const transfers: Transfer[] = [];
  const taken = new Set<TransactionId>();
  const take = (transfer: Transfer): void => {
    transfers.push(transfer);
    taken.add(transfer.outId).add(transfer.inId);
  };
  for (const out of outs) {
    const decided = paired.get(out.id);
    if (decided !== undefined && inById.get(decided.inId)?.asset === out.asset) take(decided);
  }
  const free = ({ id }: Transaction): boolean => !taken.has(id);
  const freeIns = legsByAsset(ins.filter(free));
  const candidates = [...legsByAsset(outs.filter(free))].flatMap(([asset, legs]) =>
    candidatesOf(legs, freeIns.get(asset) ?? []),
  );
  for (const { out, into } of candidates.sort(compareCandidates)) {
    if (taken.has(out.id) || taken.has(into.id) || parted.has(pairKey(out.id, into.id))) continue;
    take({ outId: out.id, inId: into.id });
  }
  return transfers.sort(compareTransfers);
}

function compareTransfers(first: Transfer, second: Transfer): number {
  return first.outId < second.outId ? -1 : 1;
}

/** These transfers and one more, in the order in which {@link matchTransfers} gives them. */
export function withTransfer(transfers: readonly Transfer[], further: Transfer): readonly Transfer[] {
  let low = 0;
  for (let high = transfers.length; low < high; ) {
    const middle = (low + high) >>> 1;
    const known = transfers[middle];
    if (known !== undefined && compareTransfers(known, further) < 0) low = middle + 1;
    else high = middle;
  }
  return transfers.toSpliced(low, 0, further);
}

/** What is known before a further entry comes. */
interface TransfersSoFar {
  /** Entries that count, from one time to another; the further one may be among them. */
  readonly flows: (from: number, until: number) => Iterable<Transaction>;
  /** The other half of the transfer that an entry is a side of, null where it is none. */
  readonly partnerOf: (id: TransactionId) => Transaction | null;
  readonly decisions: TransferDecisions;
}

/**
 * The transfer that a further entry makes with one that is known, as {@link matchTransfers} over all would find it; null where it
 * makes none. `anew`: it may part others, so that all are to be matched again.
 */
export function matchFurther(entry: Transaction, known: TransfersSoFar): Transfer | null | "anew" {
  const leaves = isOut(entry);
  if (!leaves && !isIn(entry)) return null;
  const { paired, parted } = known.decisions;
  if (paired.has(entry.id)) return "anew";
  const own = legOf(entry);
  const candidateWith = (other: Transaction): Candidate | null =>
    leaves ? candidateOf(own, legOf(other)) : candidateOf(legOf(other), own);
  const [from, until] = leaves ? [EARLIEST_MS, LATEST_MS] : [-LATEST_MS, -EARLIEST_MS];
  const candidates: Candidate[] = [];
  for (const other of known.flows(entry.ts + from, entry.ts + until)) {
    if (other.asset !== entry.asset || !(leaves ? isIn(other) : isOut(other))) continue;
    const candidate = candidateWith(other);
    if (candidate !== null && !parted.has(pairKey(candidate.out.id, candidate.into.id))) candidates.push(candidate);
  }
  for (const candidate of candidates.sort(compareCandidates)) {
    const other = leaves ? candidate.into : candidate.out;
    const partner = known.partnerOf(other.id);
    if (partner === null) return { outId: candidate.out.id, inId: candidate.into.id };
    const decided = paired.get(other.id);
    if (decided !== undefined && (decided.outId === partner.id || decided.inId === partner.id)) continue;
    const standing = leaves ? candidateOf(legOf(partner), legOf(other)) : candidateOf(legOf(other), legOf(partner));
    // What ranks before it was there first; what ranks behind it would lose its partner, who may find another.
    if (standing === null || compareCandidates(standing, candidate) > 0) return "anew";
  }
  return null;
}
