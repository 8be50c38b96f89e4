import { describe, expect, it } from "vitest";
import { sampleRow } from "#renderer/stores/testing-books.ts";
import { type EntryForm, parseEntryForm, toEntryForm } from "./entry-form.ts";

const FRESH = { accountId: "core-kraken", now: Date.UTC(2026, 10, 20, 13) };

function form(changes: Partial<EntryForm> = {}): EntryForm {
  return {
    ...toEntryForm(null, "utc", FRESH),
    asset: "btc",
    quantity: "0,25",
    quote: " usd ",
    price: "97412.50",
    ...changes,
  };
}

const problems = (changes: Partial<EntryForm>) => parseEntryForm(form(changes), "utc").problems;

describe("an entry by hand", () => {
  it("is read as it was typed, to the last digit", () => {
    expect(
      parseEntryForm(form({ feeAmount: "1.1", feeAsset: "bnb", note: " from the old wallet " }), "utc").entry,
    ).toEqual({
      accountId: "core-kraken",
      ts: FRESH.now,
      type: "trade",
      side: "buy",
      asset: "BTC",
      quantity: "0.25",
      quote: "USD",
      price: "97412.50",
      fee: { asset: "BNB", amount: "1.1" },
      label: null,
      note: "from the old wallet",
    });
  });

  it("has no direction where its type says it, and no price where none is known", () => {
    const { entry } = parseEntryForm(form({ type: "deposit", quote: "", price: "" }), "utc");
    expect(entry).toMatchObject({ type: "deposit", side: null, quote: null, price: null, fee: null });
  });

  it.each([
    [{ time: "20.11.2026" }, "time", "expected a time like 2026-11-20 13:00:00"],
    [{ asset: "" }, "asset", "expected an asset code in upper case, like BTC"],
    [
      { quantity: "0" },
      "quantity",
      "expected a quantity greater than zero; side and type say whether it comes in or goes out",
    ],
    [{ quote: "BTC" }, "quote", "expected another asset than the one traded"],
    [{ type: "deposit", price: "" }, "price", "expected the quote asset and the price together, or neither"],
  ] as const)("%o: %s says what was expected", (changes, name, message) => {
    expect(problems(changes)).toEqual({ [name]: message });
  });

  it.each([{ quantity: "many" }, { quantity: "-1" }, { quantity: "1,000,000" }, { quantity: "1e5x" }])(
    "%o is never guessed at",
    (changes) => {
      expect(problems(changes)?.quantity).toMatch(/expected/i);
    },
  );

  it("names each half of a fee that is missing", () => {
    expect(problems({ feeAmount: "1" })).toHaveProperty("feeAsset");
    expect(problems({ feeAsset: "USD" })).toHaveProperty("feeAmount");
  });
});

describe("a correction", () => {
  const { transaction } = sampleRow("a", { ts: 1_700_000_000_123, side: "sell" });

  it("begins with what the entry says and changes nothing by itself, not even its milliseconds", () => {
    const { entry } = parseEntryForm(toEntryForm(transaction, "utc", FRESH), "utc", transaction);
    expect(entry).toMatchObject({ ts: 1_700_000_000_123, side: "sell", asset: "BTC", quantity: "0.5", price: "60000" });
    expect(entry?.fee).toEqual({ asset: "USD", amount: "12.5" });
  });
});
