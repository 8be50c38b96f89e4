// Do the books come, part by part, to a report that another program publishes as its own reference?
// Source: rp2 (github.com/eprbell/rp2), data of sheet B2 in tests/test_gain_loss_set.py at commit 392c70b7 and its report in
// tests/rp2_test_output.py at commit 0266c0b9; figures only.
import { expect, it } from "vitest";
import { decimal } from "#shared/domain/decimal.ts";
import { asset, testTransaction } from "#testing/portfolio-fakes.ts";
import { LotBooks } from "./compute-lot-books.ts";

type Row = readonly [
  id: string,
  time: string,
  kind: "buy" | "earn" | "out",
  units: string,
  price: string,
  fee?: string,
];

/** What is given away is taxed there as if it were sold, and so is a fee paid in the coin: the last one is 2 sold and 0.01 of fee. */
const ROWS: readonly Row[] = [
  ["3", "2020-01-01T08:41:00Z", "buy", "1", "11000", "100"],
  ["15", "2020-01-11T11:15:00Z", "out", "0.2", "11200"],
  ["2", "2020-02-01T11:18:00Z", "earn", "2", "12000"],
  ["14", "2020-02-11T19:58:00Z", "out", "1", "12200"],
  ["6", "2020-03-01T09:45:00Z", "earn", "3", "13000"],
  ["5", "2020-04-01T09:45:00Z", "buy", "4", "14000", "400"],
  ["16", "2020-04-11T07:10:00Z", "out", "5", "14200"],
  ["12", "2020-04-12T17:50:00Z", "out", "3.79", "14300"],
  ["4", "2020-05-01T14:03:00Z", "buy", "5", "15000", "500"],
  ["13", "2021-06-11T05:31:00Z", "out", "2.01", "20200"],
];

/** `id`, `crypto_amount`, `taxable_event_usd_amount_with_fee_fraction`, `usd_cost_basis`, `usd_gain`, `is_long_term_capital_gains`. */
const REPORT = [
  ["15->3", "0.20000000", "2240.0000", "2220.0000", "20.0000", false],
  ["14->3", "0.80000000", "9760.0000", "8880.0000", "880.0000", false],
  ["14->2", "0.20000000", "2440.0000", "2400.0000", "40.0000", false],
  ["16->2", "1.80000000", "25560.0000", "21600.0000", "3960.0000", false],
  ["16->6", "3.00000000", "42600.0000", "39000.0000", "3600.0000", false],
  ["16->5", "0.20000000", "2840.0000", "2820.0000", "20.0000", false],
  ["12->5", "3.79000000", "54197.0000", "53439.0000", "758.0000", false],
  ["13->5", "0.01000000", "202.0000", "141.0000", "61.0000", true],
  ["13->4", "2.00000000", "40400.0000", "30200.0000", "10200.0000", true],
] as const;
/** Two rewards are income of their own there: 2 x 12,000 and 3 x 13,000. */
const EARNED = "63000.0000";
const YEAR_DAYS = 365;

it("first in, first out with fees and rewards: each part's lot, amount, proceeds, cost and gain, to the last printed digit", () => {
  const entries = ROWS.map(([id, time, kind, quantity, price, fee]) =>
    testTransaction({
      ...{ id, ts: Date.parse(time), asset: "BTC", quantity, price },
      ...(kind === "earn" ? { type: "reward" } : { type: "trade", side: kind === "buy" ? "buy" : "sell" }),
      ...(fee === undefined ? {} : { fee: ["USD", fee] }),
    }),
  );
  const books = LotBooks.of(entries, { method: "fifo", pooling: "profile", currency: asset("USD") });
  const places = (text: string, count: number): string => decimal(text).toFixed(count, "halfEven");
  const parts = books
    .disposals({ asset: asset("BTC") })
    .map(({ transactionId, lotId, quantity, proceeds, cost, gain, holdingDays }) => [
      `${transactionId}->${lotId}`,
      places(quantity, 8),
      ...[proceeds, cost, gain].map((money) => places(money, 4)),
      (holdingDays ?? 0) > YEAR_DAYS,
    ]);
  expect(parts).toEqual(REPORT);
  expect(books.totals.income.toFixed(4, "halfEven")).toBe(EARNED);
});
