// What becomes of the lots, posting by posting, under one method and pooling?
import type { BookGap } from "#shared/domain/books.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { type CoveredSale, coveredSale, Disposals, UtcYears } from "./compute-disposals.ts";
import { type BookBasis, type Holding, Holdings } from "./compute-holdings.ts";
import { OpenLot } from "./compute-open-lot.ts";
import { POOL_METHODS } from "./compute-pool-registry.ts";
import { POSTING, type PostingColumns } from "./compute-posting-columns.ts";
import { shareOf, splitByUnits } from "./compute-shares.ts";

/** What the books cannot explain, by its posting. */
interface StateGap {
  readonly posting: number;
  readonly kind: BookGap["kind"];
  readonly quantity: Decimal;
  readonly message: string;
}

const UNKNOWN_COST = "Came in without a known cost: gains on these units do not count until it is given.";
const NOT_HELD = "More went out than the books hold; its cost is unknown.";
const MOVED_NOT_HELD = "More was moved than the books hold in this account; it arrives without a known cost.";
const UNKNOWN_PROCEEDS = "Went out for a price that is not known in the portfolio's currency.";

/** The books as they stand after the postings applied so far, which must come in the order of the books. Read by `compute-book-readers.ts`. */
export class BookState {
  readonly columns: PostingColumns;
  readonly holdings: Holdings;
  readonly disposals: Disposals;
  readonly gaps: StateGap[] = [];
  netInvested = Decimal.ZERO;
  netInvestedKnown = true;
  income = Decimal.ZERO;
  withdrawnGain = Decimal.ZERO;
  readonly #basis: BookBasis;
  readonly #ranksByPrice: boolean;
  readonly #years = new UtcYears();
  #sequence = 0;

  constructor(columns: PostingColumns, basis: BookBasis) {
    this.columns = columns;
    this.#basis = basis;
    this.#ranksByPrice = POOL_METHODS[basis.method].ranksByPrice;
    this.holdings = new Holdings(columns, basis);
    this.disposals = new Disposals(columns, this.holdings);
  }

  apply(index: number): void {
    const code = this.columns.codeOf(index);
    const quantity = this.columns.quantityOf(index);
    if (quantity.isZero || code === POSTING.arriving || code === POSTING.leaving) return;
    const holding = this.holdings.of(index);
    if (code < POSTING.arriving) this.#add(index, holding, quantity, this.columns.valueOf(index, quantity));
    else if (code === POSTING.moved) this.#move(index, holding, quantity);
    else if (code === POSTING.withdrawn) this.#withdraw(index, holding, quantity);
    else this.#dispose(index, holding, quantity);
  }

  #gap(posting: number, kind: StateGap["kind"], quantity: Decimal, message: string): void {
    this.gaps.push({ posting, kind, quantity, message });
  }

  #add(index: number, { pool }: Holding, quantity: Decimal, cost: Decimal | null): void {
    const code = this.columns.codeOf(index);
    pool.add(this.#lotOf(index, quantity, cost));
    if (cost === null) {
      this.#gap(index, "unknownCost", quantity, UNKNOWN_COST);
      if (code !== POSTING.bought && code !== POSTING.earned) this.netInvestedKnown = false;
      return;
    }
    if (code === POSTING.earned) this.income = this.income.add(cost);
    else if (code !== POSTING.bought) this.netInvested = this.netInvested.add(cost);
  }

  #lotOf(posting: number, quantity: Decimal, cost: Decimal | null): OpenLot {
    this.#sequence += 1;
    const { columns } = this;
    return new OpenLot(
      {
        posting,
        acquiredAt: columns.timeOf(posting),
        sequence: this.#sequence,
        unitPrice: this.#ranksByPrice ? columns.unitPriceOf(posting) : null,
      },
      quantity,
      cost,
    );
  }

  /** Takes what the pool has of it; what it has not is a gap. */
  #take(index: number, { pool }: Holding, quantity: Decimal, message: string) {
    const covered = Decimal.min(quantity, pool.quantity);
    if (covered.lt(quantity)) this.#gap(index, "soldMoreThanHeld", quantity.sub(covered), message);
    return { covered, parts: covered.isZero ? [] : pool.take(covered) };
  }

  /** A sale, or units spent for nothing. */
  #dispose(index: number, holding: Holding, quantity: Decimal): void {
    const { covered, parts } = this.#take(index, holding, quantity, NOT_HELD);
    const sale = coveredSale(this.columns, index, covered, quantity);
    if (sale === null) {
      this.#gap(index, "unknownProceeds", quantity, UNKNOWN_PROCEEDS);
      return;
    }
    if (covered.isZero) return;
    const gain = gainOf(sale, parts, covered);
    // Money in its own currency is spent at what it cost: nothing to tell.
    if (gain.isZero && holding.place.asset === this.#basis.currency) return;
    holding.realize(this.#years.of(this.columns.timeOf(index)), gain);
    this.disposals.push(index, parts);
  }

  #withdraw(index: number, holding: Holding, quantity: Decimal): void {
    const { covered, parts } = this.#take(index, holding, quantity, NOT_HELD);
    const value = this.columns.valueOf(index, quantity);
    if (value === null) {
      this.netInvestedKnown = false;
      return;
    }
    this.netInvested = this.netInvested.sub(value);
    if (covered.isZero) return;
    const sale = { net: shareOf(value, covered, quantity), fee: Decimal.ZERO };
    this.withdrawnGain = this.withdrawnGain.add(gainOf(sale, parts, covered));
  }

  /**
   * A transfer between own accounts: lots go over with their cost and date. What is missing on the way is spent; what arrives
   * beyond what left (only where a person paired them) is a deposit. Where accounts share a pool nothing has to move.
   */
  #move(index: number, from: Holding, sent: Decimal): void {
    const { columns } = this;
    const arriving = columns.arrivalOf(index);
    const arrived = columns.quantityOf(arriving);
    const to = this.holdings.of(arriving);
    if (this.#basis.pooling === "account") {
      const moved = Decimal.min(sent, arrived);
      const { covered, parts } = this.#take(index, from, moved, MOVED_NOT_HELD);
      for (const part of parts) to.pool.add(part);
      if (covered.lt(moved)) to.pool.add(this.#lotOf(arriving, moved.sub(covered), null));
    }
    const missing = sent.sub(arrived);
    if (missing.isPositive) this.#dispose(index, from, missing);
    if (missing.isNegative) {
      const value = columns.valueOf(arriving, arrived);
      this.#add(arriving, to, missing.abs(), value === null ? null : shareOf(value, missing.abs(), arrived));
    }
  }
}

/** What came in for the units of known cost, less that cost; what came in for the others does not count. */
function gainOf({ net }: CoveredSale, parts: readonly OpenLot[], covered: Decimal): Decimal {
  let cost = Decimal.ZERO;
  let known = true;
  for (const part of parts) {
    if (part.cost === null) known = false;
    else cost = cost.add(part.cost);
  }
  if (known) return net.sub(cost);
  const shares = splitByUnits(
    net,
    parts.map(({ quantity }) => quantity),
    covered,
  );
  return Decimal.sum(shares.filter((_, at) => parts[at]?.cost !== null)).sub(cost);
}
