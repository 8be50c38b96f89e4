// What is owned according to the books, what did it cost, and what was gained? Average cost, exact.
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset, TransactionId } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { type Addition, computePostings, type Posting, type Taking } from "./compute-postings.ts";

/** Places to which a share of a pool's cost is rounded; the rest stays in the pool, so nothing is lost. */
const COST_SCALE = 18;

/** One asset's pool at average cost. */
export interface BookPosition {
  readonly asset: Asset;
  readonly quantity: Decimal;
  /** Remaining cost, purchase fees included. */
  readonly cost: Decimal;
  /** False once units of unknown cost came in and are not all gone: the cost is then not computable. */
  readonly costKnown: boolean;
  readonly realized: Decimal;
}

/** Something the books cannot explain. It is listed, never guessed. */
export interface BookGap {
  readonly transactionId: TransactionId;
  readonly asset: Asset;
  readonly quantity: Decimal;
  readonly message: string;
}

/** All pools with what was brought in, earned and paid. Where all values are known: sum of costs = netInvested + realized + withdrawnGain + income. */
export interface Ledger {
  readonly positions: ReadonlyMap<Asset, BookPosition>;
  readonly realized: Decimal;
  /** Deposits less withdrawals at their value then. */
  readonly netInvested: Decimal;
  /** False when a flow had no known value: gains over the whole time are then not computable. */
  readonly netInvestedKnown: boolean;
  /** Value of what was earned (rewards, found units) when it came. */
  readonly income: Decimal;
  /** Value less cost of what was withdrawn: gained before it left, but not by a sale. */
  readonly withdrawnGain: Decimal;
  readonly fees: Decimal;
  readonly gaps: readonly BookGap[];
}

interface Pool {
  quantity: Decimal;
  cost: Decimal;
  costKnown: boolean;
  realized: Decimal;
}

/** Order of the books: by time, at equal times what adds before what takes, then by id. */
function compareEntries(first: Posting, second: Posting): number {
  if (first.ts !== second.ts) return first.ts - second.ts;
  if (first.kind !== second.kind) return first.kind === "add" ? -1 : 1;
  return first.transactionId < second.transactionId ? -1 : first.transactionId > second.transactionId ? 1 : 0;
}

class Books {
  readonly pools: Map<Asset, Pool>;
  readonly gaps: BookGap[];
  netInvested: Decimal;
  netInvestedKnown: boolean;
  income: Decimal;
  withdrawnGain: Decimal;

  constructor(before: Ledger) {
    this.pools = new Map([...before.positions].map(([asset, position]) => [asset, { ...position }]));
    this.gaps = [...before.gaps];
    this.netInvested = before.netInvested;
    this.netInvestedKnown = before.netInvestedKnown;
    this.income = before.income;
    this.withdrawnGain = before.withdrawnGain;
  }

  pool(asset: Asset): Pool {
    let pool = this.pools.get(asset);
    if (pool === undefined) {
      pool = { quantity: Decimal.ZERO, cost: Decimal.ZERO, costKnown: true, realized: Decimal.ZERO };
      this.pools.set(asset, pool);
    }
    return pool;
  }

  gap(posting: Posting, quantity: Decimal, message: string): void {
    this.gaps.push({ transactionId: posting.transactionId, asset: posting.asset, quantity, message });
  }

  add(posting: Addition): void {
    if (posting.quantity.isZero) return;
    const pool = this.pool(posting.asset);
    pool.quantity = pool.quantity.add(posting.quantity);
    if (posting.cost === null) {
      pool.costKnown = false;
      this.gap(posting, posting.quantity, "Came in without a known cost.");
      if (posting.origin === "deposit") this.netInvestedKnown = false;
      return;
    }
    pool.cost = pool.cost.add(posting.cost);
    if (posting.origin === "deposit") this.netInvested = this.netInvested.add(posting.cost);
    if (posting.origin === "income") this.income = this.income.add(posting.cost);
  }

