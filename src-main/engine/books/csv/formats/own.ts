// How does Schwabot's own file of transactions become entries? Its columns: resources/docs/transaction-files.md.

import { MOST_LABEL, MOST_NOTE, MOST_REF } from "#engine/books/csv/file-reading.ts";
import { OWN_COLUMNS, OWN_REQUIRED, OWN_TYPES } from "#engine/books/csv/own-columns.ts";
import { unprotectedText } from "#engine/books/csv/protect-text.ts";
import { columnKey, type Sheet, type SheetRow } from "#engine/books/csv/sheet.ts";
import type { Decimal } from "#shared/domain/decimal.ts";
import { type AccountId, type Asset, accountIdSchema, transactionIdSchema } from "#shared/domain/ids.ts";
import { type Transaction, transactionSchema } from "#shared/domain/transaction.ts";
import { hasAll, type TransactionFormat } from "./format.ts";

export const OWN_FORMAT: TransactionFormat = {
  id: "schwabot",
  name: "Schwabot transactions",
  matches: (columns) => hasAll(columns, OWN_REQUIRED),
  read(sheet) {
    refuseUnknownColumns(sheet);
    for (const row of sheet.rows()) readRow(sheet, row);
  },
};

/** A misspelt `fees` would otherwise be a file without fees. */
function refuseUnknownColumns(sheet: Sheet): void {
  const seen = new Set<string>();
  for (const name of sheet.names) {
    const key = columnKey(name);
    const isKnown = OWN_COLUMNS.some((column) => column === key);
    if ((key === "" || isKnown) && !seen.has(key)) {
      if (key !== "") seen.add(key);
      continue;
    }
    const expected = isKnown ? "each column once" : `one of ${OWN_COLUMNS.join(", ")}`;
    const whatToDo = isKnown ? "Delete one of them." : "Correct the name, or delete the column.";
    sheet.reading.problem({ line: sheet.headerLine, column: name, expected, got: name, whatToDo });
  }
}

function readRow(sheet: Sheet, row: SheetRow): void {
  const ts = row.time("timestamp");
  const kind = readKind(row);
  const asset = row.asset("asset");
  const quantity = readQuantity(row);
  const worth = readWorth(row);
  const fee = readFee(row);
  const accountId = readAccount(sheet, row);
  const id = readText(row, "id", transactionIdSchema, MOST_REF);
  const venueRef = readText(row, "venue_ref", transactionSchema.shape.venueRef, MOST_REF);
  const label = readText(row, "label", transactionSchema.shape.label, MOST_LABEL);
  const note = readText(row, "note", transactionSchema.shape.note, MOST_NOTE);
  if (ts === undefined || kind === undefined || asset === undefined || quantity === undefined) return;
  if (worth === undefined || fee === undefined || accountId === undefined) return;
  if (id === undefined || venueRef === undefined || label === undefined || note === undefined) return;
  if (kind.type === "trade" && worth.quote === asset) {
    row.problem("quote", "another asset than the one traded", "Write what was paid or received for it.");
    return;
  }
  if (worth.price === null) flagUnknown(sheet, row, kind.type);
  sheet.reading.add(row.line, {
    ...(id === null ? {} : { id }),
    accountId,
    ts,
    ...kind,
    asset,
    quantity,
    ...worth,
    fee,
    venueRef,
    label,
    note,
  });
}

function flagUnknown(sheet: Sheet, row: SheetRow, type: Transaction["type"]): void {
  if (type === "trade") sheet.reading.flag(row.line, "No price: what was paid for it is not known.");
  if (type === "deposit" || type === "reward") {
    sheet.reading.flag(row.line, "No price: its cost counts as zero until you give one.");
  }
}

function readKind(
  row: SheetRow,
): { readonly type: Transaction["type"]; readonly side: Transaction["side"] } | undefined {
  const kind = OWN_TYPES.get(columnKey(row.text("type")));
  if (kind === undefined) row.problem("type", `one of ${[...OWN_TYPES.keys()].join(", ")}`, "Correct the type.");
  return kind;
}

function readQuantity(row: SheetRow): Decimal | undefined {
  const quantity = row.number("quantity");
  if (quantity === undefined || !quantity.isNegative) return quantity;
  row.problem("quantity", "a number of zero or more", "Leave the sign out: the type says which way it went.");
  return undefined;
}

function readWorth(row: SheetRow): { readonly quote: Asset | null; readonly price: Decimal | null } | undefined {
  const price = row.numberOrNull("price");
  const quote = row.text("quote") === "" ? null : row.asset("quote");
  if (price === undefined || quote === undefined) return undefined;
  if (price?.isNegative === true) {
    row.problem("price", "a price of zero or more", "Leave the sign out.");
    return undefined;
  }
  if (price !== null && quote === null) {
    row.problem("quote", "the asset that the price is in", "Write it, like USD; or leave the price empty.");
    return undefined;
  }
  if (price === null && quote !== null) {
    row.problem("price", "the price of one unit", "Write it; or leave the quote empty, then the cost is unknown.");
    return undefined;
  }
  return { quote, price };
}

function readFee(row: SheetRow): { readonly asset: Asset; readonly amount: Decimal } | null | undefined {
  const amount = row.numberOrNull("fee");
  if (amount === undefined) return undefined;
  if (amount === null || amount.isZero) return null;
  if (row.text("fee_asset") === "") {
    row.problem("fee_asset", "the asset that the fee was paid in", "Write it, like USD.");
    return undefined;
  }
  const asset = row.asset("fee_asset");
  return asset === undefined ? undefined : { asset, amount };
}

/** With a list of accounts only they are taken; without one, `Kraken main` is the account `kraken-main`. */
function readAccount(sheet: Sheet, row: SheetRow): AccountId | undefined {
  const { account, accounts } = sheet.reading.choices;
  const name = row.text("account");
  if (name === "") return account;
  if (accounts !== undefined) {
    const known = accounts.get(name.toLowerCase());
    if (known === undefined) {
      row.problem("account", `one of ${[...accounts.keys()].join(", ")}`, "Correct it, or add the account first.");
    }
    return known;
  }
  const id = accountIdSchema.safeParse(
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-/, ""),
  );
  if (id.success) return id.data;
  row.problem("account", "a name of at most 64 letters and digits", "Write a shorter name, or leave it empty.");
  return undefined;
}

/** Null for an empty cell. */
function readText<T>(
  row: SheetRow,
  column: string,
  schema: { safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false } },
  most: number,
): T | null | undefined {
  const text = unprotectedText(row.raw(column));
  if (text === "") return null;
  const parsed = schema.safeParse(text);
  if (parsed.success) return parsed.data;
  row.problem(column, `a text of at most ${most} characters`, "Shorten it, or leave it empty.");
  return undefined;
}
