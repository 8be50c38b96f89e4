// How do fills and opening balances become entries of the books, each exactly once?
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { TransactionRepository } from "#engine/ports/repositories.ts";
import type { Balance } from "#shared/domain/account.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { AccountId, Asset, PlanId } from "#shared/domain/ids.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { computeBookCurrency, computePositions, type Ledger } from "./compute-positions.ts";
import { computeFillTransaction, computeOpeningTransaction, computeSymbolAssets } from "./compute-transactions.ts";
import { computeTotalQuantity } from "./compute-valuation.ts";
import type { PortfolioPolicies } from "./portfolio-policies.ts";
import { type PriceHistory, type PriceSource, parPrice } from "./price-source.ts";

export interface BookKeeperOptions {
  readonly profile: () => Profile;
  readonly repository: TransactionRepository;
  readonly prices: PriceSource;
  readonly history: PriceHistory | null;
  readonly planOf: (fill: Fill) => PlanId | null;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly policies: PortfolioPolicies;
}

/** The books of one profile: all transactions in memory, stored before they count. */
export class BookKeeper {
  readonly #options: BookKeeperOptions;
  #transactions: readonly Transaction[] = [];
  #ids = new Set<string>();
  #ledger: Ledger;
  #currency: Asset;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(options: BookKeeperOptions) {
    this.#options = options;
    this.#currency = options.profile().currency;
    this.#ledger = computePositions([], this.#currency);
  }

  async load(): Promise<void> {
    this.#take(await this.#options.repository.list(this.#options.profile().id));
  }

  /** Oldest first. */
  get transactions(): readonly Transaction[] {
    return this.#transactions;
  }

  /** In the currency of the books. */
  get ledger(): Ledger {
    return this.#ledger;
  }

  /** The currency the books were begun in; showing another one converts, it does not rewrite them. */
  get currency(): Asset {
    return this.#currency;
  }

  /** Whether the account was taken into the books since its present venue answers for it. */
  hasAccount(accountId: AccountId): boolean {
    const since = this.#options.profile().modeSince ?? 0;
    return this.#transactions.some((transaction) => transaction.accountId === accountId && transaction.ts >= since);
  }

  /** From when on an account's fills are to be read: what its opening balance holds already is not read again. */
  fillsSince(accountId: AccountId): UnixMs | null {
    let newest: UnixMs | null = null;
    let opened: UnixMs | null = null;
    for (const transaction of this.#transactions) {
      if (transaction.accountId !== accountId) continue;
      newest = newest === null || transaction.ts > newest ? transaction.ts : newest;
      if (transaction.id.startsWith("opening:")) opened = transaction.ts;
    }
    if (newest === null) return null;
    return unixMs(Math.max(newest - this.#options.policies.fillOverlapMs, opened === null ? 0 : opened + 1));
  }

  /** Stores what is new, then counts it. Returns how many were new. Rejects with STORE_ codes. */
  add(transactions: readonly Transaction[]): Promise<number> {
    const run = this.#tail.then(async () => {
      const fresh = transactions.filter((transaction) => !this.#ids.has(transaction.id));
      if (fresh.length === 0) return 0;
      const added = await this.#options.repository.add(this.#options.profile().id, fresh);
      this.#append(fresh);
      return added;
    });
    this.#tail = run.catch(() => undefined);
    return run;
  }

  /** Fills as the venue or the execution tells them; known ones add nothing. */
  async addFills(
    accountId: AccountId,
    fills: readonly Fill[],
    planId: PlanId | null,
    signal: AbortSignal,
  ): Promise<number> {
    const entries: Transaction[] = [];
    for (const fill of fills) {
      const values = await this.#unitValues(fill, signal);
      const entry = computeFillTransaction({
        profileId: this.#options.profile().id,
        accountId,
        fill,
        planId: planId ?? this.#options.planOf(fill),
        unitValue: (asset) => values.get(asset) ?? null,
      });
      if (!this.#ids.has(entry.id)) entries.push(entry);
    }
    return this.add(entries);
  }

  /**
   * Takes in what an account holds that the books do not, when it is first read and again after a change of mode. Waits
   * (returns false) until each of it has a price; what no market prices comes in without value.
   */
  async open(accountId: AccountId, balances: readonly Balance[], readAt: UnixMs): Promise<boolean> {
    const { profile, prices } = this.#options;
    const booked = this.#booked(accountId);
    const held = sumQuantities(balances);
    const entries: Transaction[] = [];
    for (const asset of new Set([...held.keys(), ...booked.keys()])) {
      const difference = (held.get(asset) ?? Decimal.ZERO).sub(booked.get(asset) ?? Decimal.ZERO);
      if (difference.isZero) continue;
      const price = this.#price(asset) ?? (prices.mayPrice(asset, this.#currency) ? null : Decimal.ZERO.toString());
      if (price === null) return false;
      entries.push(
        computeOpeningTransaction({
          profileId: profile().id,
          accountId,
          ts: readAt,
          asset,
          difference,
          currency: this.#currency,
          price,
          modeSince: profile().modeSince ?? null,
        }),
      );
    }
    await this.add(entries);
    return true;
  }

  /** What one account holds by its own entries. */
  #booked(accountId: AccountId): ReadonlyMap<Asset, Decimal> {
    const own = this.#transactions.filter((transaction) => transaction.accountId === accountId);
    const { positions } = computePositions(own, this.#currency);
    return new Map([...positions.values()].map(({ asset, quantity }) => [asset, quantity]));
  }

  #price(asset: Asset): DecimalString | null {
    if (asset === this.#currency) return parPrice(asset).price;
    return this.#options.prices.consensus(asset, this.#currency)?.price ?? null;
  }

  /** What the quote and the fee asset were worth when it was filled. */
  async #unitValues(fill: Fill, signal: AbortSignal): Promise<ReadonlyMap<Asset, DecimalString>> {
    const [, quote] = computeSymbolAssets(fill);
    const values = new Map<Asset, DecimalString>();
    for (const asset of new Set([quote, fill.fee.asset])) {
      const value = await this.#valueThen(asset, fill.tsEvent, signal);
      if (value !== null) values.set(asset, value);
    }
    return values;
  }

  async #valueThen(asset: Asset, at: UnixMs, signal: AbortSignal): Promise<DecimalString | null> {
    const { clock, history, policies, profile, logger } = this.#options;
    const now = this.#price(asset);
    if (asset === this.#currency || clock.now() - at <= policies.fillPriceMs) return now;
    const then = (await history?.priceAt(asset, this.#currency, at, { signal })) ?? null;
    if (then !== null) return then;
    if (now === null || !profile().cashAssets.includes(asset)) return null;
    // A cash coin moves by hundredths of a percent: its present price is nearer to the truth than an unknown cost.
    logger.warn("A fill is valued at the present price of its cash coin", { asset, at });
    return now;
  }

  /** What is later than all before it is added to the books as they stand; anything else makes them anew. */
  #append(fresh: readonly Transaction[]): void {
    const newest = this.#transactions.at(-1)?.ts;
    if (newest === undefined || fresh.some(({ ts }) => ts <= newest)) {
      this.#take([...this.#transactions, ...fresh]);
      return;
    }
    this.#transactions = [...this.#transactions, ...fresh.toSorted((first, second) => first.ts - second.ts)];
    for (const { id } of fresh) this.#ids.add(id);
    this.#ledger = computePositions(fresh, this.#currency, this.#ledger);
  }

  #take(transactions: readonly Transaction[]): void {
    this.#transactions = transactions.toSorted((first, second) => first.ts - second.ts);
    this.#ids = new Set(transactions.map(({ id }) => id));
    this.#currency = computeBookCurrency(this.#transactions, this.#options.profile().currency);
    this.#ledger = computePositions(this.#transactions, this.#currency);
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
