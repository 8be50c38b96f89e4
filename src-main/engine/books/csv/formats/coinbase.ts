// How does Coinbase's "Transaction history" report become entries?
// Headers and types: BittyTax conv/parsers/coinbase.py (2024) and exports in public tests up to 2026: the present header with `ID`,
// the one before it with `Spot Price …`, and the oldest with `Fees`. Some lines of greeting stand above it. `Quantity Transacted` is
// what the balance changed by, since 2024 with its sign. Notes tell what an advanced trade was paid with and what a conversion gave.
// Not confirmed: that `ID` is the id that the API gives the same transaction.

import { COINBASE_TYPES, type CoinbaseType } from "#engine/books/csv/coinbase-types.ts";
import { type EntryDraft, priceOf } from "#engine/books/csv/file-reading.ts";
import { readAsset, readNumber, readShownMoney } from "#engine/books/csv/read-cells.ts";
import { columnKey, type Sheet, type SheetRow } from "#engine/books/csv/sheet.ts";
import { computeTransactionId } from "#engine/portfolio/compute-transactions.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { COINBASE_ASSET_NAMES } from "#shared/domain/venue-assets.ts";
import { hasAll, type TransactionFormat } from "./format.ts";

/** What the columns are called, from the present header to the oldest. */
const CURRENCY = ["price currency", "spot price currency"];
const PRICE = ["price at transaction", "spot price at transaction"];
const TOTAL = ["total (inclusive of fees and/or spread)", "total (inclusive of fees)"];
const FEES = ["fees and/or spread", "fees"];

export const COINBASE: TransactionFormat = {
  id: "coinbase",
  name: "Coinbase transaction history",
  matches: (columns) =>
    hasAll(columns, ["timestamp", "transaction type", "asset", "quantity transacted", "subtotal", "notes"]) &&
    [CURRENCY, PRICE, TOTAL, FEES].every((names) => names.some((name) => columns.has(name))),
  read(sheet) {
    const columns = columnsOf(sheet);
    const conversions: Conversion[] = [];
    for (const row of sheet.rows()) {
      const read = readRow(row, columns);
      if (read !== undefined) addRow(sheet, row, read, conversions);
    }
    addConversions(sheet, conversions);
  },
};

interface Columns {
  readonly currency: string;
  readonly price: string;
  readonly fees: string;
}

interface Row {
  readonly ts: UnixMs;
  readonly type: CoinbaseType;
  readonly asset: Asset;
  /** As the file has it: signed or not. */
  readonly quantity: Decimal;
  readonly quote: Asset;
  /** Null for an empty cell. */
  readonly price: Decimal | null;
  readonly subtotal: Decimal | null;
  readonly fees: Decimal | null;
}

function columnsOf(sheet: Sheet): Columns {
  const pick = (names: readonly string[]): string =>
    sheet.names.map(columnKey).find((name) => names.includes(name)) ?? "";
  return { currency: pick(CURRENCY), price: pick(PRICE), fees: pick(FEES) };
}

function foldAsset(code: string): string {
  const upper = code.trim().toUpperCase();
  // Staked ether had a name of its own until 2023.
  return upper === "ETH2" ? "ETH" : (COINBASE_ASSET_NAMES.get(upper) ?? upper);
}

function readRow(row: SheetRow, columns: Columns): Row | undefined {
  const money = (column: string): Decimal | null | undefined =>
    row.text(column) === "" ? null : row.read(column, readShownMoney);
  const ts = row.time("timestamp");
  const asset = row.asset("asset", foldAsset);
  const quantity = row.number("quantity transacted");
  const quote = row.asset(columns.currency, foldAsset);
  const price = money(columns.price);
  const subtotal = money("subtotal");
  const fees = money(columns.fees);
  const type = COINBASE_TYPES.get(columnKey(row.text("transaction type")));
  if (type === undefined) {
    const whatToDo = "This type is not known here: enter the row by hand and delete it from the file.";
    row.problem("transaction type", "a type of transaction that is known, like Buy or Send", whatToDo);
  }
  if (ts === undefined || asset === undefined || quantity === undefined || quote === undefined) return undefined;
  if (price === undefined || subtotal === undefined || fees === undefined || type === undefined) return undefined;
  return { ts, type, asset, quantity, quote, price, subtotal, fees };
}

function addRow(sheet: Sheet, row: SheetRow, read: Row, conversions: Conversion[]): void {
  const { reading } = sheet;
  if (read.type.kind === "within") {
    reading.skip(row.line, `A move within the account (${row.text("transaction type")}).`);
    return;
  }
  const ref = row.text("id");
  const { account } = reading.choices;
  const base = {
    ...(ref === "" ? {} : { id: computeTransactionId("ledger", account, ref), venueRef: ref }),
    accountId: account,
    ts: read.ts,
  };
  if (read.type.kind === "convert") {
    const swap = conversionOf(row, read);
    if (swap === undefined) return;
    const { draft, received } = swap;
    const key = `${read.ts} ${row.text("notes")}`;
    conversions.push({ line: row.line, key, received, draft: { ...base, ...draft, label: "conversion" } });
    return;
  }
  if (read.type.kind === "trade") {
    const trade = tradeOf(row, read, read.type.side);
    if (trade !== undefined) reading.add(row.line, { ...base, ...trade });
    return;
  }
  const { type, label, side } = read.type;
  // A deposit in the currency of its price needs none.
  const worth = read.price === null || read.asset === read.quote ? {} : { quote: read.quote, price: read.price.abs() };
  reading.add(row.line, { ...base, type, side, label, asset: read.asset, quantity: read.quantity.abs(), ...worth });
  if (type === "deposit" && read.asset !== read.quote) {
    reading.flag(
      row.line,
      "Its value at that time is taken as its cost, unless it is paired with a withdrawal of yours.",
    );
  }
}

