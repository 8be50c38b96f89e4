import { describe, expect, it } from "vitest";
import { accountIdSchema } from "#shared/domain/ids.ts";
import { transactionSchema } from "#shared/domain/transaction.ts";
import { readOwnTransactionsCsv } from "./read-own-csv.ts";
import { describeFileProblem } from "./transaction-file.ts";

const HEADER = "timestamp,type,asset,quantity,quote,price,fee,fee_asset,account,id";
const file = (...rows: readonly string[]): string => `${[HEADER, ...rows].join("\n")}\n`;
const only = (...rows: readonly string[]) => {
  const read = readOwnTransactionsCsv(file(...rows));
  expect(read.problems).toEqual([]);
  return read.transactions;
};
const problemOf = (row: string) => {
  const { problems, transactions } = readOwnTransactionsCsv(file(row));
  expect(problems).toHaveLength(1);
  expect(transactions).toEqual([]);
  return problems[0];
};

describe("readOwnTransactionsCsv", () => {
  it("reads every type, as the schema of transactions has it", () => {
    const entries = only(
      "2024-03-01T10:00:00Z,buy,BTC,0.5,USD,60000,12.5,USD,kraken-main,t1",
      "2024-03-02T10:00:00Z,sell,BTC,0.25,USD,61000,0.00001,BTC,kraken-main,t2",
      "1709460000000,deposit,ETH,2,USD,3000,,,cold,t3",
      "2024-03-04T10:00:00+02:00,withdrawal,ETH,1,,,0.001,ETH,cold,t4",
      "2024-03-05,reward,SOL,0.01,USD,100,,,cold,t5",
      "2024-03-06 10:00:00,transfer,ETH,1,,,0.001,ETH,cold,t6",
      "2024-03-07T10:00Z,fee,USD,5,,,,,cold,t7",
      "2024-03-08T10:00:00.1234Z,adjustment_out,SOL,0.001,,,,,cold,t8",
    );
    for (const entry of entries) transactionSchema.parse({ ...entry, profileId: "p" });
    expect(entries).toMatchObject([
      {
        id: "t1",
        accountId: "kraken-main",
        ts: Date.UTC(2024, 2, 1, 10),
        type: "trade",
        side: "buy",
        asset: "BTC",
        quantity: "0.5",
        quote: "USD",
        price: "60000",
        fee: { asset: "USD", amount: "12.5" },
        source: "import",
      },
      { id: "t2", type: "trade", side: "sell", fee: { asset: "BTC", amount: "0.00001" } },
      { id: "t3", ts: 1_709_460_000_000, type: "deposit", side: null, price: "3000", fee: null },
      { id: "t4", ts: Date.UTC(2024, 2, 4, 8), type: "withdrawal", quote: null, price: null },
      { id: "t5", ts: Date.UTC(2024, 2, 5), type: "reward" },
      { id: "t6", ts: Date.UTC(2024, 2, 6, 10), type: "transfer" },
      { id: "t7", type: "fee", asset: "USD", quantity: "5" },
      { id: "t8", ts: Date.UTC(2024, 2, 8, 10) + 123, type: "adjustment", side: "sell" },
    ]);
  });

  it("takes an account of any name as an id, and rows without one as the main account's", () => {
    const entries = only("2024-03-01,deposit,BTC,1,,,,,Kraken Main,", "2024-03-01,deposit,BTC,1,,,,,,");
    expect(entries.map(({ accountId }) => accountId)).toEqual(["kraken-main", "main"]);
  });

  it("takes only accounts that are known where the caller says which", () => {
    const account = accountIdSchema.parse("a1");
    const accounts = new Map([["kraken main", account]]);
    const right = "2024-03-01,deposit,BTC,1,,,,,Kraken Main,x";
    const entries = readOwnTransactionsCsv(file(right), { account, accounts }).transactions;
    expect(entries.map(({ accountId }) => accountId)).toEqual(["a1"]);
    const read = readOwnTransactionsCsv(file(right, "2024-03-01,deposit,BTC,1,,,,,other,y"), { account, accounts });
    expect(read.transactions).toEqual([]);
    expect(read.problems).toMatchObject([{ line: 3, column: "account", expected: "one of kraken main", got: "other" }]);
  });

  it("flags what has no price, since its cost counts as zero", () => {
    const read = readOwnTransactionsCsv(
      file(
        "2024-03-01,deposit,BTC,1,,,,,,",
        "2024-03-02,reward,SOL,1,,,,,,",
        "2024-03-03,buy,ETH,1,,,,,,",
        "2024-03-04,withdrawal,BTC,1,,,,,,",
      ),
    );
    expect(read.flagged.map(({ line }) => line)).toEqual([2, 3, 4]);
    expect(read.transactions).toHaveLength(4);
  });

  it("gives the same ids for the same file, and two for two equal rows", () => {
    const rows = [
      "2024-03-01,buy,BTC,1,USD,5,,,,",
      "2024-03-01,buy,BTC,1.0,USD,5e0,,,,",
      "2024-03-01,buy,BTC,2,USD,5,,,,",
    ];
    const ids = only(...rows).map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect(new Set(only(...rows.toReversed()).map(({ id }) => id))).toEqual(new Set(ids));
    // Another file that holds the equal rows wholly.
    expect(ids).toEqual(expect.arrayContaining(only(...rows.slice(0, 2)).map(({ id }) => id)));
  });

  it("takes columns in any order, with ; or tabs, and without those that may be missing", () => {
    for (const separator of [";", "\t"]) {
      const text = ["Quantity,Asset,Type,Timestamp", "1.5,BTC,BUY,2024-03-01"].join("\r\n").replaceAll(",", separator);
      const read = readOwnTransactionsCsv(text);
      expect(read.problems).toEqual([]);
      expect(read.transactions).toMatchObject([{ type: "trade", side: "buy", asset: "BTC", quantity: "1.5" }]);
    }
  });

  it("takes rows out of time order, and tells what the file covers", () => {
    const read = readOwnTransactionsCsv(
      file("2024-05-01,deposit,BTC,1,USD,1,,,,", "2024-03-01,deposit,BTC,1,USD,1,,,,"),
    );
    expect(read.problems).toEqual([]);
    expect(read.covers).toEqual({ from: Date.UTC(2024, 2, 1), until: Date.UTC(2024, 4, 1) });
  });

  it.each([
    ["1e-18", "0.000000000000000001"],
    ["1E15", "1000000000000000"],
    ["1000000000000000.000000000000000001", "1000000000000000.000000000000000001"],
    ["+0.50", "0.5"],
    [".5", "0.5"],
    ["0", "0"],
  ])("reads the quantity %s exactly", (text, quantity) => {
    expect(only(`2024-03-01,buy,BTC,${text},USD,1,,,,`)[0]?.quantity).toBe(quantity);
  });

  it("takes a coin that nobody knows, as long as it can be a code", () => {
    expect(only("2024-03-01,buy,1000CHEEMS.X,1,USD,1,,,,")[0]?.asset).toBe("1000CHEEMS.X");
  });

  it("keeps one of two equal entries with an id, and refuses an id that two others share", () => {
    const row = "2024-03-01,buy,BTC,1,USD,5,,,,t1";
    const twice = readOwnTransactionsCsv(file(row, row));
    expect(twice).toMatchObject({ problems: [], skipped: [{ line: 3 }] });
    expect(twice.transactions).toHaveLength(1);
    const other = readOwnTransactionsCsv(file(row, "2024-03-01,buy,BTC,2,USD,5,,,,t1"));
    expect(other.problems).toMatchObject([{ line: 3, expected: "an id other than that of line 2", got: "t1" }]);
  });

  it.each<[row: string, column: string | null, whatToDo: RegExp]>([
    ["03/04/2024 10:00,buy,BTC,1,USD,1,,,,", "timestamp", /local date.*2024-03-31T14:05:09Z/],
    ["31.12.2024,buy,BTC,1,USD,1,,,,", "timestamp", /local date/],
    ["Jan 5 2024,buy,BTC,1,USD,1,,,,", "timestamp", /local date/],
    ["2024-02-30,buy,BTC,1,USD,1,,,,", "timestamp", /no such day/],
    ["2024-03-01T25:00:00Z,buy,BTC,1,USD,1,,,,", "timestamp", /no such day or time/],
    ["1709460000,buy,BTC,1,USD,1,,,,", "timestamp", /seconds.*milliseconds/],
    ["20240301,buy,BTC,1,USD,1,,,,", "timestamp", /date/],
    [",buy,BTC,1,USD,1,,,,", "timestamp", /2024-03-31/],
    ["2024-03-01,purchase,BTC,1,USD,1,,,,", "type", /Correct the type/],
    ["2024-03-01,constructor,BTC,1,USD,1,,,,", "type", /Correct the type/],
    ["2024-03-01,buy,btc,1,USD,1,,,,", "asset", /upper case: BTC/],
    ["2024-03-01,buy,Bitcoin (old),1,USD,1,,,,", "asset", /coin's code/],
    ["2024-03-01,buy,BTC,-1,USD,1,,,,", "quantity", /sign/],
    ["2024-03-01,buy,BTC,,USD,1,,,,", "quantity", /digits/],
    ["2024-03-01,buy,BTC,1e999,USD,1,,,,", "quantity", /large/],
    ["2024-03-01,buy,BTC,NaN,USD,1,,,,", "quantity", /digits/],
    ['2024-03-01,buy,BTC,"1,234.5",USD,1,,,,', "quantity", /separators of thousands/],
    ["2024-03-01,buy,BTC,1'234.5,USD,1,,,,", "quantity", /separators of thousands/],
    ['2024-03-01,buy,BTC,"0,5",USD,1,,,,', "quantity", /point in place of the decimal comma/],
    ['2024-03-01,buy,BTC,"1,234",USD,1,,,,', "quantity", /comma/],
    ["2024-03-01,buy,BTC,1,USD,,,,,", "price", /Write it; or leave/],
    ["2024-03-01,buy,BTC,1,,5,,,,", "quote", /USD/],
    ["2024-03-01,buy,BTC,1,USD,-5,,,,", "price", /sign/],
    ["2024-03-01,buy,BTC,1,BTC,5,,,,", "quote", /paid or received/],
    ["2024-03-01,buy,BTC,1,USD,5,1,,,", "fee_asset", /USD/],
    [`2024-03-01,buy,BTC,1,USD,5,,,,${"x".repeat(161)}`, "id", /Shorten/],
    ["2024-03-01,buy,BTC,1,USD", null, /cut off/],
    ["2024-03-01,buy,BTC,0,5,USD,1,,,main,t1", null, /separator outside of quotes/],
  ])("refuses %s", (row, column, whatToDo) => {
    const problem = problemOf(row);
    expect(problem).toMatchObject({ line: 2, column });
    expect(problem?.whatToDo).toMatch(whatToDo);
  });

  it("refuses a column that it does not know: a misspelt fee would be no fee", () => {
    const read = readOwnTransactionsCsv("timestamp,type,asset,quantity,fees\n2024-03-01,buy,BTC,1,5\n");
    expect(read.problems).toMatchObject([{ line: 1, column: "fees" }]);
    expect(readOwnTransactionsCsv("timestamp,type,asset,quantity,fee,fee\n").problems).toMatchObject([
      { column: "fee" },
    ]);
  });

  it("refuses a text without the header, an empty one, and one that is cut inside of quotes", () => {
    expect(readOwnTransactionsCsv("a,b,c\n1,2,3\n")).toMatchObject({
      format: null,
      problems: [{ line: 1, got: "a,b,c" }],
    });
    expect(readOwnTransactionsCsv("")).toMatchObject({ format: null, problems: [{ line: 1, got: "" }] });
    const cut = readOwnTransactionsCsv(file('2024-03-01,buy,BTC,1,USD,5,,,,"t1'));
    expect(cut.problems).toMatchObject([{ line: 2, expected: expect.stringContaining("closing quote") }]);
  });

  it("says a problem in one sentence with its place", () => {
    const problem = problemOf("2024-03-01,buy,BTC,-1,USD,1,,,,");
    expect(problem === undefined ? "" : describeFileProblem("mine.csv", problem)).toBe(
      'mine.csv, line 2, column quantity: expected a number of zero or more, got "-1". Leave the sign out: the type says which way it went.',
    );
  });

  it("counts the problems that it does not list", () => {
    const read = readOwnTransactionsCsv(file(...Array.from({ length: 150 }, () => "2024-03-01,buy,BTC,x,USD,1,,,,")));
    expect([read.problems.length, read.moreProblems]).toEqual([100, 50]);
  });
});
