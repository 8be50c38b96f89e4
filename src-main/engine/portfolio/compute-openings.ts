// What of an account's opening balance does its history not explain?
// When an account is first read, what it holds comes into the books as its opening. Entries of the time before that become known later:
// the opening then shrinks to the rest they leave, so that the books hold at that moment what the venue said, neither more nor less.
import { sha256Hex } from "#shared/domain/canonical-hash.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { computeNet, type PairedEntries } from "./compute-net.ts";
import { computeTransactionId } from "./compute-transactions.ts";

const OPENING = "opening:";
const HASH_DIGITS = 16;

interface Opening {
  readonly at: UnixMs;
  /** What the venue said that it held. */
  readonly held: Map<Asset, Decimal>;
  /** What the entries that count say of that moment. */
  readonly booked: Map<Asset, Decimal>;
  /** The entry that stands for what is not explained, where there is one. */
  readonly rests: Map<Asset, Transaction>;
}

export function isOpening(entry: Pick<Transaction, "id">): boolean {
  return entry.id.startsWith(OPENING);
}

/** The first openings of all accounts, and what is booked for those moments. */
export class Openings {
  readonly #currency: Asset;
  readonly #paired: PairedEntries;
  readonly #openings = new Map<AccountId, Opening>();

  /** `entries`: all openings; what counts is told by {@link Openings.count}. `paired`: asked when it is needed. */
  constructor(entries: Iterable<Transaction>, currency: Asset, paired: PairedEntries) {
    this.#currency = currency;
    this.#paired = paired;
    const reopened = new Set<AccountId>();
    for (const entry of entries) {
      if (!isOpening(entry)) continue;
      // After a change of mode the opening was taken against books that another venue had filled: it stays as it is.
      if (entry.id !== openingId(entry)) reopened.add(entry.accountId);
      const opening = this.#openings.get(entry.accountId) ?? emptyOpening(entry.ts);
      this.#openings.set(entry.accountId, opening);
      opening.held.set(entry.asset, signedQuantity(entry));
    }
    for (const accountId of reopened) this.#openings.delete(accountId);
  }

  /** When an account was first read; null where it was not, or where its opening is no longer its first. */
  firstRead(accountId: AccountId): UnixMs | null {
    return this.#openings.get(accountId)?.at ?? null;
  }

  /** Counts an entry that is in effect, and what it brings and takes. */
  count(entry: Transaction, net: ReadonlyMap<Asset, Decimal>): void {
    const opening = this.#openings.get(entry.accountId);
    if (opening === undefined || entry.ts > opening.at) return;
    for (const [asset, units] of net) addTo(opening.booked, asset, units);
    if (entry.source === "opening") opening.rests.set(entry.asset, entry);
  }

  /**
   * The entries that bring the books of those moments back to what was held, if `fresh` come in and count, and `leaving` (what
   * they correct) no longer do. Each replaces the one before it, so that nothing is lost; the same entries in the same state give
   * the same ids.
   */
  plan(fresh: readonly Transaction[] = [], leaving: readonly Transaction[] = []): readonly Transaction[] {
    const coming = new Map<Opening, Map<Asset, Decimal>>();
    const move = (entry: Transaction, sign: Decimal): void => {
      const opening = this.#openings.get(entry.accountId);
      if (opening === undefined || entry.ts > opening.at) return;
      const net = coming.get(opening) ?? new Map<Asset, Decimal>();
      coming.set(opening, net);
      for (const [asset, units] of computeNet(entry, this.#currency, this.#paired)) addTo(net, asset, units.mul(sign));
    };
    for (const entry of fresh) move(entry, Decimal.ONE);
    for (const entry of leaving) move(entry, Decimal.ONE.neg());
    const rests: Transaction[] = [];
    const profileId = fresh[0]?.profileId;
    for (const [accountId, opening] of this.#openings) {
      const net = coming.get(opening) ?? new Map<Asset, Decimal>();
      const assets = new Set([...opening.held.keys(), ...opening.booked.keys(), ...net.keys()]);
      for (const asset of assets) {
        const booked = (opening.booked.get(asset) ?? Decimal.ZERO).add(net.get(asset) ?? Decimal.ZERO);
        const missing = (opening.held.get(asset) ?? Decimal.ZERO).sub(booked);
        if (missing.isZero) continue;
        const before = opening.rests.get(asset) ?? null;
        const owner = before?.profileId ?? profileId ?? [...opening.rests.values()][0]?.profileId;
        if (owner === undefined) continue;
        rests.push(restEntry({ owner, accountId, asset, at: opening.at, before, missing }));
      }
    }
    return rests;
  }
}

function emptyOpening(at: UnixMs): Opening {
  return { at, held: new Map(), booked: new Map(), rests: new Map() };
}

function openingId({ accountId, asset }: Transaction): string {
  return computeTransactionId("opening", accountId, asset);
}

function signedQuantity(entry: Transaction): Decimal {
  const quantity = Decimal.parse(entry.quantity);
  return entry.type === "withdrawal" ? quantity.neg() : quantity;
}

function restEntry(input: {
  readonly owner: Transaction["profileId"];
  readonly accountId: AccountId;
  readonly asset: Asset;
  readonly at: UnixMs;
  readonly before: Transaction | null;
  readonly missing: Decimal;
}): Transaction {
  const { before, accountId, asset } = input;
  const rest = (before === null ? Decimal.ZERO : signedQuantity(before)).add(input.missing);
  const mark = sha256Hex(`${before?.id ?? ""} ${rest.toString()}`).slice(0, HASH_DIGITS);
  return {
    id: computeTransactionId("rest", accountId, asset, mark),
    profileId: input.owner,
    accountId,
    ts: input.at,
    type: rest.isNegative ? "withdrawal" : "deposit",
    side: null,
    asset,
    quantity: rest.abs().toString(),
    quote: before?.quote ?? null,
    price: before?.price ?? null,
    fee: null,
    quoteValue: before?.quoteValue ?? null,
    feeValue: null,
    planId: null,
    source: "opening",
    venueRef: null,
    label: "not explained",
    batchId: null,
    replaces: before?.id ?? null,
    note: null,
  };
}

function addTo(sums: Map<Asset, Decimal>, asset: Asset, units: Decimal): void {
  sums.set(asset, (sums.get(asset) ?? Decimal.ZERO).add(units));
}
