// How much was traded in a period, and what did it cost in fees?
import { computePostings } from "#engine/books/compute-postings.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import type { ReturnPoint } from "./compute-growth.ts";
import { type Measure, measured, notComputable } from "./compute-measure.ts";
import { quotient } from "./compute-quotient.ts";

/** Money in the books' currency, at the values of then. */
export interface Trading {
  readonly trades: number;
  /** Value of what was exchanged, each trade counted once; of the trades whose value is known. */
  readonly traded: Decimal;
  /** Fees less rebates; of those whose value is known. */
  readonly fees: Decimal;
  /** Trades and fees whose value is not known, and which are not in the sums. */
  readonly unvalued: number;
}

/** Over the entries after `from` up to `until`. */
export function computeTrading(
  transactions: readonly Transaction[],
  currency: Asset,
  { from, until }: { readonly from: UnixMs; readonly until: UnixMs },
): Trading {
  let trades = 0;
  let traded = Decimal.ZERO;
  let fees = Decimal.ZERO;
  let unvalued = 0;
  for (const transaction of transactions) {
    if (transaction.ts <= from || transaction.ts > until) continue;
    for (const fee of computePostings(transaction, currency).fees) {
      if (fee.value === null) unvalued += 1;
      else fees = fees.add(fee.value);
    }
    if (transaction.type !== "trade") continue;
    trades += 1;
    const value = tradeValue(transaction, currency);
    if (value === null) unvalued += 1;
    else traded = traded.add(value);
  }
  return { trades, traded, fees, unvalued };
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
