// How do fills, opening balances and what others tell become entries of the books, each exactly once, and which of them count?
import { computeSetAside } from "#engine/books/compute-effective-transactions.ts";
import { EntryColumns } from "#engine/books/compute-entry-columns.ts";
import { EntryList } from "#engine/books/compute-entry-list.ts";
import { KnownTransfers } from "#engine/books/compute-known-transfers.ts";
import { BookCurrency, type Ledger } from "#engine/books/compute-ledger.ts";
import { LotBooks } from "#engine/books/compute-lot-books.ts";
import type { Transfer } from "#engine/books/compute-transfers.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { BookChangeRepository, TransactionRepository } from "#engine/ports/repositories.ts";
import type { Balance } from "#shared/domain/account.ts";
import type { BookChange } from "#shared/domain/books.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { AccountId, Asset, PlanId, TransactionId } from "#shared/domain/ids.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { AccountHoldings } from "./compute-account-holdings.ts";
import { AccountTimes } from "./compute-account-times.ts";
import { isOpening, Openings } from "./compute-openings.ts";
import { computeFillTransaction, computeOpeningTransaction } from "./compute-transactions.ts";
import { computeTotalQuantity } from "./compute-valuation.ts";
import { EntryValuer } from "./entry-valuer.ts";
import type { PortfolioPolicies } from "./portfolio-policies.ts";
import { type PriceHistory, type PriceSource, parPrice } from "./price-source.ts";

export interface BookKeeperOptions {
  readonly profile: () => Profile;
  readonly repository: TransactionRepository;
  readonly changes: BookChangeRepository;
  readonly prices: PriceSource;
  readonly history: PriceHistory | null;
  readonly planOf: (fill: Fill) => PlanId | null;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly policies: PortfolioPolicies;
}

/** What is told of entries that changes what counts, or how. */
const DECIDING: ReadonlySet<BookChange["kind"]> = new Set(["retract", "restore", "pair", "part"]);

/** The books of one profile: all entries in memory, stored before they count. */
export class BookKeeper {
  /** What counts has changed, or how it is reckoned. */
  readonly changed = new Topic<void>();
  /** Values what was told without a value. */
  readonly valuer: EntryValuer;
  readonly #options: BookKeeperOptions;
  readonly #stop = new AbortController();
  /** All entries; the lists below and the lots speak of them by their numbers. */
  readonly #columns = new EntryColumns();
  readonly #times = new AccountTimes();
  #entries = EntryList.all(this.#columns);
  #changes: readonly BookChange[] = [];
  #effective = this.#entries;
  /** Ids of what does not count. */
  #setAside: ReadonlySet<TransactionId> = new Set();
  #openings: Openings;
  #transfers = new KnownTransfers(this.#effective, []);
  #holdings = new AccountHoldings();
  #lots: LotBooks;
  #ledger: Ledger | null = null;
  #currency: Asset;
  /** Which currency the entries tell. */
  #told = new BookCurrency();
  #tail: Promise<unknown> = Promise.resolve();

  constructor(options: BookKeeperOptions) {
    this.#options = options;
    this.#currency = options.profile().currency;
    this.#openings = new Openings([], this.#currency, this.#transfers);
    this.#lots = this.#emptyLots();
    this.valuer = new EntryValuer({
      currency: () => this.#currency,
      cashAssets: () => options.profile().cashAssets,
      prices: options.prices,
      history: options.history,
      clock: options.clock,
      logger: options.logger,
      fillPriceMs: options.policies.fillPriceMs,
    });
  }

  /** Reads all that is stored. A stop between two writes may have left an opening that explains too much or too little: that is mended. */
  async load(): Promise<void> {
    const { repository, changes, profile } = this.#options;
    const { id } = profile();
    this.#changes = await changes.list(id);
    for await (const piece of repository.read(id)) this.#take(piece);
    this.#entries = EntryList.all(this.#columns);
    this.#reckon();
    await this.#settleOpenings();
  }

