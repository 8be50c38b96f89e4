// Are flows and volatility read as they are defined?

import { describe, expect, it } from "vitest";
import { EntryList } from "#engine/books/compute-entry-list.ts";
import type { ReturnSeries } from "#engine/market-data/compute-return-series.ts";
import { computePortfolio } from "#engine/portfolio/compute-portfolio.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { targetsSchema } from "#shared/domain/policy.ts";
import { unixMs } from "#shared/domain/time.ts";
import { asset, testBalance, testPrice, testProfile, testTransaction } from "#testing/portfolio-fakes.ts";
import { testLedger } from "#testing/test-ledger.ts";
import { computeFlows } from "./compute-flows.ts";
import { computePortfolioVolatility } from "./compute-portfolio-volatility.ts";

describe("computeFlows", () => {
  const { portfolio } = computePortfolio({
    profile: testProfile(),
    ts: unixMs(100),
    balances: [testBalance("BTC", "1"), testBalance("USD", "1")],
    balancesKnown: true,
    ledger: testLedger([]),
    prices: new Map(
      ["BTC", "ETH", "USD", "USDC"].map((code) => [asset(code), testPrice(code, code === "BTC" ? "50" : "1")]),
    ),
    dayStart: null,
  });
  const entry = (id: string, ts: number, changes: object = {}) => ({
    ...testTransaction({ id, ts, type: "deposit", asset: "USD", quantity: "5" }),
    ...changes,
  });
  const flows = (entries: readonly ReturnType<typeof entry>[], since: number) =>
    computeFlows(EntryList.of(entries), unixMs(since), portfolio).map(({ ts, value, isCash }) => [
      ts,
      value.toString(),
      isCash,
    ]);

  it("takes deposits and withdrawals after the moment, newest first, at the price of now", () => {
    const entries = [
      entry("a", 1),
      entry("b", 2),
      entry("c", 3, { type: "withdrawal", quantity: decimalString("2") }),
      entry("d", 4, { asset: asset("BTC"), quantity: decimalString("0.1") }),
    ];
    expect(flows(entries, 1)).toEqual([
      [4, "5", false],
      [3, "-2", true],
      [2, "5", true],
    ]);
    expect(flows(entries, 4)).toEqual([]);
  });

  it("leaves out what is no flow: transfers, rewards, what was there at the start, and what has no price", () => {
    const entries = [
      entry("a", 1, { type: "transfer" }),
      entry("b", 2, { type: "reward" }),
      entry("c", 3, { source: "opening" }),
      entry("d", 4, { asset: asset("XYZ") }),
    ];
    expect(flows(entries, 0)).toEqual([]);
  });
});

describe("computePortfolioVolatility", () => {
  const series = (code: string, returns: readonly number[]): ReturnSeries => ({
    asset: asset(code),
    currency: asset("USD"),
    timeframe: "1d",
    start: unixMs(0),
    closes: new Float64Array(returns.length + 1),
    returns: Float64Array.from(returns),
    missing: 0,
    assumedPar: false,
  });
  const cash = [asset("USD"), asset("USDC")];
  const of = (targets: object, ...all: readonly ReturnSeries[]) =>
    computePortfolioVolatility(targetsSchema.parse(targets), cash, all);
  const constant = (size: number, value: number) => Array.from({ length: size }, () => value);

  it("of returns that are all alike is that return times the root of 365", () => {
    // sqrt(sum w r^2 / sum w) = r whatever the weights; 0.02 x sqrt(365) = 0.38210
    expect(of({ BTC: "1" }, series("BTC", constant(30, 0.02)))).toEqual({ value: "0.3821" });
    // Half of it is cash, which does not move.
    expect(of({ BTC: "0.5", USD: "0.5" }, series("BTC", constant(30, 0.02)))).toEqual({ value: "0.19105" });
  });

  it("weights the newest most: lambda 0.94 over 30 days", () => {
    // One move of 10 % today: sqrt(0.01 x (1 - 0.94) / (1 - 0.94^30)) x sqrt(365) = 0.50947
    expect(of({ BTC: "1" }, series("BTC", [...constant(29, 0), 0.1]))).toEqual({ value: "0.50947" });
    // The same 29 days ago, with 0.94^29 of that weight.
    expect(of({ BTC: "1" }, series("BTC", [0.1, ...constant(29, 0)]))).toEqual({ value: "0.20772" });
    // A day earlier still it is out of sight.
    expect(of({ BTC: "1" }, series("BTC", [0.1, ...constant(30, 0)]))).toEqual({ value: "0" });
  });

  it("moves against each other cancel out", () => {
    const up = series("BTC", constant(30, 0.02));
    const down = series("ETH", constant(30, -0.02));
    expect(of({ BTC: "0.5", ETH: "0.5" }, up, down)).toEqual({ value: "0" });
  });

  it("needs 20 of the last 30 returns, and is nothing where all is cash", () => {
    const gaps = (count: number) => series("BTC", [...constant(count, Number.NaN), ...constant(30 - count, 0.02)]);
    expect(of({ BTC: "1" }, gaps(10))).toEqual({ value: "0.3821" });
    expect(of({ BTC: "1" }, gaps(11))).toEqual({ unknown: "of the last 30 daily returns 19 are known, 20 are needed" });
    expect(of({ BTC: "1" })).toEqual({ unknown: "there are no daily prices of BTC" });
    expect(of({ USD: "1" })).toEqual({ value: "0" });
  });
});
