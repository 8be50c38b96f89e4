import { describe, expect, it } from "vitest";
import type { CostBasis } from "#shared/domain/books.ts";
import { decimal } from "#shared/domain/decimal.ts";
import { accountIdSchema } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { inAccount } from "#testing/book-histories.ts";
import { asset } from "#testing/portfolio-fakes.ts";
import { LotBooks } from "./compute-lot-books.ts";
import type { Transfer } from "./compute-transfers.ts";

const DAY_MS = 86_400_000;
const [BTC, USD] = [asset("BTC"), asset("USD")];
const [A, B] = ["demo-a-alpha", "demo-a-beta"] as const;
type Entry = Omit<Parameters<typeof inAccount>[0], "account" | "id" | "ts"> & {
  readonly account?: typeof A | typeof B;
};

/** `id` and day, then what happened. */
const entry = (id: string, day: number, { account = A, ...rest }: Entry) =>
  inAccount({ ...rest, account, id, ts: day * DAY_MS });
const buy = (id: string, day: number, quantity: string, price: string, more: Partial<Entry> = {}) =>
  entry(id, day, { type: "trade", side: "buy", asset: "BTC", quantity, price, ...more });
const sell = (id: string, day: number, quantity: string, price: string, more: Partial<Entry> = {}) =>
  entry(id, day, { type: "trade", side: "sell", asset: "BTC", quantity, price, ...more });
const money = entry("usd", 0, { type: "deposit", asset: "USD", quantity: "1000000" });

function books(
  entries: readonly Transaction[],
  basis: Partial<CostBasis> = {},
  transfers: readonly (readonly [string, string])[] = [],
) {
  const byId = new Map(entries.map(({ id }) => [String(id), id]));
  const pairs = transfers.flatMap(([out, into]): readonly Transfer[] => {
    const [outId, inId] = [byId.get(out), byId.get(into)];
    return outId === undefined || inId === undefined ? [] : [{ outId, inId }];
  });
  return LotBooks.of(entries, { method: "fifo", pooling: "profile", ...basis, currency: USD }, pairs);
}
const lots = (of: LotBooks) =>
  of
    .lots(BTC)
    .map(({ transactionId, quantity, cost, accountId }) => [
      transactionId,
      quantity,
      cost,
      accountId === B ? "b" : "a",
    ]);
const gains = (of: LotBooks) =>
  of
    .disposals({ asset: BTC })
    .map(({ lotId, quantity, proceeds, cost, fee, gain }) => [lotId, quantity, proceeds, cost, fee, gain]);