  /** Ends what waits for past prices. */
  dispose(): void {
    this.#stop.abort(new Error("The books were closed"));
  }

  /** What counts, oldest first. The list stays as it is; after a change there is another one. */
  get transactions(): EntryList {
    return this.#effective;
  }

  /** All that was ever entered, also what was corrected or taken out; oldest first. */
  get entries(): EntryList {
    return this.#entries;
  }

  /** In the order in which they were made. */
  get changes(): readonly BookChange[] {
    return this.#changes;
  }

  entry(id: TransactionId): Transaction | null {
    return this.#columns.get(id);
  }

  /** Whether the entry is in the books and was neither corrected nor taken out. */
  counts(id: TransactionId): boolean {
    return this.#isKnown(id) && !this.#setAside.has(id);
  }

  /** In the currency of the books. */
  get ledger(): Ledger {
    this.#ledger ??= this.lots.ledger;
    return this.#ledger;
  }

  /** Lot by lot, under the profile's cost basis. Restating them costs the most: it is done when they are looked at. */
  get lots(): LotBooks {
    return this.#lots;
  }

  /** Withdrawals and deposits that are one transfer between own accounts. */
  get transfers(): readonly Transfer[] {
    return this.#transfers.list;
  }

  /** The other half of the transfer that an entry is a side of; null where it is none. */
  otherSide(id: TransactionId): TransactionId | null {
    return this.#transfers.otherSide(id);
  }

  /** What each account holds by its entries, and fees. */
  get holdings(): AccountHoldings {
    return this.#holdings;
  }

  /** What one account holds by its entries. */
  heldAt(accountId: AccountId): ReadonlyMap<Asset, Decimal> {
    return this.#holdings.of(accountId);
  }

  /** Another cost basis of the profile restates the books; to be called when the profile has changed. */
  restate(): void {
    const { costBasis } = this.#options.profile();
    const { method, pooling } = this.#lots.basis;
    if (method === costBasis.method && pooling === costBasis.pooling) return;
    this.#ledger = null;
    this.#lots.restate(costBasis);
    this.changed.publish();
  }

  /** The currency the books were begun in; showing another one converts, it does not rewrite them. */
  get currency(): Asset {
    return this.#currency;
  }

  /** Whether the account was taken into the books since its present venue answers for it. */
  hasAccount(accountId: AccountId): boolean {
    const times = this.#times.of(accountId);
    return times !== null && times.newest >= (this.#options.profile().modeSince ?? 0);
  }

  /** From when on an account's own past may be read: the beginning, unless another venue answered for it before. */
  historySince(accountId: AccountId): UnixMs {
    if (this.firstRead(accountId) !== null) return unixMs(0);
    const opened = this.#times.of(accountId)?.opened ?? null;
    return unixMs(opened === null ? 0 : opened + 1);
  }

  /** When the account's opening balance was taken in; null where there is none, or a change of mode made it another venue's. */
  firstRead(accountId: AccountId): UnixMs | null {
    return this.#openings.firstRead(accountId);
  }

  /** From when on an account's fills are to be read; null for one of which nothing is known. */
  fillsSince(accountId: AccountId): UnixMs | null {
    return this.#times.fillsSince(accountId, this.#options.policies.fillOverlapMs);
  }

  /**
   * Stores what is new, and with it what an opening balance no longer has to explain; then counts it. Returns how many were new.
   * Rejects with STORE_ codes; then nothing is in the books.
   */
  add(transactions: readonly Transaction[]): Promise<number> {
    return this.#inTurn(async () => {
      const fresh = new Map<TransactionId, Transaction>();
      for (const entry of transactions) if (!this.#isKnown(entry.id)) fresh.set(entry.id, entry);
      if (fresh.size === 0) return 0;
      await this.#store([...fresh.values()]);
      this.changed.publish();
      return fresh.size;
    });
  }

