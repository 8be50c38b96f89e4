// How does a format reach the cells of a file by the names of its columns?
import type { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { FileReading } from "./file-reading.ts";
import { type CellReading, readAsset, readNumber, readTime } from "./read-cells.ts";
import type { CsvRow } from "./read-csv.ts";

/** Names of columns are told apart without regard to case and outer spaces. */
export function columnKey(name: string): string {
  return name.trim().toLowerCase();
}

/** A file's rows under its header. */
export class Sheet {
  readonly reading: FileReading;
  readonly headerLine: number;
  /** As the file writes them. */
  readonly names: readonly string[];
  readonly #columns: ReadonlyMap<string, number>;
  readonly #rows: readonly CsvRow[];

  constructor(reading: FileReading, header: CsvRow, rows: readonly CsvRow[]) {
    this.reading = reading;
    this.headerLine = header.line;
    this.names = header.cells.map((name) => name.trim());
    this.#columns = new Map(header.cells.map((name, index) => [columnKey(name), index]));
    this.#rows = rows;
  }

  has(column: string): boolean {
    return this.#columns.has(columnKey(column));
  }

  /** As the file writes it. */
  nameOf(column: string): string {
    return this.names[this.#columns.get(columnKey(column)) ?? -1] ?? column;
  }

  /** The rows that have a cell for each column; of the others it is said where. Empty rows are left out. */
  *rows(): Generator<SheetRow> {
    for (const row of this.#rows) {
      if (row.cells.every((cell) => cell.trim() === "")) continue;
      const extra = row.cells.slice(this.names.length).some((cell) => cell.trim() !== "");
      if (row.cells.length >= this.names.length && !extra) {
        yield new SheetRow(this, row, this.#columns);
        continue;
      }
      this.reading.problem({
        line: row.line,
        column: null,
        expected: `${this.names.length} cells, one for each column of the header`,
        got: String(row.cells.length),
        whatToDo: "The row is cut off, or holds a separator outside of quotes: correct it, or download the file again.",
      });
    }
  }
}

/** One row. Reading a cell that is wrong notes the problem and gives `undefined`; what follows from it is left out. */
export class SheetRow {
  readonly line: number;
  readonly #sheet: Sheet;
  readonly #row: CsvRow;
  readonly #columns: ReadonlyMap<string, number>;

  constructor(sheet: Sheet, row: CsvRow, columns: ReadonlyMap<string, number>) {
    this.line = row.line;
    this.#sheet = sheet;
    this.#row = row;
    this.#columns = columns;
  }

  /** As it stands in the file; empty where there is no such column. */
  raw(column: string): string {
    const index = this.#columns.get(columnKey(column));
    return index === undefined ? "" : (this.#row.cells[index] ?? "");
  }

  /** Without outer spaces. */
  text(column: string): string {
    return this.raw(column).trim();
  }

  problem(
    column: string | null,
    expected: string,
    whatToDo: string,
    got = column === null ? "" : this.text(column),
  ): void {
    const name = column === null ? null : this.#sheet.nameOf(column);
    this.#sheet.reading.problem({ line: this.line, column: name, expected, got, whatToDo });
  }

  read<T>(column: string, reader: (text: string) => CellReading<T>): T | undefined {
    const reading = reader(this.text(column));
    if (reading.ok) return reading.value;
    this.problem(column, reading.fault.expected, reading.fault.whatToDo);
    return undefined;
  }

  number(column: string): Decimal | undefined {
    return this.read(column, readNumber);
  }

  /** Null for an empty cell. */
  numberOrNull(column: string): Decimal | null | undefined {
    return this.text(column) === "" ? null : this.number(column);
  }

  asset(column: string, fold: (code: string) => string = (code) => code): Asset | undefined {
    return this.read(column, (text) => readAsset(fold(text)));
  }

  time(column: string, options: { readonly shortYears?: boolean } = {}): UnixMs | undefined {
    const { reading } = this.#sheet;
    const zoneMinutes = reading.choices.zoneMinutes ?? 0;
    const ts = this.read(column, (text) => readTime(text, { ...options, zoneMinutes }));
    if (ts !== undefined) reading.covers(ts);
    return ts;
  }
}
