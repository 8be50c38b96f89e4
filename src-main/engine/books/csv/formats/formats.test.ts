import { describe, expect, it } from "vitest";
import { readTransactionFile } from "#engine/books/csv/read-transaction-file.ts";
import type { NewBookEntry } from "#engine/books/csv/transaction-file.ts";
import { accountIdSchema } from "#shared/domain/ids.ts";
import { transactionSchema } from "#shared/domain/transaction.ts";
import {
  ALL_TRANSACTION_FILES,
  BINANCE_HISTORY_FILE,
  BINANCE_TRADES_FILE,
  COINBASE_FILE,
  KRAKEN_LEDGERS_FILE,
  KRAKEN_TRADES_FILE,
  OLD_COINBASE_FILE,
  OLDEST_COINBASE_FILE,
} from "#testing/transaction-files.ts";

const account = accountIdSchema.parse("acc");
const read = (text: string) => readTransactionFile(text, { account });

/** Time, what, how much, for what, fee, label: what a person would check. */
function shown(entry: NewBookEntry): string {
  const { type, side, quantity, asset, quote, price, fee, label } = entry;
  const worth = price === null ? "" : ` at ${price} ${quote}`;
  const paid = fee === null ? "" : ` fee ${fee.amount} ${fee.asset}`;
  const what = type === "trade" || type === "adjustment" ? `${type} ${side}` : type;
  return `${what} ${quantity} ${asset}${worth}${paid}${label === null ? "" : ` (${label})`}`;
}

const entriesOf = (text: string) => {
  const file = read(text);
  expect(file.problems).toEqual([]);
  for (const entry of file.transactions) transactionSchema.parse({ ...entry, profileId: "p" });
  return file.transactions.map(shown);
};