  /** Stores decisions about entries; from then on they count. Rejects with STORE_ codes. */
  decide(changes: readonly BookChange[]): Promise<void> {
    return this.#inTurn(async () => {
      const { profile } = this.#options;
      await this.#options.changes.add(profile().id, changes);
      this.#changes = [...this.#changes, ...changes];
      if (changes.some(({ kind }) => DECIDING.has(kind))) {
        this.#reckon();
        await this.#settleOpenings();
      }
      this.changed.publish();
    });
  }

  /**
   * Fills as the venue or the execution tells them; known ones add nothing. `recent`: a cash coin whose price at that time is
   * not known is taken at its present one; `past`: nothing is.
   */
  async addFills(
    accountId: AccountId,
    fills: readonly Fill[],
    planId: PlanId | null,
    signal: AbortSignal,
    of: "recent" | "past" = "recent",
  ): Promise<number> {
    const { profile, planOf } = this.#options;
    const entries = fills.map((fill) =>
      computeFillTransaction({
        profileId: profile().id,
        accountId,
        fill,
        planId: planId ?? planOf(fill),
        unitValue: () => null,
      }),
    );
    const fresh = entries.filter(({ id }) => !this.#isKnown(id));
    return await this.add(await this.valuer.valued(fresh, signal, of));
  }

  /**
   * Takes in what an account holds that the books do not, when it is first read and again after a change of mode. Waits
   * (returns false) until each of it has a price; what no market prices comes in without value.
   */
  async open(accountId: AccountId, balances: readonly Balance[], readAt: UnixMs): Promise<boolean> {
    const { profile, prices } = this.#options;
    const modeSince = profile().modeSince ?? null;
    // At first all that is held is the opening; what the books know of the time before is taken off it like all that they learn later.
    const booked = modeSince === null ? new Map<Asset, Decimal>() : this.heldAt(accountId);
    const held = sumQuantities(balances);
    const entries: Transaction[] = [];
    const enter = (asset: Asset, difference: Decimal, price: DecimalString): void => {
      const profileId = profile().id;
      const currency = this.#currency;
      const opening = { profileId, accountId, ts: readAt, asset, difference, currency, price, modeSince };
      entries.push(computeOpeningTransaction(opening));
    };
    for (const asset of new Set([...held.keys(), ...booked.keys()])) {
      const difference = (held.get(asset) ?? Decimal.ZERO).sub(booked.get(asset) ?? Decimal.ZERO);
      if (difference.isZero) continue;
      const price =
        this.valuer.price(asset) ?? (prices.mayPrice(asset, this.#currency) ? null : Decimal.ZERO.toString());
      if (price === null) return false;
      enter(asset, difference, price);
    }
    // Nothing held is an opening too: what its past brings in must go out of it again before this moment.
    if (modeSince === null && entries.length === 0) enter(this.#currency, Decimal.ZERO, parPrice(this.#currency).price);
    await this.add(entries);
    return true;
  }

  /** One after the other: each sees the books as the one before left them. */
  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(run);
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  /** In one write, so that no stop comes between entries and the opening that they shrink. */
  async #store(fresh: readonly Transaction[]): Promise<void> {
    const corrected = fresh.flatMap(({ replaces }) => (replaces === null ? [] : (this.entry(replaces) ?? [])));
    const rests = await this.valuer.valued(this.#openings.plan(fresh, corrected), this.#stop.signal);
    const all = [...fresh, ...rests];
    await this.#options.repository.add(this.#options.profile().id, all);
    const bearsOnOthers = this.#append(all);
    // An opening that comes in is one from now on: what was known of its past is taken off it. What a side of a transfer moves
    // shows only once its other side is found, and what a correction takes out only once all is reckoned.
    if (bearsOnOthers || fresh.some(({ type }) => type === "transfer")) await this.#settleOpenings();
  }

  async #settleOpenings(): Promise<void> {
    const rests = await this.valuer.valued(this.#openings.plan(), this.#stop.signal);
    if (rests.length === 0) return;
    await this.#options.repository.add(this.#options.profile().id, rests);
    this.#append(rests);
  }

  /**
   * What stands in for another entry, opens an account or tells another currency makes the books anew; anything else is added to
   * them. Returns whether what was there before counts otherwise now.
   */
  #append(fresh: readonly Transaction[]): boolean {
    const isWhole = this.#effective === this.#entries;
    const told = this.#told.told;
    const numbers = this.#take(fresh);
    this.#entries = this.#entries.with(numbers);
    for (const entry of fresh) this.#told.note(entry);
    const changesOthers = fresh.some((it) => it.replaces !== null || isOpening(it) || this.#setAside.has(it.id));
    this.#effective = isWhole ? this.#entries : this.#effective.with(numbers);
    const isAnew = changesOthers || this.#told.told !== told;
    const paired = isAnew ? null : this.#transfers.add(fresh, this.#effective);
    if (paired === null) {
      this.#reckon();
      return true;
    }
    const isFresh = new Set(fresh.map(({ id }) => id));
    const known = paired.flatMap(({ outId, inId }) => [outId, inId]).filter((id) => !isFresh.has(id));
    for (const id of known) this.#countSide(id);
    this.#ledger = null;
    this.#addLots(fresh, paired);
    return known.length > 0;
  }

  /** Keeps entries that are not known yet; their numbers. */
  #take(entries: readonly Transaction[]): readonly number[] {
    const numbers: number[] = [];
    for (const entry of entries) {
      const number = this.#columns.push(entry);
      if (number === null) continue;
      numbers.push(number);
      this.#times.note(entry);
    }
    return numbers;
  }

  /** Everything anew from the entries and the decisions. */
  #reckon(): void {
    const entries = this.#entries;
    const replacesOf = (id: TransactionId) => this.entry(id)?.replaces ?? null;
    this.#setAside = computeSetAside(entries.corrections(), this.#changes, replacesOf);
    this.#effective = entries.without(this.#setAside);
    this.#told = new BookCurrency();
    for (const entry of this.#effective.flows()) this.#told.note(entry);
    this.#currency = this.#told.told ?? this.#options.profile().currency;
    this.#transfers = new KnownTransfers(this.#effective, this.#changes);
    this.#openings = new Openings(entries.openings(), this.#currency, this.#transfers);
    this.#holdings = new AccountHoldings();
    this.#ledger = null;
    // The lots before are let go of first: both at once would take twice the memory.
    this.#lots = this.#emptyLots();
    this.#addLots(this.#effective, this.#transfers.list);
  }

  #emptyLots(): LotBooks {
    return LotBooks.of(this.#effective.slice(0, 0), {
      ...this.#options.profile().costBasis,
      currency: this.#currency,
    });
  }

  /** One pass over entries that count: lots, what each account holds, and what its opening has to explain. */
  #addLots(entries: Iterable<Transaction>, transfers: readonly Transfer[]): void {
    this.#lots.add(entries, transfers, (entry, postings) => {
      this.#openings.count(entry, this.#holdings.add(entry, postings, this.#transfers));
    });
  }

  /** An entry of type `transfer` moved nothing while its other side was not known. */
  #countSide(id: TransactionId): void {
    const entry = this.entry(id);
    if (entry?.type !== "transfer") return;
    const units = Decimal.parse(entry.quantity);
    const net = new Map([[entry.asset, entry.side === "sell" ? units.neg() : units]]);
    this.#holdings.move(entry.accountId, net);
    this.#openings.count(entry, net);
  }

  #isKnown(id: TransactionId): boolean {
    return this.#columns.keys.numberOf(id) !== null;
  }
}

/** Sums what the venues hold, by asset. */
export function sumQuantities(balances: readonly Balance[]): ReadonlyMap<Asset, Decimal> {
  const sums = new Map<Asset, Decimal>();
  for (const balance of balances) {
    sums.set(balance.asset, (sums.get(balance.asset) ?? Decimal.ZERO).add(computeTotalQuantity([balance])));
  }
  return sums;
}
