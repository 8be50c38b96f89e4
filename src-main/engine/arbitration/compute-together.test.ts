// Is money added up only where it may be, exposure told by asset, and what a profile wants and earned reckoned right?
import { expect, it } from "vitest";
import { type Disposal, disposalSchema } from "#shared/domain/books.ts";
import { transactionIdSchema } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { inCurrency, sampleFacts } from "#testing/together-samples.ts";
import { computeNetting } from "./compute-netting.ts";
import { computeSaleResults, countTrades } from "./compute-profile-result.ts";
import { computeGroup, groupProfiles } from "./compute-together.ts";
import { computeWants } from "./compute-wants.ts";

it("adds up profiles of one market and one currency, and no others", () => {
  const facts = [
    sampleFacts("one", { BTC: ["1", "50000"], USD: ["1000", "1"] }),
    sampleFacts("euro", { BTC: ["2", "45000"] }, { profile: inCurrency("EUR") }),
    sampleFacts("two", { BTC: ["0.5", "50000"], ETH: ["10", "3000"] }),
    sampleFacts("live", { BTC: ["9", "50000"] }, { profile: { source: "real" } }),
  ];
  const groups = groupProfiles(facts).map((group) => computeGroup(group));
  expect(groups.map((group) => [group?.source, group?.currency, group?.profiles, group?.value])).toEqual([
    ["simulated", "USD", ["one", "two"], "106000"],
    ["simulated", "EUR", ["euro"], "90000"],
    ["real", "USD", ["live"], "450000"],
  ]);
  expect(groups[0]?.dayPnl).toBe("20");
  expect(groups[0]?.exposure).toEqual([
    { asset: "BTC", quantity: "1.5", value: "75000", share: "0.7075471698", isCash: false, holders: ["one", "two"] },
    { asset: "ETH", quantity: "10", value: "30000", share: "0.2830188679", isCash: false, holders: ["two"] },
    { asset: "USD", quantity: "1000", value: "1000", share: "0.0094339623", isCash: true, holders: ["one"] },
  ]);
  expect(computeGroup([])).toBeNull();
});

it("says that a sum is not known where a part is not, and marks what rests on old prices", () => {
  const facts = [
    sampleFacts("one", { BTC: ["1", "50000"] }, { portfolio: { state: "stale" } }),
    sampleFacts("two", { BTC: ["1", "50000"], ODD: ["5", null], NIL: ["0", "1"] }),
  ];
  const group = computeGroup(facts);
  expect(group).toMatchObject({ value: null, valueInDoubt: true });
  expect(group?.exposure.map(({ asset, value, share }) => [asset, value, share])).toEqual([
    ["BTC", "100000", null],
    ["ODD", null, null],
  ]);
});

it("nets what profiles outside their bands would trade against each other, and counts both fees", () => {
  // 100,000 each; a taker pays 0.002.
  const seller = sampleFacts("one", { BTC: ["2", "50000", "0.1"], ETH: ["0", "2500", "-0.04"] });
  const buyer = sampleFacts("two", { BTC: ["0", "50000", "-0.06"], USD: ["100000", "1", "0.06"] });
  expect(computeWants(seller)).toEqual([{ profileId: "one", base: "BTC", side: "sell", quantity: "0.2", fee: "20" }]);
  expect(computeWants(buyer)).toEqual([{ profileId: "two", base: "BTC", side: "buy", quantity: "0.12", fee: "12" }]);
  expect(computeNetting([...computeWants(seller), ...computeWants(buyer)])).toEqual([
    { asset: "BTC", seller: "one", buyer: "two", quantity: "0.12", feeSaved: "24" },
  ]);
  const old = sampleFacts("two", { BTC: ["0", "50000", "-0.06"] }, { portfolio: { state: "stale" } });
  expect(computeWants(old)).toEqual([]);
  expect(computeWants(sampleFacts("three", { BTC: ["1", "5", "0.1"] }, { profile: { accounts: [] } }))).toEqual([]);
});

it("counts a sale that took several lots once, and only what was sold in the time", () => {
  const sale = (id: number, at: number, gain: string): Disposal =>
    disposalSchema.parse({
      ...{ transactionId: transactionIdSchema.parse(`sale-${id}`), lotId: null, accountId: "paper-1", asset: "BTC" },
      ...{
        quantity: "1",
        acquiredAt: null,
        disposedAt: at,
        proceeds: "1",
        cost: "1",
        fee: "0",
        gain,
        holdingDays: null,
      },
    });
  const disposals = [
    sale(1, 50, "1000"),
    sale(2, 101, "-30"),
    sale(2, 101, "31"),
    sale(3, 200, "-5"),
    sale(4, 201, "0"),
  ];
  expect(computeSaleResults(disposals, unixMs(100))).toEqual({ sales: 3, wins: 1, realized: "-4" });
  expect(computeSaleResults([], unixMs(0))).toEqual({ sales: 0, wins: 0, realized: "0" });
});

it("counts trades after a time, other entries aside", () => {
  const entries = [
    [1, "trade"],
    [100, "trade"],
    [101, "trade"],
    [150, "deposit"],
    [151, "trade"],
  ].map(([ts, type]) => ({ ts, type }) as Transaction);
  expect(countTrades(entries, unixMs(100))).toBe(2);
  expect(countTrades([], unixMs(0))).toBe(0);
});
