// How does Kraken's export of trades (trades.csv) become entries?
// Header and rows: BittyTax conv/parsers/kraken.py (2024) and exports in public tests up to 2026, where `aclass`, `subclass` and
// columns of values in dollars were added. Times are UTC. Not confirmed: that `fee` is in the quote asset for every order flag.

import { splitKrakenPair } from "#engine/books/csv/kraken-assets.ts";
import { readAsset } from "#engine/books/csv/read-cells.ts";
import type { Sheet, SheetRow } from "#engine/books/csv/sheet.ts";
import { computeTransactionId } from "#engine/portfolio/compute-transactions.ts";
import type { AccountId, Asset, TransactionId } from "#shared/domain/ids.ts";
import { hasAll, type TransactionFormat } from "./format.ts";

export const KRAKEN_TRADES: TransactionFormat = {
  id: "kraken-trades",
  name: "Kraken trades",
  matches: (columns) => hasAll(columns, ["txid", "ordertxid", "pair", "time", "type", "price", "cost", "fee", "vol"]),
  read(sheet) {
    for (const row of sheet.rows()) readRow(sheet, row);
  },
};

function readRow(sheet: Sheet, row: SheetRow): void {
  const ts = row.time("time");
  const side = readSide(row);
  const market = readMarket(row);
  const price = row.number("price");
  const quantity = row.number("vol");
  const fee = row.number("fee");
  const margin = row.numberOrNull("margin");
  const txid = row.text("txid");
  if (txid === "") row.problem("txid", "Kraken's id of the trade", "Download the file again.");
  if (ts === undefined || side === undefined || market === undefined || price === undefined) return;
  if (quantity === undefined || fee === undefined || margin === undefined || txid === "") return;
  if (price.isNegative || !quantity.isPositive) {
    row.problem(price.isNegative ? "price" : "vol", "a number greater than zero", "Download the file again.");
    return;
  }
  if (margin?.isPositive === true) {
    sheet.reading.skip(row.line, "A trade on margin: only what it earned or lost stands in the ledgers.");
    return;
  }
  const [asset, quote] = market;
  sheet.reading.add(row.line, {
    id: krakenTradeId(sheet.reading.choices.account, asset, quote, txid),
    accountId: sheet.reading.choices.account,
    ts,
    type: "trade",
    side,
    asset,
    quantity,
    quote,
    price,
    fee: { asset: quote, amount: fee },
    venueRef: txid,
  });
}

/** The same as that of the fill which the venue tells (`computeFillTransaction`). */
export function krakenTradeId(account: AccountId, base: Asset, quote: Asset, txid: string): TransactionId {
  return computeTransactionId("fill", account, `${base}/${quote}`, txid);
}

function readSide(row: SheetRow): "buy" | "sell" | undefined {
  const side = row.text("type");
  if (side === "buy" || side === "sell") return side;
  row.problem("type", "buy or sell", "Download the file again.");
  return undefined;
}

function readMarket(row: SheetRow): readonly [base: Asset, quote: Asset] | undefined {
  const pair = splitKrakenPair(row.text("pair"));
  const base = pair === null ? null : readAsset(pair[0]);
  const quote = pair === null ? null : readAsset(pair[1]);
  if (base?.ok === true && quote?.ok === true) return [base.value, quote.value];
  row.problem("pair", "a market like XXBTZEUR or BTC/EUR", "Write it as BASE/QUOTE.");
  return undefined;
}
