// How smoothly do a hundred thousand entries of the books scroll? The program's own table and columns, moved on each frame.
import type { Root } from "react-dom/client";
import { DataTable } from "#renderer/components/data-table.tsx";
import { amountWidths, transactionColumns } from "#renderer/features/activity/transaction-columns.tsx";
import { bookRowSchema } from "#shared/contract/books.ts";
import type { BookRow } from "#shared/contract/views.ts";

const ROWS = 100_000;
/** A wheel that is turned quickly: about 6,000 px a second. */
const PIXELS_A_FRAME = 100;
const ASSETS = ["BTC", "ETH", "SOL", "XRP", "ADA"];

/** How far it has come, told to who measures: a table that stands still would seem smooth. */
const SCROLLED = "scrolledPixels";

/** Entries that differ in everything that is drawn. */
function rowsOf(count: number): readonly BookRow[] {
  const first = bookRowSchema.parse({
    transaction: {
      ...{ id: "fill:kraken:0", profileId: "core", accountId: "core-kraken", ts: 1_700_000_000_000, type: "trade" },
      ...{ side: "buy", asset: "BTC", quantity: "1", quote: "USD", price: "60000", fee: { asset: "USD", amount: "1" } },
      ...{ quoteValue: "1", feeValue: null, planId: null },
    },
    setAside: null,
    pairedWith: null,
  });
  return Array.from({ length: count }, (_, index) => {
    const side = index % 3 === 0 ? "sell" : "buy";
    const { transaction } = first;
    // What the schema checked of the first holds of texts that differ in digits only.
    const own = {
      id: `fill:kraken:${index}`,
      asset: ASSETS[index % ASSETS.length],
      quantity: `${1 + (index % 97)}.${index}`,
    };
    return { ...first, transaction: { ...transaction, ...own, side, ts: transaction.ts - index * 60_000 } } as BookRow;
  });
}

const rowId = ({ transaction }: BookRow) => transaction.id;

export function showRows(root: Root): void {
  const rows = rowsOf(ROWS);
  const names = new Map([["core-kraken", "Kraken"]]);
  const widths = amountWidths(rows);
  const columns = transactionColumns({ currency: "USD", names, timeZone: "utc", hidden: false, widths });
  root.render(
    <section className="panel col" style={{ height: 800, width: 1200 }} aria-label="Transactions">
      <DataTable label="Transactions" columns={columns} rows={rows} rowId={rowId} />
    </section>,
  );
  let direction = 1;
  let moved = 0;
  const step = () => {
    const box = document.querySelector<HTMLElement>(".table-box");
    if (box !== null) {
      const before = box.scrollTop;
      box.scrollTop = before + direction * PIXELS_A_FRAME;
      if (box.scrollTop === before) direction = -direction;
      moved += Math.abs(box.scrollTop - before);
      document.body.dataset[SCROLLED] = String(moved);
    }
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}
