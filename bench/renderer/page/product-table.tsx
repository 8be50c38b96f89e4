// How does the program show it? Its stream into its store, its store into its table.
import { useStore } from "zustand";
import { DataTable } from "#renderer/components/data-table.tsx";
import { NumberCell } from "#renderer/components/number-cell.tsx";
import type { DataColumn } from "#renderer/components/table-column.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { pricesStore } from "#renderer/stores/engine-stores.ts";
import { FrameBatch, requestBrowserFrame } from "#renderer/sync/frame-batch.ts";
import { mergePrices } from "#renderer/sync/merge-changes.ts";
import { watchIntoStore } from "#renderer/sync/watch-into-store.ts";
import type { Prices } from "#shared/contract/views.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { Quote } from "#shared/domain/quote.ts";
import type { FrameMeter } from "./frame-meter.tsx";

interface PricesEvent {
  readonly seq: number;
  readonly tsInit: number;
  readonly kind: "state" | "change";
  readonly data: Prices;
}

/** Conflated changes as the engine sends them; each message is one event of the prices stream. */
export function followAsProgram(socket: WebSocket, meter: FrameMeter): void {
  const shown = new Map<string, number>();
  pricesStore.subscribe(({ value }) => {
    for (const { symbol, tsInit } of value?.quotes ?? []) {
      if (shown.get(symbol) === tsInit) continue;
      shown.set(symbol, tsInit);
      meter.applied(tsInit);
    }
  });
  void watchIntoStore<Prices, Prices>(
    {
      store: pricesStore,
      profileId: null,
      open: async () => eventsOf(socket),
      apply: mergePrices,
      batch: new FrameBatch(requestBrowserFrame),
      wait: () => new Promise(() => undefined),
    },
    new AbortController().signal,
  );
}

async function* eventsOf(socket: WebSocket): AsyncGenerator<PricesEvent> {
  const waiting: PricesEvent[] = [];
  let wake: () => void = () => undefined;
  socket.addEventListener("message", (event: MessageEvent<string>) => {
    waiting.push(JSON.parse(event.data));
    wake();
  });
  while (true) {
    const next = waiting.shift();
    if (next !== undefined) yield next;
    else {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
}

const price = (id: string, head: string, value: (quote: Quote) => DecimalString | null): DataColumn<Quote> => ({
  id,
  head,
  align: "right",
  sort: { by: "decimal", value: (quote) => value(quote) ?? undefined },
  cell: (quote) => (
    <NumberCell value={value(quote) ?? undefined} text={formatPrice(value(quote) ?? undefined, "0.01")} />
  ),
});

const COLUMNS: readonly DataColumn<Quote>[] = [
  {
    id: "symbol",
    head: "Market",
    main: true,
    sort: { by: "text", value: ({ symbol }) => symbol },
    cell: ({ symbol }) => symbol,
  },
  price("bid", "Bid", ({ bid }) => bid),
  price("ask", "Ask", ({ ask }) => ask),
  price("last", "Last", ({ last }) => last),
  { id: "state", head: "State", cell: ({ state }) => state },
];

const NO_QUOTES: readonly Quote[] = [];
const symbolOf = ({ symbol }: Quote) => symbol;

export function ProductTable() {
  const quotes = useStore(pricesStore, (state) => state.value?.quotes ?? NO_QUOTES);
  return (
    <DataTable
      label="Prices"
      columns={COLUMNS}
      rows={quotes}
      rowId={symbolOf}
      initialSort={{ id: "symbol", direction: "ascending" }}
    />
  );
}