type TradeDraft = Pick<EntryDraft, "type" | "side" | "asset" | "quantity" | "quote" | "price" | "fee">;

/** `Bought 0.004 BTC for 446.75 USDC on BTC-USDC at 103882.31 USDC/BTC`: the last four words are there for advanced trades. */
const PAID = /^(?:Bought|Sold) [\d.,]+ \S+ for \S*?([\d.,]+) ([A-Z0-9]+)(?: on \S+-\S+ at ([\d.,]+) \S+\/\S+)?$/;

function tradeOf(row: SheetRow, read: Row, side: "buy" | "sell"): TradeDraft | undefined {
  const quantity = read.quantity.abs();
  if (quantity.isZero) {
    row.problem("quantity transacted", "a quantity other than zero", "Delete the row, or download the file again.");
    return undefined;
  }
  const draft = { type: "trade", side, asset: read.asset, quantity } as const;
  const note = PAID.exec(row.text("notes"));
  const paidIn = note === null ? null : readAsset(foldAsset(note[2] ?? ""));
  if (note !== null && paidIn?.ok === true && paidIn.value !== read.quote)
    return { ...draft, ...paidByNote(note, paidIn.value, draft) };
  if (read.subtotal === null) {
    row.problem("subtotal", "what was paid without fees", "Write it, like 100.00.");
    return undefined;
  }
  if (read.quote === read.asset) {
    row.problem("asset", "another asset than the one it was paid with", "Download the file again.");
    return undefined;
  }
  const fee = { asset: read.quote, amount: (read.fees ?? Decimal.ZERO).abs() };
  return { ...draft, quote: read.quote, price: priceOf(read.subtotal, quantity, side), fee };
}

/** Paid with another asset than the report is in: its columns are converted, the note is exact. */
function paidByNote(
  note: RegExpExecArray,
  quote: Asset,
  { side, quantity }: { readonly side: "buy" | "sell"; readonly quantity: Decimal },
): Pick<EntryDraft, "quote" | "price" | "fee"> {
  const total = noted(note[1]);
  const rate = note[3] === undefined ? null : noted(note[3]);
  if (rate !== null && total !== null) {
    const without = quantity.mul(rate);
    const fee = side === "buy" ? total.sub(without) : without.sub(total);
    if (!fee.isNegative) return { quote, price: rate, fee: { asset: quote, amount: fee } };
  }
  return { quote, price: total === null ? null : priceOf(total, quantity, side), fee: null };
}

function noted(text: string | undefined): Decimal | null {
  const number = readNumber((text ?? "").replaceAll(",", ""));
  return number.ok ? number.value : null;
}

interface Conversion {
  readonly line: number;
  /** The same for both sides of one conversion. */
  readonly key: string;
  /** The row is that of the asset that came in. */
  readonly received: boolean;
  readonly draft: EntryDraft;
}

/** Some reports have a row for each side, with the same note: then the one of what was given counts. */
function addConversions({ reading }: Sheet, conversions: readonly Conversion[]): void {
  const given = new Map<string, number>();
  for (const { key, received } of conversions) if (!received) given.set(key, (given.get(key) ?? 0) + 1);
  for (const { line, key, received, draft } of conversions) {
    const others = given.get(key) ?? 0;
    if (!received || others === 0) {
      reading.add(line, draft);
      continue;
    }
    given.set(key, others - 1);
    reading.skip(line, "The other side of a conversion that has a row of its own.");
  }
}

const CONVERTED = /^Converted ([\d.,]+) (\S+) to ([\d.,]+) (\S+)$/;

function conversionOf(
  row: SheetRow,
  read: Row,
): { readonly draft: TradeDraft; readonly received: boolean } | undefined {
  const note = CONVERTED.exec(row.text("notes"));
  const [given, from] = [noted(note?.[1]), readAsset(foldAsset(note?.[2] ?? ""))];
  const [got, to] = [noted(note?.[3]), readAsset(foldAsset(note?.[4] ?? ""))];
  const isOne = from.ok && to.ok && from.value !== to.value && [from.value, to.value].includes(read.asset);
  if (given === null || got === null || !isOne || given.isZero || got.isZero || read.quantity.isZero) {
    row.problem(
      "notes",
      "a note like Converted 0.5 ETH to 1,234.5 USDC",
      "Write what was converted, or download the file again.",
    );
    return undefined;
  }
  const received = read.asset === to.value;
  // The row's own quantity is exact, the note may be rounded.
  const quantity = received ? given : read.quantity.abs();
  const price = priceOf(received ? read.quantity : got, quantity, "sell");
  const draft: TradeDraft = {
    type: "trade",
    side: "sell",
    asset: from.value,
    quantity,
    quote: to.value,
    price,
    fee: null,
  };
  return { draft, received };
}
