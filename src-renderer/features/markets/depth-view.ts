// What stands in the place of the order book: the book, that it is being read, or that it is too old to rely on?
import type { RemoteState } from "#renderer/stores/remote-store.ts";
import { type PanelState, toPanelState } from "#renderer/stores/to-loadable.ts";
import type { BookView } from "#shared/contract/views.ts";
import { type OrderBook, PRICE_AGE_MS } from "#shared/domain/quote.ts";

export interface ShownBook {
  readonly book: OrderBook;
  readonly depth: BookView["depth"];
}

export type DepthState = PanelState<ShownBook> | { readonly state: "readAnew" };

/** A kept book is as of now while it is in step, however long ago it changed. One that was asked for ages. */
export function toDepthState(remote: RemoteState<BookView>, now: number): DepthState {
  const { value } = remote;
  if (value !== null && value.book === null && remote.status !== "failed") return { state: "readAnew" };
  const { book = null, depth = [], kept = false } = value ?? {};
  const state = toPanelState<ShownBook>(
    { ...remote, value: book === null ? null : { book, depth } },
    { now, isEmpty: (shown) => shown.book.bids.length === 0 && shown.book.asks.length === 0 },
  );
  if (state.state !== "live" || kept) return state;
  const ageMs = now - state.value.book.tsInit;
  return ageMs > PRICE_AGE_MS.lagging ? { state: "stale", value: state.value, ageMs } : state;
}