describe("formats", () => {
  it("reads Binance's transaction history", () => {
    expect(entriesOf(BINANCE_HISTORY_FILE).toSorted()).toEqual(
      [
        "deposit 1000 EUR",
        "trade buy 0.02 BTC at 40000 EUR fee 0.001 BNB",
        "trade buy 0.025 ETH at 2000 USDT fee 0.000025 ETH",
        "trade sell 0.01 BTC at 42050 USDT fee 0.4205 USDT",
        "trade buy 0.002 BNB at 750 ADA (dust)",
        "trade sell 2 XRP at 0.002 BNB (dust)",
        "trade buy 1 SOL at 100 USDT (conversion)",
        "reward 0.05 USDT (interest)",
        "reward 0.00000599 BETH (staking)",
        "reward 0.0001 BNB (referral)",
        "reward 100 LUNC (airdrop)",
        "withdrawal 43.9 USDT (futures or margin)",
        "withdrawal 0.005 BTC",
        "adjustment sell 0.0001 BTC (Some New Thing)",
      ].toSorted(),
    );
  });

  it("says which rows of Binance's history it left out, and which it is not sure of", () => {
    const file = read(BINANCE_HISTORY_FILE);
    expect(file.skipped.map(({ line }) => line)).toEqual([21, 25, 26, 28, 29]);
    expect(file.flagged).toEqual([{ line: 31, reason: "Some New Thing: taken as an adjustment." }]);
    expect(file.covers).toEqual({ from: Date.UTC(2024, 0, 1, 10), until: Date.UTC(2024, 0, 11, 9) });
  });

  it("refuses a history that begins or ends inside of a trade", () => {
    const cut = BINANCE_HISTORY_FILE.split("\n").toSpliced(3, 1).join("\n");
    expect(read(cut).problems).toMatchObject([{ line: 3, column: "Operation", got: "only BTC 0.02" }]);
  });

  it("books each side for itself where one second holds several trades that cannot be told apart", () => {
    const header = "User_ID,UTC_Time,Account,Operation,Coin,Change,Remark";
    const at = "1,2024-01-02 09:00:00,Spot";
    const mixed = [header, `${at},Buy,BTC,1,`, `${at},Buy,ETH,5,`, `${at},Sell,USDT,-70000,`].join("\n");
    const file = read(mixed);
    expect(file.problems).toEqual([]);
    expect(file.transactions.map(shown)).toEqual(["trade buy 1 BTC", "trade buy 5 ETH", "trade sell 70000 USDT"]);
    expect(file.flagged).toHaveLength(3);
    const ordered = [
      header,
      `${at},Buy,BTC,1,`,
      `${at},Sell,USDT,-60000,`,
      `${at},Buy,ETH,5,`,
      `${at},Sell,USDT,-10000,`,
    ];
    expect(read(ordered.join("\n"))).toMatchObject({ problems: [], flagged: [{ line: 2 }] });
    expect(entriesOf(ordered.join("\n"))).toEqual(["trade buy 1 BTC at 60000 USDT", "trade buy 5 ETH at 2000 USDT"]);
  });

  it("books dust that came in one sum, or over two seconds, each coin for itself; what cancels out is nothing", () => {
    const text = `User_ID,UTC_Time,Account,Operation,Coin,Change,Remark
1,2020-05-11T21:41:12.000+00:00,Spot,Small assets exchange BNB,XRP,-0.575435,
1,2020-05-11T21:41:13.000+00:00,Spot,Small assets exchange BNB,BNB,0.37247015,
1,2020-05-11T21:41:13.000+00:00,Spot,Small assets exchange BNB,ZIL,-2.71379,
1,2020-05-11T21:41:13.000+00:00,Spot,Small assets exchange BNB,XMR,-0.00108827,
1,2024-01-15 10:30:45,Spot,Binance Convert,USDT,-6.20000000,
1,2024-01-15 10:30:45,Spot,Binance Convert,USDT,6.20000000,
`;
    expect(entriesOf(text)).toEqual([
      "trade sell 0.575435 XRP (dust)",
      "trade buy 0.37247015 BNB (dust)",
      "trade sell 2.71379 ZIL (dust)",
      "trade sell 0.00108827 XMR (dust)",
    ]);
    expect(read(text).flagged).toHaveLength(4);
    expect(read(text).skipped.map(({ line }) => line)).toEqual([6, 7]);
  });

  it("books a fee that is charged a second after its trade for itself, and one given back as found", () => {
    const text = `User_ID,UTC_Time,Account,Operation,Coin,Change,Remark
1,2024-01-01 10:05:00,Spot,Buy,BTC,0.02,
1,2024-01-01 10:05:00,Spot,Sell,USDT,-800,
1,2024-01-01 10:05:01,Spot,Fee,BNB,-0.001,
1,2024-01-01 10:05:01,Spot,Fee,USDT,0.1,
1,2024-01-01 10:06:00,Spot,Deposit,USDT,0,
`;
    expect(entriesOf(text)).toEqual([
      "trade buy 0.02 BTC at 40000 USDT",
      "fee 0.001 BNB (trade)",
      "adjustment buy 0.1 USDT (fee refund)",
    ]);
    expect(read(text).skipped).toEqual([{ line: 6, reason: "Nothing moved." }]);
  });

  it("takes the times of a history without a zone in the zone that the caller names", () => {
    const text = "User ID,Time,Account,Operation,Coin,Change,Remark\n1,23-08-06 02:34:03,Spot,Deposit,BTC,1,\n";
    expect(read(text)).toMatchObject({
      flagged: [{ line: 1 }],
      transactions: [{ ts: Date.UTC(2023, 7, 6, 2, 34, 3) }],
    });
    const zoned = readTransactionFile(text, { account, zoneMinutes: -360 });
    expect(zoned).toMatchObject({ flagged: [], transactions: [{ ts: Date.UTC(2023, 7, 6, 8, 34, 3) }] });
  });

  it("reads Binance's trade history, with the units behind the numbers", () => {
    expect(entriesOf(BINANCE_TRADES_FILE)).toEqual([
      "trade buy 500 DOGE at 0.31031 EUR fee 0.5 DOGE",
      "trade sell 0.18 SOL at 110.03 BUSD fee 0.0198054 BUSD",
      "trade sell 100 1INCH at 0.25 USDT fee 0.00003593 BNB",
      "trade buy 1000 BTC at 26000 USDT",
    ]);
  });

  it("refuses a trade of Binance whose market or unit cannot be told", () => {
    const [header] = BINANCE_TRADES_FILE.split("\n");
    const wrong = [
      header,
      "2024-01-01 00:00:00,ABCXYZ,BUY,1,1ABC,1XYZ,0",
      "2024-01-01 00:00:00,BTCUSDT,HOLD,1,1BTC,1USDT,1",
    ];
    expect(read(wrong.join("\n")).problems).toMatchObject([
      { line: 2, column: "Pair", got: "ABCXYZ, 1ABC, 1XYZ" },
      { line: 3, column: "Side", got: "HOLD" },
    ]);
  });

  it("reads Coinbase's report below its greeting", () => {
    expect(entriesOf(COINBASE_FILE)).toEqual([
      "deposit 2000 USD",
      "trade buy 0.01 BTC at 40000 USD fee 5.99 USD",
      // 0.00424956 x 103882.31, and what the note says was paid above it.
      "trade buy 0.00424956 BTC at 103882.31 USDC fee 5.2974493114032 USDC",
      "trade sell 0.002 BTC at 95000 EUR fee 0.76 EUR",
      "reward 0.002 ETH at 3000 USD (staking)",
      "withdrawal 0.001 BTC at 85000 CAD",
      "deposit 1 CELO at 0.5 USD",
      "withdrawal 0.1 ETH at 2000 USD (to Coinbase Exchange)",
      "fee 29.99 USD (subscription)",
      "trade sell 0.5 ETH at 2000 USDC (conversion)",
    ]);
    expect(read(COINBASE_FILE).skipped.map(({ line }) => line)).toEqual([14, 10]);
    expect(read(COINBASE_FILE).transactions[1]).toMatchObject({ id: "ledger:acc:a1", venueRef: "a1" });
  });

  it("reads Coinbase's older headers", () => {
    expect(entriesOf(OLD_COINBASE_FILE).toSorted()).toEqual([
      "trade buy 2 SOL at 170 USD fee 5 USD",
      // 451.212148 / 0.05413984, so that the sale brings at least what the note says.
      "trade sell 0.05413984 BTC at 8334.198032354731746528988633878489482053 USDC (conversion)",
    ]);
    expect(entriesOf(OLDEST_COINBASE_FILE)).toEqual([
      "trade buy 0.01748102 BTC at 283252.350263314154437212473871661951076081 CZK fee 197.46 CZK",
    ]);
  });

  it("counts both sides of a conversion once, in either order", () => {
    const lines = COINBASE_FILE.split("\n");
    const swapped = [...lines.slice(0, 8), lines[9], lines[8], ...lines.slice(10)].join("\n");
    const ids = (text: string) =>
      read(text)
        .transactions.map(({ id }) => id)
        .toSorted();
    expect(ids(swapped)).toEqual(ids(COINBASE_FILE));
  });

  it("refuses a type of Coinbase that it does not know, and a conversion without its note", () => {
    const header = COINBASE_FILE.split("\n")[3];
    const rows = [
      header,
      "x1,2025-01-04 09:00:00 UTC,Airdrop party,USD,1,USD,$1.00,$1.00,$1.00,$0.00,,,",
      "x2,2025-01-04 09:00:00 UTC,Convert,ETH,-1,USD,$1.00,$1.00,$1.00,$0.00,Swapped,,",
      "x3,2025-01-04 09:00:00 UTC,Buy,ETH,1,USD,$1.00,,,,,,",
      "x4,2025-01-04 09:00:00 UTC,Buy,ETH,0,USD,$1.00,$1.00,$1.00,$0.00,,,",
    ];
    expect(read(rows.join("\n")).problems.map(({ line, column }) => [line, column])).toEqual([
      [2, "Transaction Type"],
      [3, "Notes"],
      [4, "Subtotal"],
      [5, "Quantity Transacted"],
    ]);
  });

  it("reads Kraken's ledgers", () => {
    expect(entriesOf(KRAKEN_LEDGERS_FILE).toSorted()).toEqual(
      [
        "deposit 1000 EUR",
        "trade buy 0.002 BTC at 50000 EUR fee 0.18 EUR",
        "trade sell 0.001 BTC at 65000 USD fee 0.169 USD",
        "trade buy 0.025 ETH at 2000 EUR fee 0.75 EUR (conversion)",
        "reward 0.0125 DOT (staking)",
        "reward 0.0000294667 BTC fee 0.0000058933 BTC (earn)",
        "withdrawal 0.0005 BTC fee 0.00001 BTC",
        "reward 12.5 FLR (airdrop)",
        "fee 0.02 USD (rollover)",
        "trade sell 0.00004 XTZ (dust)",
        "trade sell 0.0000024 NEAR (dust)",
        "trade buy 0.0003 EUR (dust)",
      ].toSorted(),
    );
    const file = read(KRAKEN_LEDGERS_FILE);
    expect(file.skipped.map(({ line }) => line)).toEqual([2, 10, 11, 13]);
    expect(file.flagged).toHaveLength(3);
    // The old form has no column for the wallet, the newest one two more.
    const old = KRAKEN_LEDGERS_FILE.replaceAll(',"wallet"', "").replaceAll(/,"(spot|earn) \/ \w+"/g, "");
    expect(read(old).transactions).toEqual(file.transactions);
  });

  it("reads Kraken's trades, under the same ids as the ledgers and the venue's answers", () => {
    expect(entriesOf(KRAKEN_TRADES_FILE)).toEqual([
      "trade buy 0.002 BTC at 50000 EUR fee 0.18 EUR",
      "trade sell 0.001 BTC at 65000 USD fee 0.169 USD",
    ]);
    const trades = read(KRAKEN_TRADES_FILE);
    expect(trades.transactions.map(({ id }) => id)).toEqual([
      "fill:acc:BTC/EUR:TA4RTP-4TUW5-G5DGTA",
      "fill:acc:BTC/USD:TBK6HW-AAAAA-AAAAAA",
    ]);
    expect(read(KRAKEN_LEDGERS_FILE).transactions.map(({ id }) => id)).toEqual(
      expect.arrayContaining(trades.transactions.map(({ id }) => id)),
    );
    expect(trades.skipped).toMatchObject([{ line: 4 }]);
    expect(trades.transactions[0]?.ts).toBe(Date.UTC(2024, 2, 19, 19, 43, 31, 123));
  });

  it("refuses ledgers of Kraken that end inside of a trade", () => {
    const cut = KRAKEN_LEDGERS_FILE.split("\n").slice(0, 4).join("\n");
    expect(read(cut).problems).toMatchObject([{ line: 4, column: "refid", got: expect.stringContaining("TA4RTP") }]);
  });

  it.each<[file: string, right: string, wrong: string, line: number, column: string | null]>([
    [KRAKEN_TRADES_FILE, ",0.18,0.002,", ",0.18,-0.002,", 2, "vol"],
    [KRAKEN_TRADES_FILE, "50000.0,", "-50000.0,", 2, "price"],
    [KRAKEN_TRADES_FILE, "XXBTZEUR", "XXBTZZZ", 2, "pair"],
    [KRAKEN_TRADES_FILE, '"buy"', '"hold"', 2, "type"],
    [KRAKEN_TRADES_FILE, "2024-03-19 19", "03/19/2024 19", 2, "time"],
    [KRAKEN_LEDGERS_FILE, '"FLR"', '"Flare (FLR)"', 16, "asset"],
    [KRAKEN_LEDGERS_FILE, "1000.0000,0.0000,1000", '"1.000,0000",0.0000,1000', 3, "amount"],
    [KRAKEN_LEDGERS_FILE, '"rollover"', '""', 17, "type"],
    [BINANCE_HISTORY_FILE, "BTC,0.02,", 'BTC,"0,02",', 3, "Change"],
    [BINANCE_HISTORY_FILE, "BTC,0.02,", "BTC,0.02", 3, null],
    [BINANCE_HISTORY_FILE, "2024-01-01 10:05:00,Spot,Buy,BTC", "1.1.2024 10:05,Spot,Buy,BTC", 3, "UTC_Time"],
    [BINANCE_TRADES_FILE, "0.31031,", "cheap,", 2, "Price"],
    [BINANCE_TRADES_FILE, "500DOGE", "-500DOGE", 2, "Pair"],
    [BINANCE_TRADES_FILE, "0.5DOGE", "some", 2, "Fee"],
    [COINBASE_FILE, "$400.00", "four hundred", 6, "Subtotal"],
    [COINBASE_FILE, "BTC,0.01,USD", "BTC,0.01,", 6, "Price Currency"],
    [COINBASE_FILE, "BTC,0.01,USD", "BTC,0.01,dollars!", 6, "Price Currency"],
  ])("names what is wrong in a file of a venue (%#)", (text, right, wrong, line, column) => {
    expect(text).toContain(right);
    const { problems } = read(text.replace(right, wrong));
    expect(problems[0]).toMatchObject({ line, column });
  });

  it("reads amounts from 1e-18 to 1e15 exactly", () => {
    const big = KRAKEN_TRADES_FILE.replace("50000.0,100.0,0.18,0.002", "1e-18,1,1E-18,1000000000000000");
    expect(entriesOf(big)[0]).toBe(
      "trade buy 1000000000000000 BTC at 0.000000000000000001 EUR fee 0.000000000000000001 EUR",
    );
    const swap = KRAKEN_LEDGERS_FILE.replace("-100.0000,0.1800", "-1e-18,0").replace("0.0020000000,0,", "1e15,0,");
    expect(entriesOf(swap)).toContain("trade buy 1000000000000000 BTC at 0.000000000000000000000000000000001 EUR");
  });

  it("gives the same ids whatever the order of the rows, and for the same file again", () => {
    for (const text of ALL_TRANSACTION_FILES) {
      const header = text.split("\n").findIndex((line) => /^"?(User_ID|Date|ID|Timestamp|txid)\b/.test(line));
      const lines = text.trimEnd().split("\n");
      const turned = [...lines.slice(0, header + 1), ...lines.slice(header + 1).toReversed()].join("\n");
      const idsOf = (file: string) => new Set(read(file).transactions.map(({ id }) => id));
      expect(idsOf(turned)).toEqual(idsOf(text));
      expect(idsOf(text)).toEqual(idsOf(text));
      expect(idsOf(text).size).toBe(read(text).transactions.length);
    }
  });

  it("reads each file with ; between its cells, with Windows line ends and in every encoding", () => {
    const bytesOf: readonly ((text: string) => Uint8Array)[] = [
      (text) => new TextEncoder().encode(text),
      (text) => new TextEncoder().encode(`\uFEFF${text}`),
      (text) => new Uint8Array(Buffer.from(`\uFEFF${text}`, "utf16le")),
      (text) => new Uint8Array(Buffer.from(`\uFEFF${text}`, "utf16le").swap16()),
      (text) => new Uint8Array(Buffer.from(text, "utf16le")),
    ];
    for (const text of ALL_TRANSACTION_FILES) {
      for (const bytes of bytesOf) {
        const again = readTransactionFile(bytes(text.replaceAll("\n", "\r\n")), { account });
        expect(again).toEqual(read(text));
      }
    }
    expect(read(KRAKEN_TRADES_FILE.replaceAll('","', '";"').replaceAll(/,(?=[\d"])/g, ";"))).toMatchObject({
      format: "Kraken trades",
    });
  });
});
