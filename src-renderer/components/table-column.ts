// What is a column of a table, and how are its values put in order?
import { createSortedRowModel, rowSortingFeature, type SortingState, tableFeatures } from "@tanstack/react-table";
import type { ReactNode } from "react";
import { Decimal } from "#shared/domain/decimal.ts";

/** How a column sorts. A row without a value comes last in both directions: unknown is neither large nor small. */
export type ColumnSort<Row> =
  | { readonly by: "text"; readonly value: (row: Row) => string | undefined }
  | { readonly by: "decimal"; readonly value: (row: Row) => string | undefined }
  | { readonly by: "number"; readonly value: (row: Row) => number | undefined };

export interface DataColumn<Row> {
  readonly id: string;
  /** With the unit where there is one: "Value, USD". */
  readonly head: string;
  /** The head is for assistive technology only (sparkline, buttons). */
  readonly headHidden?: boolean;
  /** Numbers stand right, text left. */
  readonly align?: "left" | "right";
  /** Width in px; the columns without one share the rest. */
  readonly width?: number;
  /** The one column that matters: semi-bold. */
  readonly main?: boolean;
  readonly sort?: ColumnSort<Row>;
  readonly cell: (row: Row) => ReactNode;
  readonly className?: string;
  /** Its cell in the total row. */
  readonly total?: ReactNode;
}

export interface SortChoice {
  readonly id: string;
  readonly direction: "ascending" | "descending";
}

export const sortingFeatures = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

/** What is compared: decimals are parsed once per row, not once per comparison. */
export function sortKey<Row>(column: DataColumn<Row>, row: Row): string | number | Decimal | undefined {
  if (column.sort === undefined) return undefined;
  const value = column.sort.value(row);
  return column.sort.by === "decimal" && typeof value === "string" ? Decimal.parse(value) : value;
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

function compareKeys(a: unknown, b: unknown): number {
  if (a instanceof Decimal && b instanceof Decimal) return a.cmp(b);
  if (typeof a === "number" && typeof b === "number") return a - b;
  return collator.compare(String(a), String(b));
}

interface Keyed {
  getValue(columnId: string): unknown;
}

/** Ascending; the table turns it round. Rows without a key never get here (`sortUndefined: "last"`). */
export function compareRows(a: Keyed, b: Keyed, columnId: string): number {
  return compareKeys(a.getValue(columnId), b.getValue(columnId));
}

export function toSortingState(choice: SortChoice | undefined): SortingState {
  return choice === undefined ? [] : [{ id: choice.id, desc: choice.direction === "descending" }];
}

export function toSortChoice(state: SortingState): SortChoice | undefined {
  const first = state[0];
  return first === undefined ? undefined : { id: first.id, direction: first.desc ? "descending" : "ascending" };
}
