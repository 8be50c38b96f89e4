// How do returns or a covariance stand in a file, and if a file is wrong, where exactly is the fault?
import { describeCsvFault } from "#engine/market-data/compute-candle-csv.ts";
import { type Covariance, toCovariance } from "./compute-covariance.ts";

/** Names in the order of the header with what the file tells of them, or one sentence about the first fault in it. */
export type ReturnsCsv =
  | { readonly ok: true; readonly names: readonly string[]; readonly columns: readonly Float64Array[] }
  | { readonly ok: false; readonly message: string };
export type CovarianceCsv =
  | { readonly ok: true; readonly names: readonly string[]; readonly covariance: Covariance }
  | { readonly ok: false; readonly message: string };

/** First columns that say when a row was; they are not read. */
const TIME_COLUMNS: ReadonlySet<string> = new Set(["", "timestamp_ms", "timestamp", "date", "time"]);
/** First columns of a matrix that repeat the header's names. */
const NAME_COLUMNS: ReadonlySet<string> = new Set(["", "asset", "name"]);
const NAME = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,31}$/;
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/;
/** Largest difference of two entries that should be the same, relative to the larger. */
const SYMMETRY = 1e-9;

interface Table {
  readonly names: readonly string[];
  /** What stands before the numbers; null in a file without such a column. */
  readonly labels: readonly (string | null)[];
  readonly rows: readonly (readonly number[])[];
}

/** A header of assets, then their returns of one period a line, oldest first: 0.01 is a gain of one percent. */
export function readReturnsCsv(file: string, text: string): ReturnsCsv {
  const table = readTable(file, text, TIME_COLUMNS);
  if (typeof table === "string") return { ok: false, message: table };
  const { names, rows } = table;
  if (rows.length < 2) {
    const got = rows.length === 0 ? "none" : "one";
    return { ok: false, message: `${file}: expected two lines of returns or more, got ${got}.` };
  }
  const columns = names.map((_, column) => Float64Array.from(rows, (row) => row[column] ?? Number.NaN));
  return { ok: true, names, columns };
}

/** A header of assets, then one line of covariances for each, in the same order. */
export function readCovarianceCsv(file: string, text: string): CovarianceCsv {
  const table = readTable(file, text, NAME_COLUMNS);
  if (typeof table === "string") return { ok: false, message: table };
  const { names, rows } = table;
  if (rows.length !== names.length) {
    return { ok: false, message: `${file}: expected ${names.length} lines, one for each asset, got ${rows.length}.` };
  }
  const fault = findMatrixFault(file, table);
  return fault === null ? { ok: true, names, covariance: toCovariance(rows) } : { ok: false, message: fault };
}

function findMatrixFault(file: string, { names, labels, rows }: Table): string | null {
  for (const [row, values] of rows.entries()) {
    const line = row + 2;
    const name = names[row] ?? "";
    const label = labels[row] ?? null;
    if (label !== null && label !== name) {
      return describeCsvFault(file, {
        line,
        column: null,
        expected: `the line of ${name}, as in the header`,
        got: label,
      });
    }
    const own = values[row] ?? Number.NaN;
    if (own < 0)
      return describeCsvFault(file, { line, column: name, expected: "a variance of zero or more", got: `${own}` });
    for (let column = 0; column < row; column += 1) {
      const value = values[column] ?? Number.NaN;
      const mirrored = rows[column]?.[row] ?? Number.NaN;
      if (Math.abs(value - mirrored) <= SYMMETRY * Math.max(Math.abs(value), Math.abs(mirrored))) continue;
      const expected = `${mirrored}, the same as in line ${column + 2}, column ${name}`;
      return describeCsvFault(file, { line, column: names[column] ?? "", expected, got: `${value}` });
    }
  }
  return null;
}

function readTable(file: string, text: string, labelColumns: ReadonlySet<string>): Table | string {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  while (lines.length > 0 && lines.at(-1)?.trim() === "") lines.pop();
  const header = (lines[0] ?? "").split(",").map((cell) => cell.trim());
  const labelled = header.length > 1 && labelColumns.has((header[0] ?? "").toLowerCase());
  const names = labelled ? header.slice(1) : header;
  for (const [index, name] of names.entries()) {
    const column = `${index + (labelled ? 2 : 1)}`;
    if (!NAME.test(name)) return describeCsvFault(file, { line: 1, column, expected: "an asset, like BTC", got: name });
    if (names.indexOf(name) !== index) {
      return describeCsvFault(file, { line: 1, column, expected: "each asset once", got: name });
    }
  }
  const labels: (string | null)[] = [];
  const rows: number[][] = [];
  for (const [index, row] of lines.slice(1).entries()) {
    const line = index + 2;
    const cells = row.split(",").map((cell) => cell.trim());
    if (cells.length !== header.length) {
      const expected = `${header.length} columns, as in the header`;
      return describeCsvFault(file, { line, column: null, expected, got: `${cells.length}` });
    }
    const numbers = labelled ? cells.slice(1) : cells;
    const wrong = numbers.findIndex((cell) => !NUMBER.test(cell) || !Number.isFinite(+cell));
    if (wrong !== -1) {
      return describeCsvFault(file, {
        line,
        column: names[wrong] ?? "",
        expected: "a number",
        got: numbers[wrong] ?? "",
      });
    }
    labels.push(labelled ? (cells[0] ?? "") : null);
    rows.push(numbers.map((cell) => +cell));
  }
  return { names, labels, rows };
}