  take(posting: Taking): void {
    if (posting.quantity.isZero) return;
    const pool = this.pool(posting.asset);
    const covered = Decimal.min(posting.quantity, pool.quantity);
    const whole = covered.eq(posting.quantity);
    if (!whole) {
      this.gap(posting, posting.quantity.sub(covered), "More went out than the books hold; its cost is unknown.");
    }
    const costKnown = pool.costKnown;
    const cost = takeCost(pool, covered);
    if (posting.purpose === "withdrawal") {
      if (posting.value === null) this.netInvestedKnown = false;
      else {
        this.netInvested = this.netInvested.sub(posting.value);
        if (costKnown) this.withdrawnGain = this.withdrawnGain.add(shareOf(posting.value, covered, posting).sub(cost));
      }
      return;
    }
    if (posting.purpose === "spent") {
      pool.realized = pool.realized.sub(cost);
      return;
    }
    if (posting.value === null) {
      this.gap(posting, posting.quantity, "Went out for a price that is not known in the portfolio's currency.");
      return;
    }
    if (!costKnown || covered.isZero) return;
    const proceeds = shareOf(posting.value.sub(posting.fee), covered, posting);
    pool.realized = pool.realized.add(proceeds.sub(cost));
  }
}

/** Takes units out of a pool with their share of its cost, rounded half-even; the last unit takes what is left. */
function takeCost(pool: Pool, quantity: Decimal): Decimal {
  if (quantity.isZero) return Decimal.ZERO;
  const last = quantity.eq(pool.quantity);
  const cost = last ? pool.cost : pool.cost.mul(quantity).div(pool.quantity, COST_SCALE, "halfEven");
  pool.quantity = pool.quantity.sub(quantity);
  pool.cost = pool.cost.sub(cost);
  // An empty pool has no units of unknown cost any more.
  if (last) pool.costKnown = true;
  return cost;
}

/** The part of a value that belongs to the units the books hold. */
function shareOf(value: Decimal, covered: Decimal, posting: Taking): Decimal {
  return covered.eq(posting.quantity) ? value : value.mul(covered).div(posting.quantity, COST_SCALE, "halfEven");
}

const EMPTY: Ledger = {
  positions: new Map(),
  realized: Decimal.ZERO,
  netInvested: Decimal.ZERO,
  netInvestedKnown: true,
  income: Decimal.ZERO,
  withdrawnGain: Decimal.ZERO,
  fees: Decimal.ZERO,
  gaps: [],
};

/**
 * Keeps the books at average cost over transactions in any order; equal ids must have been removed before.
 * With `before`, goes on from those books: all transactions must then be later than every one in them.
 */
export function computePositions(
  transactions: readonly Transaction[],
  currency: Asset,
  before: Ledger = EMPTY,
): Ledger {
  const books = new Books(before);
  let { fees } = before;
  const postings: Posting[] = [];
  for (const transaction of transactions) {
    const entry = computePostings(transaction, currency);
    postings.push(...entry.postings);
    for (const fee of entry.fees) if (fee.value !== null) fees = fees.add(fee.value);
  }
  for (const posting of postings.sort(compareEntries)) {
    if (posting.kind === "add") books.add(posting);
    else books.take(posting);
  }
  return {
    positions: new Map([...books.pools].map(([asset, pool]) => [asset, { ...pool, asset }])),
    realized: Decimal.sum([...books.pools.values()].map((pool) => pool.realized)),
    netInvested: books.netInvested,
    netInvestedKnown: books.netInvestedKnown,
    income: books.income,
    withdrawnGain: books.withdrawnGain,
    fees,
    gaps: books.gaps,
  };
}

/** The currency that an account's books were begun in: that of the first deposit, whose value is told in it. */
export function computeBookCurrency(transactions: readonly Transaction[], fallback: Asset): Asset {
  let first: Transaction | null = null;
  for (const transaction of transactions) {
    if (transaction.type !== "deposit" || transaction.quote === null) continue;
    if (first === null || transaction.ts < first.ts) first = transaction;
  }
  return first?.quote ?? fallback;
}

/** The books' money shown in another currency at today's rate; with no rate nothing of it is computable. */
export function computeLedgerIn(ledger: Ledger, rate: Decimal | null): Ledger {
  if (rate?.eq(Decimal.ONE)) return ledger;
  const convert = (money: Decimal): Decimal => (rate === null ? Decimal.ZERO : money.mul(rate));
  return {
    ...ledger,
    positions: new Map(
      [...ledger.positions].map(([asset, position]) => [
        asset,
        {
          ...position,
          cost: convert(position.cost),
          costKnown: position.costKnown && rate !== null,
          realized: convert(position.realized),
        },
      ]),
    ),
    realized: convert(ledger.realized),
    netInvested: convert(ledger.netInvested),
    netInvestedKnown: ledger.netInvestedKnown && rate !== null,
    income: convert(ledger.income),
    withdrawnGain: convert(ledger.withdrawnGain),
    fees: convert(ledger.fees),
  };
}
