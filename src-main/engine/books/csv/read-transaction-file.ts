// Which entries does a file hold that a person downloaded from a venue or wrote in our form?
import { decodeCsv } from "./decode-csv.ts";
import { TRANSACTION_FORMATS } from "./formats/registry.ts";
import { readSheet } from "./read-sheet.ts";
import type { FileChoices, TransactionFile } from "./transaction-file.ts";

/** The format is told from the header, the encoding from the bytes. Never throws; where there are problems nothing is to be taken in. */
export function readTransactionFile(content: Uint8Array | string, choices: FileChoices): TransactionFile {
  if (typeof content === "string") return readSheet(content, TRANSACTION_FORMATS, choices);
  const decoded = decodeCsv(content);
  if (decoded.ok) return readSheet(decoded.text, TRANSACTION_FORMATS, choices);
  return {
    format: null,
    transactions: [],
    problems: [decoded.problem],
    moreProblems: 0,
    skipped: [],
    flagged: [],
    covers: null,
  };
}
