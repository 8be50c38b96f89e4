// How do fills, opening balances and what others tell become entries of the books, each exactly once, and which of them count?
import { effectiveTransactions } from "#engine/books/compute-effective-transactions.ts";
import { computeBookCurrency, type Ledger } from "#engine/books/compute-ledger.ts";
import { LotBooks } from "#engine/books/compute-lot-books.ts";
import { matchTransfers, type Transfer } from "#engine/books/compute-transfers.ts";
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

/** The books of one profile: all entries in memory, stored before they count. */
export class BookKeeper {
  /** What counts has changed, or how it is reckoned. */
  readonly changed = new Topic<void>();
  /** Values what was told without a value. */
  readonly valuer: EntryValuer;
  readonly #options: BookKeeperOptions;
  readonly #stop = new AbortController();
  #entries: readonly Transaction[] = [];
  #changes: readonly BookChange[] = [];
  #effective: readonly Transaction[] = [];
  #byId = new Map<TransactionId, Transaction>();
  #openings: Openings;
  #transfers: readonly Transfer[] = [];
  #sides: ReadonlyMap<TransactionId, TransactionId> = new Map();
  #holdings: AccountHoldings;
  /** Null until they are asked for: restating them costs the most. */
  #lots: LotBooks | null = null;
  #ledger: Ledger | null = null;
  #currency: Asset;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(options: BookKeeperOptions) {
    this.#options = options;
    this.#currency = options.profile().currency;
    this.#openings = new Openings([], this.#currency);
    this.#holdings = new AccountHoldings(this.#currency);
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
    this.#take(await repository.list(id));
    await this.#settleOpenings();
  }

  /** Ends what waits for past prices. */
  dispose(): void {
    this.#stop.abort(new Error("The books were closed"));
  }

  /** What counts, oldest first. */
  get transactions(): readonly Transaction[] {
    return this.#effective;
  }

  /** All that was ever entered, also what was corrected or taken out; oldest first. */
  get entries(): readonly Transaction[] {
    return this.#entries;
  }

  /** In the order in which they were made. */
  get changes(): readonly BookChange[] {
    return this.#changes;
  }

  entry(id: TransactionId): Transaction | null {
    return this.#byId.get(id) ?? null;
  }

  /** In the currency of the books. */
  get ledger(): Ledger {
    this.#ledger ??= this.lots.ledger;
    return this.#ledger;
  }

  /** Lot by lot, under the profile's cost basis. */
  get lots(): LotBooks {
    const basis = { ...this.#options.profile().costBasis, currency: this.#currency };
    this.#lots ??= LotBooks.of(this.#effective, basis, this.#transfers);
    return this.#lots;
  }

  /** Withdrawals and deposits that are one transfer between own accounts. */
  get transfers(): readonly Transfer[] {
    return this.#transfers;
  }

  /** The other half of the transfer that an entry is a side of; null where it is none. */
  otherSide(id: TransactionId): TransactionId | null {
    return this.#sides.get(id) ?? null;
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
    const { method, pooling } = this.#options.profile().costBasis;
    const basis = this.#lots?.basis;
    if (basis === undefined || (basis.method === method && basis.pooling === pooling)) return;
    this.#ledger = null;
    this.#lots = null;
    this.changed.publish();
  }

  /** The currency the books were begun in; showing another one converts, it does not rewrite them. */
  get currency(): Asset {
    return this.#currency;
  }

  /** Whether the account was taken into the books since its present venue answers for it. */
  hasAccount(accountId: AccountId): boolean {
    const since = this.#options.profile().modeSince ?? 0;
    return this.#entries.some((transaction) => transaction.accountId === accountId && transaction.ts >= since);
  }

  /** From when on an account's own past may be read: the beginning, unless another venue answered for it before. */
  historySince(accountId: AccountId): UnixMs {
    if (this.firstRead(accountId) !== null) return unixMs(0);
    const opened = this.#entries.findLast((entry) => entry.accountId === accountId && isOpening(entry));
    return unixMs(opened === undefined ? 0 : opened.ts + 1);
  }

  /** When the account's opening balance was taken in; null where there is none, or a change of mode made it another venue's. */
  firstRead(accountId: AccountId): UnixMs | null {
    return this.#openings.firstRead(accountId);
  }

  /**
   * From when on an account's fills are to be read: what its opening balance holds already is not read again, and what a file or a
   * person told says nothing of what the venue was asked for.
   */
  fillsSince(accountId: AccountId): UnixMs | null {
    let newest: UnixMs | null = null;
    let newestFill: UnixMs | null = null;
    let opened: UnixMs | null = null;
    for (const entry of this.#entries) {
      if (entry.accountId !== accountId) continue;
      newest = entry.ts;
      if (entry.type === "trade" && (entry.source === "venue" || entry.source === "execution")) newestFill = entry.ts;
      if (isOpening(entry)) opened = entry.ts;
    }
    if (newest === null) return null;
    const known = newestFill ?? (opened === null ? newest : 0);
    return unixMs(Math.max(0, known - this.#options.policies.fillOverlapMs, opened === null ? 0 : opened + 1));
  }

  /**
   * Stores what is new, and with it what an opening balance no longer has to explain; then counts it. Returns how many were new.
   * Rejects with STORE_ codes; then nothing is in the books.
   */
  add(transactions: readonly Transaction[]): Promise<number> {
    return this.#inTurn(async () => {
      const fresh = new Map<TransactionId, Transaction>();
      for (const entry of transactions) if (!this.#byId.has(entry.id)) fresh.set(entry.id, entry);
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
      this.#take(this.#entries);
      await this.#settleOpenings();
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
    const fresh = entries.filter(({ id }) => !this.#byId.has(id));
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
    const corrected = fresh.flatMap(({ replaces }) => (replaces === null ? [] : (this.#byId.get(replaces) ?? [])));
    const rests = await this.valuer.valued(this.#openings.plan(fresh, corrected), this.#stop.signal);
    const all = [...fresh, ...rests];
    await this.#options.repository.add(this.#options.profile().id, all);
    this.#append(all);
    // An opening that comes in is one from now on: what was known of its past is taken off it. What a side of a transfer moves
    // shows only once its other side is found.
    if (fresh.some((entry) => isOpening(entry) || entry.type === "transfer")) await this.#settleOpenings();
  }

  async #settleOpenings(): Promise<void> {
    const rests = await this.valuer.valued(this.#openings.plan(), this.#stop.signal);
    if (rests.length === 0) return;
    await this.#options.repository.add(this.#options.profile().id, rests);
    this.#append(rests);
  }

  /** What is later than all before it is added to the books as they stand; anything else makes them anew. */
  #append(fresh: readonly Transaction[]): void {
    const newest = this.#entries.at(-1)?.ts;
    if (
      newest === undefined ||
      fresh.some(({ ts, replaces, id }) => ts <= newest || replaces !== null || isOpening({ id }))
    ) {
      this.#take(this.#entries.concat(fresh));
      return;
    }
    const sorted = fresh.toSorted((first, second) => first.ts - second.ts);
    // One list serves for both as long as everything counts. Concatenating copies a million entries in a millisecond or two.
    const entries = this.#entries.concat(sorted);
    const effective = this.#effective === this.#entries ? entries : this.#effective.concat(sorted);
    const transfers = fresh.some(isFlow) ? matchTransfers(effective, this.#changes) : this.#transfers;
    if (!includesAll(transfers, this.#transfers)) {
      this.#take(entries);
      return;
    }
    const isPaired = transfers.length > this.#transfers.length;
    this.#entries = entries;
    this.#effective = effective;
    this.#transfers = transfers;
    if (isPaired) this.#sides = sidesOf(transfers);
    for (const entry of fresh) this.#byId.set(entry.id, entry);
    this.#ledger = null;
    this.#lots?.add(fresh, transfers);
    if (isPaired) this.#count();
    else this.#holdings.add(fresh, transfers, (entry, net) => this.#openings.count(entry, net));
  }

  #take(entries: readonly Transaction[]): void {
    this.#entries = entries.toSorted((first, second) => first.ts - second.ts);
    this.#byId = new Map(entries.map((entry) => [entry.id, entry]));
    this.#effective = effectiveTransactions(this.#entries, this.#changes);
    this.#currency = computeBookCurrency(this.#effective, this.#options.profile().currency);
    this.#transfers = matchTransfers(this.#effective, this.#changes);
    this.#sides = sidesOf(this.#transfers);
    this.#count();
    this.#ledger = null;
    this.#lots = null;
  }

  /** What each account holds, and what its opening has to explain: one pass over all that counts. */
  #count(): void {
    const openings = new Openings(this.#entries, this.#currency, this.#transfers);
    this.#openings = openings;
    this.#holdings = new AccountHoldings(this.#currency);
    this.#holdings.add(this.#effective, this.#transfers, (entry, net) => openings.count(entry, net));
  }
}

const isFlow = ({ type }: Transaction): boolean => type === "deposit" || type === "withdrawal" || type === "transfer";

function sidesOf(transfers: readonly Transfer[]): ReadonlyMap<TransactionId, TransactionId> {
  const sides = new Map<TransactionId, TransactionId>();
  for (const { outId, inId } of transfers) sides.set(outId, inId).set(inId, outId);
  return sides;
}

function includesAll(transfers: readonly Transfer[], known: readonly Transfer[]): boolean {
  if (transfers === known) return true;
  const pairs = new Map(transfers.map(({ outId, inId }) => [outId, inId]));
  return known.every(({ outId, inId }) => pairs.get(outId) === inId);
}

/** Sums what the venues hold, by asset. */
export function sumQuantities(balances: readonly Balance[]): ReadonlyMap<Asset, Decimal> {
  const sums = new Map<Asset, Decimal>();
  for (const balance of balances) {
    sums.set(balance.asset, (sums.get(balance.asset) ?? Decimal.ZERO).add(computeTotalQuantity([balance])));
  }
  return sums;
}
