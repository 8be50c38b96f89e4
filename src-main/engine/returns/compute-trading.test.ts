// Are trades and fees summed at their value, and is what has none told?
import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { asset, testTransaction as entry } from "#testing/portfolio-fakes.ts";
import { pointsOf } from "#testing/return-arbitraries.ts";
import { computeTurnover, TradingSums } from "./compute-trading.ts";

const books = [
  entry({ id: "1", ts: 2, type: "trade", side: "buy", asset: "BTC", quantity: "2", price: "100", fee: ["USD", "1"] }),
  entry({
    id: "2",
    ts: 3,
    type: "trade",
    side: "sell",
    asset: "ETH",
    quantity: "5",
    price: "0.1",
    quote: "BTC",
    quoteValue: "100",
    fee: ["BNB", "0.5"],
    feeValue: "4",
  }),
  entry({ id: "3", ts: 4, type: "fee", asset: "USD", quantity: "0.25" }),
  entry({
    id: "4",
    ts: 4,
    type: "trade",
    side: "buy",
    asset: "BTC",
    quantity: "1",
    price: "1",
    quote: "ETH",
    fee: ["BNB", "1"],
  }),
  entry({ id: "5", ts: 4, type: "trade", side: "buy", asset: "BTC", quantity: "1", price: "10", fee: ["USD", "-0.5"] }),
];

describe("trading", () => {
  it("counts each trade once at its value, and fees less rebates", () => {
    const sums = new TradingSums(asset("USD"));
    for (const each of books) sums.add(each);
    // 200 + 5 x 0.1 x 100 + 10; 1 + 0.5 x 4 + 0.25 - 0.5; the trade against ETH has neither value known.
    const { trades, traded, fees, unvalued } = sums;
    expect([trades, traded.toString(), fees.toString(), unvalued]).toEqual([4, "260", "2.75", 2]);
  });

  it("over the average value is the turnover", () => {
    expect(computeTurnover(Decimal.parse("300"), pointsOf([0, "100"], [1, "200"])).value?.toString()).toBe("2");
    expect(computeTurnover(Decimal.parse("300"), pointsOf([0, "0"])).reason).toBe("The average value is not above 0.");
    expect(computeTurnover(Decimal.parse("300"), []).value).toBeNull();
  });
});
