import { describe, expect, it } from "vitest";
import { accountIdSchema } from "#shared/domain/ids.ts";
import { BINANCE_TRADES_FILE, KRAKEN_LEDGERS_FILE, KRAKEN_TRADES_FILE } from "#testing/transaction-files.ts";
import { likelyDuplicates } from "./likely-duplicates.ts";
import { readOwnTransactionsCsv } from "./read-own-csv.ts";
import { readTransactionFile } from "./read-transaction-file.ts";

const account = accountIdSchema.parse("acc");
const own = (...rows: readonly string[]) => {
  const read = readOwnTransactionsCsv(["timestamp,type,asset,quantity,account,id", ...rows].join("\n"));
  expect(read.problems).toEqual([]);
  return read.transactions;
};
const idsOf = (pairs: ReturnType<typeof likelyDuplicates>) => pairs.map(({ known, fresh }) => [known.id, fresh.id]);

describe("likelyDuplicates", () => {
  it("finds entries of another source with the same content within a second", () => {
    const known = own("2024-03-01T10:00:00.700Z,buy,BTC,0.50,a,api");
    const fresh = own(
      "2024-03-01T10:00:00Z,buy,BTC,0.5,a,same",
      "2024-03-01T10:00:02Z,buy,BTC,0.5,a,late",
      "2024-03-01T10:00:00Z,sell,BTC,0.5,a,side",
      "2024-03-01T10:00:00Z,buy,BTC,0.6,a,amount",
      "2024-03-01T10:00:00Z,buy,ETH,0.5,a,asset",
      "2024-03-01T10:00:00Z,buy,BTC,0.5,b,account",
      "2024-03-01T10:00:00Z,deposit,BTC,0.5,a,type",
    );
    expect(idsOf(likelyDuplicates(known, fresh))).toEqual([["api", "same"]]);
  });

  it("pairs each entry once, the nearest ones, and leaves out what is known by its id", () => {
    const known = own(
      "2024-03-01T10:00:00Z,buy,BTC,1,a,k1",
      "2024-03-01T10:00:01Z,buy,BTC,1,a,k2",
      "2024-03-01T10:00:00Z,buy,BTC,1,a,both",
    );
    const fresh = own(
      "2024-03-01T10:00:00.900Z,buy,BTC,1,a,f1",
      "2024-03-01T10:00:00.100Z,buy,BTC,1,a,f2",
      "2024-03-01T10:00:00.200Z,buy,BTC,1,a,f3",
      "2024-03-01T10:00:00Z,buy,BTC,1,a,both",
    );
    expect(idsOf(likelyDuplicates(known, fresh))).toEqual([
      ["k1", "f2"],
      ["k2", "f1"],
    ]);
  });

  it("finds the trades that two files of a venue have in common, unless their ids are the same already", () => {
    const read = (text: string) => readTransactionFile(text, { account }).transactions;
    expect(likelyDuplicates(read(KRAKEN_LEDGERS_FILE), read(KRAKEN_TRADES_FILE))).toEqual([]);
    const history = `User_ID,UTC_Time,Account,Operation,Coin,Change,Remark
1,2021-06-05 16:36:56,Spot,Buy,DOGE,500,
1,2021-06-05 16:36:56,Spot,Buy,EUR,-155.155,
`;
    const pairs = likelyDuplicates(read(BINANCE_TRADES_FILE), read(history));
    expect(pairs).toMatchObject([{ known: { asset: "DOGE" }, fresh: { asset: "DOGE", quantity: "500" } }]);
  });
});