describe("LotBooks", () => {
  const history = [
    money,
    buy("1", 1, "1", "100"),
    buy("2", 2, "1", "300"),
    buy("3", 3, "1", "200"),
    sell("4", 4, "1.5", "400", { fee: ["USD", "6"] }),
  ];

  it.each<[CostBasis["method"], unknown, unknown]>([
    [
      "fifo",
      [
        ["1", "1", "400", "100", "4", "296"],
        ["2", "0.5", "200", "150", "2", "48"],
      ],
      [
        ["2", "0.5", "150", "a"],
        ["3", "1", "200", "a"],
      ],
    ],
    [
      "lifo",
      [
        ["3", "1", "400", "200", "4", "196"],
        ["2", "0.5", "200", "150", "2", "48"],
      ],
      [
        ["1", "1", "100", "a"],
        ["2", "0.5", "150", "a"],
      ],
    ],
    [
      "hifo",
      [
        ["2", "1", "400", "300", "4", "96"],
        ["3", "0.5", "200", "100", "2", "98"],
      ],
      [
        ["1", "1", "100", "a"],
        ["3", "0.5", "100", "a"],
      ],
    ],
    ["average", [[null, "1.5", "600", "300", "6", "294"]], [["1", "1.5", "300", "a"]]],
  ])("takes lots by %s, with each its share of proceeds, fee and cost", (method, sold, left) => {
    const of = books(history, { method });
    expect(gains(of)).toEqual(sold);
    expect(lots(of)).toEqual(left);
    expect(of.gaps).toEqual([]);
  });

  it("tells whole days held, in UTC years, and filters by asset, account and year", () => {
    const of = books([
      money,
      buy("1", 364, "2", "10"),
      { ...sell("2", 364, "1", "11"), ts: (365 * DAY_MS - 1) as Transaction["ts"] },
      sell("3", 365, "1", "12", { account: B }),
    ]);
    expect(of.disposals().map(({ holdingDays, gain }) => [holdingDays, gain])).toEqual([
      [0, "1"],
      [1, "2"],
    ]);
    expect(of.disposals({ year: 1970 }).map(({ gain }) => gain)).toEqual(["1"]);
    expect(of.disposals({ year: 1971 }).map(({ gain }) => gain)).toEqual(["2"]);
    expect(of.disposals({ year: 1972 })).toEqual([]);
    expect(of.disposals({ accountId: accountIdSchema.parse(B) }).map(({ gain }) => gain)).toEqual(["2"]);
    expect(of.disposals({ asset: asset("ETH") })).toEqual([]);
    expect(JSON.stringify([...of.realized.byYear])).toBe('[[1970,"1"],[1971,"2"]]');
  });

  it("ranks by the price without fee: a dear fee makes no lot dearer, ties go oldest first", () => {
    const of = books(
      [
        money,
        buy("1", 1, "1", "100", { fee: ["USD", "90"] }),
        buy("2", 2, "1", "150"),
        buy("3", 3, "1", "150", { fee: ["BTC", "0.5"] }),
        sell("4", 4, "1.2", "200"),
      ],
      { method: "hifo" },
    );
    // The third is half a coin for 150, 300 each by its cost, but it was bought at 150 like the older second.
    expect(gains(of).map(([lot, quantity]) => [lot, quantity])).toEqual([
      ["2", "1"],
      ["3", "0.2"],
    ]);
  });

  it("counts a fee in a third coin as a sale of that coin's lots at its value then", () => {
    const of = books([
      money,
      entry("b", 1, { type: "trade", side: "buy", asset: "BNB", quantity: "1", price: "300" }),
      buy("1", 2, "1", "100", { fee: ["BNB", "0.01"], feeValue: "400" }),
    ]);
    expect(lots(of)).toEqual([["1", "1", "104", "a"]]);
    expect(of.disposals({ asset: asset("BNB") })).toMatchObject([
      { lotId: "b", quantity: "0.01", proceeds: "4", cost: "3", gain: "1" },
    ]);
    expect([...of.feesByAsset]).toEqual([[asset("BNB"), decimal("0.01")]]);
  });

  it("makes a gap, never a negative lot, of what is oversold, and gives the rest its share of the money", () => {
    const of = books([money, buy("1", 1, "1", "100"), sell("2", 2, "4", "150", { fee: ["USD", "4"] })]);
    expect(gains(of)).toEqual([["1", "1", "150", "100", "1", "49"]]);
    expect(lots(of)).toEqual([]);
    expect(of.gaps).toMatchObject([{ transactionId: "2", asset: "BTC", kind: "soldMoreThanHeld", quantity: "3" }]);
  });

  it("keeps what it does not know apart: units without a cost have no gain, money without a value is a gap", () => {
    const of = books([
      money,
      entry("1", 1, { type: "deposit", asset: "BTC", quantity: "1" }),
      buy("2", 2, "1", "100"),
      sell("3", 3, "1.5", "400", { fee: ["USD", "6"] }),
      sell("4", 4, "0.1", "1", { quote: "XYZ" }),
    ]);
    // The first unit takes its two thirds of the money with it.
    expect(gains(of)).toEqual([["2", "0.5", "200", "50", "2", "148"]]);
    expect(of.gaps.map(({ transactionId, kind, quantity }) => [transactionId, kind, quantity])).toEqual([
      ["1", "unknownCost", "1"],
      ["4", "unknownCost", "0.1"],
      ["4", "unknownProceeds", "0.1"],
    ]);
    expect(of.totals.netInvestedKnown).toBe(false);
    expect(of.positions.get(BTC)).toMatchObject({ costKnown: true });
    expect(of.positions.get(asset("XYZ"))).toMatchObject({ costKnown: false });
    expect(of.lots(asset("XYZ"))).toMatchObject([{ cost: null }]);
  });

  it("counts money of the books' own currency as money: no list of its sales, no gain", () => {
    const of = books(history);
    expect(of.disposals({ asset: USD })).toEqual([]);
    expect(of.positions.get(USD)).toMatchObject({ realized: decimal("0") });
  });

  it("passes over what it knows and restates for what is older", () => {
    const of = books([money, buy("2", 2, "1", "300"), sell("3", 3, "1", "400")]);
    expect(gains(of)).toEqual([["2", "1", "400", "300", "0", "100"]]);
    expect(of.add([buy("1", 1, "1", "100"), money])).toBe(1);
    expect(gains(of)).toEqual([["1", "1", "400", "100", "0", "300"]]);
    expect(lots(of)).toEqual([["2", "1", "300", "a"]]);
  });
});

