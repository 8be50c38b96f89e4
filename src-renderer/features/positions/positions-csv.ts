// What does the CSV of Positions hold? The rows and columns on screen, in their order, with every digit.
import { compareRows, type DataColumn, type SortChoice, sortKey } from "#renderer/components/table-column.ts";
import { csvText } from "#shared/domain/csv-text.ts";
import type { ColumnName } from "./column-choice.ts";
import type { PositionRow } from "./position-rows.ts";

interface CsvColumn {
  readonly head: (currency: string) => string;
  readonly cell: (row: PositionRow) => string | null;
}

const CSV_COLUMNS: Readonly<Record<ColumnName, readonly CsvColumn[]>> = {
  quantity: [{ head: () => "Quantity", cell: ({ quantity }) => quantity }],
  venues: [
    {
      head: () => "Venues",
      cell: ({ venues }) => venues.map(({ name, quantity }) => `${name} ${quantity}`).join("; "),
    },
  ],
  price: [
    { head: (currency) => `Price, ${currency}`, cell: ({ position }) => position.price },
    { head: () => "Price state", cell: ({ position }) => position.priceState },
    {
      head: () => "Price age, ms",
      cell: ({ position }) => (position.priceAgeMs === null ? null : String(position.priceAgeMs)),
    },
  ],
  value: [{ head: (currency) => `Value, ${currency}`, cell: ({ value }) => value }],
  weight: [{ head: () => "Weight, share", cell: ({ weight }) => weight }],
  target: [{ head: () => "Target, share", cell: ({ position }) => position.target }],
  drift: [
    { head: () => "Drift, share", cell: ({ position }) => position.drift },
    { head: () => "Band, share", cell: ({ position }) => position.band },
  ],
  averageCost: [{ head: (currency) => `Average cost, ${currency}`, cell: ({ position }) => position.averageCost }],
  cost: [{ head: (currency) => `Cost basis, ${currency}`, cell: ({ position }) => position.cost }],
  unrealized: [{ head: (currency) => `Unrealized, ${currency}`, cell: ({ position }) => position.unrealized }],
  realized: [{ head: (currency) => `Realized, ${currency}`, cell: ({ position }) => position.realized }],
  change24h: [{ head: () => "24 h, share", cell: ({ position }) => position.change24h }],
  sparkline: [{ head: () => "7 days, oldest first", cell: ({ values }) => values.join(" ") }],
};

/** Exact decimals; what is unknown is an empty cell. */
export function positionsCsv(rows: readonly PositionRow[], columns: readonly ColumnName[], currency: string): string {
  const shown = columns.flatMap((name) => CSV_COLUMNS[name]);
  return csvText([
    ["Asset", ...shown.map(({ head }) => head(currency))],
    ...rows.map((row) => [row.asset, ...shown.map(({ cell }) => cell(row))]),
  ]);
}

/** As the table sorts: rows without a value last in both directions. */
export function sortRows(
  rows: readonly PositionRow[],
  columns: readonly DataColumn<PositionRow>[],
  sort: SortChoice | undefined,
): readonly PositionRow[] {
  const column = columns.find(({ id }) => id === sort?.id);
  if (column === undefined || sort === undefined) return rows;
  const keyed = rows.map((row) => {
    const key = sortKey(column, row);
    return { row, key, getValue: () => key };
  });
  const sign = sort.direction === "ascending" ? 1 : -1;
  const known = keyed.filter(({ key }) => key !== undefined);
  known.sort((a, b) => sign * compareRows(a, b, column.id));
  return [...known, ...keyed.filter(({ key }) => key === undefined)].map(({ row }) => row);
}
