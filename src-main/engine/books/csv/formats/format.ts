// What does a format of files of transactions have to say about itself?
import type { Sheet } from "#engine/books/csv/sheet.ts";

/** One file and one line in `registry.ts`. */
export interface TransactionFormat {
  readonly id: string;
  /** For people: "Kraken ledgers". */
  readonly name: string;
  /** Whether these columns (lower case) are its header; at most one format may say yes. */
  matches(columns: ReadonlySet<string>): boolean;
  /** Adds what each row stands for to `sheet.reading`, and what is wrong with it. Never throws for what the file holds. */
  read(sheet: Sheet): void;
}

export function hasAll(columns: ReadonlySet<string>, names: readonly string[]): boolean {
  return names.every((name) => columns.has(name));
}
