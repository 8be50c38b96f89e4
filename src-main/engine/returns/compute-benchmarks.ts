// What would the same money be worth, had nothing been traded, or had all of it bought one coin?
import { computeHeldValue, HeldQuantities } from "#engine/portfolio/compute-held.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { quotient } from "./compute-quotient.ts";

/** Null where a price that it needs is missing: nothing is valued at a made-up price. */
export interface BenchmarkPoint {
  readonly ts: UnixMs;
  readonly value: Decimal | null;
}

/** A moment, and what each coin was worth then. */
export interface PricedTime {
  readonly ts: UnixMs;
  readonly priceOf: (asset: Asset) => Decimal | null;
}

/** "Did nothing": the mix of `since` with every later flow in the coin that it came in, at the prices of each time. Times are rising. */
export function computeDidNothing(input: {
  readonly transactions: Iterable<Transaction>;
  readonly currency: Asset;
  readonly since: UnixMs;
  readonly times: readonly PricedTime[];
}): readonly BenchmarkPoint[] {
  const held = new HeldQuantities(input.transactions, input.currency, input.since);
  return input.times.map(({ ts, priceOf }) => ({ ts, value: computeHeldValue(held.at(ts), priceOf) }));
}

/** A deposit (positive) or withdrawal (negative) at its value then. */
export interface DatedFlow {
  readonly ts: UnixMs;
  readonly amount: Decimal;
}

/**
 * "100 % BTC": the starting value buys the coin at the start, and each later flow buys or sells it at its price then, without fee.
 * Null from a flow on whose price is missing, and from a withdrawal on that this portfolio could not have paid. Times are rising.
 */
export function computeAllInOne(input: {
  readonly start: { readonly ts: UnixMs; readonly value: Decimal };
  readonly flows: readonly DatedFlow[];
  readonly times: readonly UnixMs[];
  readonly priceAt: (ts: UnixMs) => Decimal | null;
}): readonly BenchmarkPoint[] {
  const { start, times, priceAt } = input;
  const ahead = input.flows.filter(({ ts }) => ts > start.ts).toSorted((first, second) => first.ts - second.ts);
  const units = new Units(priceAt);
  units.move({ ts: start.ts, amount: start.value });
  let next = 0;
  return times.map((ts) => {
    for (let flow = ahead[next]; flow !== undefined && flow.ts <= ts; flow = ahead[next]) {
      next += 1;
      units.move(flow);
    }
    return { ts, value: units.valueAt(ts) };
  });
}

/** How many units of the coin there are; null once that cannot be known. */
class Units {
  readonly #priceAt: (ts: UnixMs) => Decimal | null;
  #quantity: Decimal | null = Decimal.ZERO;

  constructor(priceAt: (ts: UnixMs) => Decimal | null) {
    this.#priceAt = priceAt;
  }

  move({ ts, amount }: DatedFlow): void {
    if (this.#quantity === null || amount.isZero) return;
    const price = this.#priceAt(ts);
    const after = price?.isPositive ? this.#quantity.add(quotient(amount, price)) : null;
    this.#quantity = after === null || after.isNegative ? null : after;
  }

  valueAt(ts: UnixMs): Decimal | null {
    if (this.#quantity === null || this.#quantity.isZero) return this.#quantity;
    const price = this.#priceAt(ts);
    return price === null ? null : this.#quantity.mul(price);
  }
}
