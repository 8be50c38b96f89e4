import { describe, expect, it } from "vitest";
import { Decimal, decimalString } from "#shared/domain/decimal.ts";
import { type Snapshot, snapshotSchema } from "#shared/domain/portfolio.ts";
import { DAY_MS, HOUR_MS, unixMs } from "#shared/domain/time.ts";
import { asset, testTransaction as entry, testProfile } from "#testing/portfolio-fakes.ts";
import { computeDemoHistory } from "./compute-demo-history.ts";
import { computeEquity } from "./compute-equity.ts";
import { PastBooks } from "./compute-past-books.ts";
import { computeSparklines } from "./compute-sparklines.ts";

const NOW = unixMs(40 * DAY_MS + 5 * HOUR_MS + 7 * 60_000);
const profile = testProfile();

/** A record of the books at a time, with the price of BTC then. */
function record(hours: number, btc: string, transactions: readonly ReturnType<typeof entry>[]): Snapshot {
  const books = new PastBooks({ profile, transactions, heldSince: unixMs(0) });
  const snapshot = books
    .at(unixMs(hours * HOUR_MS))
    .snapshot("history", (code) => (code === "USD" ? Decimal.ONE : code === "BTC" ? Decimal.parse(btc) : null));
  if (snapshot === null) throw new Error("no snapshot");
  return snapshotSchema.parse(snapshot);
}

const start = entry({ id: "1", ts: 0, type: "deposit", asset: "BTC", quantity: "10", price: "100" });

describe("computeEquity", () => {
  it("marks flows, keeps returns free of them, and finds the deepest fall", () => {
    const books = [start, entry({ id: "2", ts: 2.5 * HOUR_MS, type: "deposit", asset: "USD", quantity: "500" })];
    const snapshots = [
      record(1, "100", books),
      record(2, "120", books),
      record(3, "90", books),
      record(4, "99", books),
    ];
    const equity = computeEquity({ snapshots, transactions: books, period: "1d", now: unixMs(5 * HOUR_MS) });
    expect(equity.points.map(({ value, flow }) => `${value} ${flow}`)).toEqual([
      "1000 0",
      "1200 0",
      "1400 500",
      "1490 0",
    ]);
    // 1.2 x (900 / 1200) x (1490 / 1400) - 1
    expect(equity.timeWeighted).toBe("-0.0421428571");
    expect(equity.gain).toBe("-10");
    expect(equity.maxDrawdown).toBe("-0.25");
    expect(equity.againstHolding).toBe("0");
  });

  it("compares with holding from the period's start, also an asset that was sold since", () => {
    const books = [
      start,
      entry({
        id: "2",
        ts: 1.5 * HOUR_MS,
        type: "trade",
        side: "sell",
        asset: "BTC",
        quantity: "10",
        price: "100",
        fee: ["USD", "1"],
      }),
    ];
    const snapshots = [record(1, "100", books), record(2, "120", books)];
    const equity = computeEquity({ snapshots, transactions: books, period: "all", now: unixMs(3 * HOUR_MS) });
    expect(equity.points.map(({ value, held }) => `${value} ${held}`)).toEqual(["1000 1000", "999 1200"]);
    expect(equity.againstHolding).toBe("-201");
    // Seen from after the sale there is nothing to regret.
    const later = computeEquity({
      snapshots: snapshots.slice(1),
      transactions: books,
      period: "all",
      now: unixMs(3 * HOUR_MS),
    });
    expect(later.againstHolding).toBe("0");
  });

  it("says nothing where there is nothing: no record, one record, another currency", () => {
    const none = computeEquity({ snapshots: [], transactions: [], period: "1w", now: NOW });
    expect(none).toMatchObject({ points: [], gain: null, timeWeighted: null });
    const one = computeEquity({
      snapshots: [record(1, "100", [start])],
      transactions: [start],
      period: "all",
      now: NOW,
    });
    expect([one.points.length, one.gain, one.maxDrawdown]).toEqual([1, null, null]);
    const euro = { ...record(1, "100", [start]), currency: asset("EUR") };
    const mixed = computeEquity({
      snapshots: [euro, record(2, "100", [start])],
      transactions: [start],
      period: "all",
      now: NOW,
    });
    expect(mixed.points).toHaveLength(1);
  });

  it("thins a long history to what a chart can show without losing a flow", () => {
    const books = [
      start,
      ...[1, 2, 3].map((n) =>
        entry({ id: `f${n}`, ts: n * 500 * HOUR_MS + 1, type: "deposit", asset: "USD", quantity: "7" }),
      ),
    ];
    const snapshots = Array.from({ length: 2_000 }, (_, hour) => record(hour, "100", books));
    const { points } = computeEquity({ snapshots, transactions: books, period: "all", now: unixMs(2_000 * HOUR_MS) });
    expect(points).toHaveLength(720);
    expect(points.at(-1)?.ts).toBe(snapshots.at(-1)?.ts);
    expect(Decimal.sum(points.map(({ flow }) => Decimal.parse(flow))).toString()).toBe("21");
  });
});

describe("computeDemoHistory", () => {
  const accountId = profile.accounts[0]?.id;
  if (accountId === undefined) throw new Error("no account");
  const holdings = [
    { accountId, asset: asset("BTC"), quantity: Decimal.parse("0.5") },
    { accountId, asset: asset("USDC"), quantity: Decimal.parse("1000.12345678") },
  ];
  const input = {
    profile,
    holdings,
    now: NOW,
    priceAt: (code: string, ts: number) =>
      code === "BTC" ? Decimal.of(BigInt(50_000 + Math.floor(ts / HOUR_MS)), 0) : Decimal.parse("0.9999"),
  };

  it("ends in exactly the starting holdings, with later deposits and 15 days of records", () => {
    const { transactions, snapshots } = computeDemoHistory(input);
    const last = snapshots.at(-1);
    expect(last?.breakdown.map(({ asset: code, quantity }) => `${code} ${quantity}`)).toEqual([
      "BTC 0.5",
      "USDC 1000.12345678",
    ]);
    expect(transactions.every(({ type }) => type === "deposit")).toBe(true);
    expect(new Set(transactions.map(({ ts }) => ts)).size).toBe(3);
    expect(snapshots.map((snapshot) => snapshotSchema.parse(snapshot))).toEqual(snapshots);
    const first = snapshots[0];
    expect(NOW - (first?.ts ?? 0)).toBeGreaterThanOrEqual(15 * DAY_MS);
    expect(NOW - (last?.ts ?? 0)).toBeLessThan(15 * 60_000);
    expect(snapshots.filter(({ reason }) => reason === "midnight")).toHaveLength(15);
    for (const { totalValue, totalPnl, netInvested, held } of snapshots) {
      expect(Decimal.parse(netInvested).add(Decimal.parse(totalPnl)).toString()).toBe(totalValue);
      // Nothing was traded, so doing nothing is worth the same.
      expect(held).toBe(totalValue);
    }
  });

  it("gives the same bytes for the same market, and refuses a market without a past", () => {
    expect(JSON.stringify(computeDemoHistory(input))).toBe(JSON.stringify(computeDemoHistory(input)));
    expect(() => computeDemoHistory({ ...input, priceAt: () => null })).toThrow("No price of BTC");
  });

  it("feeds the sparklines with closing prices of seven days", () => {
    const { snapshots } = computeDemoHistory(input);
    const [btc] = computeSparklines(snapshots, [asset("BTC")], NOW);
    expect(btc?.values).toHaveLength(43);
    expect(btc?.values.at(-1)).toBe(decimalString(`${50_000 + 40 * 24 + 5}`));
  });
});
