// How much was traded in a period, and what did it cost in fees?
import { computePostings } from "#engine/books/compute-postings.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import type { ReturnPoint } from "./compute-growth.ts";
import { type Measure, measured, notComputable } from "./compute-measure.ts";
import { quotient } from "./compute-quotient.ts";

/** Sums over entries in any order. Money is in the currency of the books, at the values of then. */
export class TradingSums {
  readonly #currency: Asset;
  #trades = 0;
  #traded = Decimal.ZERO;
  #fees = Decimal.ZERO;
  #unvalued = 0;

  constructor(currency: Asset) {
    this.#currency = currency;
  }

  get trades(): number {
    return this.#trades;
  }

  /** Value of what was exchanged, each trade counted once; of the trades whose value is known. */
  get traded(): Decimal {
    return this.#traded;
  }

  /** Fees less rebates; of those whose value is known. */
  get fees(): Decimal {
    return this.#fees;
  }

  /** Trades and fees whose value is not known, and which are not in the sums. */
  get unvalued(): number {
    return this.#unvalued;
  }

  add(transaction: Transaction): void {
    const currency = this.#currency;
    for (const fee of computePostings(transaction, currency).fees) {
      if (fee.value === null) this.#unvalued += 1;
      else this.#fees = this.#fees.add(fee.value);
    }
    if (transaction.type !== "trade") return;
    this.#trades += 1;
    const value = tradeValue(transaction, currency);
    if (value === null) this.#unvalued += 1;
    else this.#traded = this.#traded.add(value);
  }
}

/** Value traded / average value of the points, as a share of the portfolio, unrounded. 2 is the whole portfolio sold and bought anew. */
export function computeTurnover(traded: Decimal, points: readonly ReturnPoint[]): Measure<Decimal> {
  const sum = Decimal.sum(points.map(({ value }) => value));
  if (!sum.isPositive) return notComputable("The average value is not above 0.");
  return measured(quotient(traded.mul(Decimal.fromInteger(points.length)), sum));
}

function tradeValue({ quantity, price, quote, quoteValue }: Transaction, currency: Asset): Decimal | null {
  if (price === null) return null;
  const notional = Decimal.parse(quantity).mul(Decimal.parse(price));
  if (quote === currency) return notional;
  return quoteValue === null ? null : notional.mul(Decimal.parse(quoteValue));
}
