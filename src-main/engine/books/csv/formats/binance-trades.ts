// How does Binance's "Trade history" become entries?
// Header: `Date(UTC),Pair,Side,Price,Executed,Amount,Fee` with the unit behind each number, like 0.5BTC (BittyTax, 2024); some files have a
// column `Fee Coin` and bare numbers, and files since 2025 call the time `Time`, in the zone chosen at the download. It has no trade ids.

import { BINANCE_QUOTES } from "#engine/books/csv/binance-operations.ts";
import { priceOf } from "#engine/books/csv/file-reading.ts";
import { readNumber } from "#engine/books/csv/read-cells.ts";
import type { Sheet, SheetRow } from "#engine/books/csv/sheet.ts";
import type { Decimal } from "#shared/domain/decimal.ts";
import { type Asset, assetSchema } from "#shared/domain/ids.ts";
import { hasAll, type TransactionFormat } from "./format.ts";

export const BINANCE_TRADES: TransactionFormat = {
  id: "binance-trades",
  name: "Binance trade history",
  matches: (columns) =>
    hasAll(columns, ["pair", "side", "price", "executed", "amount", "fee"]) &&
    (columns.has("date(utc)") || columns.has("time")),
  read(sheet) {
    const timeColumn = sheet.has("date(utc)") ? "date(utc)" : "time";
    if (timeColumn === "time" && sheet.reading.choices.zoneMinutes === undefined) {
      sheet.reading.flag(sheet.headerLine, "The time zone stands in the file's name only: the times are taken as UTC.");
    }
    for (const row of sheet.rows()) readRow(sheet, row, timeColumn);
  },
};

function readRow(sheet: Sheet, row: SheetRow, timeColumn: string): void {
  const ts = row.time(timeColumn, { shortYears: true });
  const side = row.text("side").toLowerCase();
  if (side !== "buy" && side !== "sell") row.problem("side", "BUY or SELL", "Download the file again.");
  const market = readMarket(row);
  const price = row.number("price");
  if (ts === undefined || (side !== "buy" && side !== "sell") || market === undefined || price === undefined) return;
  const fee = readFee(sheet, row, market);
  if (fee === undefined) return;
  const { base, quote, quantity, amount } = market;
  sheet.reading.add(row.line, {
    accountId: sheet.reading.choices.account,
    ts,
    type: "trade",
    side,
    asset: base,
    quantity,
    quote,
    // The price of an order filled in parts is rounded; what was paid is not.
    price: price.mul(quantity).eq(amount) ? price : priceOf(amount, quantity, side),
    fee,
  });
}

interface Market {
  readonly base: Asset;
  readonly quote: Asset;
  readonly quantity: Decimal;
  readonly amount: Decimal;
}

function readMarket(row: SheetRow): Market | undefined {
  const pair = row.text("pair").toUpperCase().replace("/", "");
  for (const quote of BINANCE_QUOTES.toSorted((first, second) => second.length - first.length)) {
    const base = assetSchema.safeParse(pair.slice(0, -quote.length));
    if (!pair.endsWith(quote) || !base.success) continue;
    const quantity = withUnit(row.text("executed"), base.data);
    const amount = withUnit(row.text("amount"), quote);
    if (quantity?.isPositive !== true || amount === null || amount.isNegative) continue;
    return { base: base.data, quote: assetSchema.parse(quote), quantity, amount };
  }
  const got = ["pair", "executed", "amount"].map((column) => row.text(column)).join(", ");
  const whatToDo = "Download the file again; or write the pair's assets behind the numbers, like 0.5BTC and 21000USDT.";
  row.problem("pair", "a market like BTCUSDT with both amounts", whatToDo, got);
  return undefined;
}

/** `0.5BTC`, `0.5 BTC` or `0.5`, also with commas between thousands as Binance writes them; null for another unit. */
function withUnit(text: string, unit: string): Decimal | null {
  const upper = text.toUpperCase();
  const number = (upper.endsWith(unit) ? upper.slice(0, -unit.length) : upper).trim();
  const reading = readNumber(/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(number) ? number.replaceAll(",", "") : number);
  return reading.ok ? reading.value : null;
}

const ANY_UNIT = /^(-?[\d.,]+(?:E-?\d+)?)\s*([A-Z][A-Z0-9]*)$/;

function readFee(
  sheet: Sheet,
  row: SheetRow,
  { base, quote }: Market,
): { readonly asset: Asset; readonly amount: Decimal } | null | undefined {
  const text = row.text("fee").toUpperCase();
  if (text === "") return null;
  const named = sheet.has("fee coin") ? row.text("fee coin").toUpperCase() : "";
  const unit = named === "" ? (ANY_UNIT.exec(text)?.[2] ?? "") : named;
  for (const candidate of [base, quote, unit]) {
    const asset = assetSchema.safeParse(candidate);
    if (!asset.success || (named !== "" && candidate !== named) || (named === "" && !text.endsWith(candidate)))
      continue;
    const amount = withUnit(text, candidate);
    if (amount !== null) return { asset: asset.data, amount };
  }
  const bare = readNumber(text);
  if (bare.ok && bare.value.isZero) return null;
  row.problem("fee", "a fee with its coin, like 0.001BNB", "Write the coin behind the number.");
  return undefined;
}
