// How does one entry of the books read, and what was it worth?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Transaction } from "#shared/domain/transaction.ts";

export const TYPE_WORDS = {
  trade: "Trade",
  deposit: "Deposit",
  withdrawal: "Withdrawal",
  fee: "Fee",
  reward: "Reward",
  transfer: "Transfer",
  adjustment: "Adjustment",
} as const satisfies Record<Transaction["type"], string>;

/** `Bought`, `Transfer in`, `Adjustment down`. */
export function transactionWords({ type, side }: Pick<Transaction, "type" | "side">): string {
  if (side === null) return TYPE_WORDS[type];
  if (type === "trade") return side === "buy" ? "Bought" : "Sold";
  if (type === "adjustment") return side === "buy" ? "Adjustment up" : "Adjustment down";
  return `${TYPE_WORDS[type]} ${side === "buy" ? "in" : "out"}`;
}

/** Negative where it left. */
export function signedQuantity({ type, side, quantity }: Pick<Transaction, "type" | "side" | "quantity">): string {
  const leaves = side === "sell" || type === "withdrawal" || type === "fee";
  return leaves ? Decimal.parse(quantity).neg().toString() : quantity;
}

/** In the profile's currency then; null where the price or the quote's value was not known. */
export function transactionValue({
  quantity,
  price,
  quoteValue,
}: Pick<Transaction, "quantity" | "price" | "quoteValue">): string | null {
  if (price === null || quoteValue === null) return null;
  return Decimal.parse(quantity).mul(Decimal.parse(price)).mul(Decimal.parse(quoteValue)).toString();
}

export const SOURCE_WORDS = {
  execution: "our own order",
  venue: "read from the venue",
  import: "imported from a file",
  manual: "entered by hand",
  opening: "held when the account was first read",
} as const satisfies Record<Transaction["source"], string>;