describe("LotBooks, transfers", () => {
  const moved = [
    money,
    entry("usd-b", 0, { type: "deposit", asset: "USD", quantity: "1000", account: B }),
    buy("1", 1, "1", "100"),
    buy("2", 2, "1", "300"),
    buy("3", 2, "1", "50", { account: B }),
    entry("out", 3, { type: "withdrawal", asset: "BTC", quantity: "1.5", price: "400" }),
    entry("in", 4, { type: "deposit", asset: "BTC", quantity: "1.4", price: "400", account: B }),
    sell("4", 5, "1.4", "500", { account: B }),
  ];
  const pair = [["out", "in"]] as const;

  it("take lots over with cost and date, spend what is missing on the way, and are no flow", () => {
    const of = books(moved, { pooling: "account" }, pair);
    expect(gains(of)).toEqual([
      ["2", "0.1", "0", "30", "0", "-30"],
      ["1", "1", "500", "100", "0", "400"],
      ["2", "0.4", "200", "120", "0", "80"],
    ]);
    expect(lots(of)).toEqual([
      ["2", "0.5", "150", "a"],
      ["3", "1", "50", "b"],
    ]);
    expect(of.totals.netInvested.toString()).toBe("1001000");
    expect(of.gaps).toEqual([]);
    // A tenth of a coin at 400.
    expect(of.totals.fees.toString()).toBe("40");
  });

  it("cost only their fee where accounts share a pool", () => {
    const of = books(moved, { pooling: "profile" }, pair);
    expect(gains(of).map(([lot, quantity, , , , gain]) => [lot, quantity, gain])).toEqual([
      ["1", "0.1", "-10"],
      ["1", "0.9", "360"],
      ["2", "0.5", "100"],
    ]);
    expect(of.totals.netInvested.toString()).toBe("1001000");
  });

  it("carry the average of a pool over", () => {
    const of = books(moved, { method: "average", pooling: "account" }, pair);
    // 1.4 of 2 for 400 come to 1 for 50; then 1.4 of 2.4 for 330 are sold.
    expect(of.totals.realized.toString()).toBe("487.5");
  });

  it("are flows while they are not matched", () => {
    const of = books(moved, { pooling: "account" });
    expect(of.totals.netInvested.toString()).toBe(
      decimal("1001000").sub(decimal("600")).add(decimal("560")).toString(),
    );
    expect(of.totals.withdrawnGain.toString()).toBe("350");
  });

  it("never make a negative lot: what the account did not hold arrives without a cost", () => {
    const of = books(
      [
        entry("out", 3, { type: "withdrawal", asset: "BTC", quantity: "1", price: "400" }),
        entry("in", 4, { type: "deposit", asset: "BTC", quantity: "1", price: "400", account: B }),
      ],
      { pooling: "account" },
      pair,
    );
    expect(of.gaps).toMatchObject([{ transactionId: "out", kind: "soldMoreThanHeld", quantity: "1" }]);
    expect(lots(of)).toEqual([["in", "1", null, "b"]]);
  });

  it("take what arrives beyond what was sent as a deposit", () => {
    const of = books(
      [
        buy("1", 1, "1", "100"),
        entry("out", 3, { type: "withdrawal", asset: "BTC", quantity: "1", price: "400" }),
        entry("in", 4, { type: "deposit", asset: "BTC", quantity: "1.5", price: "400", account: B }),
      ],
      { pooling: "account" },
      pair,
    );
    expect(lots(of).map(([id, quantity, cost]) => [id, quantity, cost])).toEqual([
      ["1", "1", "100"],
      ["in", "0.5", "200"],
    ]);
    expect(of.totals.netInvested.toString()).toBe("200");
  });

  it("count from when the first side was told, so that coins that came by a fast clock can be sold", () => {
    const of = books(
      [
        buy("1", 1, "1", "100"),
        sell("s", 3, "1", "500", { account: B }),
        entry("in", 2, { type: "deposit", asset: "BTC", quantity: "1", account: B }),
        { ...entry("out", 2, { type: "withdrawal", asset: "BTC", quantity: "1" }), ts: (2 * DAY_MS + 9) as never },
      ],
      { pooling: "account" },
      pair,
    );
    expect(gains(of)).toEqual([["1", "1", "500", "100", "0", "400"]]);
  });

  it("move by the two sides that a venue tells; one side alone moves nothing", () => {
    const sides = [
      money,
      buy("1", 1, "1", "100"),
      entry("o", 2, { type: "transfer", side: "sell", asset: "BTC", quantity: "1" }),
      entry("i", 2, { type: "transfer", side: "buy", asset: "BTC", quantity: "1", account: B }),
    ];
    expect(lots(books(sides, { pooling: "account" }))).toEqual([["1", "1", "100", "a"]]);
    expect(lots(books(sides, { pooling: "account" }, [["o", "i"]]))[0]?.slice(0, 3)).toEqual(["1", "1", "100"]);
    expect(books(sides, { pooling: "account" }, [["o", "i"]]).lots(BTC)[0]?.accountId).toBe(B);
  });
});
