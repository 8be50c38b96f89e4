// How is something read from the books: at once, from time to time, and after each change made here?
import { useStore } from "zustand";
import { bookChangesStore } from "#renderer/stores/book-changes.ts";
import type { RemoteState } from "#renderer/stores/remote-store.ts";
import { type QueryOptions, useQuery } from "./use-query.ts";

const READ_EVERY_MS = 15_000;

export interface BookQueryOptions<Value> extends Pick<QueryOptions<Value>, "key" | "ask"> {
  /** Asks again when it changes, beside the changes of the books. */
  readonly refresh?: string | number;
  /** 15 s unless told. */
  readonly everyMs?: number;
}

export function useBookQuery<Value>({
  key,
  ask,
  refresh = "",
  everyMs = READ_EVERY_MS,
}: BookQueryOptions<Value>): RemoteState<Value> {
  const changes = useStore(bookChangesStore, ({ count }) => count);
  return useQuery({ key, ask, everyMs, refresh: `${changes} ${refresh}` });
}
