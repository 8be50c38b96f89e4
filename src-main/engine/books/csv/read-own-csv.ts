// Which entries does a file in our own form hold?
import { accountIdSchema } from "#shared/domain/ids.ts";
import { OWN_FORMAT } from "./formats/own.ts";
import { readSheet } from "./read-sheet.ts";
import type { FileChoices, TransactionFile } from "./transaction-file.ts";

/** Where rows without an account belong when nobody says it. */
const MAIN_ACCOUNT = accountIdSchema.parse("main");

/** Reads text with the columns of `own-columns.ts`. Never throws; where there are problems nothing is to be taken in. */
export function readOwnTransactionsCsv(
  text: string,
  choices: FileChoices = { account: MAIN_ACCOUNT },
): TransactionFile {
  return readSheet(text, [OWN_FORMAT], choices);
}
