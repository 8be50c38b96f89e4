// How do positions leave the program, as they are at one moment?
import type { Portfolio, Position } from "#shared/domain/portfolio.ts";
import { type ExportColumn, type ExportFormat, exportJson, exportTable, exportTime } from "./export-table.ts";

interface Line {
  readonly portfolio: Portfolio;
  readonly position: Position;
}

const COLUMNS: readonly ExportColumn<Line>[] = [
  { name: "timestamp", cell: ({ portfolio }) => exportTime(portfolio.ts) },
  { name: "asset", cell: ({ position }) => position.asset },
  { name: "quantity", cell: ({ position }) => position.quantity },
  { name: "currency", cell: ({ portfolio }) => portfolio.currency },
  { name: "price", cell: ({ position }) => position.price },
  { name: "price_state", cell: ({ position }) => position.priceState },
  { name: "value", cell: ({ position }) => position.value },
  { name: "weight", cell: ({ position }) => position.weight },
  { name: "target", cell: ({ position }) => position.target },
  { name: "average_cost", cell: ({ position }) => position.averageCost },
  { name: "cost", cell: ({ position }) => position.cost },
  { name: "unrealized", cell: ({ position }) => position.unrealized },
  { name: "realized", cell: ({ position }) => position.realized },
  { name: "unresolved", cell: ({ position }) => position.unresolved, text: true },
];

/** What is not known is an empty cell, or null, never 0. */
export function exportPositions(portfolio: Portfolio, format: ExportFormat): string {
  if (format === "json") return exportJson({ ...portfolio, ts: exportTime(portfolio.ts) });
  return exportTable(
    COLUMNS,
    portfolio.positions.map((position) => ({ portfolio, position })),
  );
}
