// What did the books hold at many past moments? One pass over them answers for all.
import { EntryList } from "#engine/books/compute-entry-list.ts";
import { LotBooks } from "#engine/books/compute-lot-books.ts";
import type { Transfer } from "#engine/books/compute-transfers.ts";
import type { Decimal } from "#shared/domain/decimal.ts";
import type { Asset, TransactionId } from "#shared/domain/ids.ts";
import type { Snapshot } from "#shared/domain/portfolio.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { HeldQuantities } from "./compute-held.ts";
import { computePastSnapshot, isMaterialThen, type PastMoment, type PastProfile } from "./compute-snapshot.ts";

export interface PastBooksInput {
  readonly profile: PastProfile;
  /** All that count, in any order, with values in the profile's currency. */
  readonly transactions: Iterable<Transaction>;
  /** Between own accounts: no flows. One of which a side lies after the moment is not looked at. */
  readonly transfers?: readonly Transfer[];
  /** Since when "did nothing" counts. */
  readonly heldSince: UnixMs;
}

/** The books as they stood at one moment after another. */
export class PastBooks {
  readonly #profile: PastProfile;
  readonly #entries: EntryList;
  /** By when both sides are known, earliest first. */
  readonly #transfers: readonly { readonly transfer: Transfer; readonly knownAt: number }[];
  readonly #books: LotBooks;
  readonly #held: HeldQuantities;
  #nextEntry = 0;
  #nextTransfer = 0;

  constructor({ profile, transactions, transfers = [], heldSince }: PastBooksInput) {
    this.#profile = profile;
    this.#entries = EntryList.of(transactions);
    this.#transfers = byTimeKnown(transfers, this.#entries);
    this.#books = LotBooks.of(this.#entries.slice(0, 0), { ...profile.costBasis, currency: profile.currency });
    this.#held = new HeldQuantities(this.#entries, profile.currency, heldSince);
  }

  /** The moment to stop at on the way to `ts` so that about `most` entries are taken in at once; `ts` where no more lie before it. */
  stopBefore(ts: UnixMs, most: number): UnixMs {
    const next = this.#nextEntry + most;
    if (next >= this.#entries.length) return ts;
    const then = this.#entries.timeAt(next);
    return then > ts ? ts : then;
  }

  /** Takes in all entries up to `ts`; moments must rise. */
  at(ts: UnixMs): PastState {
    const from = this.#nextEntry;
    while (this.#nextEntry < this.#entries.length && this.#entries.timeAt(this.#nextEntry) <= ts) this.#nextEntry += 1;
    const firstPair = this.#nextTransfer;
    while ((this.#transfers[this.#nextTransfer]?.knownAt ?? Number.POSITIVE_INFINITY) <= ts) this.#nextTransfer += 1;
    const pairs = this.#transfers.slice(firstPair, this.#nextTransfer).map(({ transfer }) => transfer);
    if (this.#nextEntry > from) this.#books.add(this.#entries.slice(from, this.#nextEntry), pairs);
    const { netInvested, netInvestedKnown } = this.#books.state;
    const held = this.#held.at(ts);
    return new PastState({ ts, positions: this.#books.positions, netInvested, netInvestedKnown, held }, this.#profile);
  }
}

/** One moment; to be used before the books are moved on. */
class PastState {
  readonly #moment: PastMoment;
  readonly #profile: PastProfile;

  constructor(moment: PastMoment, profile: PastProfile) {
    this.#moment = moment;
    this.#profile = profile;
  }

  /** Whether all flows until then have a value: without that there is no snapshot at any prices. */
  get flowsKnown(): boolean {
    return this.#moment.netInvestedKnown;
  }

  /** Units by asset, of what is held. */
  get quantities(): ReadonlyMap<Asset, Decimal> {
    const held = [...this.#moment.positions.values()].filter(({ quantity }) => !quantity.isZero);
    return new Map(held.map(({ asset, quantity }) => [asset, quantity]));
  }

  /** Assets without whose price there is no snapshot, and those whose price it keeps where it is known. */
  get assets(): { readonly needed: readonly Asset[]; readonly wished: readonly Asset[] } {
    const { positions, held } = this.#moment;
    const needed = [...positions.values()].filter((position) => isMaterialThen(position, this.#profile));
    const names = new Set(needed.map(({ asset }) => asset));
    const owned = [...this.quantities.keys(), ...[...held].flatMap(([asset, units]) => (units.isZero ? [] : [asset]))];
    return { needed: [...names], wished: [...new Set(owned)].filter((asset) => !names.has(asset)) };
  }

  /** Null where a price is missing, or the value of a flow. `priceOf`: of one unit in the profile's currency at that moment. */
  snapshot(reason: Snapshot["reason"], priceOf: (asset: Asset) => Decimal | null): Snapshot | null {
    return computePastSnapshot(this.#moment, this.#profile, reason, priceOf);
  }
}

function byTimeKnown(transfers: readonly Transfer[], { columns: { keys } }: EntryList) {
  const timeOf = (id: TransactionId): UnixMs | undefined => {
    const number = keys.numberOf(id);
    return number === null ? undefined : keys.timeOf(number);
  };
  return transfers
    .flatMap((transfer) => {
      const [left, came] = [timeOf(transfer.outId), timeOf(transfer.inId)];
      return left === undefined || came === undefined ? [] : [{ transfer, knownAt: Math.max(left, came) }];
    })
    .sort((first, second) => first.knownAt - second.knownAt);
}
