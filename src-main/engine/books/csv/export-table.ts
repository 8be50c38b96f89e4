// How does a list leave the program as CSV?
import { csvText } from "#shared/domain/csv-text.ts";
import { protectedText } from "./protect-text.ts";

/** How a file is written. */
export type ExportFormat = "csv" | "json";

/** A column's name, which stays as it is once it is out in the world, and its cell; null for nothing known. */
export interface ExportColumn<Row> {
  readonly name: string;
  readonly cell: (row: Row) => string | null;
  /** A text that people or venues wrote: kept from being run as a formula. */
  readonly text?: boolean;
}

export function exportTable<Row>(columns: readonly ExportColumn<Row>[], rows: Iterable<Row>): string {
  return csvText([
    columns.map(({ name }) => name),
    ...Array.from(rows, (row) =>
      columns.map(({ cell, text }) => {
        const content = cell(row);
        return text === true && content !== null ? protectedText(content) : content;
      }),
    ),
  ]);
}

export function exportJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** ISO 8601 in UTC with milliseconds. */
export function exportTime(ts: number): string {
  return new Date(ts).toISOString();
}
