// How do snapshots leave the program? In CSV one line for each asset of a snapshot, with the snapshot's own figures before it.
import type { Snapshot } from "#shared/domain/portfolio.ts";
import { type ExportColumn, type ExportFormat, exportJson, exportTable, exportTime } from "./export-table.ts";

interface Line {
  readonly snapshot: Snapshot;
  /** Null for a snapshot of nothing. */
  readonly part: Snapshot["breakdown"][number] | null;
}

const COLUMNS: readonly ExportColumn<Line>[] = [
  { name: "timestamp", cell: ({ snapshot }) => exportTime(snapshot.ts) },
  { name: "reason", cell: ({ snapshot }) => snapshot.reason },
  { name: "currency", cell: ({ snapshot }) => snapshot.currency },
  { name: "total_value", cell: ({ snapshot }) => snapshot.totalValue },
  { name: "cash", cell: ({ snapshot }) => snapshot.cash },
  { name: "total_pnl", cell: ({ snapshot }) => snapshot.totalPnl },
  { name: "net_invested", cell: ({ snapshot }) => snapshot.netInvested },
  { name: "held", cell: ({ snapshot }) => snapshot.held },
  { name: "asset", cell: ({ part }) => part?.asset ?? null },
  { name: "quantity", cell: ({ part }) => part?.quantity ?? null },
  { name: "price", cell: ({ part }) => part?.price ?? null },
  { name: "value", cell: ({ part }) => part?.value ?? null },
  { name: "weight", cell: ({ part }) => part?.weight ?? null },
  { name: "pnl", cell: ({ part }) => part?.pnl ?? null },
];

export function exportSnapshots(snapshots: readonly Snapshot[], format: ExportFormat): string {
  if (format === "json") return exportJson(snapshots.map((snapshot) => ({ ...snapshot, ts: exportTime(snapshot.ts) })));
  const lines = snapshots.flatMap((snapshot): readonly Line[] =>
    snapshot.breakdown.length === 0
      ? [{ snapshot, part: null }]
      : snapshot.breakdown.map((part) => ({ snapshot, part })),
  );
  return exportTable(COLUMNS, lines);
}
