// Are entries found of which a value is not known, and only those?
import { describe, expect, it } from "vitest";
import { asset, testTransaction as entry } from "#testing/portfolio-fakes.ts";
import { lacksValue } from "./compute-unvalued.ts";

const USD = asset("USD");
const base = { id: "1", ts: 1, asset: "BTC", quantity: "1" } as const;
const trade = { ...base, type: "trade", side: "buy", price: "2" } as const;

describe("lacksValue", () => {
  it.each([
    ["a trade against a coin without a value", { ...trade, quote: "ETH" }],
    ["a sale against one", { ...trade, side: "sell", quote: "ETH" }],
    ["a trade without a price", { ...base, type: "trade", side: "sell" }],
    ["a fee in a coin without a value", { ...trade, fee: ["BNB", "1"] }],
    ["a deposit without a price", { ...base, type: "deposit" }],
    ["a withdrawal without one", { ...base, type: "withdrawal" }],
    ["a reward without one", { ...base, type: "reward" }],
    ["a fee of its own without one", { ...base, type: "fee" }],
  ] as const)("finds %s", (_name, of) => {
    expect(lacksValue(entry(of), USD)).toBe(true);
  });

  it.each([
    ["a trade in the currency", trade],
    ["a trade against a coin of a known value", { ...trade, quote: "ETH", quoteValue: "3" }],
    ["a fee of a known value", { ...trade, fee: ["BNB", "1"], feeValue: "3" }],
    ["a fee in the asset bought", { ...trade, fee: ["BTC", "0.1"] }],
    ["a deposit of the currency", { ...base, asset: "USD", type: "deposit" }],
    ["a deposit with a price", { ...base, type: "deposit", price: "2" }],
    ["a side of a transfer", { ...base, type: "transfer", side: "sell" }],
  ] as const)("passes over %s", (_name, of) => {
    expect(lacksValue(entry(of), USD)).toBe(false);
  });
});
