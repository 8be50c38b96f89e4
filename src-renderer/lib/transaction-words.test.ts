import { describe, expect, it } from "vitest";
import { type Transaction, transactionSchema } from "#shared/domain/transaction.ts";
import { signedQuantity, transactionValue, transactionWords } from "./transaction-words.ts";

function transaction(fields: Partial<Record<keyof Transaction, unknown>>): Transaction {
  return transactionSchema.parse({
    id: "t",
    profileId: "p",
    accountId: "a",
    ts: 0,
    type: "trade",
    side: "buy",
    asset: "SOL",
    quantity: "2",
    quote: "USDC",
    price: "100.5",
    fee: null,
    quoteValue: "0.999",
    feeValue: null,
    planId: null,
    ...fields,
  });
}

describe("transactions", () => {
  it.each([
    [{}, "Bought", "2"],
    [{ side: "sell" }, "Sold", "-2"],
    [{ type: "deposit", side: null }, "Deposit", "2"],
    [{ type: "withdrawal", side: null }, "Withdrawal", "-2"],
    [{ type: "fee", side: null }, "Fee", "-2"],
    [{ type: "transfer", side: "buy" }, "Transfer in", "2"],
    [{ type: "transfer", side: "sell" }, "Transfer out", "-2"],
    [{ type: "adjustment", side: "sell" }, "Adjustment down", "-2"],
  ])("%o reads %s %s", (fields, words, quantity) => {
    expect(transactionWords(transaction(fields))).toBe(words);
    expect(signedQuantity(transaction(fields))).toBe(quantity);
  });

  it("are worth quantity times price times the quote's value then, exactly", () => {
    expect(transactionValue(transaction({}))).toBe("200.799");
    expect(transactionValue(transaction({ quoteValue: null }))).toBeNull();
    expect(transactionValue(transaction({ price: null }))).toBeNull();
  });
});
