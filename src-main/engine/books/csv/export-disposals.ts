// How do disposals leave the program, one line for each part of a sale that one lot paid for?
import type { Disposal } from "#shared/domain/books.ts";
import { type ExportColumn, type ExportFormat, exportJson, exportTable, exportTime } from "./export-table.ts";

const COLUMNS: readonly ExportColumn<Disposal>[] = [
  { name: "disposed_at", cell: ({ disposedAt }) => exportTime(disposedAt) },
  { name: "acquired_at", cell: ({ acquiredAt }) => (acquiredAt === null ? null : exportTime(acquiredAt)) },
  { name: "asset", cell: ({ asset }) => asset },
  { name: "quantity", cell: ({ quantity }) => quantity },
  { name: "proceeds", cell: ({ proceeds }) => proceeds },
  { name: "cost", cell: ({ cost }) => cost },
  { name: "fee", cell: ({ fee }) => fee },
  { name: "gain", cell: ({ gain }) => gain },
  { name: "holding_days", cell: ({ holdingDays }) => holdingDays?.toString() ?? null },
  { name: "account", cell: ({ accountId }) => accountId },
  { name: "id", cell: ({ transactionId }) => transactionId, text: true },
  { name: "lot_id", cell: ({ lotId }) => lotId, text: true },
];

/** Money is in the currency of the books. */
export function exportDisposals(disposals: readonly Disposal[], format: ExportFormat): string {
  if (format === "csv") return exportTable(COLUMNS, disposals);
  return exportJson(
    disposals.map((disposal) => ({
      ...disposal,
      acquiredAt: disposal.acquiredAt === null ? null : exportTime(disposal.acquiredAt),
      disposedAt: exportTime(disposal.disposedAt),
    })),
  );
}
