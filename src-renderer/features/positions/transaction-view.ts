// How does one entry of the books read, and what was it worth?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Transaction } from "#shared/domain/transaction.ts";

const WORDS = {
  trade: "Trade",
  deposit: "Deposit",
  withdrawal: "Withdrawal",
  fee: "Fee",
  reward: "Reward",
  transfer: "Transfer",
  adjustment: "Adjustment",
} as const satisfies Record<Transaction["type"], string>;

export function transactionWords({ type, side }: Pick<Transaction, "type" | "side">): string {
  if (side === null) return WORDS[type];
  return side === "buy" ? "Bought" : "Sold";
}

/** Negative where it left. */
export function signedQuantity({ type, side, quantity }: Transaction): string {
  const leaves = side === "sell" || type === "withdrawal" || type === "fee";
  return leaves ? Decimal.parse(quantity).neg().toString() : quantity;
}

/** In the profile's currency then; null where the price or the quote's value was not known. */
export function transactionValue({ quantity, price, quoteValue }: Transaction): string | null {
  if (price === null || quoteValue === null) return null;
  return Decimal.parse(quantity).mul(Decimal.parse(price)).mul(Decimal.parse(quoteValue)).toString();
}
