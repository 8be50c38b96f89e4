// Where in a text does the table of a known format begin, and what do its rows say?

import { FileReading } from "./file-reading.ts";
import type { TransactionFormat } from "./formats/format.ts";
import { CSV_SEPARATORS, type CsvRow, type CsvRows, type CsvSeparator, readCsv } from "./read-csv.ts";
import { columnKey, Sheet } from "./sheet.ts";
import type { FileChoices, TransactionFile } from "./transaction-file.ts";

/** Venues write up to a few lines of greeting above the header. */
const HEADER_WITHIN = { rows: 20, characters: 65_536 };

interface Found {
  readonly format: TransactionFormat;
  readonly separator: CsvSeparator;
  /** Which row of the text is the header. */
  readonly index: number;
}

/** Reads with the one of `formats` whose header the text has. Never throws for what the text holds. */
export function readSheet(text: string, formats: readonly TransactionFormat[], choices: FileChoices): TransactionFile {
  const reading = new FileReading(choices);
  const found = findHeader(text, formats);
  if (found === null) {
    const [first] = text.trimStart().split(/[\r\n]/, 1);
    reading.problem({
      line: 1,
      column: null,
      expected: `the header of one of: ${formats.map(({ name }) => name).join(", ")}`,
      got: first ?? "",
      whatToDo: "Download the file as resources/docs/transaction-files.md says, and keep its first lines.",
    });
    return reading.result(null);
  }
  const table = readCsv(text, found.separator);
  const header = table.rows[found.index];
  if (!table.ok) refuseBroken(reading, table);
  // A broken quote hides where the rows after it begin; those before it are still worth checking.
  if (header !== undefined) found.format.read(new Sheet(reading, header, table.rows.slice(found.index + 1)));
  return reading.result(found.format.name);
}

function refuseBroken(reading: FileReading, table: Extract<CsvRows, { ok: false }>): void {
  const whatToDo = "The file is cut off or was changed: download it again, or correct the quotes.";
  reading.problem({ line: table.line, column: null, expected: table.expected, got: table.got, whatToDo });
}

function findHeader(text: string, formats: readonly TransactionFormat[]): Found | null {
  const beginning = text.slice(0, HEADER_WITHIN.characters);
  for (const separator of CSV_SEPARATORS) {
    const { rows } = readCsv(beginning, separator, HEADER_WITHIN.rows);
    for (const [index, row] of rows.entries()) {
      const format = formatOf(row, formats);
      if (format !== undefined) return { format, separator, index };
    }
  }
  return null;
}

function formatOf(row: CsvRow, formats: readonly TransactionFormat[]): TransactionFormat | undefined {
  const columns = new Set(row.cells.map(columnKey));
  return formats.find((format) => format.matches(columns));
}
