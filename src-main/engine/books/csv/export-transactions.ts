// How do entries of the books leave the program, so that reading the file gives the same entries again?
import { type ExportColumn, type ExportFormat, exportJson, exportTable, exportTime } from "./export-table.ts";
import { type OWN_COLUMNS, ownTypeOf } from "./own-columns.ts";
import type { NewBookEntry } from "./transaction-file.ts";

type OwnColumn = ExportColumn<NewBookEntry> & { readonly name: (typeof OWN_COLUMNS)[number] };

const COLUMNS: readonly OwnColumn[] = [
  { name: "timestamp", cell: ({ ts }) => exportTime(ts) },
  { name: "type", cell: ownTypeOf },
  { name: "asset", cell: ({ asset }) => asset },
  { name: "quantity", cell: ({ quantity }) => quantity },
  // Without a price there is nothing that the quote would say.
  { name: "quote", cell: ({ quote, price }) => (price === null ? null : quote) },
  { name: "price", cell: ({ quote, price }) => (quote === null ? null : price) },
  { name: "fee", cell: ({ fee }) => fee?.amount ?? null },
  { name: "fee_asset", cell: ({ fee }) => fee?.asset ?? null },
  { name: "account", cell: ({ accountId }) => accountId },
  { name: "id", cell: ({ id }) => id, text: true },
  { name: "venue_ref", cell: ({ venueRef }) => venueRef, text: true },
  { name: "label", cell: ({ label }) => label, text: true },
  { name: "note", cell: ({ note }) => note, text: true },
];

/**
 * CSV is our own form of `own-columns.ts`. It holds what happened, not how the books came to know it: give it the entries that
 * count (`effective-transactions.ts`), or a corrected one comes back beside its correction. JSON holds every field.
 */
export function exportTransactions(entries: Iterable<NewBookEntry>, format: ExportFormat): string {
  if (format === "csv") return exportTable(COLUMNS, entries);
  return exportJson(Array.from(entries, (entry) => ({ ...entry, ts: exportTime(entry.ts) })));
}
