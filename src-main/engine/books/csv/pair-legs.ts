// Which amounts that moved together are one trade, where a file lists each side on a row of its own?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { priceOf } from "./file-reading.ts";

/** One row: positive came in, negative went out. */
export interface Leg {
  readonly asset: Asset;
  readonly amount: Decimal;
  readonly line: number;
}

export interface Swap {
  readonly side: "buy" | "sell";
  readonly asset: Asset;
  readonly quantity: Decimal;
  readonly quote: Asset;
  readonly price: Decimal;
  readonly line: number;
}

/**
 * `swaps`: what was paired, `ordered` where only the order of the rows says which belongs to which. `open`: one side is missing.
 * `mixed`: several assets on both sides, and nothing says what was paid for what.
 */
export type PairedLegs =
  | { readonly kind: "swaps"; readonly swaps: readonly Swap[]; readonly ordered: boolean }
  | { readonly kind: "open" }
  | { readonly kind: "mixed" };

/** Which of two assets a price is in. */
export interface Orientation {
  /** From the likeliest quote asset on; what is not in it is a base. */
  readonly quotes: readonly string[];
  /** Whether a price that does not come out even may be turned round: not where the market is part of the id. */
  readonly mayTurn: boolean;
}

export function pairLegs(legs: readonly Leg[], orientation: Orientation): PairedLegs {
  const moved = legs.filter(({ amount }) => !amount.isZero);
  const ins = new Set(moved.filter(({ amount }) => amount.isPositive).map(({ asset }) => asset));
  const outs = new Set(moved.filter(({ amount }) => amount.isNegative).map(({ asset }) => asset));
  if (ins.size === 0 || outs.size === 0) return { kind: "open" };
  const [received] = ins;
  const [given] = outs;
  if (ins.size === 1 && outs.size === 1 && received !== given) {
    return { kind: "swaps", swaps: [swapOf(summed(moved, true), summed(moved, false), orientation)], ordered: false };
  }
  const swaps = pairInOrder(moved, orientation);
  return swaps === null ? { kind: "mixed" } : { kind: "swaps", swaps, ordered: true };
}

function summed(legs: readonly Leg[], incoming: boolean): Leg {
  const own = legs.filter(({ amount }) => amount.isPositive === incoming);
  const [first] = own as [Leg, ...Leg[]]; // neither side is empty
  return { asset: first.asset, line: first.line, amount: Decimal.sum(own.map(({ amount }) => amount)) };
}

/** Rows one after the other, each two of them a coin in and another one out. */
function pairInOrder(legs: readonly Leg[], orientation: Orientation): readonly Swap[] | null {
  if (legs.length % 2 !== 0) return null;
  const swaps: Swap[] = [];
  for (let index = 0; index < legs.length; index += 2) {
    const [first, second] = legs.slice(index, index + 2) as [Leg, Leg]; // their number is even
    if (first.asset === second.asset || first.amount.isPositive === second.amount.isPositive) return null;
    swaps.push(first.amount.isPositive ? swapOf(first, second, orientation) : swapOf(second, first, orientation));
  }
  return swaps;
}

/** A price that comes out even says both amounts exactly. */
function swapOf(received: Leg, given: Leg, { quotes, mayTurn }: Orientation): Swap {
  const bought = rankOf(received.asset, quotes) >= rankOf(given.asset, quotes);
  const swap = orientedSwap(received, given, bought);
  if (!mayTurn || isEven(swap, bought ? given : received)) return swap;
  const turned = orientedSwap(received, given, !bought);
  return isEven(turned, bought ? received : given) ? turned : swap;
}

function orientedSwap(received: Leg, given: Leg, bought: boolean): Swap {
  const side = bought ? "buy" : "sell";
  const [base, quote] = bought ? [received, given] : [given, received];
  const quantity = base.amount.abs();
  // Amounts of zero were left out, so that there is a price.
  const price = priceOf(quote.amount, quantity, side) as Decimal;
  return { side, asset: base.asset, quantity, quote: quote.asset, price, line: Math.min(base.line, quote.line) };
}

function isEven({ price, quantity }: Swap, quote: Leg): boolean {
  return price.mul(quantity).eq(quote.amount.abs());
}

function rankOf(asset: Asset, quotes: readonly string[]): number {
  const rank = quotes.indexOf(asset);
  return rank === -1 ? quotes.length : rank;
}
